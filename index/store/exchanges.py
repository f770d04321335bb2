"""What was asked, and where: what the buttons below an answer and the questions after it go on from."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import uuid4

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from index.articles import Stance
from index.store.portions import portions
from index.store.rows import moment
from index.store.schema import exchanges, feedback, showings
from index.store.store import Store
from index.store.whole import whole

#: "question": what somebody asked. "claim": somebody's words that sources were looked for. "summary": an article that was summarized.
#: "alert": what a place was told; its text is the delivery's id.
Kind = Literal["question", "claim", "summary", "alert"]

#: Those whose text is what somebody asked, so that one can ask on from it.
ASKED: tuple[Kind, ...] = ("question", "claim")


class ShownSpan(NamedTuple):
    """A quotation that was shown, so that it is not shown again: characters of an article's body."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something that was asked in a place, and what was shown for it. The names are the platform's own, and opaque here."""

    id: str
    kind: Kind
    platform: str
    workspace: str  #: whose members alone may go on from it; empty for a conversation with one person
    channel: str
    asker: str
    text: str  #: the question, the claim, or the id of the article
    made: datetime  #: UTC
    expires: datetime  #: UTC
    before: tuple[str, ...] = ()  #: the questions that it leans on, oldest first
    side: Stance | None = None
    source: str | None = None  #: the one article that was asked
    cited: str | None = None  #: the article that the first quotation is from
    shown: tuple[ShownSpan, ...] = ()
    revision: int = 1
    private: bool = False  #: shown to the asker alone
    thread: str = ""  #: the message that it stands under, where threads are told by those


class Exchanges:
    """Everything here raises StoreUnavailable where the database does not work. An expired exchange is not found, nor one of elsewhere."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @whole
    async def add(self, exchange: Exchange) -> None:
        """Durable when it returns."""
        async with self._store.writing() as connection:
            await connection.execute(insert(exchanges).values(**_columns(exchange)))

    async def get(self, id_: str, now: datetime) -> Exchange | None:
        """The exchange of that id."""
        return await self._first(select(exchanges).where(exchanges.c.id == id_), now)

    async def by_message(self, platform: str, workspace: str, message: str, now: datetime) -> Exchange | None:
        """The exchange that this message shows something of."""
        there = (showings.c.platform == platform, showings.c.workspace == workspace, showings.c.message == message)
        return await self._first(select(exchanges).join(showings, showings.c.exchange == exchanges.c.id).where(*there), now)

    async def latest(self, platform: str, workspace: str, channel: str, now: datetime, *, thread: str | None = None) -> Exchange | None:
        """What was last asked there in the open; with `thread` under that message alone."""
        there = [exchanges.c.platform == platform, exchanges.c.workspace == workspace, exchanges.c.channel == channel]
        if thread is not None:
            there.append(exchanges.c.thread == thread)
        wanted = select(exchanges).where(*there, ~exchanges.c.private, exchanges.c.kind.in_(ASKED)).order_by(exchanges.c.made.desc())
        return await self._first(wanted.limit(1), now)

    @whole
    async def show(self, exchange: Exchange, spans: Sequence[ShownSpan]) -> Exchange | None:
        """Adds what is shown now; the exchange as it then is. None where somebody else changed or removed it since it was read."""
        shown = replace(exchange, shown=(*exchange.shown, *spans), revision=exchange.revision + 1)
        known = (exchanges.c.id == exchange.id, exchanges.c.revision == exchange.revision)
        async with self._store.writing() as connection:
            changed = await connection.execute(update(exchanges).where(*known).values(shown=_json(shown.shown), revision=shown.revision))
        return shown if changed.rowcount else None

    @whole
    async def showing(self, exchange: Exchange, message: str) -> None:
        """Remembers that the message shows something of it, unless it was forgotten meanwhile."""
        there = {"platform": exchange.platform, "workspace": exchange.workspace, "message": message}
        async with self._store.writing() as connection:
            if await connection.scalar(select(exchanges.c.id).where(exchanges.c.id == exchange.id)) is None:
                return
            await connection.execute(delete(showings).where(*(showings.c[name] == value for name, value in there.items())))
            await connection.execute(insert(showings).values(**there, exchange=exchange.id))

    @whole
    async def hide(self, exchange: Exchange, message: str) -> None:
        """Forgets that the message shows it; and the exchange, where no other message does."""
        async with self._store.writing() as connection:
            await connection.execute(delete(showings).where(showings.c.exchange == exchange.id, showings.c.message == message))
            others = select(showings.c.exchange).where(showings.c.exchange == exchange.id)
            gone = await connection.execute(delete(exchanges).where(exchanges.c.id == exchange.id, ~others.exists()))
            if gone.rowcount:
                await connection.execute(update(feedback).where(feedback.c.exchange == exchange.id).values(voter=None))

    @whole
    async def rate(self, exchange: Exchange, voter: str, *, helpful: bool, now: datetime) -> None:
        """Keeps what somebody thought of it, in place of what they thought before."""
        hashed = hashlib.blake2b(voter.encode(), key=exchange.id.encode(), digest_size=16).hexdigest()
        given = {"helpful": helpful, "given": moment(now)}
        about = {"platform": exchange.platform, "workspace": exchange.workspace}
        try:
            async with self._store.writing() as connection:
                await connection.execute(insert(feedback).values(id=uuid4().hex, exchange=exchange.id, voter=hashed, **about, **given))
        except IntegrityError:
            async with self._store.writing() as connection:
                theirs = (feedback.c.exchange == exchange.id, feedback.c.voter == hashed)
                await connection.execute(update(feedback).where(*theirs).values(**given))

    async def ratings(self) -> dict[bool, int]:
        """How many found an answer helpful, and how many did not."""
        counts = {True: 0, False: 0}
        async with self._store.reading() as connection:
            for row in await connection.execute(select(feedback.c.helpful)):
                counts[bool(row.helpful)] += 1
        return counts

    @whole
    async def remove_workspace(self, platform: str, workspace: str) -> int:
        """Forgets all that was asked and thought in a workspace; how many exchanges."""
        async with self._store.writing() as connection:
            for table in (feedback, showings, exchanges):
                there = (table.c.platform == platform, table.c.workspace == workspace)
                removed = await connection.execute(delete(table).where(*there))
        return int(removed.rowcount)

    @whole
    async def remove_asker(self, platform: str, asker: str, workspace: str | None = None) -> int:
        """Forgets all that somebody asked on a platform or in one workspace, and who thought what of it; how many exchanges.

        What places were told stays, without who wanted it.
        """
        theirs = [exchanges.c.platform == platform, exchanges.c.asker == asker]
        if workspace is not None:
            theirs.append(exchanges.c.workspace == workspace)
        async with self._store.writing() as connection:
            await connection.execute(update(exchanges).where(*theirs, exchanges.c.kind == "alert").values(asker=""))
            ids = list((await connection.scalars(select(exchanges.c.id).where(*theirs))).all())
            for some in portions(ids):
                await connection.execute(update(feedback).where(feedback.c.exchange.in_(some)).values(voter=None))
                await connection.execute(delete(showings).where(showings.c.exchange.in_(some)))
                await connection.execute(delete(exchanges).where(exchanges.c.id.in_(some)))
        return len(ids)

    @whole
    async def expire(self, now: datetime) -> int:
        """Forgets what has expired, and who thought what of it; how many."""
        expired = exchanges.c.expires <= moment(now)
        async with self._store.writing() as connection:
            ids = select(exchanges.c.id).where(expired)
            await connection.execute(update(feedback).where(feedback.c.exchange.in_(ids)).values(voter=None))
            await connection.execute(delete(showings).where(showings.c.exchange.in_(ids)))
            return int((await connection.execute(delete(exchanges).where(expired))).rowcount)

    async def _first(self, wanted: Select[Any], now: datetime) -> Exchange | None:
        async with self._store.reading() as connection:
            row = (await connection.execute(wanted.where(exchanges.c.expires > moment(now)))).first()
        return _exchange(row) if row else None


def _columns(exchange: Exchange) -> dict[str, Any]:
    return asdict(exchange) | {
        "before": json.dumps(exchange.before),
        "shown": _json(exchange.shown),
        "made": moment(exchange.made),
        "expires": moment(exchange.expires),
    }


def _exchange(row: Row[Any]) -> Exchange:
    return Exchange(
        **dict(row._mapping)
        | {
            "before": tuple(json.loads(row.before)),
            "shown": tuple(ShownSpan(*span) for span in json.loads(row.shown)),
            "private": bool(row.private),
            "made": datetime.fromisoformat(row.made),
            "expires": datetime.fromisoformat(row.expires),
        }
    )


def _json(spans: Sequence[ShownSpan]) -> str:
    return json.dumps(spans)
