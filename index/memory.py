"""The engine for small corpora: rank-bm25 in memory. Exact and readable, and the reference that the engine on disk is tested against."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from threading import Lock
from typing import TYPE_CHECKING

from index.analysis import Analyzer
from index.errors import IndexUnavailable
from index.passages import Passage
from index.retrieval import OPEN, Filter, Hit

if TYPE_CHECKING:
    from index.okapi import LuceneOkapi


@dataclass(frozen=True, slots=True)
class _Entry:
    passage: Passage
    terms: list[str]


@dataclass(frozen=True)
class _Corpus:
    """All passages at one moment. The ranking is worked out at the first search, so that filling it in many batches is cheap."""

    articles: Mapping[str, tuple[_Entry, ...]] = field(default_factory=dict)

    @cached_property
    def entries(self) -> list[_Entry]:
        return sorted((entry for entries in self.articles.values() for entry in entries), key=lambda entry: entry.passage.id)

    @cached_property
    def okapi(self) -> "LuceneOkapi":
        from index.okapi import LuceneOkapi

        return LuceneOkapi([entry.terms for entry in self.entries])

    def passing(self, where: Filter) -> list[int]:
        """Places in `entries` of what passes, in order of passage id."""
        if where.is_open:
            return list(range(len(self.entries)))
        return [place for place, entry in enumerate(self.entries) if where.passes(entry.passage)]

    def holding(self, terms: Iterable[str], where: Filter) -> list[int]:
        """Places of what passes and holds at least one of the terms, in order of passage id."""
        if not self.entries:
            return []
        wanted, counts = frozenset(terms), self.okapi.doc_freqs
        return [place for place in self.passing(where) if not wanted.isdisjoint(counts[place])]


class MemoryRetriever:
    """A `Retriever` that keeps everything in memory. The first search after a change works the ranking out anew, over the whole corpus.

    Searches take one immutable state, so they may run in any number of threads while another adds.
    """

    def __init__(self, analyzer: Analyzer | None = None) -> None:
        self.unwritten: IndexUnavailable | None = None  # it writes nothing
        self._analyzer = analyzer or Analyzer()
        self._writing = Lock()
        self._corpus = _Corpus()
        self._sequence = 0

    def add(self, passages: Iterable[Passage], *, sequence: int) -> None:
        """As in `Retriever`."""
        arrived: dict[str, list[_Entry]] = {}
        for passage in passages:
            terms = self._analyzer.terms(passage.text) if passage.terms is None else passage.terms.split()
            arrived.setdefault(passage.article_id, []).append(_Entry(passage, terms))
        with self._writing:
            self._corpus = _Corpus({**self._corpus.articles, **{article: tuple(entries) for article, entries in arrived.items()}})
            self._sequence = max(self._sequence, sequence)

    def remove(self, article_ids: Sequence[str], *, sequence: int) -> None:
        """As in `Retriever`."""
        gone = frozenset(article_ids)
        with self._writing:
            if not gone.isdisjoint(self._corpus.articles):
                self._corpus = _Corpus({article: entries for article, entries in self._corpus.articles.items() if article not in gone})
            self._sequence = max(self._sequence, sequence)

    def search(self, terms: Mapping[str, float], k: int, where: Filter = OPEN) -> list[Hit]:
        """As in `Retriever`."""
        corpus = self._corpus
        if k <= 0 or not (found := corpus.holding(terms, where)):
            return []
        scores = corpus.okapi.weighted(terms, found)
        best = nsmallest(k, ((-score, place) for score, place in zip(scores, found, strict=True)))
        return [_hit(corpus.entries[place].passage, -score) for score, place in best]

    def frequencies(self, terms: Iterable[str], where: Filter = OPEN) -> dict[str, int]:
        """As in `Retriever`."""
        corpus = self._corpus
        if not corpus.entries:
            return dict.fromkeys(terms, 0)
        if where.is_open:
            return {term: corpus.okapi.holding.get(term, 0) for term in terms}
        counts = [corpus.okapi.doc_freqs[place] for place in corpus.passing(where)]
        return {term: sum(term in count for count in counts) for term in terms}

    def count(self, where: Filter = OPEN) -> int:
        """As in `Retriever`."""
        return len(self._corpus.passing(where))

    def vocabulary(self, prefix: str) -> list[tuple[str, int]]:
        """As in `Retriever`."""
        corpus = self._corpus
        if not corpus.entries:
            return []
        return sorted((term, count) for term, count in corpus.okapi.holding.items() if term.startswith(prefix))

    @property
    def sequence(self) -> int:
        """As in `Retriever`."""
        return self._sequence

    def close(self) -> None:
        """Nothing is held open."""


def _hit(passage: Passage, score: float) -> Hit:
    return Hit(passage.id, passage.article_id, passage.first, passage.last, score)
