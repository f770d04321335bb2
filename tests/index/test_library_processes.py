"""Several real processes on one home: killed at any moment, holding locks for ever, adding side by side."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.errors import IndexUnavailable
from index.library import Library, open_library

#: Adds articles one by one or a few at a time, and says of each when it was acknowledged: `a3` holds the word `worda3`.
ADDER = """
import asyncio, sys
from pathlib import Path
from index.articles import Article
from index.library import open_library

async def main(home, engine, name, size, most):
    library = await open_library(f"sqlite:///{home}/sherpa.db", Path(home), engine=engine)
    for first in range(0, int(most), int(size)):
        ids = [f"{name}{number}" for number in range(first, first + int(size))]
        await library.add([Article(id=id_, title="Talks", body=f"They met for word{id_}. They left.") for id_ in ids])
        print(*ids, sep="\\n", flush=True)
    await library.close()

asyncio.run(main(*sys.argv[1:]))
"""

#: Opens the library with its lock on the index, says so, and does no more.
HOLDER = """
import asyncio, sys
from pathlib import Path
from index.articles import Article
from index.library import open_library

async def main(home):
    library = await open_library(f"sqlite:///{home}/sherpa.db", Path(home), engine="tantivy")
    await library.add([Article(id="held", title="Talks", body="A walrus spoke.")])
    print("held", flush=True)
    sys.stdin.readline()

asyncio.run(main(*sys.argv[1:]))
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts Python programs, and ends them."""
    with ExitStack() as stack:

        def start_one(program: str, *arguments: object) -> subprocess.Popen[str]:
            command = [sys.executable, "-c", program, *map(str, arguments)]
            process = stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            stack.callback(process.kill)
            return process

        yield start_one


def lines(process: subprocess.Popen[str], number: int) -> list[str]:
    """The next lines that the process prints."""
    assert process.stdout
    return [process.stdout.readline().strip() for _ in range(number)]


async def reopened(home: Path, engine: str, **options: float) -> Library:
    return await open_library(f"sqlite:///{home / 'sherpa.db'}", home, engine=engine, **options)  # type: ignore[arg-type]


async def missing(library: Library, ids: list[str]) -> list[str]:
    """Those of the articles that are not stored, or not found by their word."""
    stored = await library.get(ids)
    hits = {id_: await library.search({f"word{id_}": 1.0}, 1) for id_ in ids}
    return [id_ for id_ in ids if id_ not in stored or [hit.article_id for hit in hits[id_]] != [id_]]


@pytest.mark.parametrize("engine", ["memory", "tantivy"])
@pytest.mark.parametrize("size", [1, 7])
async def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path, start: Start, engine: str, size: int) -> None:
    acknowledged: list[str] = []
    for name in "ab":
        process = start(ADDER, tmp_path, engine, name, size, 10_000)
        acknowledged += lines(process, random.randint(1, 40))
        process.kill()
        assert process.stdout
        acknowledged += process.stdout.read().split()
        process.wait()
        library = await reopened(tmp_path, engine)
        assert await missing(library, acknowledged) == []
        assert (await library.statistics()).articles % size == 0
        await library.close()


@pytest.mark.parametrize("engine", ["memory", "tantivy", "auto"])
async def test_processes_that_add_at_the_same_time_lose_nothing(tmp_path: Path, start: Start, engine: str) -> None:
    library = await reopened(tmp_path, engine, follow_seconds=0)
    processes = {name: start(ADDER, tmp_path, engine, name, 5, 40) for name in "abc"}
    printed = {name: lines(process, 40) for name, process in processes.items()}
    assert [process.wait() for process in processes.values()] == [0, 0, 0]
    assert printed == {name: [f"{name}{number}" for number in range(40)] for name in "abc"}
    assert await missing(library, [id_ for ids in printed.values() for id_ in ids]) == []
    await library.close()
    library = await reopened(tmp_path, engine)
    assert await missing(library, [id_ for ids in printed.values() for id_ in ids]) == []
    await library.close()


async def test_an_index_lock_held_for_ever_keeps_nobody_from_adding_and_asking(tmp_path: Path, start: Start) -> None:
    holder = start(HOLDER, tmp_path)
    assert lines(holder, 1) == ["held"]
    adder = start(ADDER, tmp_path, "tantivy", "a", 1, 2)
    assert lines(adder, 2) == ["a0", "a1"]
    assert adder.wait() == 0
    library = await reopened(tmp_path, "tantivy", lock_seconds=0.01)
    assert await missing(library, ["a0", "a1"]) == []
    assert [hit.article_id for hit in await library.search({"walrus": 1.0}, 1)] == ["held"]
    await library.close()


async def test_a_damaged_index_whose_lock_is_held_for_ever_is_an_error_in_words(tmp_path: Path, start: Start) -> None:
    holder = start(HOLDER, tmp_path)
    assert lines(holder, 1) == ["held"]
    [folder] = (tmp_path / "index").iterdir()
    (folder / "format").write_bytes(b"garbage")
    with pytest.raises(IndexUnavailable) as refused:
        await reopened(tmp_path, "tantivy", lock_seconds=0.01)
    assert str(refused.value) == (
        f"Another process holds the lock of the index in {folder} and does not finish it; end that process and try again."
    )
    holder.kill()
    holder.wait()
    library = await reopened(tmp_path, "tantivy")
    assert [hit.article_id for hit in await library.search({"walrus": 1.0}, 1)] == ["held"]
    await library.close()
