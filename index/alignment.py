"""Two texts side by side: where the pieces of one stand in the other, word for word or nearly."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from index.analysis import fold, word_terms

#: Words that are looked at. The longest news reports have 10,000.
MAX_WORDS = 20_000
#: Words in a piece: short enough that a merged or cut sentence still has whole pieces, long enough not to be found by chance.
PIECE = 16
#: Share of a piece's words that stand at a place, in order, from which on the place says the same, however changed. Less is not looked for.
ALIKE = 0.4
#: Pieces that are looked for, spread evenly over a longer text, so that a book does not hold the store up.
MAX_PIECES = 80

NAME, NUMBER = 1, 2

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+|\n+")

#: Numbers and units as other desks write them: "five" and "5", "$3bn" and "3 billion dollars". "One" is a pronoun as often.
_DIGITS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        2,
    )
} | {word: str(10 * number) for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_UNITS = {"m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}


class Piece(NamedTuple):
    """Words of one sentence, as numbers of terms, end exclusive; and the number of the sentence."""

    start: int
    end: int
    sentence: int


class Cut(NamedTuple):
    """A text as terms; which of them are NAME, NUMBER or neither (0); and its pieces, which hold all of them in order."""

    terms: tuple[str, ...]
    kinds: bytes
    pieces: tuple[Piece, ...]


class Place(NamedTuple):
    """A piece of one text, and the words of the other that are most like it, as numbers of terms, end exclusive."""

    piece: Piece
    start: int
    end: int
    alike: float  #: share of the piece's words that stand there, in order: `ALIKE` to 1


def words(text: str) -> list[str]:
    """The text's words, folded, without punctuation."""
    return _WORD.findall(fold(text))[:MAX_WORDS]


@lru_cache(maxsize=50_000)
def term(word: str) -> str:
    """One term for each word, stop words too: copies keep them, and what comes between them."""
    folded = fold(word)
    return next(iter(word_terms(folded)), folded)


@lru_cache(maxsize=32)
def cut(text: str) -> Cut:
    """The text's sentences in pieces, long ones in equal parts."""
    terms: list[str] = []
    kinds = bytearray()
    pieces: list[Piece] = []
    for number, sentence in enumerate(_SENTENCE_END.split(unicodedata.normalize("NFKC", text))):
        found = _WORD.findall(sentence)[: MAX_WORDS - len(terms)]
        first, parts = len(terms), -(-len(found) // PIECE)
        pieces += [Piece(first + i * len(found) // parts, first + (i + 1) * len(found) // parts, number) for i in range(parts)]
        for at, word in enumerate(found):
            said = _said(word)
            terms.append(said)
            named = at > 0 and len(word) > 1 and word[0].isupper()  # every sentence's first word has a capital
            kinds.append(NUMBER if said[0].isdigit() else NAME if named else 0)
    return Cut(tuple(terms), bytes(kinds), tuple(pieces))


@lru_cache(maxsize=50_000)
def _said(word: str) -> str:
    """As `term`, with numbers in digits."""
    folded = fold(word)
    return _DIGITS.get(folded) or term(_UNITS.get(folded, folded))


def sample(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """At most `MAX_PIECES`, spread evenly."""
    if len(pieces) <= MAX_PIECES:
        return pieces
    return tuple(pieces[i * len(pieces) // MAX_PIECES] for i in range(MAX_PIECES))


def places(pieces: Iterable[Piece], one: Cut, other: Cut) -> list[Place]:
    """Where the pieces of `one` stand in `other`, in their order; those that nothing there is like are left out."""
    letters: dict[str, str] = {}
    here, there = _spelled(one.terms, letters), _spelled(other.terms, letters)
    known = set(there)
    found = []
    for piece in pieces:
        wanted = here[piece.start : piece.end]
        start = there.find(wanted)
        if start >= 0:
            found.append(Place(piece, start, start + len(wanted), 1))
        elif sum(letter in known for letter in wanted) >= ALIKE * len(wanted):  # no place can have more
            place = fuzz.partial_ratio_alignment(wanted, there, score_cutoff=100 * ALIKE)
            alike = LCSseq.similarity(wanted, there[place.dest_start : place.dest_end]) / len(wanted) if place else 0
            if place and alike >= ALIKE:
                found.append(Place(piece, place.dest_start, place.dest_end, alike))
    return found


def _spelled(terms: Iterable[str], letters: dict[str, str]) -> str:
    """Terms as one character each, since rapidfuzz aligns characters."""
    return "".join([letters.setdefault(term, chr(0x10000 + len(letters))) for term in terms])
