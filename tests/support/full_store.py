"""A store with rows of every kind in every table, written as Sherpa writes them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from adapters.discord.servers import Servers
from index import seeds
from index.articles import EVERYONE, Article, Span
from index.store.alert_rows import Alert
from index.store.events import Events
from index.store.exchanges import Exchange, Exchanges, ShownSpan
from index.store.feeds import Feeds, Seen
from index.store.inbox import Inbox, Task
from index.store.notebook import Notebook
from index.store.notices import Notices
from index.store.outbox import Outbox
from index.store.prepared import Prepared
from index.store.store import Store
from index.store.subscription_rows import Rhythm, Subscription
from index.store.subscriptions import Subscriptions

NOW = datetime(2025, 8, 17, 12, 30, 15, 123456, tzinfo=UTC)

#: The articles that Sherpa comes with. What is worked out for one is kept with it, so that the tests of a process do so once.
PREPARED = [Prepared(each) for each in seeds.load()]

#: Sorts in one way by the codes of its characters, and in another by a language's rules.
ODD_IDS = ("a", "B", "Ä", "b-1", "b.0", "_z", "𝔷", "\ue000")

#: In work that is under way: an address by which anyone could answer.
SECRET_ADDRESS = "https://hooks.example.com/secret"  # noqa: S105 - of nothing


def place(channel: str) -> Mapping[str, str]:
    return {"platform": "slack", "workspace": "T1", "channel": channel, "kind": "channel", "thread": ""}


def subscription(id_: str, channel: str, *, rhythm: Rhythm = "now") -> Subscription:
    next_digest = NOW if rhythm != "now" else None
    return Subscription(
        id_, "slack", "T1", channel, "channel", "", "Herring", id_, rhythm, 1, "alice", "Europe/Oslo", NOW, next_digest=next_digest
    )


async def fill(store: Store) -> None:
    """Writes them all."""
    await _articles(store)
    await _feeds(store)
    await _alerts(store)
    await _exchanges(store)
    for name in (*ODD_IDS, "event"):
        await Events(store).take(name, NOW)
    await Inbox(store).take(["work"], Task("w", "slack", "T1", {"response_url": SECRET_ADDRESS}, NOW), NOW)
    await store.set_fact("seeds", "mark")
    await Servers(store, 7).remember({1, 2})
    await store.set_fact("signing key", "a secret that is not decided on")


async def _articles(store: Store) -> None:
    known = [each.article for each in PREPARED]
    await store.add(PREPARED, NOW)
    await store.add([Prepared(known[0].model_copy(update={"body": known[0].body + "\n\nMore is to come."}))], NOW)
    await store.add([Prepared(known[1].model_copy(update={"title": known[1].title.upper()}))], NOW)
    full = Article(
        id="full",
        title="Talks “end” – without a deal",
        body="They met. They left;\tnobody said why. “Perhaps,” he said \\u0000.\n\nMore is to come. 🐟",
        outlet="The Outlet",
        published=datetime(2025, 8, 15, 19, 0, 1, tzinfo=UTC),
        published_range=(date(2025, 8, 14), date(2025, 8, 16)),
        url="https://example.org/talks",
        stance="after",
        collection="slack:T1",
    )
    others = [Article(id=id_, title="Ferry", body=f"The ferry {id_} was late.") for id_ in (*ODD_IDS, "gone", "left")]
    await store.add([Prepared(each) for each in (full, *others)], NOW)
    for id_ in ("gone", known[2].id):
        await store.remove([id_])
    await store.remove_left(["left"])


async def _feeds(store: Store) -> None:
    feeds = Feeds(store)
    for name in ("one", "two", "three", "four"):
        await feeds.add(f"https://example.org/{name}", EVERYONE, NOW, title=name, added_by="slack T1 U1")
    found = {each.title: each for each in await feeds.listed()}
    await feeds.claim(NOW, 3, ids=[found["one"].id, found["two"].id])
    await feeds.settle(replace(found["one"], polled=NOW, etag='"e"', seconds=300.1, due=NOW + timedelta(hours=1)))
    await feeds.note(found["one"], [Seen("k1", "m", "a"), Seen("k2", "m", None)])
    await feeds.claim(NOW, 1, ids=[found["three"].id])
    await feeds.settle(replace(found["three"], state="disabled", reason="404", failing_since=NOW))
    await Notices(store).claim("slack", NOW)  # about to be told


async def _alerts(store: Store) -> None:
    subscriptions, outbox = Subscriptions(store), Outbox(store)
    for id_, channel in (("sent", "c1"), ("due", "c2"), ("begun", "c3"), ("dead", "c4"), ("gone", "c5")):
        await subscriptions.add(subscription(id_, channel), 9)
    await subscriptions.add(subscription("digest", "c6", rhythm="daily"), 9)
    await subscriptions.change("due", muted=NOW + timedelta(days=1))
    await subscriptions.remove(["gone"])
    async with store.writing() as connection:
        notebook = Notebook(connection)
        for id_, channel in (("sent", "c1"), ("begun", "c3"), ("dead", "c4")):
            await notebook.write([(_alert(id_), False, await notebook.put("slack", place(channel), "alert", NOW))])
        await notebook.write([(_alert("digest"), False, None)])
    claimed = {each.place["channel"]: each for each in await outbox.claim("slack", NOW, 9, burst=5)}
    await outbox.sent(claimed["c1"], "message")
    await outbox.dead(claimed["c4"], "the channel is gone")
    async with store.writing() as connection:
        notebook = Notebook(connection)
        await notebook.write([(_alert("due"), False, await notebook.put("slack", place("c2"), "alert", NOW))])


def _alert(id_: str) -> Alert:
    return Alert(f"alert {id_}", id_, "full", "full", 1, 0, (Span(0, 4),), NOW)


async def _exchanges(store: Store) -> None:
    exchanges = Exchanges(store)
    asked = Exchange("x1", "question", "slack", "T1", "c1", "alice", "Who met?\n❝\u2028", NOW, NOW + timedelta(days=30), thread="t")
    followed = replace(asked, id="x2", before=("Who met?",), side="before", source="full", cited="full", private=True)
    for each in (asked, followed, *(replace(asked, id=id_) for id_ in ODD_IDS)):
        await exchanges.add(each)
    await exchanges.show(asked, [ShownSpan("full", 0, 9)])
    await exchanges.showing(asked, "m1")
    await exchanges.rate(asked, "bob", helpful=True, now=NOW)
