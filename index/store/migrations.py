"""The tables' versions, and the way from each to the next. A version that has been released is never edited: add another.

Exports of older versions are taken in as well, and what they have no column for has the column's default: see `export_reading`. A version
that changes what is in the tables has to do so there too.
"""

from uuid import uuid4

from sqlalchemy import insert, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from index.errors import StoreUnavailable
from index.store import dialects
from index.store.schema import meta

#: Statements that lead from version n - 1 to version n, at place n - 1. `{ROW_KEY}` and its like are explained in `dialects.WORDS`.
VERSIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE counters (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)",
        """CREATE TABLE articles (
            arrival {ROW_KEY}, id TEXT NOT NULL UNIQUE, sequence BIGINT NOT NULL UNIQUE, removed BOOLEAN NOT NULL,
            revision INTEGER NOT NULL, fingerprint TEXT NOT NULL, story_id TEXT NOT NULL, passages INTEGER NOT NULL,
            collection TEXT NOT NULL, outlet TEXT, agency TEXT, byline TEXT, published TEXT, day TEXT, earliest TEXT, latest TEXT,
            published_evidence TEXT, date_derived BOOLEAN NOT NULL, url TEXT, url_owner TEXT, stance TEXT, page TEXT,
            language TEXT NOT NULL)""",
        "CREATE INDEX ix_articles_story_id ON articles (story_id)",
        """CREATE TABLE revisions (
            arrival BIGINT NOT NULL, revision INTEGER NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, sentences TEXT NOT NULL,
            taken_in TEXT NOT NULL, PRIMARY KEY (arrival, revision))""",
        "CREATE TABLE bands (band BIGINT NOT NULL, arrival BIGINT NOT NULL, PRIMARY KEY (band, arrival)) {IN_KEY_ORDER}",
        "INSERT INTO counters (name, value) VALUES ('articles', 0)",
        "INSERT INTO meta (name, value) VALUES ('schema', '0')",
    ),
    (
        "CREATE TABLE events (key TEXT NOT NULL PRIMARY KEY, expires TEXT NOT NULL) {IN_KEY_ORDER}",
        "CREATE INDEX ix_events_expires ON events (expires)",
        """CREATE TABLE exchanges (
            id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, platform TEXT NOT NULL, workspace TEXT NOT NULL, channel TEXT NOT NULL,
            asker TEXT NOT NULL, text TEXT NOT NULL, before TEXT NOT NULL, side TEXT, source TEXT, cited TEXT,
            shown TEXT NOT NULL, revision INTEGER NOT NULL, private BOOLEAN NOT NULL, made TEXT NOT NULL, expires TEXT NOT NULL)""",
        "CREATE INDEX ix_exchanges_place ON exchanges (platform, workspace, channel, made)",
        "CREATE INDEX ix_exchanges_expires ON exchanges (expires)",
        """CREATE TABLE showings (
            platform TEXT NOT NULL, workspace TEXT NOT NULL, message TEXT NOT NULL, exchange TEXT NOT NULL,
            PRIMARY KEY (platform, workspace, message))""",
        "CREATE INDEX ix_showings_exchange ON showings (exchange)",
        """CREATE TABLE feedback (
            id TEXT NOT NULL PRIMARY KEY, exchange TEXT NOT NULL, voter TEXT, platform TEXT NOT NULL, workspace TEXT NOT NULL,
            helpful BOOLEAN NOT NULL, given TEXT NOT NULL)""",
        "CREATE UNIQUE INDEX ux_feedback ON feedback (exchange, voter)",
    ),
    (
        """CREATE TABLE inbox (
            id TEXT NOT NULL PRIMARY KEY, platform TEXT NOT NULL, workspace TEXT NOT NULL, body TEXT NOT NULL, received TEXT NOT NULL,
            attempt INTEGER NOT NULL, owner TEXT NOT NULL, until TEXT NOT NULL)""",
        "CREATE INDEX ix_inbox_until ON inbox (platform, until)",
        "ALTER TABLE exchanges ADD COLUMN thread TEXT NOT NULL DEFAULT ''",
    ),
    (
        """CREATE TABLE feeds (
            id TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL, collection TEXT NOT NULL, title TEXT NOT NULL, added_by TEXT NOT NULL,
            state TEXT NOT NULL, reason TEXT NOT NULL, etag TEXT, modified TEXT, polled TEXT, due TEXT NOT NULL,
            seconds DOUBLE PRECISION NOT NULL, failing_since TEXT, owner TEXT NOT NULL, until TEXT NOT NULL)""",
        "CREATE UNIQUE INDEX ux_feeds ON feeds (collection, address)",
        "CREATE INDEX ix_feeds_due ON feeds (due)",
        """CREATE TABLE feed_entries (
            feed TEXT NOT NULL, key TEXT NOT NULL, mark TEXT NOT NULL, article TEXT, PRIMARY KEY (feed, key)) {IN_KEY_ORDER}""",
    ),
    ("ALTER TABLE feeds ADD COLUMN not_before TEXT",),
    (
        """CREATE TABLE subscriptions (
            id TEXT NOT NULL PRIMARY KEY, number BIGINT NOT NULL, removed BOOLEAN NOT NULL, platform TEXT NOT NULL, workspace TEXT NOT NULL,
            channel TEXT NOT NULL, kind TEXT NOT NULL, thread TEXT NOT NULL, topic TEXT NOT NULL, canonical TEXT NOT NULL,
            rhythm TEXT NOT NULL, outlets INTEGER NOT NULL, owner TEXT NOT NULL, zone TEXT NOT NULL, role TEXT NOT NULL,
            paused TEXT NOT NULL, muted TEXT, next_digest TEXT, made TEXT NOT NULL)""",
        "CREATE INDEX ix_subscriptions_number ON subscriptions (number)",
        "CREATE INDEX ix_subscriptions_next_digest ON subscriptions (next_digest)",
        "CREATE UNIQUE INDEX ux_subscriptions ON subscriptions (platform, workspace, channel, thread, canonical)",
        "CREATE INDEX ix_subscriptions_owner ON subscriptions (platform, owner)",
        """CREATE TABLE alerts (
            id TEXT NOT NULL PRIMARY KEY, subscription TEXT NOT NULL, story TEXT NOT NULL, article TEXT NOT NULL, revision INTEGER NOT NULL,
            sentence INTEGER, marks TEXT NOT NULL, waiting BOOLEAN NOT NULL, delivery TEXT, made TEXT NOT NULL)""",
        "CREATE INDEX ix_alerts_story ON alerts (story)",
        "CREATE INDEX ix_alerts_delivery ON alerts (delivery)",
        "CREATE UNIQUE INDEX ux_alerts ON alerts (subscription, story)",
        """CREATE TABLE deliveries (
            id TEXT NOT NULL PRIMARY KEY, number BIGINT NOT NULL UNIQUE, platform TEXT NOT NULL, place TEXT NOT NULL, kind TEXT NOT NULL,
            state TEXT NOT NULL, due TEXT NOT NULL, attempt INTEGER NOT NULL, owner TEXT NOT NULL, until TEXT NOT NULL,
            reason TEXT NOT NULL, message TEXT NOT NULL, made TEXT NOT NULL)""",
        "CREATE INDEX ix_deliveries_place ON deliveries (place, state, number)",
        "CREATE INDEX ix_deliveries_state ON deliveries (state, platform, due)",
        "INSERT INTO counters (name, value) VALUES ('subscriptions', 0)",
        "INSERT INTO counters (name, value) VALUES ('deliveries', 0)",
    ),
    (
        "ALTER TABLE feeds ADD COLUMN told TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE feeds ADD COLUMN telling TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE feeds ADD COLUMN tellings INTEGER NOT NULL DEFAULT 0",
    ),
)

#: The version that this program reads and writes.
CURRENT = len(VERSIONS)


def is_current(version: int) -> bool:
    """Whether the tables are as this program needs them; raises StoreUnavailable where a newer Sherpa made them."""
    if version > CURRENT:
        raise StoreUnavailable(
            f"The database was made by a newer Sherpa (its version is {version}, this one reads up to {CURRENT}); update Sherpa."
        )
    return version == CURRENT


async def migrate(connection: AsyncConnection) -> None:
    """Brings the tables to `CURRENT`, within the caller's transaction; several processes may do so at once.

    Raises StoreUnavailable for a database that is someone else's or a newer Sherpa's.
    """
    await dialects.lock_schema(connection)
    version = await _version(connection)
    if is_current(version):
        return
    words = dialects.WORDS[connection.dialect.name]
    for statements in VERSIONS[version:]:
        for statement in statements:
            await connection.exec_driver_sql(statement.format(**words))
    if version == 0:
        await connection.execute(insert(meta).values(name="id", value=uuid4().hex))
    await connection.execute(update(meta).where(meta.c.name == "schema").values(value=str(CURRENT)))


async def _version(connection: AsyncConnection) -> int:
    tables = await connection.run_sync(lambda bound: inspect(bound).get_table_names())
    if not tables:
        return 0
    value = (await connection.scalar(select(meta.c.value).where(meta.c.name == "schema"))) if meta.name in tables else None
    if value is None or not value.isdecimal():
        raise StoreUnavailable("The database holds another program's tables; give Sherpa a database of its own with SHERPA_DATABASE_URL.")
    return int(value)
