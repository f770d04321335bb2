"""The `Retriever` port: ranked passages for weighted terms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from index.articles import Article, Heading, published_day
from index.errors import IndexUnavailable
from index.passages import Passage

#: BM25's parameters (Robertson and Zaragoza 2009), fixed at what tantivy has built in, so that both engines rank alike.
K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages may be found; what is None does not restrict.

    Days are UTC, both ends included; an article without a date is outside any range.
    """

    since: date | None = None
    until: date | None = None
    outlets: frozenset[str] | None = None
    collections: frozenset[str] | None = None
    articles: frozenset[str] | None = None  #: by id

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return self == OPEN

    def passes(self, passage: Passage) -> bool:
        """Whether the passage may be found."""
        return self._admits(passage.day, passage.outlet, passage.collection, passage.article_id)

    def admits(self, article: Article | Heading) -> bool:
        """Whether the article's passages may be found."""
        return self._admits(published_day(article.published), article.outlet, article.collection, article.id)

    def _admits(self, day: date | None, outlet: str | None, collection: str, article_id: str) -> bool:
        if self.since is not None and (day is None or day < self.since):
            return False
        if self.until is not None and (day is None or day > self.until):
            return False
        if self.outlets is not None and outlet not in self.outlets:
            return False
        if self.articles is not None and article_id not in self.articles:
            return False
        return self.collections is None or collection in self.collections


OPEN = Filter()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    `score` is BM25 with Lucene's idf, summed over the weighted terms; higher is better; sentence ordinals as in `Passage`.
    """

    passage_id: str
    article_id: str
    first: int
    last: int
    score: float


class Retriever(Protocol):
    """Ranks passages with BM25. Called by the library alone, from one worker thread for writing and from any for searching.

    Terms come from `index.analysis.Analyzer`. Searches see everything that `add` or `remove` returned from.
    Raises `index.errors.IndexUnavailable` where a folder cannot be read or written.
    """

    unwritten: IndexUnavailable | None
    """Why what was taken in is only in memory, where it should be on disk by now; None as long as all is well."""

    def add(self, passages: Iterable[Passage], *, sequence: int) -> None:
        """Takes passages in. All passages that an article had before are replaced.

        `sequence` is the store's highest sequence in the batch.
        """

    def remove(self, article_ids: Sequence[str], *, sequence: int) -> None:
        """Forgets all passages of these articles; unknown ids are ignored."""

    def search(self, terms: Mapping[str, float], k: int, where: Filter = OPEN) -> list[Hit]:
        """The `k` best passages that hold at least one term, best first, ties by passage id. `terms` maps a term to its weight, above 0."""

    def frequencies(self, terms: Iterable[str], where: Filter = OPEN) -> dict[str, int]:
        """In how many passages that pass `where` each term stands; 0 for those in none."""

    def count(self, where: Filter = OPEN) -> int:
        """How many passages pass."""

    def vocabulary(self, prefix: str) -> list[tuple[str, int]]:
        """All terms that begin with `prefix` and in how many passages each stands, by term."""

    @property
    def sequence(self) -> int:
        """The highest store sequence taken in; 0 when empty."""

    def close(self) -> None:
        """Gives back files and locks; a second call does nothing."""
