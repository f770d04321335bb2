"""`TopicIndex`: all topics at once against one article, instead of one after the other.

Each alternative of a topic needs one of some terms for each of its words (`matching.terms_of`). It is filed under those of the one word
that the fewest others are filed under, so that an article calls up only what it has the rarest word of; of these, most lack another word,
which is seen without reading anything; and `matching.match` decides on the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.topics.grammar import Item, Topic, format_topic, parse
from bot.topics.matching import Match, match, terms_of
from bot.topics.reading import Reading


@dataclass(frozen=True, slots=True, eq=False)
class _Filed:
    """An alternative: whose it is, what it is filed under, and what else an article needs to have."""

    key: str
    under: frozenset[str]
    others: tuple[frozenset[str], ...]


class TopicIndex:
    """Topics by keys. Adding and removing take microseconds, and are seen by the next article. Not for several threads at once."""

    def __init__(self) -> None:
        self._posts: dict[str, dict[_Filed, None]] = {}
        self._topics: dict[str, tuple[str, tuple[_Filed, ...]]] = {}  # written down, since they are parsed again in no time

    def __len__(self) -> int:
        return len(self._topics)

    def add(self, key: str, topic: Topic) -> None:
        """Files the topic under the key, in place of what is there."""
        self.remove(key)
        filed = tuple(self._file(key, items) for items in topic.alternatives)
        self._topics[key] = format_topic(topic), filed
        for each in filed:
            for term in each.under:
                self._posts.setdefault(term, {})[each] = None

    def remove(self, key: str) -> None:
        """Forgets what is filed under the key, if anything is."""
        _, filed = self._topics.pop(key, ("", ()))
        for each in filed:
            for term in each.under:
                posts = self._posts[term]
                del posts[each]
                if not posts:
                    del self._posts[term]

    def fitting(self, reading: Reading) -> Iterator[tuple[str, Match]]:
        """The keys of the topics that the article fits, each once, with the sentence by which it does; in no order."""
        for key in self._possible(reading.terms):
            if found := match(_parsed(self._topics[key][0]), reading):
                yield key, found

    def _possible(self, terms: frozenset[str]) -> set[str]:
        disjoint = terms.isdisjoint
        possible: set[str] = set()
        for term in terms & self._posts.keys():
            for filed in self._posts[term]:
                for needed in filed.others:
                    if disjoint(needed):
                        break
                else:
                    possible.add(filed.key)
        return possible

    def _file(self, key: str, items: tuple[Item, ...]) -> _Filed:
        needed = [terms for item in items for terms in _needed(item)]
        under = min(needed, key=self._crowd)
        return _Filed(key, under, tuple(sorted((terms for terms in needed if terms is not under), key=len)))

    def _crowd(self, terms: frozenset[str]) -> int:
        """How much is filed there already: rare words are filed under little."""
        return sum(len(self._posts.get(term, ())) for term in terms) + len(terms)


@lru_cache(maxsize=50_000)
def _needed(item: Item) -> tuple[frozenset[str], ...]:
    """One object for each word, however many topics have it."""
    return terms_of(item)


@lru_cache(maxsize=10_000)
def _parsed(canonical: str) -> Topic:
    return parse(canonical)
