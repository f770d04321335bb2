"""python -m bench: retrieval and `ask` on made corpora beside other engines, whole processes on the seeds, answers' quality; in one run."""

import argparse
import asyncio
import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import asking, gold, process, retrieval
from bench.corpus import Corpus
from bench.measure import machine
from bench.report import Report, Size
from index.engine import EngineChoice
from index.passages import passages

SIZES = (10_000, 100_000)
#: Other questions that the service is asked before it is timed: one in use keeps words and sentences that it has seen.
ASKED_BEFORE = 1_000
SMOKE_SIZES = (300,)
ENGINES: tuple[EngineChoice, ...] = ("memory", "tantivy")


def main(arguments: Sequence[str]) -> int:
    """Runs what is asked for, prints the tables and writes the files."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, help="passages, with commas between (default: 10000,100000)")
    parser.add_argument("--queries", type=int, help="questions asked at each size (default: 200)")
    parser.add_argument("--gold", type=Path, metavar="FILE", help="questions with evidence, to report the answers' quality on")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out", metavar="FOLDER", help="where JSON and chart go")
    parser.add_argument(
        "--smoke", action="store_true", help="a few seconds' worth, to see that it runs; bm25s, which compiles, is left out"
    )
    given = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="sherpa-bench-") as folder:
        report = asyncio.run(_report(given, Path(folder)))
    print(report.text())
    print("\nWritten: " + ", ".join(str(path) for path in report.write(given.out)))
    return 0


async def _report(given: argparse.Namespace, folder: Path) -> Report:
    queries = given.queries or (8 if given.smoke else 200)
    sizes = [
        await _size(passages, queries, _made(folder / str(passages)), compiled=not given.smoke)
        for passages in given.sizes or (SMOKE_SIZES if given.smoke else SIZES)
    ]
    questions = gold.read(given.gold) if given.gold else []
    quality: dict[str, dict[str, float]] = {
        engine: await asking.quality(questions, engine, _made(folder / engine)) for engine in ENGINES if questions
    }
    return Report(machine(), sizes, process.timings(_made(folder / "process"), 1 if given.smoke else 15), quality)


async def _size(wanted: int, queries: int, folder: Path, *, compiled: bool) -> Size:
    corpus = Corpus(wanted)
    library, articles, built = await asking.filled(corpus, folder)
    service = asking.service(library)
    try:
        ranked = [passage for article in articles for passage in passages(article)]
        asked_before, questions = corpus.questions(min(5 * queries, ASKED_BEFORE)), corpus.questions(queries)
        gc.freeze()  # what the benchmark itself holds is no garbage of anybody's
        rows = retrieval.timings(ranked, questions, folder, compiled=compiled)
        return Size(len(ranked), len(articles), rows + await asking.timings(library, service, questions, asked_before, built))
    finally:
        await service.close()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
