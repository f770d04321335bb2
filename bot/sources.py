"""Finding the article that someone means: by its number in the list, its id, its title or words of it, or its outlet."""

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from index.analysis import Analyzer
from index.articles import Heading, StoredArticle
from index.cleaning import clean_line
from index.errors import BadSource

#: How many articles are suggested: what can be read at a glance.
SUGGESTIONS = 5
#: Mean likeness of the words asked for to the nearest words of title, outlet and id, 0 to 100, from which an article is suggested:
#: one wrong letter in a word of four still is 75.
NEAR = 70.0

#: What is found: lists are long, so they may be without the texts.
Listed = StoredArticle | Heading
S = TypeVar("S", StoredArticle, Heading)

#: Sources offered while someone types: what the narrowest platform takes, and as many as a screen shows without scrolling far.
OFFERED = 25

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"#?(\d{1,9})\.?")


def label(number: int, source: Listed) -> str:
    """A source as it is suggested, `5. Title, Outlet`; `find` takes it back."""
    return f"{number}. {', '.join(filter(None, (source.title, source.outlet)))}"


def find(query: str, sources: Sequence[S]) -> S:
    """The article that `query` means; numbers count from 1 in the order of `sources`.

    An id goes before a number, that before a whole title, that before an outlet, that before words of title, outlet and agency.
    Raises BadSource, with suggestions, when none fits or more than one does.
    """
    wanted = clean_line(query)
    if not sources:
        raise BadSource("There are no articles yet; add some first.")
    if not wanted:
        raise BadSource("Name an article by its number, its id, words of its title or its outlet.")
    folded = wanted.casefold()
    if fitting := [source for source in sources if source.id.casefold() == folded]:
        return _only(fitting, sources)
    if number := _NUMBER.fullmatch(wanted):
        return _numbered(int(number[1]), sources)
    squeezed = _squeezed(wanted)
    fitting = (
        [source for number, source in enumerate(sources, start=1) if label(number, source) == wanted]
        or [source for source in sources if squeezed and _squeezed(source.title) == squeezed]
        or [source for source in sources if squeezed and _squeezed(source.outlet or "") == squeezed]
        or _by_words(wanted, sources)
    )
    if fitting:
        return _only(fitting, sources)
    raise BadSource("No article fits that; give its number, its id, words of its title or its outlet.", _near(folded, sources))


class Offer(NamedTuple):
    """A source that may be meant by what is typed so far; `number` as `find` counts."""

    number: int
    article_id: str
    title: str
    outlet: str | None


def matching(typed: str, sources: Sequence[Listed]) -> list[Offer]:
    """The sources that may be meant, at most `OFFERED`, best first.

    First the number or id typed, then those that begin with it, then those whose title, outlet or agency has all that is typed, words that
    begin so before others. For nothing typed the newest arrivals.
    """
    wanted = clean_line(typed).casefold()
    if not wanted:
        return [_offer(number, sources[number - 1]) for number in range(len(sources), max(len(sources) - OFFERED, 0), -1)]
    ranked = []
    for number, source in enumerate(sources, start=1):
        rank = _rank(wanted, number, source)
        if rank is not None:
            ranked.append((rank, number))
    return [_offer(number, sources[number - 1]) for _, number in sorted(ranked)[:OFFERED]]


def _rank(wanted: str, number: int, source: Listed) -> int | None:
    """Lower is better; None where it is not meant."""
    id_ = source.id.casefold()
    if wanted.removeprefix("#") == str(number) or wanted == id_:
        return 0
    if str(number).startswith(wanted.removeprefix("#")) or id_.startswith(wanted):
        return 1
    title = source.title.casefold()
    names = f"{title} {source.outlet or 'outlet unknown'} {source.agency or ''}".casefold()
    if not all(word in names for word in wanted.split()):
        return None
    if title.startswith(wanted):
        return 2
    padded = f" {names}"
    return 3 if all(f" {word}" in padded for word in wanted.split()) else 4


def _offer(number: int, source: Listed) -> Offer:
    return Offer(number, source.id, source.title, source.outlet)


def _squeezed(name: str) -> str:
    """Letters and digits alone, in lower case: "Le Monde" is "LeMonde"."""
    return "".join(filter(str.isalnum, name.casefold()))


def _numbered(number: int, sources: Sequence[S]) -> S:
    if 1 <= number <= len(sources):
        return sources[number - 1]
    raise BadSource(f"There is no article number {number}; the list goes from 1 to {len(sources)}.")


def _only(fitting: Sequence[S], sources: Sequence[S]) -> S:
    if len(fitting) == 1:
        return fitting[0]
    raise BadSource(f"{len(fitting)} articles fit that; give the number of the one you mean.", _listed(fitting, sources))


def _by_words(wanted: str, sources: Sequence[S]) -> list[S]:
    """Those that have all words asked for; of several, the one whose title has them side by side, if it alone does."""
    analyzer = Analyzer()
    terms = set(analyzer.terms(wanted))
    if not terms:
        return []
    fitting = [
        source for source in sources if terms <= set(analyzer.terms(f"{source.title} . {source.outlet or ''} . {source.agency or ''}"))
    ]
    phrase = [source for source in fitting if wanted.casefold() in source.title.casefold()]
    return phrase if len(phrase) == 1 else fitting


def _near(folded: str, sources: Sequence[S]) -> tuple[str, ...]:
    from rapidfuzz import fuzz

    asked = _WORD.findall(folded)
    if not asked:
        return ()
    scored = []
    for place, source in enumerate(sources):
        words = set(_WORD.findall(f"{source.title} {source.outlet or ''} {source.id}".casefold()))
        score = sum(max((fuzz.ratio(word, other) for other in words), default=0.0) for word in asked) / len(asked)
        if score >= NEAR:
            scored.append((-score, place))
    return _listed([sources[place] for _, place in sorted(scored)[:SUGGESTIONS]], sources)


def _listed(chosen: Sequence[S], sources: Sequence[S]) -> tuple[str, ...]:
    wanted = {source.id for source in chosen[:SUGGESTIONS]}
    numbers = {source.id: number for number, source in enumerate(sources, start=1) if source.id in wanted}
    return tuple(label(numbers[source.id], source) for source in chosen[:SUGGESTIONS])
