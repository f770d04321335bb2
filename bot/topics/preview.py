"""What a topic would have fired an alert on, among the articles that are stored.

Up to `FEW` articles all are matched. Of more, those that `searches` finds: the passages that have the rarest thing asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.citing import Citing
from bot.results import Preview
from bot.topics.grammar import Item, Topic, Word, understood
from bot.topics.matching import match, terms_of
from bot.topics.reading import read, wanted
from bot.wording import series
from index.analysis import word_terms
from index.articles import StoredArticle, published_text
from index.library import Library
from index.related import compounds
from index.retrieval import OPEN, Filter

#: Articles of which all are read, at 2 ms each.
FEW = 100
#: Passages to search for, for each alternative of a topic: those of some 200 articles.
MOST_PASSAGES = 400
#: Stories from which on "half of them" says something.
_MANY_STORIES = 5


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a topic is tried on: the articles that may fit, how many stories there are in all, and in how many passages each term stands."""

    articles: Sequence[StoredArticle]
    stories: int
    frequencies: Mapping[str, int]


async def gather(library: Library, topic: Topic, where: Filter = OPEN) -> Gathered:
    """All that `preview` needs of the library."""
    statistics = await library.statistics(where)
    frequencies = await library.frequencies(index_terms(topic), where)
    if statistics.articles <= FEW:
        return Gathered(await library.sources(where), statistics.stories, frequencies)
    hits = [hit for terms in searches(topic, frequencies) for hit in await library.search(terms, MOST_PASSAGES, where)]
    articles = await library.get(list(dict.fromkeys(hit.article_id for hit in hits)))
    return Gathered(list(articles.values()), statistics.stories, frequencies)


def index_terms(topic: Topic) -> set[str]:
    """The terms, as the engines have them, of whose frequencies `searches` and `preview` want to know."""
    return {term for alternative in topic.alternatives for item in alternative for terms in terms_of(item) for term in _indexed(terms)}


def searches(topic: Topic, frequencies: Mapping[str, int]) -> list[dict[str, float]]:
    """For each alternative the terms to search with, of equal weight: those of which it needs one and that stand in the fewest passages."""
    return [dict.fromkeys(min(_needed(items), key=lambda terms: _count(terms, frequencies)), 1.0) for items in topic.alternatives]


def preview(text: str, topic: Topic, gathered: Gathered, cite: Citing) -> Preview:
    """Of each story that fits, its newest article that does; newest first. `text` is the topic as typed.

    Reads and matches every article that was gathered: 2 ms each.
    """
    fitting: dict[str, StoredArticle] = {}
    for article in sorted(gathered.articles, key=_newest_last, reverse=True):
        if article.story_id not in fitting and match(topic, read(article)):
            fitting[article.story_id] = article
    citations = tuple(cite(article) for article in fitting.values())
    return Preview(topic=text, understood=understood(topic), articles=citations, notes=tuple(_notes(topic, gathered, len(fitting))))


def _newest_last(article: StoredArticle) -> tuple[str, int]:
    return published_text(article.published) or "", article.sequence


def _notes(topic: Topic, gathered: Gathered, fitting: int) -> Iterable[str]:
    if names := tuple(_unknown(topic, gathered.frequencies)):
        yield f"No article has {series(names, last='or')}."
    if gathered.stories >= _MANY_STORIES and fitting * 2 >= gathered.stories:
        yield f"This fits {fitting} of the {gathered.stories} stories; a narrower topic would tell more."
    for terms in searches(topic, gathered.frequencies) if gathered.stories > FEW else ():
        if (count := _count(terms, gathered.frequencies)) > MOST_PASSAGES:
            yield f"Of {count} passages that may fit, the nearest {MOST_PASSAGES} were looked at."


def _needed(items: Sequence[Item]) -> list[frozenset[str]]:
    return [_indexed(terms) for item in items for terms in terms_of(item)]


def _unknown(topic: Topic, frequencies: Mapping[str, int]) -> list[str]:
    """The words looked for, as typed, that no article has."""
    names: dict[str, None] = {}
    for item in (item for alternative in topic.alternatives for item in alternative):
        own = (wanted(item.text).own,) if isinstance(item, Word) else terms_of(item)
        if not all(_count(_indexed(terms), frequencies) for terms in own):
            names[f"“{item.shown}”"] = None
    return list(names)


def _count(terms: Iterable[str], frequencies: Mapping[str, int]) -> int:
    return sum(frequencies.get(term, 0) for term in terms)


def _indexed(terms: Iterable[str]) -> frozenset[str]:
    """The terms as the engines have them: these know no names of several words and no plurals with a meaning of their own."""
    parts = {compound.term: compound.parts for group in compounds().values() for compound in group}
    found: set[str] = set()
    for term in terms:
        found.update(word_terms(term[1:])[:1] if term.startswith("=") else (term,))
        found.update(parts.get(term, ())[:1])
    return frozenset(found)
