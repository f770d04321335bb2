"""How a text is read for matching topics: the words that carry meaning, in order, each with the terms it answers to."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from index.analysis import KEPT, LONGEST_KEPT, word_terms, words
from index.articles import StoredArticle
from index.gazetteer import is_seat, same_country
from index.related import compounds, near, same_word, term_of
from index.stopwords import STOP_WORDS

#: Words that the longest name which is known as one may have.
LONGEST_NAME = 8
#: Hyphens, the typographic ones too.
HYPHEN = re.compile("[-\u2010\u2011]")
_POSSESSIVE = re.compile("(?:['\u2019\u02bc]s|(?<=s)['\u2019\u02bc])$")

#: First parts of hyphenated words that are no words of their own.
_PREFIXES = frozenset("anti pro non pre post mid re co ex un sub semi multi mini self off e x".split())


class Place(NamedTuple):
    """A word of a text, without the stop words: what it answers to, and where in the text it stands."""

    terms: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, read once for all the topics it is matched against. Places are in the title, and in each sentence, as offsets into it."""

    article: StoredArticle
    title: tuple[Place, ...]
    sentences: tuple[tuple[Place, ...], ...]
    terms: frozenset[str]  #: all terms of the title and the body
    title_terms: frozenset[str]
    sentence_terms: tuple[frozenset[str], ...]

    def sentence(self, ordinal: int) -> str:
        """The sentence's text."""
        return self.article.sentence(ordinal)


class Wanted(NamedTuple):
    """What answers to a word of a topic: `own` is the word in its forms and spellings, `related` what means nearly the same."""

    own: frozenset[str]
    related: frozenset[str]


def read(article: StoredArticle) -> Reading:
    """The article's words."""
    title = places(article.title)
    sentences = tuple(places(article.body[span.start : span.end]) for span in article.sentences)
    title_terms, *sentence_terms = (frozenset[str]().union(*(place.terms for place in text)) for text in (title, *sentences))
    return Reading(article, title, sentences, title_terms.union(*sentence_terms), title_terms, tuple(sentence_terms))


def places(text: str) -> tuple[Place, ...]:
    """The text's words in order. A hyphenated word has a place for each part. A word answers also to what it begins: the whole hyphenated
    word, a name of several words, the word it makes when written together with the next ("data base").
    """
    found: list[tuple[_Part, int]] = []
    place = 0
    for piece in text.split():
        place = text.index(piece, place)
        found += [(part, place) for part in (_kept_parts(piece) if len(piece) <= LONGEST_KEPT else _parts(piece))]
        place += len(piece)
    return tuple(
        Place(part.terms | more if (more := _begun(found, number)) else part.terms, place + part.start, place + part.end)
        for number, (part, place) in enumerate(found)
    )


class _Part(NamedTuple):
    """A word, or a part of a hyphenated one, of what stands between two white spaces, and where it stands in that."""

    text: str
    terms: frozenset[str]
    first: str  #: the term by which names of several words are found that it begins
    start: int
    end: int


def _parts(piece: str) -> tuple[_Part, ...]:
    found = []
    for word, start, end in words(piece):
        if word in STOP_WORDS:
            continue
        whole = word_terms(word)
        for number, part in enumerate(part for part in HYPHEN.split(_POSSESSIVE.sub("", word)) if part):
            own = word_terms(part)
            terms = {*own, term_of(part), *(whole[:1] if number == 0 else ())}
            found.append(_Part(part, frozenset(terms), own[0], start, end))
    return tuple(found)


#: With their punctuation, words come again in other texts.
_kept_parts = lru_cache(maxsize=KEPT)(_parts)


def _begun(found: Sequence[tuple[_Part, int]], number: int) -> frozenset[str]:
    """The terms that the word answers to together with those that follow."""
    part = found[number][0]
    if number + 1 == len(found):
        return frozenset()
    following = found[number + 1][0].text
    terms = _together(part.text, following)
    if part.first in compounds():
        length, term = compound_at([each.text for each, _ in found[number : number + LONGEST_NAME]], 0)
        return terms | {term} if length > 1 else terms
    return terms


@lru_cache(maxsize=KEPT)
def _together(word: str, following: str) -> frozenset[str]:
    return frozenset(word_terms(word + following)[:1]) if word.isalpha() and following.isalpha() else frozenset()


def exact_words(text: str) -> list[tuple[str, int, int]]:
    """All words as they stand, but for case, accents and hyphens: "Cease-fire" is cease, fire, both with the offsets of the whole."""
    return [(part, start, end) for word, start, end in words(text) for part in HYPHEN.split(_plain(word)) if part]


def split_word(word: str) -> tuple[str, ...]:
    """The word without its possessive, as the words of a topic: "trump-putin" is two, "anti-war" and "f-35" are one."""
    word = _POSSESSIVE.sub("", word)
    parts = [part for part in HYPHEN.split(word) if part]
    if len(parts) < 2 or compound_at(parts, 0)[0] == len(parts):
        return (word,)
    if all(len(part) > 1 and part.isalpha() for part in parts) and parts[0] not in _PREFIXES:
        return tuple(parts)
    return (word,)


def compound_at(texts: Sequence[str], place: int) -> tuple[int, str]:
    """How many words from `place` on make one name, and its term; 1 and the word's own term where they make none."""
    first = word_terms(texts[place])[0]
    for compound in compounds().get(first, ()):
        following = texts[place : place + len(compound.parts)]
        if tuple(word_terms(text)[0] for text in following) == compound.parts:
            return len(compound.parts), compound.term
    return 1, first


def _plain(word: str) -> str:
    word = word.replace("\u2019", "'").replace("\u02bc", "'")
    return word if word.isascii() else "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=10_000)
def wanted(text: str) -> Wanted:
    """What answers to a topic's word (`Word.text`). A country answers to the name of its people, and by relation to its capital, which
    stands for its government; a capital is first of all a city.
    """
    parts = HYPHEN.sub(" ", text).split()
    length, term = compound_at(parts, 0)
    if length != len(parts):
        term = word_terms(text)[0]
    elif length == 1:
        term = term_of(text)
    country = same_country(term)
    seats = frozenset(name for name in country if is_seat(name))
    if country:
        own = frozenset((term,)) if is_seat(term) else country - seats
    else:
        own = same_word(term) | (same_word(word_terms(text)[0]) if length == 1 else frozenset())
    return Wanted(own, (near(term) | (country - own)) - own)
