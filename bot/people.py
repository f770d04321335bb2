"""Who is meant: "the German chancellor" and "Merz", "the Russian leader" and "he".

News introduces people as it goes: "Russian President Vladimir Putin", "NATO Secretary-General Mark Rutte". Those introductions, found in
the very texts that are searched, say which office is whose; nothing is known beforehand.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile

from index.analysis import word_terms, words
from index.gazetteer import same_country

#: Offices that news uses for one another, one group a line. "The French leader" is the president, "the German leader" the chancellor.
_OFFICES = """
leader president chancellor premier prime boss chief head king queen pope emperor taoiseach ruler chairman chairwoman chair \
secretary-general
minister secretary
spokesman spokeswoman spokesperson
envoy ambassador representative negotiator
adviser advisor aide
vice deputy
mayor
governor
senator
general commander
lady
"""

_TITLES = (
    "President|Leader|leader|Chancellor|Premier|King|Queen|Pope|Minister|Secretary[- ]General|Secretary|Chief|chief|"
    "Chairman|Chairwoman|spokesman|spokeswoman|spokesperson|Spokesman|Spokeswoman|envoy|Envoy|ambassador|Ambassador|adviser|advisor|aide|"
    "Adviser|Mayor|mayor|Governor|Senator|General|Commander|Lady|president|minister|chancellor|premier|secretary"
)
#: Small words inside names: "Ursula von der Leyen".
_PARTICLES = "von|van|der|den|de|del|della|da|dos|di|du|la|le|al|el|bin|ibn"
_SMALL = frozenset(_PARTICLES.split("|"))
#: A name is a forename, perhaps a middle name, and a surname.
_INTRODUCTION = re.compile(rf"\b({_TITLES})((?:\s(?:(?:{_PARTICLES})\s)*(?:[dlDL]['\u2019])?[A-Z][\w\u2019'\-]+){{1,3}})")
_BEFORE = re.compile(r"(?:[\w\u2019'.\-]+\s+){1,4}$")


@lru_cache(maxsize=1)
def _offices() -> dict[str, str]:
    return {term: line.split()[0] for line in _OFFICES.strip().splitlines() for word in line.split() for term in word_terms(word)}


def is_office(term: str) -> bool:
    """Whether the term (as the analyzer makes it) names an office, whosever."""
    return term in _offices()


def _of(term: str) -> str:
    """What an office belongs to: a country by one of its terms, anything else by its own."""
    return min(same_country(term), default=term)


@dataclass(frozen=True, slots=True)
class Offices:
    """Who holds which office: the terms of the holder's name, as far as it is given."""

    holders: Mapping[tuple[str, str], frozenset[str]]

    @property
    def names(self) -> frozenset[str]:
        """The terms of all the holders' names."""
        return frozenset().union(*self.holders.values())

    def people(self, terms: Sequence[str]) -> list[tuple[int, int, frozenset[str]]]:
        """Offices named in a row of terms: place of what it belongs to, place of the office, terms of the holder's name."""
        found = []
        for place, term in enumerate(terms):
            office = _offices().get(term)
            if office is None:
                continue
            for other in (place - 1, place - 2, place + 1):
                if 0 <= other < len(terms) and (holder := self.holders.get((_of(terms[other]), office))):
                    found.append((other, place, holder))
                    break
        return found


def introductions(texts: Iterable[str]) -> Offices:
    """The offices that the texts introduce people with. An office that two people share is left out, unless one has it twice as often."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    whole: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for text in texts:
        for found in _INTRODUCTION.finditer(text):
            name = [term for word, _, _ in words(found.group(2)) if word not in _SMALL for term in word_terms(word)]
            name = list(dropwhile(is_office, name))  # "Secretary General Mark Rutte"; of "the Secretary General of NATO" nothing is left
            title = [term for word, _, _ in words(found.group(1).replace(" ", "-")) for term in word_terms(word)]
            office = next((_offices()[term] for term in title if term in _offices()), None)
            before = _BEFORE.search(text, max(0, found.start() - 60), found.start())
            if office is None or not name or before is None:
                continue
            for owner in _owners(before.group().split(), office):
                seen[_of(owner), office][name[-1]] += 1
                whole[_of(owner), office, name[-1]].update(name)
    holders: dict[tuple[str, str], frozenset[str]] = {}
    for key, surnames in sorted(seen.items(), key=lambda each: -max(each[1].values())):
        (first, most), *rest = surnames.most_common(2)
        if not rest or most >= 2 * rest[0][1]:
            holders[key] = _told_apart(frozenset(whole[*key, first]), holders.values())
    return Offices(holders)


def _told_apart(name: frozenset[str], others: Iterable[frozenset[str]]) -> frozenset[str]:
    """The name without what it shares with another person's who is introduced more often: of Melania Trump, Melania."""
    shared = frozenset().union(*(name & other for other in others if name - other and other - name))
    return name - shared or name


def _owners(before: Sequence[str], office: str) -> set[str]:
    """What the words before an office say it belongs to: a country, an organisation by its letters, or a field ("foreign", "treasury")."""
    owners: set[str] = set()
    for place, word in enumerate(before):
        if word.endswith((",", ".", ";", ":")) and not re.fullmatch(r"(?:[A-Z]\.)+", word):
            owners.clear()
            continue
        terms = word_terms(word.lower())
        near = place == len(before) - 1
        for term in terms:
            if same_country(term) or (word.isupper() and 1 < len(word) < 6) or (near and office != "leader" and word.isalpha()):
                owners.add(term)
    return owners
