"""The library: what is stored is found, on either engine, whatever becomes of the index."""

import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.articles import Article
from index.engine import MEMORY_PASSAGES
from index.errors import BadFile, BadLine, IndexUnavailable, StoreUnavailable
from index.library import Library, open_library
from index.passages import STRIDE
from index.retrieval import Filter
from index.seeds import SEEDS, load

Open = Callable[..., Awaitable[Library]]
OUTGROWN = STRIDE * (MEMORY_PASSAGES + 1)  # sentences that make more passages than are kept in memory


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Open]:
    """Opens libraries of one home, and closes them."""
    async with AsyncExitStack() as stack:

        async def open_one(**options: Any) -> Library:
            library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path, **{"follow_seconds": 0, **options})
            stack.push_async_callback(library.close)
            return library

        yield open_one


def article(id_: str, body: str = "They met. They left.", **fields: Any) -> Article:
    return Article(id=id_, **{"title": "Talks", "body": body, **fields})


def large(id_: str = "large") -> Article:
    return article(id_, " ".join(["He spoke."] * OUTGROWN))


async def found(library: Library, *terms: str, k: int = 10, where: Filter | None = None) -> list[str]:
    """The ids of the articles that the terms find, each once."""
    hits = await library.search(dict.fromkeys(terms, 1.0), k, **({"where": where} if where else {}))
    return list(dict.fromkeys(hit.article_id for hit in hits))


def index_folder(tmp_path: Path) -> Path:
    [folder] = (tmp_path / "index").iterdir()
    return folder


both_engines = pytest.mark.parametrize("engine", ["memory", "tantivy"])


@both_engines
async def test_an_article_is_found_once_it_is_added(opened: Open, engine: str) -> None:
    library = await opened(engine=engine)
    assert await found(library, "walrus") == []
    [added] = await library.add([article("a", "A walrus spoke.")])
    assert added.new
    assert await library.get(["a"]) == {"a": added.article}
    assert await found(library, "walrus") == ["a"]
    assert await library.frequencies(["walrus", "whale"]) == {"walrus": 1, "whale": 0}
    assert await library.vocabulary("walr") == [("walrus", 1)]


@both_engines
async def test_a_changed_article_is_found_by_its_new_text_alone(opened: Open, engine: str) -> None:
    library = await opened(engine=engine)
    await library.add([article("a", "A walrus spoke."), article("b", "A seal spoke.")])
    [again, changed] = await library.add([article("b", "A seal spoke."), article("a", "A whale spoke.")])
    assert (again.new, changed.new, changed.article.revision) == (False, True, 2)
    assert await found(library, "walrus") == []
    assert await found(library, "whale") == ["a"]
    old = await library.revision("a", 1)
    assert old is not None
    assert old.body == "A walrus spoke."


@both_engines
async def test_a_removed_article_is_not_found(opened: Open, engine: str) -> None:
    library = await opened(engine=engine)
    await library.add([article("a", "A walrus spoke."), article("b", "A walrus left.")])
    assert await library.remove("a")
    assert not await library.remove("a")
    assert await found(library, "walrus") == ["b"]
    assert [each.id for each in await library.sources()] == ["b"]


@both_engines
async def test_a_change_of_facts_changes_what_filters_pass(opened: Open, engine: str) -> None:
    library = await opened(engine=engine)
    await library.add([article("a", "A walrus spoke.", published=date(2025, 8, 1))])
    [added] = await library.add([article("a", "A walrus spoke.", published=date(2025, 8, 15))])
    assert not added.new
    august_15 = Filter(since=date(2025, 8, 15))
    assert await found(library, "walrus", where=august_15) == ["a"]
    assert (await library.statistics(august_15)).articles == 1


@both_engines
async def test_a_reopened_library_finds_what_it_did(opened: Open, engine: str) -> None:
    library = await opened(engine=engine)
    await library.add([article("a", "A walrus spoke."), article("b", "A walrus left.")])
    await library.remove("b")
    await library.close()
    assert await found(await opened(engine=engine), "walrus") == ["a"]


@both_engines
async def test_what_one_library_adds_and_removes_another_sees(opened: Open, engine: str) -> None:
    one, other = await opened(engine=engine), await opened(engine=engine)
    await one.add([article("a", "A walrus spoke.")])
    assert await found(other, "walrus") == ["a"]
    assert (await other.statistics()).articles == 1
    await other.add([article("b", "A walrus left.")])
    assert sorted(await found(one, "walrus")) == ["a", "b"]
    await other.remove("a")
    assert await found(one, "walrus") == ["b"]


async def test_the_libraries_of_two_databases_share_a_home(opened: Open, tmp_path: Path) -> None:
    one = await opened(engine="tantivy")
    other = await open_library(f"sqlite:///{tmp_path / 'other.db'}", tmp_path, engine="tantivy")
    await one.add([article("a", "A walrus spoke.")])
    await other.add([article("b", "A walrus left.")])
    assert (await found(one, "walrus"), await found(other, "walrus")) == (["a"], ["b"])
    await other.close()


async def test_statistics_follow_what_is_added(opened: Open) -> None:
    library = await opened()
    assert (await library.statistics()).articles == 0
    await library.add([article("a", published=date(2025, 8, 15)), article("b")])
    counted = await library.statistics()
    assert (counted.articles, counted.passages, counted.stories, counted.oldest) == (2, 2, 2, date(2025, 8, 15))


async def test_copies_share_a_story(opened: Open) -> None:
    library = await opened(seeds=load())
    assert [each.id for each in await library.story("seed-1.2")] == ["seed-1.2", "seed-1.3"]
    assert await library.story("seed-1.3") == []
    assert {id_: len(story) for id_, story in (await library.stories(["seed-1.2", "seed-0.1", "x"])).items()} == {
        "seed-1.2": 2,
        "seed-0.1": 1,
    }


async def test_a_new_store_has_the_seeds(opened: Open) -> None:
    library = await opened(seeds=SEEDS)
    assert [each.id for each in await library.sources()] == [each.id for each in load()]
    assert "seed-0.1" in await found(library, "ceasefir", k=50)


@pytest.mark.parametrize("seeds", [SEEDS, load()], ids=["folder", "articles"])
async def test_a_removed_seed_stays_removed(opened: Open, seeds: Any) -> None:
    library = await opened(seeds=seeds)
    await library.remove("seed-0.1")
    await library.close()
    library = await opened(seeds=seeds)
    assert len(await library.sources()) == 13
    assert await library.get(["seed-0.1"]) == {}


async def test_a_changed_seed_is_a_new_revision_and_a_removed_one_still_stays_removed(opened: Open, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    library = await opened(seeds=folder)
    await library.remove("seed-0.1")
    await library.close()
    file = folder / "seed-0.2.md"
    file.write_text(file.read_text("utf-8") + "\nA walrus spoke.\n", "utf-8")
    library = await opened(seeds=folder)
    assert (await library.get(["seed-0.2"]))["seed-0.2"].revision == 2
    assert (await library.get(["seed-0.3"]))["seed-0.3"].revision == 1
    assert await found(library, "walrus") == ["seed-0.2"]
    assert await library.get(["seed-0.1"]) == {}


async def test_a_seed_folder_that_cannot_be_used_is_refused_each_time(opened: Open, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="There is no folder"):
        await opened(seeds=tmp_path / "nowhere")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "a.md").write_text("no front matter")
    for _ in range(2):
        with pytest.raises(BadLine, match=r"a\.md, line 1"):
            await opened(seeds=broken)
    assert (await (await opened()).statistics()).articles == 0


async def test_a_corpus_that_outgrows_memory_moves_to_disk(opened: Open, tmp_path: Path) -> None:
    library, other = await opened(), await opened()
    await library.add([article("a", "A walrus spoke.")])
    assert not (tmp_path / "index").exists()
    await library.add([large()])
    assert index_folder(tmp_path).is_dir()
    assert await found(library, "walrus") == ["a"]
    assert await found(other, "walrus") == ["a"]
    await other.remove("a")
    assert await found(library, "walrus") == []


async def test_a_corpus_that_was_to_stay_in_memory_does(opened: Open, tmp_path: Path) -> None:
    library = await opened(engine="memory")
    await library.add([large()])
    assert await found(library, "spoke") == ["large"]
    assert not (tmp_path / "index").exists()


async def test_an_index_that_was_deleted_is_built_again(opened: Open, tmp_path: Path) -> None:
    library = await opened(engine="tantivy")
    await library.add([article("a", "A walrus spoke.")])
    await library.close()
    shutil.rmtree(tmp_path / "index")
    assert await found(await opened(engine="tantivy"), "walrus") == ["a"]


async def test_an_index_that_is_deleted_while_in_use_is_built_again(opened: Open, tmp_path: Path) -> None:
    library = await opened(engine="tantivy")
    await library.add([article("a", "A walrus spoke.")])
    shutil.rmtree(tmp_path / "index")
    await library.add([article("b", "A walrus left.")])
    assert sorted(await found(library, "walrus")) == ["a", "b"]
    await library.close()
    assert sorted(await found(await opened(engine="tantivy"), "walrus")) == ["a", "b"]


@pytest.mark.parametrize("garbage", [b"", b"garbage" * 100])
async def test_a_damaged_index_is_built_again_and_that_is_logged(
    opened: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture, garbage: bytes
) -> None:
    library = await opened(engine="tantivy")
    await library.add([article("a", "A walrus spoke.")])
    await library.close()
    for file in (tmp_path / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(garbage)
    with caplog.at_level(logging.WARNING):
        library = await opened(engine="tantivy")
        assert await found(library, "walrus") == ["a"]
    assert "is built again from the store" in caplog.text
    await library.close()
    caplog.clear()
    assert await found(await opened(engine="tantivy"), "walrus") == ["a"]
    assert not caplog.text


async def test_an_index_that_is_ahead_of_an_older_copy_of_the_database_is_built_again(opened: Open, tmp_path: Path) -> None:
    library = await opened(engine="tantivy")
    await library.add([article("a", "A walrus spoke.")])
    await library.close()
    copy = (tmp_path / "sherpa.db").read_bytes()
    library = await opened(engine="tantivy")
    await library.add([article("b", "A walrus left."), article("c", "A walrus left.")])
    await library.close()
    (tmp_path / "sherpa.db").write_bytes(copy)
    library = await opened(engine="tantivy")
    assert await found(library, "walrus") == ["a"]


async def test_an_index_that_has_no_room_is_refused_and_all_is_closed(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(IndexUnavailable, match=r"The index folder .* cannot be written"):
        await opened(engine="tantivy")
    (tmp_path / "index").unlink()
    assert (await (await opened(engine="tantivy")).statistics()).articles == 0


async def test_a_database_that_cannot_be_opened_is_refused(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "sherpa.db").write_text("Dear diary, " * 100)
    with pytest.raises(StoreUnavailable, match="is not a SQLite database"):
        await opened()


async def test_an_article_that_cannot_be_stored_stops_none_that_was(opened: Open, tmp_path: Path) -> None:
    library = await opened(lock_seconds=0.01)
    await library.add([article("a", "A walrus spoke.")])
    other = sqlite3.connect(tmp_path / "sherpa.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="another process"):
        await library.add([article("b", "A walrus left.")])
    assert await found(library, "walrus") == ["a"]
    other.close()
    await library.add([article("b", "A walrus left.")])
    assert await found(library, "walrus") == ["a", "b"]


async def test_a_library_is_closed_twice_without_harm_and_then_searches_no_more(opened: Open) -> None:
    library = await opened(follow_seconds=60)
    await library.close()
    await library.close()
    with pytest.raises(IndexUnavailable):
        await library.search({"walrus": 1.0}, 1)


@pytest.mark.parametrize("first", [True, False])
async def test_what_is_kept_of_the_corpus_is_renewed_also_where_another_has_indexed_the_change(opened: Open, first: bool) -> None:
    one = await opened(engine="tantivy")
    await one.add([article("a"), article("b")])
    other = await opened(engine="tantivy")
    changing, watching = (one, other) if first else (other, one)
    assert [heading.id for heading in await watching.listed()] == ["a", "b"]
    assert (await watching.statistics()).articles == 2
    version = await watching.version()

    await changing.remove("a")
    await changing.add([article("c")])

    assert await watching.search({"met": 1.0}, 9)
    assert [heading.id for heading in await watching.listed()] == ["b", "c"]
    assert (await watching.statistics()).articles == 2
    assert await watching.version() > version
    version = await watching.version()
    assert await watching.version() == version
