"""Copies of one story: which texts are worth comparing (`bands`), and whether two of them are one text (`same_story`).

Copies are whole, trimmed, with an added beginning or end, or edited: words swapped, sentences dropped, moved or merged, other spelling,
other credits. A text that tells the same in other words is another story, and so is one that shares a quotation, background paragraphs or a
form ("Shares in X closed up N percent") that it fills differently.

**Candidates.** 64 minimum hashes (Broder 1997) of the text's five-word shingles, each a band of its own. With one row a band the S-curve
is 1 - (1 - J)^64: a pair is found with a chance of 0.93 at a Jaccard similarity J of 0.04, and of 0.996 at 0.083, which is what is left of
a copy cut to 30% with a fifth of its words swapped (0.8^5 * 0.3 of the shingles). The customary bands of four rows find 0.2% of those, and
few of the edited copies of `python -m bench.syndications`. The price is candidates that are none: of 44,000 pairs of stories of one outlet
and year (the Lee corpus of ABC news) 0.25% share a band, mostly by a stock phrase. So candidates are to be compared in the order of how
many bands they share, the first few only, and a band that a hundred articles have tells nothing.

**The comparison.** The shorter text is cut into pieces of at most 16 words, and each is aligned with the place of the other text that is
most like it. A piece of which 55% of the words stand there in the same order is copied; a copy has half of its words in such pieces, and
they agree on names and numbers. The same command measures it: F1 0.997.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq
from rensa import RMinHash

from index.analysis import fold, word_terms

#: Rows that a text takes in the store.
BANDS = 64
SHINGLE = 5
_SEED = 1  # of rensa's permutations: bands of different seeds never meet, so it stays as it is

#: Words. Shorter texts (briefs, placeholders, "subscribe to read on") belong to no story but their own.
MIN_WORDS = 30
#: Words that are looked at. The longest news reports have 10,000.
MAX_WORDS = 20_000

#: Words in a piece: short enough that a merged or cut sentence still has whole pieces, long enough not to be found by chance.
_PIECE = 16
#: Share of a piece's words that stand in the other text, in order and close together. Copies with 30% of all words swapped keep 70%; of
#: rewrites only what they quote has so much.
_COPIED = 0.55
#: Share of the shorter text in copied pieces. Edited copies have 0.6 and more, and so has a trimmed one with a beginning of 40%; rewrites
#: have 0.25 at most, and a long quotation or background 0.45.
_CONTAINED = 0.5
#: Share of the longer text in copied pieces, below which it is a round-up of many stories and not a copy of one.
_PART = 0.08
#: Share of the names and numbers in copied pieces that stand at the same place in the other text. Copies keep 0.9 and more, forms that are
#: filled anew under 0.4.
_AGREED = 0.6
#: Numbers from which on they are judged without the names, which recur in tables of results, prices and weather.
_MANY_NUMBERS = 4
#: Words left and right of the aligned place where a name may have moved to.
_NEAR = 6
#: Share of the shorter text's word pairs that stand in the other: looked at first, since it takes a tenth of the time. No copy had under
#: 0.38, unrelated texts have 0.02 and at most 0.22.
_GATE = 0.25
#: Texts whose pairs are kept, at some 30 kilobytes: stock phrases lead to the same few candidates again and again.
KEPT_PAIRS = 2_000
#: Pieces that are aligned, spread evenly over a longer text, so that a book does not hold the store up.
_MAX_PIECES = 80

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+|\n+")


class _Piece(NamedTuple):
    """Words that follow each other in one sentence, as terms; and which of them are names and numbers."""

    terms: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]


def bands(text: str) -> tuple[int, ...]:
    """64 numbers below 2^38 (64-bit database integers); texts that share one may be copies. Empty for texts under 30 words.

    The same for the same text on any machine, as long as rensa keeps its algorithm (its version 2, which a test holds fast).
    """
    terms = [_term(word) for word in _words(text)]
    if len(terms) < MIN_WORDS:
        return ()
    sketch = RMinHash(BANDS, _SEED)
    sketch.update(list(map(" ".join, zip(*(terms[start:] for start in range(SHINGLE)), strict=False))))
    return tuple(place << 32 | minimum for place, minimum in enumerate(sketch.digest()))


def same_story(a: str, b: str) -> bool:
    """Whether one text is a copy of the other, or both are of a third. The order of the two does not matter."""
    if _shared_pairs(a, b) < _GATE:
        return False
    shorter, longer = (_pieces(text) for text in sorted((a, b), key=lambda text: (len(_words(text)), text)))
    length, other = _length(shorter), _length(longer)
    if length < MIN_WORDS:
        return False
    sample = shorter if len(shorter) <= _MAX_PIECES else [shorter[i * len(shorter) // _MAX_PIECES] for i in range(_MAX_PIECES)]
    copied = _copied(sample, [term for piece in longer for term in piece.terms])
    words = _length(piece for piece, _ in copied) * length / _length(sample)
    return words >= _CONTAINED * length and words >= _PART * other and _agree(copied)


def _copied(pieces: Iterable[_Piece], terms: list[str]) -> list[tuple[_Piece, set[str]]]:
    """The pieces that stand in a text nearly as they are, each with the terms at that place."""
    letters: dict[str, str] = {}
    whole = _spelled(terms, letters)
    found = []
    for piece in pieces:
        spelled = _spelled(piece.terms, letters)
        start = whole.find(spelled)
        end = start + len(spelled)
        if start < 0:
            place = fuzz.partial_ratio_alignment(spelled, whole)
            start, end = (place.dest_start, place.dest_end) if place else (0, 0)
            if LCSseq.similarity(spelled, whole[start:end]) < _COPIED * len(spelled):
                continue
        found.append((piece, set(terms[max(0, start - _NEAR) : end + _NEAR])))
    return found


def _agree(copied: list[tuple[_Piece, set[str]]]) -> bool:
    """Whether the names and numbers are the same. A form that is filled anew has the words and not these."""
    names = [name in there for piece, there in copied for name in piece.names]
    numbers = [number in there for piece, there in copied for number in piece.numbers]
    if len(numbers) >= _MANY_NUMBERS and sum(numbers) < _AGREED * len(numbers):
        return False
    return sum(names) + sum(numbers) >= _AGREED * (len(names) + len(numbers))


def _length(pieces: Iterable[_Piece]) -> int:
    return sum(len(piece.terms) for piece in pieces)


def _spelled(terms: Iterable[str], letters: dict[str, str]) -> str:
    """Terms as one character each, since rapidfuzz aligns characters."""
    return "".join([letters.setdefault(term, chr(0x10000 + len(letters))) for term in terms])


@lru_cache(maxsize=16)
def _pieces(text: str) -> tuple[_Piece, ...]:
    """The text's sentences, long ones in equal parts."""
    pieces: list[_Piece] = []
    left = MAX_WORDS
    for sentence in _SENTENCE_END.split(unicodedata.normalize("NFKC", text)):
        words = _WORD.findall(sentence)[:left]
        left -= len(words)
        parts = -(-len(words) // _PIECE)
        for part in range(parts):
            start, end = part * len(words) // parts, (part + 1) * len(words) // parts
            terms = tuple([_term(word) for word in words[start:end]])
            named = [term for term, word in zip(terms, words[start:end], strict=True) if len(word) > 1 and word[0].isupper()]
            numbers = tuple([term for term, word in zip(terms, words[start:end], strict=True) if word[0].isdigit()])
            first_is_named = start == 0 and len(words[0]) > 1 and words[0][0].isupper()  # as every sentence's first word is
            pieces.append(_Piece(terms, tuple(named[1:] if first_is_named else named), numbers))
    return tuple(pieces)


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    """One term for each word, stop words too: copies keep them, and what comes between them."""
    folded = fold(word)
    return next(iter(word_terms(folded)), folded)


@lru_cache(maxsize=16)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text))[:MAX_WORDS])


@lru_cache(maxsize=KEPT_PAIRS)
def _pairs(text: str) -> frozenset[int]:
    return frozenset(map(hash, pairwise(_words(text))))


def _shared_pairs(a: str, b: str) -> float:
    """Share of the shorter text's pairs of neighbouring words that the other has too; two pairs in 2^64 are taken for one another."""
    first, second = _pairs(a), _pairs(b)
    return len(first & second) / max(1, min(len(first), len(second)))
