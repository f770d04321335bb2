"""After an import Sherpa goes on, on any database, as if it had never been elsewhere."""

from datetime import timedelta
from pathlib import Path

from export_lines import SEEDS, exported, take
from full_store import NOW, PREPARED

from index import seeds
from index.articles import Article
from index.library import Library, open_library
from index.store.events import Events
from index.store.exchanges import Exchanges
from index.store.feeds import Feeds
from index.store.notices import Notices
from index.store.outbox import Outbox
from index.store.prepared import Prepared
from index.store.store import Store
from index.store.subscriptions import Subscriptions

BURST = 9


async def test_what_is_due_stays_due_what_was_begun_is_doubtful_and_what_was_sent_is_not_sent_again(store: Store, full: bytes) -> None:
    await take(store, full)
    outbox = Outbox(store)
    assert (await outbox.counts())._asdict() == {"due": 2, "sent": 1, "failed": 1, "dead": 1}
    claimed = {each.place["channel"]: each for each in await outbox.claim("slack", NOW, 9, burst=BURST)}
    assert {channel: each.doubtful for channel, each in claimed.items()} == {"c2": False, "c3": True}
    sent = await outbox.by_message("slack", "message")
    assert sent is not None
    assert [alert.subscription for alert in sent.alerts] == ["sent"]
    assert await outbox.collect(["digest"], "slack", claimed["c2"].place, NOW)


async def test_feeds_events_subscriptions_and_exchanges_go_on(store: Store, full: bytes) -> None:
    await take(store, full)
    feeds = Feeds(store)
    known = {each.title: each for each in await feeds.listed()}
    assert (known["one"].etag, known["one"].seconds, known["one"].articles) == ('"e"', 300.1, 1)
    assert await feeds.seen(known["one"], ["k1", "new"]) == {"k1": ("k1", "m", "a")}
    assert {each.title for each in await feeds.claim(NOW, 9)} == {"two", "four"}, "nobody has them"
    [notice] = await Notices(store).claim("slack", NOW)
    assert notice.attempt == 2
    assert not await Events(store).take("event", NOW)
    found = await Subscriptions(store).of_owner("slack", "alice")
    assert sorted(each.id for each in found) == ["begun", "dead", "digest", "due", "sent"]
    exchanges = Exchanges(store)
    asked = await exchanges.by_message("slack", "T1", "m1", NOW)
    assert asked is not None
    assert (asked.text, asked.shown) == ("Who met?\n❝\u2028", (("full", 0, 9),))
    await exchanges.rate(asked, "bob", helpful=False, now=NOW)
    assert await exchanges.ratings() == {True: 0, False: 1}


async def test_numbers_go_on_where_they_were(store: Store, full: bytes) -> None:
    await take(store, full)
    at = await store.sequence()
    [(added, new)] = await store.add([Prepared(Article(id="next", title="Next", body="They came back."))], NOW)
    assert (added.sequence, new) == (at + 1, True)
    assert await store.add(PREPARED[3:], NOW + timedelta(days=1)) != []
    assert await store.sequence() == at + 1, "the same articles are known again"


async def test_what_was_removed_stays_removed_also_where_the_seeds_are_planted_again(url: str, tmp_path: Path, full: bytes) -> None:
    store = await Store.open(url)
    await take(store, full)
    await store.close()
    library = await open_library(url, tmp_path / "home", seeds=seeds.SEEDS)
    assert seeds.load()[2].id not in {each.id for each in await library.sources()}
    await library.close()


async def test_a_process_that_has_the_store_open_finds_all_of_it(url: str, tmp_path: Path, full: bytes) -> None:
    engine = "memory" if url.startswith("sqlite") else "tantivy"
    running = await opened(url, tmp_path / "home", engine)
    assert await found(running, "ferri") == set()
    assert (await running.statistics()).articles == len(SEEDS)
    assert len(await running.listed()) == len(SEEDS)
    store = await Store.open(url)
    await take(store, full)
    await store.close()
    afterwards = await opened(url, tmp_path / "other", engine)
    assert "full" in await found(afterwards, "perhap")
    for each in (running, afterwards):
        assert await found(each, "ferri") == {"a", "B", "Ä", "b-1", "b.0", "_z", "𝔷", "\ue000"}
        assert (await each.statistics()).articles == len(await each.sources()) == len(await each.listed()) == len(SEEDS) - 1 + 9
    question = {"ceasefir": 1.0, "trump": 1.0}
    assert await running.search(question, 20) == await afterwards.search(question, 20)
    await running.add([Article(id="next", title="Next", body="The ferry is on time.")])
    assert "next" in await found(running, "ferri")
    for each in (running, afterwards):
        await each.close()


async def test_it_finds_also_what_has_lower_sequences_than_it_had_come_to_and_nothing_that_is_gone(url: str, tmp_path: Path) -> None:
    little = await Store.open(f"sqlite:///{tmp_path / 'little.db'}")
    await little.add([Prepared(Article(id=id_, title="Ferry", body=f"The ferry {id_} was late.")) for id_ in "ab"], NOW)
    running = await opened(url, tmp_path / "home", "tantivy" if url.startswith("sqlite") else "memory")
    assert (await running.statistics()).articles == len(await running.listed()) == len(SEEDS)
    store = await Store.open(url)
    await take(store, await exported(little))
    assert await found(running, "ferri") == {"a", "b"}
    assert await found(running, "trump") == set()
    assert (await running.statistics()).articles == len(await running.listed()) == 2
    for each in (little, store, running):
        await each.close()


async def opened(url: str, home: Path, engine: str) -> Library:
    return await open_library(url, home, seeds=seeds.SEEDS, engine=engine, follow_seconds=0)  # type: ignore[arg-type]  # one of three


async def found(library: Library, term: str) -> set[str]:
    return {hit.article_id for hit in await library.search({term: 1.0}, 99)}
