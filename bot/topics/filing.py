"""`TopicIndex`: all topics at once against one article, instead of one after the other.

Each alternative of a topic needs one of some terms for each of its words (`matching.terms_of`). It is filed under those of the one word
that the fewest others are filed under, so that an article calls up only what it has the rarest word of; of these, most lack another word,
which is seen without reading anything; and `matching.match` decides on the rest.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.topics.grammar import ASKING, Topic, Word, parse
from bot.topics.matching import Match, match, terms_of
from bot.topics.reading import Reading
from index.analysis import word_terms
from index.related import compounds
from index.stopwords import STOP_WORDS

_PLAIN = re.compile("[a-z]+")


@dataclass(frozen=True, slots=True, eq=False)
class _Filed:
    """An alternative: the topic that it is of, what it is filed under, and what else an article needs to have."""

    topic: str
    under: frozenset[str]
    others: tuple[frozenset[str], ...]


class TopicIndex:
    """Topics, as `grammar.parse` takes them. Adding and removing are seen by the next article. Not for several threads
    at once.
    """

    def __init__(self) -> None:
        self._posts: dict[str, dict[_Filed, None]] = {}
        self._topics: dict[str, tuple[_Filed, ...]] = {}  # as text, since they are parsed again in no time

    def __len__(self) -> int:
        return len(self._topics)

    def add(self, topic: str) -> None:
        """Takes a topic in, once. Raises BadTopic."""
        if topic in self._topics:
            return
        filed = tuple(self._file(topic, needed) for needed in _alternatives(topic))
        self._topics[topic] = filed
        for each in filed:
            for term in each.under:
                self._posts.setdefault(term, {})[each] = None

    def remove(self, topic: str) -> None:
        """Forgets the topic, if it is there."""
        for each in self._topics.pop(topic, ()):
            for term in each.under:
                posts = self._posts[term]
                del posts[each]
                if not posts:
                    del self._posts[term]

    def fitting(self, reading: Reading) -> Iterator[tuple[str, Match]]:
        """The topics that the article fits, each once, with the sentence by which it does; in no order."""
        for topic in self._possible(reading.terms):
            if found := match(_parsed(topic), reading):
                yield topic, found

    def _possible(self, terms: frozenset[str]) -> set[str]:
        disjoint = terms.isdisjoint
        possible: set[str] = set()
        for term in terms & self._posts.keys():
            for filed in self._posts[term]:
                for needed in filed.others:
                    if disjoint(needed):
                        break
                else:
                    possible.add(filed.topic)
        return possible

    def _file(self, topic: str, needed: Sequence[frozenset[str]]) -> _Filed:
        under = min(needed, key=self._crowd)
        return _Filed(topic, under, tuple(sorted((terms for terms in needed if terms is not under), key=len)))

    def _crowd(self, terms: frozenset[str]) -> int:
        """How much is filed there already: rare words are filed under little."""
        return sum(len(self._posts.get(term, ())) for term in terms) + len(terms)


def _alternatives(topic: str) -> list[list[frozenset[str]]]:
    """What an article needs one of each of, for each alternative. Most topics are a few words, which are not read anew each time."""
    words = topic.split(" ")
    if all(needed := [_plain_word(word) for word in words]):
        return [[terms for of_word in needed for terms in of_word]]
    return [[terms for item in items for terms in terms_of(item)] for items in parse(topic).alternatives]


@lru_cache(maxsize=100_000)
def _plain_word(word: str) -> tuple[frozenset[str], ...]:
    """What an article needs that is to have the word; nothing for what may mean something else, by itself or with others."""
    if not _PLAIN.fullmatch(word) or word in STOP_WORDS or word in ASKING or word == "or":
        return ()
    return () if not word_terms(word) or word_terms(word)[0] in compounds() else terms_of(Word(word))


@lru_cache(maxsize=10_000)
def _parsed(topic: str) -> Topic:
    return parse(topic)
