"""rank-bm25, made to rank like Lucene. Importing this loads numpy."""

from collections.abc import Mapping, Sequence

import numpy as np
from rank_bm25 import BM25Okapi

from index.bm25 import idf
from index.retrieval import K1, B


class LuceneOkapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """BM25Okapi with Lucene's idf. Its own is negative for a term in more than half of the passages, and is then set to a quarter of the
    mean: the name that a small corpus is about would weigh as much as any other common word.

    `corpus` is one list of terms a passage, not empty. `holding` tells in how many passages each term stands.
    """

    holding: dict[str, int]

    def __init__(self, corpus: Sequence[Sequence[str]]) -> None:
        super().__init__(corpus, k1=K1, b=B)

    def _calc_idf(self, nd: dict[str, int]) -> None:
        self.holding = nd
        self.idf = {term: idf(self.corpus_size, count) for term, count in nd.items()}

    def weighted(self, terms: Mapping[str, float], documents: Sequence[int]) -> list[float]:
        """The scores of these documents, given by their places in the corpus, in the order given."""
        scores = np.zeros(len(documents))
        for term, weight in terms.items():
            if term in self.idf:
                scores += weight * np.asarray(self.get_batch_scores([term], documents))
        return [float(score) for score in scores]
