"""What holds on every database for articles that are not kept for ever."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.articles import Article
from index.library import EXPIRED_AT_ONCE, open_library
from index.store.prepared import Prepared
from index.store.store import Store

NOW = datetime(2025, 8, 17, tzinfo=UTC)


async def add(store: Store, *ids: str, at: datetime = NOW, body: str = "They met. They left.") -> None:
    await store.add([Prepared(Article(id=id_, title=id_, body=body)) for id_ in ids], at)


async def test_what_was_taken_in_before_is_outdated(store: Store) -> None:
    for day, id_ in enumerate("abcd"):
        await add(store, id_, at=NOW + timedelta(days=day))
    assert await store.outdated(NOW + timedelta(days=2), None, 10) == ["a", "b"]
    assert await store.outdated(NOW + timedelta(days=9), None, 3) == ["a", "b", "c"]
    assert await store.outdated(NOW, None, 10) == []


async def test_of_more_than_are_kept_the_first_to_arrive_are_outdated(store: Store) -> None:
    await add(store, *"abcd")
    assert await store.outdated(None, 3, 10) == ["a"]
    assert await store.outdated(None, 1, 2) == ["a", "b"]
    assert await store.outdated(None, 4, 10) == []
    assert await store.outdated(None, None, 10) == []


async def test_a_new_text_counts_from_when_it_came(store: Store) -> None:
    await add(store, "a", "b")
    await add(store, "a", at=NOW + timedelta(days=5), body="They met again.")
    assert await store.outdated(NOW + timedelta(days=1), None, 10) == ["b"]


async def test_what_was_removed_is_neither_counted_nor_named(store: Store) -> None:
    await add(store, *"abcd")
    assert await store.remove(["a", "nobody", "b"]) == 2
    assert await store.remove(["a"]) == 0
    assert await store.outdated(NOW + timedelta(days=1), None, 10) == ["c", "d"]
    assert await store.outdated(None, 2, 10) == []


async def test_more_than_one_look_finds_those_behind_a_long_row_of_revised_ones(store: Store) -> None:
    ids = [f"a{n}" for n in range(520)]
    await add(store, *ids, "last")
    await add(store, *ids, at=NOW + timedelta(days=5), body="They met again.")
    assert await store.outdated(NOW + timedelta(days=1), None, 10) == ["last"]


async def test_a_library_takes_down_all_that_is_outdated_and_finds_the_rest(url: str, tmp_path: Path) -> None:
    library = await open_library(url, tmp_path)
    number = EXPIRED_AT_ONCE + 5
    await library.add([Article(id=f"a{n}", title=f"Title {n}", body=f"The herring quota number {n} was set.") for n in range(number)])
    assert await library.expire(None, 3) == number - 3
    assert [article.id for article in await library.sources()] == [f"a{n}" for n in range(number)][-3:]
    assert len(await library.search({"quota": 1.0}, 10)) == 3
    assert await library.expire(datetime.now(UTC) + timedelta(days=1), 3) == 3
    assert await library.search({"quota": 1.0}, 10) == []
    await library.close()
