"""Retrieval at one size: Sherpa's engine on disk beside raw tantivy, bm25s and rank-bm25, on the same passages and questions."""

import gc
import time
from collections.abc import Sequence
from pathlib import Path

from bench.contenders import TOP, Contender, NumbaBm25s, RawRankBm25, RawTantivy
from bench.measure import Timing, each, timing
from index.analysis import Analyzer
from index.disk import DiskRetriever
from index.passages import Passage

#: rank-bm25 looks at every passage for every word: a few questions tell as much as many.
SLOW_QUERIES = 25

#: Passages given to Sherpa's engine at once: what the library gives it of 200 articles.
_BATCH = 2_000


def timings(passages: Sequence[Passage], questions: Sequence[str], folder: Path, *, compiled: bool) -> list[Timing]:
    """One row each; `compiled` lets bm25s take part, which compiles for seconds."""
    analyzer = Analyzer()
    corpus = [analyzer.terms(passage.text) for passage in passages]
    queries = [analyzer.terms(question) for question in questions]
    rows = []
    contenders: list[Contender] = [RawTantivy(folder / "raw"), RawRankBm25()]
    if compiled and NumbaBm25s.installed():
        contenders.append(NumbaBm25s())
    while contenders:
        contender = contenders.pop(0)
        start = time.perf_counter()
        contender.build(corpus)
        built = time.perf_counter() - start
        rows.append(
            timing(contender.name, each(contender.top, queries[:SLOW_QUERIES] if "rank-bm25" in contender.name else queries), built)
        )
        del contender
        gc.collect()
    rows.append(_disk(passages, queries, folder / "disk"))
    return rows


def _disk(passages: Sequence[Passage], queries: Sequence[Sequence[str]], folder: Path) -> Timing:
    retriever = DiskRetriever(folder)
    start = time.perf_counter()
    for place in range(0, len(passages), _BATCH):
        retriever.add(passages[place : place + _BATCH], sequence=place + 1)
    built = time.perf_counter() - start
    row = timing("Sherpa's engine on disk", each(lambda query: retriever.search(dict.fromkeys(query, 1.0), TOP), queries), built)
    retriever.close()
    return row
