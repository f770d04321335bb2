"""The engines that Sherpa is held against, each as bare as it comes: the same terms, k1, b and idf where they can be set, ten hits."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.retrieval import K1, B

TOP = 10
Terms = Sequence[str]


class Contender(Protocol):
    """`build` takes every passage's terms; `top` gives the places of the ten best passages for a query's terms, best first."""

    name: str

    def build(self, corpus: Sequence[Terms]) -> None: ...

    def top(self, query: Terms) -> list[int]: ...


class RawTantivy:
    """tantivy on disk with a field of terms and a number, which is read back for each hit."""

    name = "tantivy, raw"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("place", fast=True)
        self._schema = builder.build()
        folder.mkdir()
        self._index = tantivy.Index(self._schema, str(folder))
        self._searcher: Any = None

    def build(self, corpus: Sequence[Terms]) -> None:
        writer = self._index.writer(128_000_000, num_threads=1)
        for place, terms in enumerate(corpus):
            writer.add_document(self._tantivy.Document.from_dict({"terms": " ".join(terms), "place": place}, self._schema))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def top(self, query: Terms) -> list[int]:
        wanted = [self._tantivy.Query.term_query(self._schema, "terms", term, "freq") for term in query]
        any_of = self._tantivy.Query.boolean_query([(self._tantivy.Occur.Should, one) for one in wanted])
        found = self._searcher.search(any_of, TOP, count=False).hits
        places: list[int] = self._searcher.fast_field_values("place", [address for _, address in found])
        return places


class RawRankBm25:
    """rank-bm25's BM25Okapi as its own documentation uses it."""

    name = "rank-bm25, raw"

    def build(self, corpus: Sequence[Terms]) -> None:
        from rank_bm25 import BM25Okapi

        self._okapi = BM25Okapi(corpus, k1=K1, b=B)
        self._places = range(len(corpus))

    def top(self, query: Terms) -> list[int]:
        return list(self._okapi.get_top_n(list(query), self._places, n=TOP))


class NumbaBm25s:
    """bm25s with its numba backend, on one thread."""

    name = "bm25s, numba"

    @staticmethod
    def installed() -> bool:
        """Whether it can take part."""
        return find_spec("bm25s") is not None and find_spec("numba") is not None

    def build(self, corpus: Sequence[Terms]) -> None:
        import bm25s

        self._engine = bm25s.BM25(k1=K1, b=B, method="lucene", backend="numba")
        self._engine.index([list(terms) for terms in corpus], show_progress=False)
        self._k = min(TOP, len(corpus))

    def top(self, query: Terms) -> list[int]:
        places, _ = self._engine.retrieve([list(query)], k=self._k, show_progress=False, n_threads=0)
        return [int(place) for place in np.asarray(places)[0]]
