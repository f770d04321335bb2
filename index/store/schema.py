"""The tables, as the queries name them. They are made and changed by `migrations` alone; a test holds the two together.

Times and days are ISO 8601 text in UTC, which sorts by time and reads the same on every database.
"""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text, and_

metadata = MetaData()

#: Facts about the database itself: its `schema` version, its own `id`, the fingerprint of the `seeds` last taken in, the `link_secret` that
#: links to articles of workspaces are signed with.
meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

#: The highest article sequence given out. Whoever changes articles locks its row until commit: so sequences become visible in their order.
counters = Table("counters", metadata, Column("name", Text, primary_key=True), Column("value", BigInteger, nullable=False))

#: What is known of each article now. A removed one stays as a row without texts, so that whoever follows the sequence learns of it.
articles = Table(
    "articles",
    metadata,
    Column("arrival", BigInteger, primary_key=True, autoincrement=False),  # the sequence it was first stored with
    Column("id", Text, nullable=False, unique=True),
    Column("sequence", BigInteger, nullable=False, unique=True),  # of its last change
    Column("removed", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),  # the current one
    Column("fingerprint", Text, nullable=False),  # of all that was taken in, to know the same thing again
    Column("story_id", Text, nullable=False, index=True),
    Column("passages", Integer, nullable=False),
    Column("collection", Text, nullable=False),
    Column("outlet", Text),
    Column("agency", Text),
    Column("byline", Text),
    Column("published", Text),  # a day, or a time of day
    Column("day", Text),  # the day of `published`
    Column("earliest", Text),
    Column("latest", Text),
    Column("published_evidence", Text),
    Column("date_derived", Boolean, nullable=False),
    Column("url", Text),
    Column("url_owner", Text),
    Column("stance", Text),
    Column("page", Text),
    Column("language", Text, nullable=False),
)

#: Every text an article has had: quotations name the revision they were cut from.
revisions = Table(
    "revisions",
    metadata,
    Column("arrival", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("sentences", Text, nullable=False),  # JSON: start, end, start, end, ...
    Column("taken_in", Text, nullable=False),
    PrimaryKeyConstraint("arrival", "revision"),
)

#: Joins an article with its current text; a removed one has none.
CURRENT = and_(revisions.c.arrival == articles.c.arrival, revisions.c.revision == articles.c.revision)

#: MinHash bands of current revisions: articles that share one may be copies of one text.
bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, nullable=False),
    Column("arrival", BigInteger, nullable=False),
    PrimaryKeyConstraint("band", "arrival"),
)

#: What happened outside and was taken up, so that it is not taken up twice: hashes, which tell nothing of what they are of.
events = Table(
    "events",
    metadata,
    Column("key", Text, primary_key=True),
    Column("expires", Text, nullable=False, index=True),
)

#: What was taken up and is not done yet, with whose it is and until when: see `inbox.Inbox`. A row goes when its work is done.
inbox = Table(
    "inbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON
    Column("received", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("until", Text, nullable=False),
    Index("ix_inbox_until", "platform", "until"),
)

#: Feeds that are polled, with whose it is at the moment and until when: see `feeds.StoredFeed`.
feeds = Table(
    "feeds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("collection", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("polled", Text),
    Column("due", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("failing_since", Text),
    Column("owner", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("not_before", Text),
    Column("told", Text, nullable=False, server_default=""),  # when whoever added it was told that it is disabled: see `notices`
    Column("telling", Text, nullable=False, server_default=""),  # until when a process is about to
    Column("tellings", Integer, nullable=False, server_default="0"),  # how often one was
    Index("ux_feeds", "collection", "address", unique=True),
    Index("ix_feeds_due", "due"),
)

#: Entries of feeds that were dealt with; keys are hashes.
feed_entries = Table(
    "feed_entries",
    metadata,
    Column("feed", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("article", Text),
    PrimaryKeyConstraint("feed", "key"),
)

#: What places want to be told of: see `subscriptions.Subscription`. A removed one stays as an empty row, so that whoever follows the
#: numbers learns of it.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", BigInteger, nullable=False, index=True),  # of its last change
    Column("removed", Boolean, nullable=False),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("canonical", Text, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("paused", Text, nullable=False),
    Column("muted", Text),
    Column("next_digest", Text, index=True),
    Column("made", Text, nullable=False),
    Index("ux_subscriptions", "platform", "workspace", "channel", "thread", "canonical", unique=True),
    Index("ix_subscriptions_owner", "platform", "owner"),
)

#: One story that is due, or may become so, at one subscription: see `outbox.Alert`.
alerts = Table(
    "alerts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subscription", Text, nullable=False),
    Column("story", Text, nullable=False, index=True),
    Column("article", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sentence", Integer),
    Column("marks", Text, nullable=False),  # JSON: start, end, start, end, ...
    Column("waiting", Boolean, nullable=False),  # for more outlets
    Column("delivery", Text, index=True),  # the message that tells it
    Column("made", Text, nullable=False),
    Index("ux_alerts", "subscription", "story", unique=True),
)

#: Messages with alerts, sent and to be sent: the outbox. See `outbox.Delivery`.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),  # in the order in which they became due
    Column("platform", Text, nullable=False),
    Column("place", Text, nullable=False),  # JSON
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("reason", Text, nullable=False),  # why it was not sent
    Column("message", Text, nullable=False),  # that shows it
    Column("made", Text, nullable=False),
    Index("ix_deliveries_place", "place", "state", "number"),
    Index("ix_deliveries_state", "state", "platform", "due"),
)

#: What was asked and where, for whoever goes on from it: see `exchanges.Exchange`.
exchanges = Table(
    "exchanges",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("asker", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("before", Text, nullable=False),  # JSON: the questions that it leans on, oldest first
    Column("side", Text),
    Column("source", Text),
    Column("cited", Text),
    Column("shown", Text, nullable=False),  # JSON: of each quotation shown, article id, start, end
    Column("revision", Integer, nullable=False),  # rises with each change, so that two at once do not overwrite each other
    Column("private", Boolean, nullable=False),
    Column("thread", Text, nullable=False, server_default=""),  # the message that it stands under
    Column("made", Text, nullable=False),
    Column("expires", Text, nullable=False, index=True),
    Index("ix_exchanges_place", "platform", "workspace", "channel", "made"),
)

#: Which messages show something of an exchange: the answer, and what More added to it.
showings = Table(
    "showings",
    metadata,
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("exchange", Text, nullable=False, index=True),
    PrimaryKeyConstraint("platform", "workspace", "message"),
)

#: What readers thought of answers. `voter` is a hash that tells two people apart while the exchange is kept; then it is taken away.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Text, primary_key=True),
    Column("exchange", Text, nullable=False),
    Column("voter", Text),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("given", Text, nullable=False),
    Index("ux_feedback", "exchange", "voter", unique=True),
)
