"""Misspelt words: the nearest word of the articles for a question's word that neither they nor English has."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from index.analysis import word_terms
from index.stopwords import STOP_WORDS
from index.synonyms import english_words, is_english

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

    Terms are stems, and a misspelling often keeps its word's ending ("securty" has none that the stemmer knows): so the English words
    whose terms the articles have are compared too, as they are written.
    """
    if len(word) < SHORTEST or not word.isalpha() or is_english(word):
        return None
    return await asyncio.to_thread(_closest, term, word, await vocabulary(term[:1]))


def _closest(term: str, word: str, known: Iterable[tuple[str, int]]) -> str | None:
    from rapidfuzz.distance import OSA, JaroWinkler

    long = len(word) >= TWO_EDITS_FROM
    edits = 2 if long else 1
    found: list[tuple[int, int, str]] = []
    passages = {other: count for other, count in known if other not in STOP_WORDS and other.isalpha()}
    for other, count in passages.items():
        distance = OSA.distance(term, other, score_cutoff=edits)
        if distance <= edits or (long and JaroWinkler.similarity(term, other) >= ALIKE):
            found.append((distance, -count, other))
    for written in english_words(word[0].lower()):
        if abs(len(written) - len(word)) <= edits:
            distance = OSA.distance(word.lower(), written, score_cutoff=edits)
            if distance <= edits and (other := word_terms(written)[0]) in passages:
                found.append((distance, -passages[other], other))
    return min(found)[2] if found else None
