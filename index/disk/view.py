"""What is committed at one moment, and the questions it answers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import tantivy
from tantivy import Occur, Query

from index.disk.fields import SCHEMA, hit
from index.retrieval import Filter, Hit

#: How many hits beyond `k` are asked for at first, to see where the scores that tie at the cut-off end; and the factor if they do not.
_MARGIN = 16
_WIDER = 4

#: Passages up to which those that hold a term are counted one by one, where some passages are deleted. A common term has many to count, and
#: the few that were replaced and not merged away yet change nothing of it.
_COUNTED = 20_000


class View:
    """One committed state; immutable, safe to search from many threads.

    `sequence` is the store sequence that it is known to hold. `without` names articles that are to be taken as not there.
    Until tantivy merges them away, passages that were replaced still count in idf and average length, as in Lucene, and in frequencies
    above `_COUNTED`; they are found and counted nowhere else.
    """

    def __init__(self, index: tantivy.Index, sequence: int) -> None:
        self.sequence = sequence
        self._searcher = index.searcher()
        self._collections = dict(self._searcher.terms_with_prefix("collection", ""))
        #: Passages, with those that are deleted and not yet merged away: what tantivy takes as N.
        self.total = sum(self._collections.values())
        self._live = self._searcher.num_docs
        self._frequencies: dict[str, int] = {}

    @cached_property
    def average_length(self) -> float:
        """Terms in a passage; 0 when there is none."""
        return float(self._aggregate(Query.all_query(), {"avg": {"field": "length"}})["value"] or 0)

    @cached_property
    def _days(self) -> tuple[int, int, bool]:
        """First and last day as ordinals, and whether every passage has one."""
        days = self._aggregate(Query.all_query(), {"stats": {"field": "day"}})
        return int(days["min"] or 0), int(days["max"] or 0), days["count"] == self._live

    def has(self, article_id: str) -> bool:
        """Whether it may hold passages of this article; a deleted one can still say yes."""
        return self._searcher.doc_freq("article", article_id) > 0

    def raw_frequency(self, term: str) -> int:
        """What tantivy takes as n for its idf: with passages that are deleted and not yet merged away."""
        return self._searcher.doc_freq("terms", term)

    def search(self, terms: Mapping[str, float], k: int, where: Filter, without: Collection[str] = ()) -> list[Hit]:
        """As in `Retriever`."""
        if not terms or k <= 0 or not self._live:
            return []
        wanted = Query.boolean_query([(Occur.Should, _weighted(term, weight)) for term, weight in terms.items()])
        found = self._best(_restricted(wanted, self._restrictions(where, without)), k)
        hits = [hit(self._searcher.doc(address)["hit"][0], score) for score, address in found]
        return sorted(hits, key=lambda one: (-one.score, one.passage_id))[:k]

    def _best(self, query: Query, k: int) -> list[tuple[float, tantivy.DocAddress]]:
        """The `k` best and whatever ties with the last: tantivy itself breaks ties by where a document lies, which changes as it merges."""
        limit = k + _MARGIN
        while True:
            limit = min(limit, self._live)  # tantivy sets aside room for as many as it is asked for
            found = self._searcher.search(query, limit, count=False).hits
            if len(found) <= k:
                return found
            last = found[k - 1][0]
            if len(found) < limit or limit == self._live or found[-1][0] < last:
                return [one for one in found if one[0] >= last]
            limit *= _WIDER

    def frequencies(self, terms: Iterable[str], where: Filter, without: Collection[str] = ()) -> dict[str, int]:
        """As in `Retriever`."""
        restrictions = self._restrictions(where, without)
        if restrictions:
            return {term: self._counted(_restricted(_holds(term), restrictions)) for term in terms}
        return {term: self._frequency(term) for term in terms}

    def count(self, where: Filter, without: Collection[str] = ()) -> int:
        """As in `Retriever`."""
        restrictions = self._restrictions(where, without)
        return self._counted(_restricted(Query.all_query(), restrictions)) if restrictions else self._live

    def vocabulary(self, prefix: str, without: Collection[str] = ()) -> list[tuple[str, int]]:
        """As in `Retriever`."""
        passing = _restricted(Query.all_query(), _absent(without)) if without or self._live < self.total else None
        return sorted(self._searcher.terms_with_prefix("terms", prefix, passing))

    def _frequency(self, term: str) -> int:
        raw = self.raw_frequency(term)
        if not raw or self._live == self.total or raw > _COUNTED:
            return min(raw, self._live)
        if term not in self._frequencies:
            self._frequencies[term] = self._counted(_holds(term))
        return self._frequencies[term]

    def _counted(self, query: Query) -> int:
        return int(self._aggregate(query, {"value_count": {"field": "length"}})["value"])

    def _aggregate(self, query: Query, what: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = self._searcher.aggregate(query, {"it": what})["it"]
        return result

    def _restrictions(self, where: Filter, without: Collection[str]) -> list[tuple[Occur, Query]]:
        """The clauses that keep the rest out. What everything passes is left out, since it would cost more than the search itself."""
        clauses = _absent(without)
        for field, names in (("outlet", where.outlets), ("collection", where.collections)):
            if names is not None and sum(self._searcher.doc_freq(field, name) for name in names) < self.total:
                clauses.append((Occur.Must, Query.term_set_query(SCHEMA, field, sorted(names))))
        if where.articles is not None:
            clauses.append((Occur.Must, Query.term_set_query(SCHEMA, "article", sorted(where.articles))))
        if (where.since or where.until) and (days := self._within(where)):
            clauses.append((Occur.Must, days))
        return clauses

    def _within(self, where: Filter) -> Query | None:
        first, last, dated = self._days
        since = max(first, where.since.toordinal()) if where.since else first
        until = min(last, where.until.toordinal()) if where.until else last
        if dated and (since, until) == (first, last):
            return None
        if since > until:
            return Query.empty_query()
        # Through the terms a narrow range is found at once; a wide one is faster read off the column.
        narrow = 2 * (until - since) < last - first
        return Query.range_query(SCHEMA, "day", tantivy.FieldType.Integer, since, until, use_inverted_index=narrow)


def _holds(term: str) -> Query:
    return Query.term_query(SCHEMA, "terms", term, "freq")


def _weighted(term: str, weight: float) -> Query:
    return _holds(term) if weight == 1 else Query.boost_query(_holds(term), weight)


def _absent(article_ids: Collection[str]) -> list[tuple[Occur, Query]]:
    return [(Occur.MustNot, Query.term_set_query(SCHEMA, "article", sorted(article_ids)))] if article_ids else []


def _restricted(query: Query, restrictions: Sequence[tuple[Occur, Query]]) -> Query:
    """`query` where the restrictions hold, with the scores it would have without them."""
    if not restrictions:
        return query
    return Query.boolean_query([(Occur.Must, query), *((occur, Query.const_score_query(clause, 0.0)) for occur, clause in restrictions)])
