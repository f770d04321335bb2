"""What "how many" counts: the noun after it, and whether a sentence gives a number of those."""

import re

from bot.candidates import Candidate
from bot.kinds import NUMBER
from bot.matching import Matcher
from index.analysis import Analyzer

_COUNTED = re.compile(r"\bhow many ((?:[\w\u2019'-]+ ?){1,4})", re.IGNORECASE)

#: Where the counted noun ends: at a verb, preposition or question word.
_ENDS = frozenset(
    "is are was were be been will would can could did does do has have had of in on at to from for by with that which who there people's "
    "may might should must died die killed".split()
)

_PLURAL = re.compile(r"(?:[^s]s|people|men|children|police)$", re.IGNORECASE)

#: A number stands at most so many words before what it counts ("85 attack drones and", "10 of the federal agencies").
_WORDS_BEFORE = 4

#: Words for people as they are counted: "how many lives were lost" asks for the dead, "how many inhabitants" for people.
_PEOPLE = frozenset(Analyzer().terms("people persons lives inhabitants residents victims casualties men women children"))
_COUNTED_PEOPLE = re.compile(
    rf"(?:{NUMBER.pattern})[^.;]{{0,20}}\b"
    r"(?:people|killed|dead|died|injured|wounded|lives|residents|inhabitants|victims)\b"
    rf"|\b(?:killed|killing|injured|population of)\b[^.;]{{0,20}}(?:{NUMBER.pattern})",
    re.IGNORECASE,
)

#: How good a counterpart of the counted noun has to be: a synonym will do, a word that is merely near will not.
_COUNTERPART = 0.7

_analyzer = Analyzer()


def counted(question: str) -> tuple[str, ...]:
    """The terms of what "how many …" asks the number of, the noun itself last; empty where it asks for no such number."""
    found = _COUNTED.search(question)
    if not found:
        return ()
    words = []
    for word in found.group(1).split():
        if word.lower() in _ENDS:
            break
        words.append(word)
    plurals = [place for place, word in enumerate(words, 1) if _PLURAL.search(word)]
    if plurals:
        words = words[: plurals[-1]]  # "people fled": a verb after a plural has no s
    return tuple(_analyzer.terms(" ".join(words)))


def gives_number(candidate: Candidate, noun: str, matcher: Matcher) -> bool:
    """Whether the sentence has a number shortly before a counterpart of `noun`, a term of the question; for people, any of people."""
    if noun in _PEOPLE and _COUNTED_PEOPLE.search(candidate.text):
        return True
    for token in candidate.tokens:
        if matcher.likeness(noun, token.term) >= _COUNTERPART:
            before = candidate.text[: token.start].split()[-_WORDS_BEFORE:]
            if NUMBER.search(" ".join(before)):
                return True
    return False
