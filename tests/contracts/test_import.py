"""What holds for imports into any database: all or nothing, and nothing where something is."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from export_lines import SEEDS, changed, exported, line_of_row, summed, take, without
from full_store import NOW, PREPARED, subscription

from adapters.jobs.moving import FACTS
from index.articles import Article
from index.errors import BadInput, BadLine
from index.store import migrations
from index.store.events import Events
from index.store.importing import NOT_EMPTY, importing
from index.store.notices import Notices
from index.store.prepared import Prepared
from index.store.store import Store
from index.store.subscriptions import Subscriptions

_TWICE = "another row has the same id, or something else that only one can have"

#: By what is wrong: the table, the row counted from 0, what is put in it, and what is said of it.
BROKEN: dict[str, tuple[str, int, dict[str, object], str]] = {
    "an id twice": ("articles", 5, {"id": "seed-0.1"}, _TWICE),
    "a sequence twice": ("articles", 5, {"sequence": 4}, _TWICE),
    "a topic twice in one place": ("subscriptions", 1, {"channel": "c3", "canonical": "begun"}, _TWICE),
    "a text that is missing": ("articles", 5, {"revision": 2}, "its text is missing"),
    "a text that was removed": ("articles", 5, {"removed": True}, "it was removed, and its text is there"),
    "a story without its first": ("articles", 5, {"story_id": "x"}, "the first article of its story is missing"),
    "a text of no article": ("revisions", 0, {"arrival": 0}, "its article is missing"),
    "an alert of no article": ("alerts", 0, {"article": "x"}, "its article is missing"),
    "an alert of no subscription": ("alerts", 1, {"subscription": "x"}, "its subscription is missing"),
    "an alert of no message": ("alerts", 2, {"delivery": "x"}, "its delivery is missing"),
    "a number that is given out again": ("counters", 0, {"value": 3}, "it is below a number that a row has"),
    "a subscription's that is": ("counters", 2, {"value": 1}, "it is below a number that a row has"),
    "a fact of the database itself": ("meta", 0, {"name": "id"}, "no fact of that name travels"),
    "an unknown counter": ("counters", 2, {"name": "topics"}, "nothing is counted under that name"),
}


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[Store]:
    """Another database, in a file."""
    opened = await Store.open(f"sqlite:///{tmp_path / 'other.db'}")
    yield opened
    await opened.close()


async def test_untouched_seeds_give_way(store: Store, full: bytes) -> None:
    await store.add(PREPARED, NOW)
    before = store.id
    await take(store, full)
    assert await exported(store) == full
    assert (await store.position()).id != before


async def test_an_export_without_seeds_takes_the_place_of_seeds(store: Store, other: Store) -> None:
    await other.add([Prepared(Article(id="a", title="Talks", body="They met. They left."))], NOW)
    data = await exported(other)
    await store.add(PREPARED, NOW)
    await store.set_fact("seeds", "mark")
    await take(store, data)
    assert await exported(store) == data


@pytest.mark.parametrize("what", ["another article", "a removed seed", "a changed seed", "an exchange"])
async def test_a_store_that_holds_anything_else_is_left_as_it_is(store: Store, full: bytes, what: str) -> None:
    known = [each.article for each in PREPARED]
    await store.add([Prepared(each) for each in known], NOW)
    if what == "another article":
        await store.add([Prepared(Article(id="mine", title="Mine", body="It is mine."))], NOW)
    elif what == "a removed seed":
        await store.remove([known[0].id])
    elif what == "a changed seed":
        await store.add([Prepared(known[0].model_copy(update={"title": "Mine"}))], NOW)
    else:
        await Events(store).take("event", NOW)
    before, position = await exported(store), await store.position()
    with pytest.raises(BadInput) as refused:
        await take(store, full)
    assert str(refused.value) == NOT_EMPTY
    assert (await exported(store), await store.position()) == (before, position)


async def test_what_does_not_go_together_is_refused_by_its_line_and_nothing_is_stored(store: Store, full: bytes) -> None:
    before = await exported(store), await store.position()
    for what, (table, number, values, reason) in BROKEN.items():
        with pytest.raises(BadLine) as refused:
            await take(store, changed(full, table, number, values))
        line = line_of_row(full, table, number)
        assert (refused.value.line, str(refused.value)) == (line, f"file, line {line}: {reason}; nothing was imported."), what
        assert (await exported(store), await store.position()) == before


async def test_one_that_is_cut_off_stores_nothing_and_the_whole_one_can_be_taken_then(store: Store, full: bytes) -> None:
    lines = full.splitlines(keepends=True)
    for count in (0, 1, 2, 5, len(lines) // 2, len(lines) - 1):
        with pytest.raises(BadLine) as refused:
            await take(store, b"".join(lines[:count]))
        assert refused.value.line == count + 1
    await take(store, full)
    assert await exported(store) == full


async def test_an_export_of_an_older_sherpa_is_taken(store: Store, full: bytes) -> None:
    """What it had no tables for is empty, and what it had no columns for is as a new row has it."""
    newer = {"subscriptions", "alerts", "deliveries"}
    lines, left_out = [], False
    for line in full.splitlines(keepends=True)[:-1]:
        if line.startswith(b'{"table"'):
            left_out = json.loads(line)["table"] in newer
        if not left_out and not line.startswith((b'["subscriptions"', b'["deliveries"')):
            lines.append(line)
    old = b"".join(lines).replace(b'"schema_version":%d' % migrations.CURRENT, b'"schema_version":5')
    await take(store, b"".join(summed(without(old.splitlines(keepends=True), {"feeds": ["told", "tellings"]}))))
    assert {"a", "full"} <= (await store.get(["a", "full"])).keys()
    assert len(await Notices(store).claim("slack", NOW)) == 1
    given, new = await Subscriptions(store).add(subscription("s", "c"), 9)
    assert (given, new) == (subscription("s", "c"), True)


async def test_while_an_export_is_read_in_others_wait_and_nothing_is_mixed(url: str, store: Store, full: bytes) -> None:
    """Whoever adds an article meanwhile does so before, and then nothing is imported, or after."""
    second = await Store.open(url)
    lines = full.splitlines(keepends=True)
    async with importing(store, "file", SEEDS, FACTS) as taking:
        await taking.take(lines[:40])
        writing = asyncio.create_task(second.add([Prepared(Article(id="late", title="Late", body="Too late."))], NOW))
        event = asyncio.create_task(Events(second).take("late", NOW))
        await taking.take(lines[40:])
        assert await second.sequence() == 0, "others see all of it or nothing"
        assert not writing.done()
        assert not event.done()
    [(late, new)] = await writing
    assert await event
    assert (late.sequence, new) == (await store.sequence(), True)
    assert {"late", "full"} <= (await store.get(["late", "full"])).keys()
    await second.close()
