"""The one analyzer: text to terms, the same for what is indexed and what is asked.

Steps: Unicode NFKC and case folding, words with their inner hyphens and apostrophes, possessives off, hyphenated words joined and in parts,
spelling rules (British and American, romanised Slavic names), a small table of place names, the Snowball English stemmer, stop words out.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from index.stopwords import STOP_WORDS

_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_LETTER = rf"[^\W_][{_MARKS}]*"
_WORD = re.compile(
    rf"\d+(?:[.,:]\d+)+(?![^\W\d_])"  # 1,000  11:30  9,138.90
    rf"|(?:[^\W\d_]\.){{2,}}"  # U.S.
    rf"|(?:{_LETTER})+(?:[-\u2010\u2011'\u2019\u02bc](?:{_LETTER})+)*"  # cease-fire  Trump's  F-35
)
_HYPHEN = re.compile("[-\u2010\u2011]")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'"})
_NUMBER = re.compile(r"[\d.,:]+")

#: Names that have two spellings in English news and that no rule below brings together.
VARIANTS = {
    "kiev": "kyiv",
    "kharkov": "kharkiv",
    "lugansk": "luhansk",
    "lvov": "lviv",
    "odessa": "odesa",
    "zaporozhye": "zaporizhzhia",
    "zaporizhia": "zaporizhzhia",
    "dnieper": "dnipro",
    "belorussia": "belarus",
    "byelorussia": "belarus",
    "muhammad": "mohammed",
    "mohamed": "mohammed",
    "muhammed": "mohammed",
    "gaddafi": "qaddafi",
    "gadhafi": "qaddafi",
    "defence": "defense",
    "offence": "offense",
    "licence": "license",
    "centre": "center",
    "theatre": "theater",
    "grey": "gray",
    "usa": "us",
    "percent": "per cent",
}

#: Names that news also writes by their initials: where the words stand, so does the short form. By the words' own terms.
INITIALS = {
    "united states": "us",
    "united kingdom": "uk",
    "united nations": "un",
    "united arab emirates": "uae",
    "european union": "eu",
    "north atlantic treaty organization": "nato",
    "international criminal court": "icc",
    "international monetary fund": "imf",
    "international atomic energy agency": "iaea",
    "world trade organization": "wto",
    "federal reserve": "fed",
    "federal bureau of investigation": "fbi",
    "central intelligence agency": "cia",
    "wall street journal": "wsj",
    "new york times": "nyt",
    "prime minister": "pm",
    "artificial intelligence": "ai",
    "gross domestic product": "gdp",
}

_SPELLING = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\w{3}s)k(?:iy|yy|ii|ij|yi|yj|y|i|iyi)$", "ki"),  # Zelensky, Zelenskiy, Zelenskyy, Zelenskii
        (r"(?<=[iy])y(?=e)", ""),  # Dmitriyev, Dmitriev
        (r"(?<=[a-z]{2})kh(?=[aeiou])", "h"),  # Zakharova, Zaharova
        (r"(?<=\w{4})is(e|ed|es|ing|ation|ations|er|ers)$", r"iz\1"),  # recognise, recognize
        (r"(?<=\w{3})our(s|ed|ing|able|ite|ites)?$", r"or\1"),  # labour, labor
        (r"(?<=[a-z]{3})ll(ed|ing|er|ers)$", r"l\1"),  # travelled, traveled
        (r"ss$", "s"),  # Donbass, Donbas
    )
)


#: Pieces of text whose terms are kept for the next time, and the characters of the longest: longer ones are no words.
KEPT = 50_000
LONGEST_KEPT = 40
_SPELT = re.compile("|".join(pattern.pattern for pattern, _ in _SPELLING))


class Token(NamedTuple):
    """A term and where in the text it stands: `text[start:end]`. The parts of one hyphenated word share a place."""

    term: str
    start: int
    end: int


class Analyzer:
    """Turns text into terms. Stateless but for a cache; safe to share between threads."""

    def tokens(self, text: str) -> list[Token]:
        """The text's terms in order, without stop words, with their places in `text`; then the initials of names that stand in full."""
        found: list[Token] = []
        place = 0
        for piece in text.split():
            place = text.index(piece, place)
            for term, start, end in _kept_places(piece) if len(piece) <= LONGEST_KEPT else _places_of_terms(piece):
                found.append(Token(term, place + start, place + end))
            place += len(piece)
        short = _initials([token.term for token in found])
        return found + [Token(initials, found[first].start, found[last].end) for initials, first, last in short]

    def terms(self, text: str) -> list[str]:
        """The terms alone, in order, repeated as often as they occur."""
        pieces = text.split()
        found = list(chain.from_iterable(map(_kept_terms if len(max(pieces, key=len, default="")) <= LONGEST_KEPT else _terms, pieces)))
        return found + [initials for initials, _, _ in _initials(found)]


def _places_of_terms(piece: str) -> tuple[tuple[str, int, int], ...]:
    """Terms, with their places, of what stands between two white spaces: words with their punctuation, which come again in other texts."""
    return tuple((term, start, end) for word, start, end in words(piece) for term in word_terms(word) if term not in STOP_WORDS)


def _terms(piece: str) -> tuple[str, ...]:
    return tuple(term for term, _, _ in _places_of_terms(piece))


_kept_places = lru_cache(maxsize=KEPT)(_places_of_terms)
_kept_terms = lru_cache(maxsize=KEPT)(_terms)


def _initials(terms: Sequence[str]) -> list[tuple[str, int, int]]:
    """The short forms of the names that stand in full, each with the places of the name's first and last term."""
    table = _initials_table()
    if table.keys().isdisjoint(terms):
        return []
    short = []
    for first, term in enumerate(terms):
        for name, initials in table.get(term, ()):
            last = first + len(name) - 1
            if tuple(terms[first : last + 1]) == name:
                short.append((initials, first, last))
    return short


@lru_cache(maxsize=1)
def _initials_table() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, initials in INITIALS.items():
        terms = tuple(term for word in name.split() for term in word_terms(word) if term not in STOP_WORDS)
        table.setdefault(terms[0], []).append((terms, initials))
    return table


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of `text`, normalised (NFKC, case folded) and where it stands in `text` as it came."""
    normal = fold(text)
    places = None if len(normal) == len(text) and _folds_in_place(text) else _places(text, normal)
    for found in _WORD.finditer(normal):
        start, end = found.span()
        if places is None:
            yield found.group(), start, end
        else:
            yield found.group(), places[start][0], places[end - 1][1]


def fold(text: str) -> str:
    """NFKC and case folded, to the form that folding again leaves alone (Unicode 3.13, D146)."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded if folded == (again := unicodedata.normalize("NFKC", folded.casefold())) else again


@lru_cache(maxsize=100_000)
def word_terms(word: str) -> tuple[str, ...]:
    """The terms of one normalised word: one for most, and for a hyphenated word the joined form and its parts."""
    word = word.translate(_APOSTROPHES)
    if word in STOP_WORDS:
        return (word,)
    if _NUMBER.fullmatch(word):
        return (word.replace(",", "").replace(":", "").rstrip("."),)
    if "." in word:
        word = word.replace(".", "")
    parts = [part for part in _HYPHEN.split(word) if part]
    if len(parts) == 1:
        return _term(parts[0])
    joined = _term("".join(_bare(part) for part in parts))
    return tuple(dict.fromkeys(joined + tuple(term for part in parts if len(part) > 1 for term in _term(part))))


def _term(word: str) -> tuple[str, ...]:
    word = _bare(word)
    if word in STOP_WORDS or not word:
        return (word,) if word else ()
    return tuple(_stem(_spell(part)) for part in VARIANTS.get(word, word).split())


def _bare(word: str) -> str:
    """Without a possessive ending or inner apostrophes."""
    for ending in ("'s", "s'", "'"):
        if word.endswith(ending):
            word = word.removesuffix("'s") if ending == "'s" else word.rstrip("'")
            break
    return _without_accents(word.replace("'", ""))


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _spell(word: str) -> str:
    if not _SPELT.search(word):  # one look instead of six for most words
        return VARIANTS.get(word, word)
    for pattern, replacement in _SPELLING:
        word = pattern.sub(replacement, word)
    return VARIANTS.get(word, word)


def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    if stem.endswith("ey") and len(stem) > 4:
        return stem[:-1] + "i"  # Sergey, Sergei
    return stem


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]  # PyStemmer ships no types
    import Stemmer

    return Stemmer.Stemmer("english", 0)


def _folds_in_place(text: str) -> bool:
    return text.isascii() or all(len(fold(character)) == 1 for character in set(text))


def _places(text: str, normal: str) -> list[tuple[int, int]]:
    """For each character of `normal`, the span of `text` it came from: piece by piece, a piece being a letter with its marks."""
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (unicodedata.combining(text[end]) or "\u1160" <= text[end] <= "\u11ff"):
            end += 1
        places.extend([(start, end)] * len(fold(text[start:end])))
        start = end
    if len(places) != len(normal):  # letters that compose across pieces, in a few scripts of South Asia
        return [(0, len(text))] * len(normal)
    return places
