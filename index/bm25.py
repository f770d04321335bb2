"""BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", equation 3.15) with Lucene's idf, which is never negative."""

import math

from index.retrieval import K1, B


def idf(passages: int, holding: int) -> float:
    """The weight of a term that stands in `holding` of so many `passages`: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return math.log1p((passages - holding + 0.5) / (holding + 0.5))


def saturation(frequency: int, length: int, average_length: float) -> float:
    """What a term's idf is multiplied with where it stands `frequency` times in a passage of `length` terms; 0 to K1 + 1."""
    return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average_length))
