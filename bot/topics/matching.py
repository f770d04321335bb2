"""Whether an article fits a topic, and by which sentence.

The items of an alternative are to stand in one sentence or in the title, in any order and form. What counts, and how far apart, was chosen
on topics over the seeds (`tests/bot/topics.toml`):

- A word answers to its own forms and spellings, and half of the words (of two, one) may be found by a related one: "minerals deal" by
  "signed a minerals agreement". Of words that stand side by side all but one may be; a single word is found by itself alone.
- Two are to be close, since far apart they seldom belong together.
- Of three and more, one may stand in the sentence before or after, or in the title.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.topics.grammar import Item, Outlet, Phrase, Topic, Word
from bot.topics.grammar import Place as Publisher
from bot.topics.reading import Place, Reading, exact_words, wanted
from index.analysis import word_terms, words
from index.articles import Span, StoredArticle
from index.gazetteer import is_people
from index.stopwords import STOP_WORDS

#: Words (without stop words) from one of two to the other, at most. Under 6 right articles are lost; from 10 on wrong ones come in: "the
#: leaders of France, Italy, Germany … and the president of the European Commission" for "French president".
CLOSE = 8
#: The same where the first says whose the second is: "Afghan government".
CLOSE_PEOPLE = 3


class Match(NamedTuple):
    """The sentence by which an article fits: its ordinal, None for the title. `marks` are the words found in it, as offsets into its text,
    in order, without overlap.
    """

    sentence: int | None
    marks: tuple[Span, ...]


class _Text(NamedTuple):
    """A sentence, or the title."""

    text: str
    places: tuple[Place, ...]
    terms: frozenset[str]


class _Found(NamedTuple):
    """Where an item stands: at the place of which number, by a related word or its own, at which offsets."""

    place: int
    related: bool
    span: Span


class _Fit(NamedTuple):
    """How well a sentence fits, best first: items found beside it, related words, places from the first to the last."""

    beside: int
    related: int
    spread: int
    ordinal: int  #: the title comes after all sentences
    match: Match


def match(topic: Topic, reading: Reading) -> Match | None:
    """The best sentence by which the article fits; None where it does not."""
    if not _published(topic, reading.article) or any(_anywhere(item, reading) for item in topic.without):
        return None
    fits = [fit for alternative in topic.alternatives if _possible(alternative, reading) for fit in _fits(alternative, reading)]
    return min(fits).match if fits else None


@lru_cache(maxsize=50_000)
def terms_of(item: Item) -> tuple[frozenset[str], ...]:
    """Sets of terms of each of which an article has one (in `Reading.terms`) if it has the item: topics can be filed under any one set.
    The same objects each time: topics have many words in common.
    """
    if isinstance(item, Word):
        answers = wanted(item.text)
        return (answers.own | answers.related,)
    return tuple(frozenset(word_terms(word)[:1]) for word in item.words if word not in STOP_WORDS)


def _possible(items: Sequence[Item], reading: Reading) -> bool:
    return all(not reading.terms.isdisjoint(terms) for item in items for terms in terms_of(item))


def _fits(items: Sequence[Item], reading: Reading) -> Iterator[_Fit]:
    numbered = enumerate(zip(reading.sentences, reading.sentence_terms, strict=True))
    texts = [_Text(reading.sentence(number), places, terms) for number, (places, terms) in numbered]
    title = _Text(reading.article.title, reading.title, reading.title_terms)
    needed = [terms_of(item) for item in items]
    for number, text in enumerate([*texts, title]):
        sentence = None if text is title else number
        there = [all(not text.terms.isdisjoint(terms) for terms in each) for each in needed]
        if there.count(False) > (len(items) > 2):
            continue
        found = [_find(item, text) if it_is else [] for item, it_is in zip(items, there, strict=True)]
        if all(found):
            yield from _fit(found, items, number, sentence)
        elif len(items) > 2 and sentence is not None and sum(not places for places in found) == 1:
            missing = items[next(place for place, places in enumerate(found) if not places)]
            nearby = [place for other in (*texts[max(0, number - 1) : number + 2], title) for place in _find(missing, other)]
            if nearby:
                beside = min(place.related for place in nearby)
                yield from _fit([places for places in found if places], items, number, sentence, beside=int(beside) + 1)


def _fit(found: list[list[_Found]], items: Sequence[Item], number: int, sentence: int | None, beside: int = 0) -> Iterator[_Fit]:
    """The ways in which the sentence will do. `beside` is 1 for an item found in the sentences around, 2 if by a related word."""
    most_related = len(items) // 2 if len(items) > 1 else 0
    most_apart = CLOSE_PEOPLE if len(items) == 2 and _is_people(items[0]) else CLOSE
    for chosen in _choices(found):
        related = sum(place.related for place in chosen) + (beside == 2)
        spread = max(place.place for place in chosen) - min(place.place for place in chosen)
        side_by_side = spread == len(chosen) - 1 and related < len(items)
        if (len(chosen) != 2 or spread <= most_apart) and (related <= most_related or (side_by_side and len(items) > 1)):
            yield _Fit(beside, related, spread, number, Match(sentence, _marks(chosen)))


def _is_people(item: Item) -> bool:
    return isinstance(item, Word) and is_people(word_terms(item.text)[0])


def _choices(found: list[list[_Found]]) -> Iterator[list[_Found]]:
    """One place for each item, no place twice: around each place of the rarest item, the nearest of the others, once with their own words
    first and once whatever is nearest.
    """
    rarest = min(range(len(found)), key=lambda item: len(found[item]))
    for anchor in found[rarest]:
        for own_first in (True, False):
            chosen = {rarest: anchor}
            for item, places in enumerate(found):
                taken = {place.place for place in chosen.values()}
                free = [place for place in places if place.place not in taken]
                if item != rarest and free:
                    chosen[item] = min(free, key=lambda place: (own_first and place.related, abs(place.place - anchor.place)))
            if len(chosen) == len(found):
                yield list(chosen.values())


def _find(item: Item, text: _Text) -> list[_Found]:
    if isinstance(item, Phrase):
        return [
            _Found(sum(place.start < span.start for place in text.places), related=False, span=span) for span in _phrase(item, text.text)
        ]
    own, related = wanted(item.text)
    return [
        _Found(number, is_related, Span(place.start, place.end))
        for number, place in enumerate(text.places)
        if not (is_related := own.isdisjoint(place.terms)) or not related.isdisjoint(place.terms)
    ]


def _phrase(phrase: Phrase, text: str) -> list[Span]:
    there = exact_words(text)
    length = len(phrase.words)
    return [
        Span(there[start][1], there[start + length - 1][2])
        for start in range(len(there) - length + 1)
        if tuple(word for word, _, _ in there[start : start + length]) == phrase.words
    ]


def _anywhere(item: Item, reading: Reading) -> bool:
    """Whether the article has the item, in its own words."""
    if isinstance(item, Word):
        return not wanted(item.text).own.isdisjoint(reading.terms)
    texts = (reading.article.title, *(reading.sentence(number) for number in range(len(reading.sentences))))
    return any(_phrase(item, text) for text in texts)


def _marks(chosen: list[_Found]) -> tuple[Span, ...]:
    marks: list[Span] = []
    for span in sorted(place.span for place in chosen):
        if not marks or span.start >= marks[-1].end:
            marks.append(span)
    return tuple(marks)


def _published(topic: Topic, article: StoredArticle) -> bool:
    wanted_there = not topic.published or any(_is_by(publisher, article) for publisher in topic.published)
    return wanted_there and not any(_is_by(publisher, article) for publisher in topic.not_published)


def _is_by(publisher: Publisher, article: StoredArticle) -> bool:
    """Whether the name is the outlet's, or whole words of it; a source may also be the agency or the site ("bbc.com")."""
    names = [article.outlet or ""]
    if not isinstance(publisher, Outlet):
        names += [article.agency or "", article.url_owner or "", (urlsplit(article.url or "").hostname or "").removeprefix("www.")]
    for name in names:
        folded = [word for word, _, _ in words(name)]
        if f" {publisher.name} " in f" {' '.join(folded)} " or publisher.name.replace(" ", "") == "".join(folded):
            return True
    return False
