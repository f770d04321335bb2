"""What this process was given while another one holds the index lock: kept in memory and laid over what is on disk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from index.bm25 import idf, saturation
from index.disk.fields import Analysed
from index.disk.view import View
from index.passages import Passage
from index.retrieval import Filter, Hit


@dataclass(frozen=True, slots=True)
class _Counted:
    passage: Passage
    counts: Counter[str]
    length: int


@dataclass(frozen=True, slots=True)
class _Change:
    """An article's passages as of a store sequence; none when it was removed."""

    sequence: int
    analysed: tuple[Analysed, ...]


@dataclass(frozen=True)
class Overlay:
    """Changes that the index on disk may not have yet. Immutable; searched from end to end, since it holds what came in since the lock was
    taken elsewhere, minus what the other process has indexed by now."""

    changes: Mapping[str, _Change] = field(default_factory=dict)
    sequence: int = 0

    def __bool__(self) -> bool:
        return bool(self.changes)

    def changed(self, arrived: Mapping[str, Sequence[Analysed]], gone: Iterable[str], sequence: int) -> "Overlay":
        """With the passages that arrived in place of what those articles had, and without the articles that are gone."""
        changes = dict(self.changes)
        changes.update((article, _Change(sequence, ())) for article in gone)
        changes.update((article, _Change(sequence, tuple(analysed))) for article, analysed in arrived.items())
        return Overlay(changes, max(sequence, self.sequence))

    def after(self, sequence: int) -> "Overlay":
        """Without what a disk that has come to `sequence` holds."""
        if all(change.sequence > sequence for change in self.changes.values()):
            return self
        return Overlay({article: change for article, change in self.changes.items() if change.sequence > sequence}, self.sequence)

    def hides(self, view: View) -> list[str]:
        """The articles whose passages on disk are out of date."""
        return [article for article in self.changes if view.has(article)]

    def passages(self) -> Iterator[Analysed]:
        """All that arrived."""
        return (analysed for change in self.changes.values() for analysed in change.analysed)

    @cached_property
    def _counted(self) -> list[_Counted]:
        return [_Counted(one.passage, Counter(one.terms), len(one.terms)) for change in self.changes.values() for one in change.analysed]

    def _passing(self, where: Filter) -> Iterator[_Counted]:
        return (counted for counted in self._counted if where.passes(counted.passage))

    def search(self, view: View, terms: Mapping[str, float], k: int, where: Filter) -> list[Hit]:
        """The best of disk and overlay together. Both parts are scored with the idf of the two taken together; lengths are held against the
        disk's average there and the common one here."""
        here = {term: sum(term in counted.counts for counted in self._counted) for term in terms}
        weights: dict[str, float] = {}
        on_disk: dict[str, float] = {}
        for term, weight in terms.items():
            there = view.raw_frequency(term)
            weights[term] = weight * idf(view.total + len(self._counted), there + here[term])
            on_disk[term] = weights[term] / idf(view.total, there)
        hits = view.search(on_disk, k, where, self.hides(view)) + list(self._scored(view, weights, where))
        return sorted(hits, key=lambda one: (-one.score, one.passage_id))[:k]

    def _scored(self, view: View, weights: Mapping[str, float], where: Filter) -> Iterator[Hit]:
        lengths = sum(counted.length for counted in self._counted)
        average = (view.average_length * view.total + lengths) / max(1, view.total + len(self._counted))
        for counted in self._passing(where):
            held = [term for term in weights if term in counted.counts]
            if held:
                score = sum(weights[term] * saturation(counted.counts[term], counted.length, average) for term in held)
                passage = counted.passage
                yield Hit(passage.id, passage.article_id, passage.first, passage.last, score)

    def frequencies(self, view: View, terms: Iterable[str], where: Filter) -> dict[str, int]:
        """As in `Retriever`, of both."""
        passing = list(self._passing(where))
        on_disk = view.frequencies(terms, where, self.hides(view))
        return {term: count + sum(term in counted.counts for counted in passing) for term, count in on_disk.items()}

    def count(self, view: View, where: Filter) -> int:
        """As in `Retriever`, of both."""
        return view.count(where, self.hides(view)) + sum(1 for _ in self._passing(where))

    def vocabulary(self, view: View, prefix: str) -> list[tuple[str, int]]:
        """As in `Retriever`, of both."""
        counts = Counter(dict(view.vocabulary(prefix, self.hides(view))))
        for counted in self._counted:
            counts.update(term for term in counted.counts if term.startswith(prefix))
        return sorted(counts.items())
