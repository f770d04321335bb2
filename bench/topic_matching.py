"""One new article against very many topics at once, and how long they take to load.

    python -m bench.topic_matching [--topics 100000]

The topics are of two and three words, no two the same, drawn from the words of the seeds and from WordNet's; the articles are the seeds,
each cut to eight passages. Subscriptions are loaded from a SQLite file, as a process that starts does.
"""

import argparse
import asyncio
import re
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import insert, update

from bench.measure import machine
from bot.alerts.watching import Watch
from bot.topics.grammar import format_topic, parse
from index import seeds
from index.articles import StoredArticle
from index.passages import STRIDE
from index.sentences import sentences
from index.store.notebook import Notebook
from index.store.schema import counters, subscriptions
from index.store.store import Store
from index.store.subscription_rows import Change, Subscription, columns

#: Passages of an article.
PASSAGES = 8
#: How often each article is matched.
ROUNDS = 20
#: Rows that are written at once.
_PORTION = 5_000
_SYNONYMS = Path(__file__).parent.parent / "index" / "data" / "synonyms.tsv"


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds, but for `load`, which is seconds; memory in MB, of the topics alone."""

    topics: int
    load: float
    memory: float
    p50: float
    p95: float
    fitting: float
    change: float


def topics(count: int, seed: int = 1) -> Iterator[str]:
    """So many, no two the same."""
    chance, made = Random(seed), set[str]()
    words = sorted({word for article in seeds.load() for word in re.findall(r"[A-Za-z]{4,}", article.body)})
    words += sorted({word for word in _SYNONYMS.read_text("utf-8").split() if word.isalpha() and len(word) > 3})
    while len(made) < count:
        topic = format_topic(parse(" ".join(chance.sample(words, chance.choice((2, 2, 3))))))
        if topic not in made:
            made.add(topic)
            yield topic


def articles() -> list[StoredArticle]:
    """The seeds, each with so many sentences that they make eight passages."""
    made = []
    for article in seeds.load():
        spans = tuple(sentences(article.body))[: PASSAGES * STRIDE]
        if len(spans) == PASSAGES * STRIDE:
            fields = article.model_dump() | {"sequence": 1, "story_id": article.id, "sentences": spans, "taken_in": datetime.now(UTC)}
            made.append(StoredArticle.model_validate(fields))
    return made


async def measured(count: int) -> Figures:
    """Loads and matches so many."""
    with TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite:///{Path(folder) / 'sherpa.db'}")
        await _write(store, count)
        watch, before, start = Watch(), _memory(), time.perf_counter()
        async with store.writing() as connection:
            await watch.follow(Notebook(connection))
        load, memory = time.perf_counter() - start, _memory() - before
        await store.close()
    assert len(watch) == count
    taken, fitting = [], []
    for _ in range(ROUNDS):
        for article in articles():
            start = time.perf_counter()
            fitting.append(len(watch.fitting(article)))
            taken.append((time.perf_counter() - start) * 1_000)
    taken.sort()
    return Figures(count, load, memory, median(taken), taken[len(taken) * 95 // 100], sum(fitting) / len(fitting), _change(watch))


def _change(watch: Watch) -> float:
    """The time in which one more subscription is taken in, and found, and taken out."""
    [article, *_] = articles()
    added = _subscription(0, format_topic(parse(re.findall(r"[A-Za-z]{7,}", article.body)[0])))
    start = time.perf_counter()
    watch.take(Change(1, added.id, added))
    taken = time.perf_counter() - start
    assert any(each.subscription is added for each in watch.fitting(article))
    watch.take(Change(2, added.id, None))
    assert not any(each.subscription is added for each in watch.fitting(article))
    return taken * 1_000


async def _write(store: Store, count: int) -> None:
    async with store.writing() as connection:
        rows = []
        for number, topic in enumerate(topics(count), start=1):
            rows.append({**columns(_subscription(number, topic)), "number": number, "removed": False})
            if len(rows) == _PORTION or number == count:
                await connection.execute(insert(subscriptions), rows)
                rows = []
        await connection.execute(update(counters).where(counters.c.name == "subscriptions").values(value=count))


def _subscription(number: int, topic: str) -> Subscription:
    now = datetime.now(UTC)
    return Subscription(f"s{number}", "slack", "", f"C{number}", "direct", "", topic, topic, "now", 1, "U1", "UTC", now)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.topic_matching")
    parser.add_argument("--topics", type=int, default=100_000)
    found = asyncio.run(measured(parser.parse_args().topics))
    print(machine())
    print("| topics | loaded in, s | memory, MB | one article, p50 ms | p95 ms | topics that it fits | one more topic, ms |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {found.topics:,} | {found.load:.1f} | {found.memory:.0f} | {found.p50:.2f} | {found.p95:.2f} "
        f"| {found.fitting:.1f} | {found.change:.3f} |"
    )


if __name__ == "__main__":
    main()
