"""Which workspaces Sherpa is in, with the token for each: kept in the same database, by slack-sdk's own store."""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore, SQLAlchemyInstallationStore
from slack_sdk.oauth.sqlalchemy_utils import normalize_datetime_for_db
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import Column, ColumnElement, String, Table, Text, and_, delete, desc, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.slack.work import Origin
from index.store.dialects import lock_schema
from index.store.store import Store
from index.store.whole import whole

#: Seconds that somebody may take between "Add to Slack" and "Allow".
STATE_SECONDS = 600
#: Minutes before a token ends from which on it is changed for the next; Slack's live twelve hours.
ROTATE_MINUTES = 120


class States(AsyncSQLAlchemyOAuthStateStore):
    """The states of installations under way, without those that nobody came back with."""

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """A new state. Those that have expired are forgotten."""
        async with self.engine.begin() as connection:
            limit = _utc(time.time())
            await connection.execute(delete(self.oauth_states).where(self.oauth_states.c.expire_at < limit))
        return str(await super().async_issue(*args, **kwargs))


class Installations(AsyncSQLAlchemyInstallationStore):
    """Of one app, all workspaces and organisations. Only the bot's tokens are kept, and of each only the latest.

    Everything here may raise StoreUnavailable, or a driver's error where the database fails in the middle.
    """

    def __init__(self, store: Store, client_id: str) -> None:
        super().__init__(client_id, store.writer)
        self._store = store
        #: Workspaces that are there through their organisation: what is known of them goes with it.
        self.members = Table(
            "slack_members", self.metadata, Column("team_id", Text, primary_key=True), Column("enterprise_id", Text, nullable=False)
        )
        self.states = States(STATE_SECONDS, store.writer)
        for column in self.bots.columns:
            if isinstance(column.type, String):
                column.type = Text()  # tokens grow: Slack says not to count on a length
        self.bots.c.app_id.nullable = True

    @whole
    async def prepare(self) -> None:
        """Makes the tables where they are missing; several processes may do so at once."""
        tables = (self.bots, self.members, self.states.oauth_states)
        async with self._store.writing() as connection:
            await lock_schema(connection)
            for table in tables:
                await connection.run_sync(table.create, checkfirst=True)

    @whole
    async def async_save(self, installation: Installation) -> None:
        """Keeps it in place of what was there."""
        bot = installation.to_bot()
        async with self._store.writing() as connection:
            await connection.execute(delete(self.bots).where(self._of(bot.team_id, bot.enterprise_id)))
            await connection.execute(insert(self.bots).values(**self._columns(bot)))

    @whole
    async def renew(self, bot: Bot) -> None:
        """Keeps the new token of an installation that is there; of one that was removed meanwhile nothing."""
        async with self._store.writing() as connection:
            there = self._of(bot.team_id, bot.enterprise_id)
            await connection.execute(update(self.bots).where(there).values(**self._columns(bot)))

    async def find(self, origin: Origin) -> Bot | None:
        """The workspace's own installation, else its organisation's. Reads, and nothing else."""
        columns = self.bots.c
        async with self._store.reading() as connection:
            enterprise = origin.enterprise or await self._enterprise(connection, origin.team)
            own = columns.team_id == origin.team
            wanted = or_(own, and_(columns.team_id.is_(None), columns.enterprise_id == enterprise)) if enterprise else own
            ranked = select(self.bots).where(columns.client_id == self.client_id, wanted)
            ranked = ranked.order_by(columns.team_id.is_(None), desc(columns.installed_at)).limit(1)
            row = (await connection.execute(ranked)).mappings().first()
        return SQLAlchemyInstallationStore.build_bot_entity(row) if row is not None else None

    @whole
    async def join(self, bot: Bot, team: str) -> None:
        """Remembers that the workspace is there through its organisation, as long as that is."""
        if bot.team_id is not None or not team or not bot.enterprise_id:
            return
        async with self._store.reading() as connection:
            if await self._enterprise(connection, team) == bot.enterprise_id:
                return
        with suppress(IntegrityError):  # another process was faster
            async with self._store.writing() as connection:
                if await connection.scalar(select(self.bots.c.id).where(self._of(None, bot.enterprise_id))) is not None:
                    await connection.execute(delete(self.members).where(self.members.c.team_id == team))
                    await connection.execute(insert(self.members).values(team_id=team, enterprise_id=bot.enterprise_id))

    async def _enterprise(self, connection: AsyncConnection, team: str) -> str | None:
        found = await connection.scalar(select(self.members.c.enterprise_id).where(self.members.c.team_id == team))
        return str(found) if found else None

    async def teams(self, origin: Origin) -> set[str]:
        """The workspaces that an installation is of: the one, or all those of an organisation that have been heard of."""
        async with self._store.reading() as connection:
            if not await self._is_whole(connection, origin):
                return {origin.team}
            wanted = select(self.members.c.team_id).where(self.members.c.enterprise_id == origin.enterprise)
            return set((await connection.scalars(wanted)).all()) | ({origin.team} - {"", origin.enterprise or ""})

    @whole
    async def remove(self, origin: Origin) -> None:
        """Forgets the tokens, and who came with them."""
        async with self._store.writing() as connection:
            whole = await self._is_whole(connection, origin)
            await connection.execute(delete(self.bots).where(self._of(None if whole else origin.team, origin.enterprise)))
            gone = self.members.c.enterprise_id == origin.enterprise if whole else self.members.c.team_id == origin.team
            await connection.execute(delete(self.members).where(gone))

    @whole
    async def part(self, teams: Sequence[str]) -> None:
        """Forgets that the workspaces were there through their organisation."""
        async with self._store.writing() as connection:
            await connection.execute(delete(self.members).where(self.members.c.team_id.in_(teams)))

    async def _is_whole(self, connection: AsyncConnection, origin: Origin) -> bool:
        """Whether it is an organisation's installation that is meant: the workspace has none of its own, and the organisation has one."""
        if not origin.enterprise:
            return False
        if origin.org or origin.team in ("", origin.enterprise):
            return True
        own = await connection.scalar(select(self.bots.c.id).where(self._of(origin.team, None)))
        return own is None and await connection.scalar(select(self.bots.c.id).where(self._of(None, origin.enterprise))) is not None

    def _columns(self, bot: Bot) -> dict[str, Any]:
        """A row, as slack-sdk writes it."""
        times = {name: normalize_datetime_for_db(bot.to_dict().get(name)) for name in ("installed_at", "bot_token_expires_at")}
        known = {column.name for column in self.bots.columns} - {"id"}
        return {name: value for name, value in bot.to_dict().items() if name in known} | times | {"client_id": self.client_id}

    def _of(self, team: str | None, enterprise: str | None) -> ColumnElement[bool]:
        columns = self.bots.c
        there = columns.team_id == team if team else and_(columns.team_id.is_(None), columns.enterprise_id == enterprise)
        return and_(columns.client_id == self.client_id, there)


def _utc(seconds: float) -> datetime:
    """As slack-sdk writes times."""
    return datetime.fromtimestamp(seconds, tz=UTC).replace(tzinfo=None)
