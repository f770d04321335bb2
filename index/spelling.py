"""Misspelt words: the nearest word of the articles for a question's word that neither they nor English has."""

from collections.abc import Awaitable, Callable, Iterable

from index.stopwords import STOP_WORDS
from index.synonyms import is_english

#: One edit is allowed (a letter wrong, missing, too many, or two swapped), from so many letters two. Shorter words have too many
#: neighbours.
SHORTEST = 4
TWO_EDITS_FROM = 8

#: Similarity (Winkler 1990) from which a word of `TWO_EDITS_FROM` letters is near enough with more edits, as it begins alike: "overnite".
ALIKE = 0.93

Vocabulary = Callable[[str], Awaitable[list[tuple[str, int]]]]


async def nearest(term: str, word: str, vocabulary: Vocabulary) -> str | None:
    """The articles' term that `word`, whose term is `term`, was probably meant to be; None where it is no misspelling or nothing is near.

    Never for a word of English, nor to a stop word; a capitalised word is a name and is left alone by the caller. The first letter is taken
    to be right, since few misspellings are there (Pollock and Zamora 1984: 3% to 8%). Ties go to the more frequent term.
    """
    if len(word) < SHORTEST or not word.isalpha() or is_english(word):
        return None
    return _closest(term, word, await vocabulary(term[:1]))


def _closest(term: str, word: str, known: Iterable[tuple[str, int]]) -> str | None:
    from rapidfuzz.distance import OSA, JaroWinkler

    long = len(word) >= TWO_EDITS_FROM
    edits = 2 if long else 1
    best: tuple[int, int, str] | None = None
    for other, passages in known:
        if other in STOP_WORDS or not other.isalpha():
            continue
        distance = OSA.distance(term, other, score_cutoff=edits)
        near = distance <= edits or (long and JaroWinkler.similarity(term, other) >= ALIKE)
        if near and (best is None or (distance, -passages, other) < best):
            best = (distance, -passages, other)
    return best[2] if best else None
