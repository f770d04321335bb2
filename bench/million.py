"""python -m bench.million: the import of a million passages as a process, then questions, additions and opening, in one run."""

import argparse
import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

from adapters.jobs.serving import SWITCH_SECONDS
from bench.asking import service
from bench.contenders import TOP
from bench.corpus import Corpus
from bench.importing import Imported, imported
from bench.lines import write
from bench.measure import Timing, each, each_awaited, machine, timing
from bench.report import ASK, RAW_TANTIVY, Report, Size
from bot.service import Service
from index.analysis import Analyzer
from index.articles import Article
from index.disk.fields import SCHEMA
from index.library import Library, open_library

PASSAGES, SMOKE = 1_000_000, 2_500

#: Passages of the beginning of the corpus that the questions are about, and other questions that the service is asked before it is timed.
_ASKED_ABOUT, _BEFORE = 20_000, 200

#: Seconds from the start of one addition to that of the next, while questions are asked.
_EVERY = 0.1

#: Of so many articles that are added meanwhile, one is revised at once.
_REVISED = 10

ASK_ADDING, ADD, OPEN = "Sherpa's ask, while articles are added", "adding one article, until it is found", "opening the library"

#: What the project sets itself at a million passages.
GOALS = "goals: 400 articles a second, under 1,000 MB; ask 8 ms over raw tantivy at most, also while adding; adding 50 ms; opening 1,000 ms"


@dataclass(frozen=True, slots=True)
class Million:
    """Everything measured in one run; `load` is the machine's load average over the last minute, at the end."""

    machine: dict[str, str | int]
    passages: int
    imported: Imported
    rows: list[Timing]
    load: float

    def over_tantivy(self, name: str) -> float:
        """Milliseconds that a row takes more than raw tantivy, at the median."""
        p50 = {row.name: row.p50 for row in self.rows}
        return p50[name] - p50[RAW_TANTIVY]

    def text(self) -> str:
        """The tables, to be read."""
        took = self.imported
        lines = ["Measured on " + ", ".join(f"{name} {value}" for name, value in self.machine.items())]
        lines.append(
            f"{self.passages:,} passages of {took.articles:,} articles; load average {took.load:.1f} in the import, {self.load:.1f} after"
        )
        lines.append(
            f"  import: {took.rate:.0f} articles a second, {took.seconds:.0f} s, {1_000 * took.cpu_seconds / took.articles:.2f} ms of CPU "
            f"an article, at most {took.peak_megabytes:,} MB"
        )
        lines.append(f"  {'':40}{'p50 ms':>10}{'p95 ms':>10}{'times':>8}")
        lines += [f"  {row.name:40}{row.p50:10.3f}{row.p95:10.3f}{row.queries:8}" for row in self.rows]
        lines.append(
            f"  ask is {self.over_tantivy(ASK):.2f} ms over raw tantivy, {self.over_tantivy(ASK_ADDING):.2f} ms while articles are added"
        )
        return "\n".join([*lines, f"  ({GOALS})"])

    def write(self, folder: Path) -> list[Path]:
        """Writes `million.json`, and `million.png` where matplotlib is installed; gives what was written."""
        folder.mkdir(parents=True, exist_ok=True)
        written = [folder / "million.json"]
        written[0].write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")
        if find_spec("matplotlib") is not None:
            from bench.chart import draw

            report = Report(self.machine, [Size(self.passages, self.imported.articles, self.rows)])
            written.append(draw(report, folder / "million.png", title="With a million passages: less is better"))
        return written


def main(arguments: Sequence[str]) -> int:
    """Runs all of it, prints the tables and writes the files."""
    parser = argparse.ArgumentParser("python -m bench.million", description=__doc__)
    parser.add_argument("--passages", type=int, help=f"passages to make (default: {PASSAGES:,})")
    parser.add_argument("--queries", type=int, help="questions and additions (default: 200)")
    parser.add_argument(
        "--folder", type=Path, help="where the corpus is kept; what is there from another run is used again, import included"
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out", metavar="FOLDER", help="where JSON and chart go")
    parser.add_argument("--smoke", action="store_true", help="a few seconds' worth, to see that it runs")
    given = parser.parse_args(arguments)
    passages = given.passages or (SMOKE if given.smoke else PASSAGES)
    with TemporaryDirectory(prefix="sherpa-bench-") as folder:
        kept: Path = given.folder or Path(folder)
        took = _imported(passages, kept)
        report = asyncio.run(_measured(took, kept, given.queries or (8 if given.smoke else 200)))
    print(report.text())
    print("\nWritten: " + ", ".join(str(path) for path in report.write(given.out)))
    return 0


def _imported(passages: int, folder: Path) -> Imported:
    noted = folder / "imported.json"
    if noted.exists():
        return Imported(**json.loads(noted.read_text("utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    lines = folder / "articles.jsonl"
    write(Corpus(passages), lines)
    took = imported(lines, folder / "home")
    noted.write_text(json.dumps(asdict(took)) + "\n", "utf-8")
    return took


async def _measured(took: Imported, folder: Path, queries: int) -> Million:
    home = folder / "home"
    opening = timing(OPEN, [await _opened(home) for _ in range(5)])
    library = await _open(home)
    asking = service(library)
    try:
        passages = (await library.statistics()).passages
        made = Corpus(min(passages, _ASKED_ABOUT))
        additions = [_with_a_word(article, number) for number, article in enumerate(made.articles())]
        for question in made.questions(min(_BEFORE, 5 * queries)):
            await asking.ask(question)
        gc.collect()
        gc.freeze()
        sys.setswitchinterval(SWITCH_SECONDS)  # as in a Sherpa that serves
        questions = made.questions(queries)
        rows = [_raw(next((home / "index").iterdir()) / "tantivy", questions)]
        rows.append(timing(ASK, await each_awaited(asking.ask, questions)))
        rows.append(await _asked_while_adding(asking, questions, additions[queries:]))
        rows.append(timing(ADD, [await _added(library, article) for article in additions[:queries]]))
        return Million(machine(), passages, took, [*rows, opening], os.getloadavg()[0])
    finally:
        await asking.close()


def _with_a_word(article: Article, number: int) -> Article:
    return article.model_copy(update={"body": f"{article.body}\nQuzzlewick{number} left."})


async def _open(home: Path) -> Library:
    return await open_library(f"sqlite:///{home / 'sherpa.db'}", home)


async def _opened(home: Path) -> float:
    start = time.perf_counter()
    library = await _open(home)
    await library.search({"visit": 1.0}, TOP)
    seconds = time.perf_counter() - start
    await library.close()
    return seconds


def _raw(folder: Path, questions: Sequence[str]) -> Timing:
    """tantivy alone on Sherpa's own index: ten hits, and what is stored of each."""
    analyzer = Analyzer()
    searcher = tantivy.Index.open(str(folder)).searcher()

    def ask(terms: list[str]) -> list[tantivy.Document]:
        any_of = [(tantivy.Occur.Should, tantivy.Query.term_query(SCHEMA, "terms", term, "freq")) for term in terms]
        found = searcher.search(tantivy.Query.boolean_query(any_of), TOP, count=False).hits
        return [searcher.doc(address) for _, address in found]

    return timing(RAW_TANTIVY, each(ask, [analyzer.terms(question) for question in questions]))


async def _asked_while_adding(asking: Service, questions: Sequence[str], additions: Sequence[Article]) -> Timing:
    async def add() -> None:
        for number, article in enumerate(additions):
            start = time.perf_counter()
            added = _anew(article)
            await asking.add([added])
            if number % _REVISED == 0:
                await asking.add([added.model_copy(update={"body": f"{added.body}\nMore is to come."})])
            await asyncio.sleep(max(0.0, _EVERY - (time.perf_counter() - start)))

    adding = asyncio.create_task(add())
    try:
        return timing(ASK_ADDING, await each_awaited(asking.ask, questions))
    finally:
        adding.cancel()
        await asyncio.gather(adding, return_exceptions=True)


async def _added(library: Library, article: Article) -> float:
    """Seconds until a search finds the article by a word that no other has."""
    article = _anew(article)
    word = Analyzer().terms(article.body)[-2]
    start = time.perf_counter()
    await library.add([article])
    hits = await library.search({word: 1.0}, TOP)
    seconds = time.perf_counter() - start
    if article.id not in {hit.article_id for hit in hits}:
        raise RuntimeError(f"{article.id} was not found by {word}.")
    return seconds


def _anew(article: Article) -> Article:
    """As another article, in each run."""
    return article.model_copy(update={"id": f"{article.id}-{time.time_ns()}"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
