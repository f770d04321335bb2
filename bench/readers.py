"""Many readers of the web's pages at once, over loopback, and what asking takes meanwhile.

`python -m bench.readers` starts `sherpa run web` on the seed articles and reads from another process, on connections that stay open. First
a question at a time with nobody reading; then all readers at a reader's pace, and then all as fast as they are answered, each with
questions between. It prints a line for each, and ends with 1 where a page failed or a goal is missed.
"""

import argparse
import asyncio
import itertools
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.measure import machine, percentile
from bench.web import on_the_web
from bot.replies import EXAMPLES

#: What this holds itself to: seconds that 99 of 100 pages take at the most, and how many times its idle median asking may take meanwhile.
MOST_P99 = 1.0
MOST_SLOWER = 2.0

#: Seconds between two pages of one reader, on average: people take longer over a page of news.
PAUSE = 5.0
#: Questions that are asked with nobody reading.
IDLE_QUESTIONS = 40
#: Seconds between two questions while others read.
BETWEEN = 0.25

_NUMBERS = itertools.count()
_ARTICLE = re.compile(r'href="(/a/[^"#]+)"')


@dataclass(slots=True)
class Read:
    """What became of requests: seconds each, and the statuses."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def report(self, name: str) -> dict[str, object]:
        """As it is printed."""
        times = {f"p{share}_ms": round(percentile(self.seconds, share) * 1_000, 1) for share in (50, 95, 99)}
        return {
            "what": name,
            "requests": len(self.seconds),
            "statuses": dict(self.statuses),
            **times,
            "most_ms": round(max(self.seconds) * 1_000, 1),
        }


class Reader:
    """One connection, kept open."""

    def __init__(self, host: str, port: int) -> None:
        self._place = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open(self) -> None:
        """Connects."""
        self._streams = await asyncio.open_connection(*self._place)

    async def read(self, path: str, into: Read) -> str:
        """A page, noted down with its status; 0 where the connection broke."""
        assert self._streams is not None
        incoming, outgoing = self._streams
        start = time.perf_counter()
        try:
            outgoing.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = await incoming.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            body = await incoming.readexactly(int(length[1])) if length else b""
            status = int(head.split(b" ", 2)[1])
        except (OSError, asyncio.IncompleteReadError):
            status, body = 0, b""
        into.seconds.append(time.perf_counter() - start)
        into.statuses[status] += 1
        return body.decode()

    def close(self) -> None:
        """Leaves."""
        if self._streams is not None:
            self._streams[1].close()


async def asked(asker: Reader, into: Read) -> None:
    """One question, with another before it that nobody asked yet, so that no answer is kept."""
    await asker.read("/?" + urlencode({"q": random.choice(EXAMPLES), "before": f"Number {next(_NUMBERS)}"}), into)


async def together(readers: Sequence[Reader], asker: Reader, pages: Sequence[str], seconds: float, pause: float) -> tuple[Read, Read]:
    """Every reader a page after another with a pause between, and questions meanwhile."""
    read, questions = Read(), Read()
    end = time.perf_counter() + seconds

    async def reading(reader: Reader) -> None:
        await asyncio.sleep(random.uniform(0, pause))
        while time.perf_counter() < end:
            await reader.read(random.choice(pages), read)
            await asyncio.sleep(random.uniform(0.5, 1.5) * pause)

    async def asking() -> None:
        while time.perf_counter() < end:
            await asked(asker, questions)
            await asyncio.sleep(BETWEEN)

    await asyncio.gather(asking(), *map(reading, readers))
    return read, questions


async def measure(readers: int, seconds: float) -> bool:
    """Prints what it measures; whether all goals are met."""
    with tempfile.TemporaryDirectory() as home, on_the_web(Path(home)) as address:
        host, port = address.removeprefix("http://").split(":")
        asker = Reader(host, int(port))
        await asker.open()
        pages = list(dict.fromkeys(_ARTICLE.findall(await asker.read("/sources", Read()))))
        idle = Read()
        for _ in range(IDLE_QUESTIONS):
            await asked(asker, idle)
            await asyncio.sleep(BETWEEN / 2)
        print(json.dumps(idle.report("asking, nobody reads")))
        many = [Reader(host, int(port)) for _ in range(readers)]
        await asyncio.gather(*(reader.open() for reader in many))
        met = True
        for name, pause in (("at their pace", PAUSE), ("without a pause", 0.0)):
            read, questions = await together(many, asker, pages, seconds, pause)
            slower = percentile(questions.seconds, 50) / percentile(idle.seconds, 50)
            print(json.dumps({**read.report(f"reading, {name}"), "readers": readers, "pages_a_second": round(len(read.seconds) / seconds)}))
            print(json.dumps({**questions.report("asking meanwhile"), "times_idle": round(slower, 2)}))
            only_good = set(read.statuses) == set(questions.statuses) == {200}
            met = met and only_good and percentile(read.seconds, 99) <= MOST_P99 and slower < MOST_SLOWER
        for reader in (*many, asker):
            reader.close()
    print(json.dumps({"met": met, "machine": machine()}))
    return met


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m bench.readers", description=__doc__)
    parser.add_argument("--readers", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=20, help="how long they read each way")
    given = parser.parse_args()
    return 0 if asyncio.run(measure(given.readers, given.seconds)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
