"""How central each text is among others: TextRank with BM25 for similarity (Barrios, López, Argerich and Wachenchauzer 2016).

The matrix of similarities is never built: a step of the walk goes from texts to their terms and back, so that time and memory rise with the
number of terms and not with the square of the number of texts.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.bm25 import idf, saturation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The share of the walk that follows similarities; the rest jumps by the prior (Mihalcea and Tarau 2004).
DAMPING = 0.85
#: The walk forgets where it began by `DAMPING` a step: after so many, one part in a thousand is left of it.
STEPS = 45


class Texts:
    """Texts as lists of terms, compared with one another."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._counts = [Counter(terms) for terms in texts]
        holding = Counter(term for counts in self._counts for term in counts)
        self._idf = {term: idf(len(texts), count) for term, count in holding.items()}
        self._norms = [math.sqrt(sum((self._idf[term] * n) ** 2 for term, n in counts.items())) for counts in self._counts]

    def centrality(self, prior: Sequence[float]) -> list[float]:
        """How much of an endless walk over the texts is spent at each; sums to 1.

        From a text the walk goes to another in proportion to that one's BM25 for the first as a query. `prior`, positive, one for each
        text, is where it jumps in proportion to; a text like no other sends it there too.
        """
        import numpy as np

        jump = np.asarray(prior, dtype=float)
        jump = jump / jump.sum()
        text, term, asked, found = self._postings()
        count = len(self._counts)
        terms = int(term.max()) + 1 if len(term) else 0

        own = np.bincount(text, asked * found, minlength=count)  # what a text is worth to itself, left out of the walk
        total = np.bincount(text, asked * np.bincount(term, found, minlength=terms)[term], minlength=count) - own
        alone = total <= 1e-9
        total[alone] = 1.0

        rank = jump
        for _ in range(STEPS):
            share = np.where(alone, 0.0, rank / total)
            reached = np.bincount(term, (asked * share[text]), minlength=terms)
            walked = np.bincount(text, found * reached[term], minlength=count) - own * share
            rank = DAMPING * (walked + rank[alone].sum() * jump) + (1 - DAMPING) * jump
        return [float(value) for value in rank]

    def likeness(self, one: int, other: int) -> float:
        """Cosine of two texts' terms weighted by idf, 0 to 1."""
        few, many = sorted((self._counts[one], self._counts[other]), key=len)
        norm = self._norms[one] * self._norms[other]
        shared = sum(n * many[term] * self._idf[term] ** 2 for term, n in few.items() if term in many)
        return min(1.0, shared / norm) if norm else 0.0

    def _postings(self) -> "tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]":
        """For each term of each text: the text, the term, how often it is asked for, and its BM25 where it is found."""
        import numpy as np

        lengths = [counts.total() for counts in self._counts]
        average = sum(lengths) / len(lengths) if any(lengths) else 1.0
        number = {term: place for place, term in enumerate(self._idf)}
        rows = [
            (place, number[term], n, self._idf[term] * saturation(n, lengths[place], average))
            for place, counts in enumerate(self._counts)
            for term, n in counts.items()
        ]
        text, term, asked, found = zip(*rows, strict=True) if rows else ((), (), (), ())
        return np.array(text, dtype=np.intp), np.array(term, dtype=np.intp), np.array(asked, dtype=float), np.array(found, dtype=float)
