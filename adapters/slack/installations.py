"""Which workspaces Sherpa is in, with the token for each: kept in the same database, by slack-sdk's own store."""

import time
from datetime import UTC, datetime

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore, SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import Column, ColumnElement, String, Table, Text, and_, delete, desc, insert, or_, select

from adapters.slack.work import Origin
from index.store.dialects import lock_schema
from index.store.store import Store

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
        self._seen: set[str] = set()

    async def prepare(self) -> None:
        """Makes the tables where they are missing; several processes may do so at once."""
        tables = (self.bots, self.members, self.states.oauth_states)
        async with self._store.writing() as connection:
            await lock_schema(connection)
            for table in tables:
                await connection.run_sync(table.create, checkfirst=True)

    async def async_save(self, installation: Installation) -> None:
        """Keeps it in place of what was there."""
        bot = installation.to_bot()
        async with self._store.writing() as connection:
            await connection.execute(delete(self.bots).where(self._of(bot.team_id, bot.enterprise_id)))
        await self.async_save_bot(bot)

    async def find(self, origin: Origin) -> Bot | None:
        """The workspace's own installation, else its organisation's."""
        columns = self.bots.c
        async with self._store.reading() as connection:
            enterprise = origin.enterprise or await connection.scalar(
                select(self.members.c.enterprise_id).where(self.members.c.team_id == origin.team)
            )
            own = columns.team_id == origin.team
            whole = and_(columns.team_id.is_(None), columns.enterprise_id == enterprise) if enterprise else None
            wanted = or_(own, whole) if whole is not None else own
            ranked = select(self.bots).where(columns.client_id == self.client_id, wanted)
            ranked = ranked.order_by(columns.team_id.is_(None), desc(columns.installed_at)).limit(1)
            row = (await connection.execute(ranked)).mappings().first()
        if row is None:
            return None
        bot = SQLAlchemyInstallationStore.build_bot_entity(row)
        if bot.team_id is None and origin.team and origin.team not in self._seen:
            await self._join(origin.team, str(bot.enterprise_id))
        return bot

    async def _join(self, team: str, enterprise: str) -> None:
        async with self._store.writing() as connection:
            await connection.execute(delete(self.members).where(self.members.c.team_id == team))
            await connection.execute(insert(self.members).values(team_id=team, enterprise_id=enterprise))
        self._seen.add(team)

    async def teams(self, origin: Origin) -> set[str]:
        """The workspaces that an installation is of: the one, or all those of an organisation that have been heard of."""
        if not _is_whole(origin):
            return {origin.team}
        async with self._store.reading() as connection:
            wanted = select(self.members.c.team_id).where(self.members.c.enterprise_id == origin.enterprise)
            return set((await connection.scalars(wanted)).all()) | ({origin.team} - {"", origin.enterprise or ""})

    async def remove(self, origin: Origin) -> None:
        """Forgets the tokens, and who came with them."""
        whole = _is_whole(origin)
        async with self._store.writing() as connection:
            await connection.execute(delete(self.bots).where(self._of(None if whole else origin.team, origin.enterprise)))
            gone = self.members.c.enterprise_id == origin.enterprise if whole else self.members.c.team_id == origin.team
            await connection.execute(delete(self.members).where(gone))
        self._seen.clear()

    def _of(self, team: str | None, enterprise: str | None) -> ColumnElement[bool]:
        columns = self.bots.c
        there = columns.team_id == team if team else and_(columns.team_id.is_(None), columns.enterprise_id == enterprise)
        return and_(columns.client_id == self.client_id, there)


def _is_whole(origin: Origin) -> bool:
    """Whether it is an organisation's."""
    return bool(origin.enterprise) and (origin.org or not origin.team or origin.team == origin.enterprise)


def _utc(seconds: float) -> datetime:
    """As slack-sdk writes times."""
    return datetime.fromtimestamp(seconds, tz=UTC).replace(tzinfo=None)
