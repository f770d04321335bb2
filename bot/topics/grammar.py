"""The topics' language.

    security guarantees                        all the words, in one passage or in the title
    "shouting match"                           these words as they stand
    ceasefire OR truce                         either
    tariffs -china                             and nowhere in the article
    sanctions source:reuters outlet:"France 24"

OR divides a topic into alternatives. What is to be left out, and where an article is published, hold for all of them, wherever they are
typed; of several places one is enough. Case, white space and kinds of quotation marks do not matter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

from bot.topics.reading import HYPHEN, compound_at, exact_words, split_word
from index.analysis import word_terms, words
from index.cleaning import clean_line
from index.errors import BadTopic
from index.stopwords import STOP_WORDS

T = TypeVar("T")

#: Longest topic, in characters after trimming: 30 words, more than any passage holds.
MAX_TOPIC = 200

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_TOKEN = re.compile(
    r'(?P<minus>[-−–])?(?:(?P<field>source|outlet)\s*:\s*(?:"(?P<name>[^"]*)"|(?P<short_name>[^\s"]+))?|"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))',
    re.IGNORECASE,
)

#: Words that say "tell me of", at either end of a topic: "latest news on NATO".
ASKING = frozenset("news latest breaking update updates headlines headline".split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or the words of a name that is one ("stock market"): folded, without a possessive. `shown` is as it was typed."""

    text: str
    shown: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are to stand side by side as they are, stop words too; as `reading.exact_words` gives them."""

    words: tuple[str, ...]
    shown: str = field(default="", compare=False)


Item = Word | Phrase


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes the article; folded, words with single spaces between them."""

    name: str
    shown: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the article comes from: the outlet, the agency or the site. As `Outlet`."""

    name: str
    shown: str = field(default="", compare=False)


Place = Outlet | Source


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it was read. An article fits if one of the alternatives does, each with all its items, and what holds for all of them."""

    alternatives: tuple[tuple[Item, ...], ...]
    without: tuple[Item, ...] = ()
    published: tuple[Place, ...] = ()
    not_published: tuple[Place, ...] = ()


def parse(text: str) -> Topic:
    """Raises BadTopic with a sentence that says what is wrong."""
    line = clean_line(text).translate(_QUOTES)
    _check(line)
    alternatives: list[list[Item]] = [[]]
    without: list[Item] = []
    places: dict[bool, list[Place]] = {True: [], False: []}
    stopped = False
    for token in _TOKEN.finditer(line):
        wanted = not token["minus"]
        if token["field"]:
            places[wanted].append(_place(token))
        elif wanted and (token["bare"] or "").casefold() == "or":
            alternatives.append([])
        else:
            items = _items(token)
            stopped = stopped or not items
            if wanted:
                alternatives[-1].extend(items)
            elif len(items) > 1:  # "-trump-putin" leaves out the two together and not each of them
                without.append(Phrase(tuple(word for word, _, _ in exact_words(token["bare"])), token["bare"]))
            else:
                without.extend(items)
    read = [_unique(_joined(_without_asking(list(_unique(alternative))))) for alternative in alternatives]
    if not all(read):
        raise BadTopic(_missing(read, stopped=stopped, without=bool(without)))
    return Topic(_unique(read), _unique(without), _unique(places[True]), _unique(places[False]))


def format_topic(topic: Topic) -> str:
    """The topic in its canonical form, which reads back as the same topic. Two topics that are the same have the same form."""
    parts = [" OR ".join(" ".join(_typed(item) for item in alternative) for alternative in topic.alternatives)]
    parts += [f"-{_typed(item)}" for item in topic.without]
    parts += [_typed(place) for place in topic.published]
    parts += [f"-{_typed(place)}" for place in topic.not_published]
    return " ".join(parts)


def understood(topic: Topic) -> str:
    """How the topic was read, in a sentence for the person who typed it."""
    several = any(len(alternative) > 1 for alternative in topic.alternatives)
    wanted = "; or ".join(_listed(alternative, "and") for alternative in topic.alternatives)
    sentence = f"Articles that have {wanted}{', in one passage or in the title' if several else ''}"
    if topic.without:
        sentence += f"; but nowhere {_listed(topic.without, 'or')}"
    if topic.published:
        sentence += f"; from {_listed(topic.published, 'or')}"
    if topic.not_published:
        sentence += f"; not from {_listed(topic.not_published, 'or')}"
    return f"{sentence}."


def _check(line: str) -> None:
    if not line:
        raise BadTopic("The topic is empty; name a few words, such as: security guarantees.")
    if len(line) > MAX_TOPIC:
        raise BadTopic(f"The topic has {len(line)} characters; keep it to {MAX_TOPIC}.")
    if line.count('"') % 2:
        raise BadTopic("A quotation mark is not closed; put one before and one after the exact words.")
    if not any(True for _ in words(line)):
        raise BadTopic("The topic has no word in it; name a few, such as: security guarantees.")


def _missing(read: Sequence[Sequence[Item]], *, stopped: bool, without: bool) -> str:
    if len(read) > 1:
        return "There is nothing to look for on one side of OR; put a word on both sides of it."
    if stopped:
        return "The topic has only words that stand in every text; add one that says what it is about."
    if without:
        return "The topic only says what to leave out; add a word to look for."
    return "The topic only says where an article is published; add a word to look for."


def _place(token: re.Match[str]) -> Place:
    kind = Source if token["field"].casefold() == "source" else Outlet
    shown = (token["name"] or token["short_name"] or "").strip()
    name = " ".join(word for word, _, _ in words(shown))
    if not name:
        raise BadTopic(f"There is no name after {token['field'].lower()}:; write one, such as {token['field'].lower()}:Reuters.")
    return kind(name, shown)


def _items(token: re.Match[str]) -> list[Item]:
    """What a word or a quotation comes to; nothing for stop words and bare punctuation."""
    if token["bare"] is not None:
        return [
            item for word, start, end in words(token["bare"]) if word not in STOP_WORDS for item in _words(word, token["bare"][start:end])
        ]
    exact = tuple(word for word, _, _ in exact_words(token["quoted"]))
    if not exact:
        raise BadTopic("There is no word between two of the quotation marks; put the exact words there.")
    return [] if STOP_WORDS.issuperset(exact) else [Phrase(exact, token["quoted"].strip())]


def _words(word: str, typed: str) -> list[Item]:
    """What one typed word comes to: hyphenated names are several."""
    parts = split_word(word)
    shown = HYPHEN.split(typed) if len(parts) > 1 else [typed]
    shown = shown if len(shown) == len(parts) else list(parts)
    return [Word(part, name) for part, name in zip(parts, shown, strict=True) if part not in STOP_WORDS and word_terms(part)]


def _without_asking(items: list[Item]) -> list[Item]:
    places = [place for place, item in enumerate(items) if not (isinstance(item, Word) and item.text in ASKING)]
    return items[places[0] : places[-1] + 1] if places else items


def _joined(items: list[Item]) -> Iterator[Item]:
    """With the words of a name that is one joined: "stock markets" is asked for as one thing."""
    for is_word, run in groupby(items, key=lambda item: isinstance(item, Word)):
        group = list(run)
        if not is_word:
            yield from group
            continue
        texts = [item.text for item in group if isinstance(item, Word)]
        place = 0
        while place < len(texts):
            length, _ = compound_at(texts, place)
            shown = " ".join(item.shown for item in group[place : place + length])
            yield Word(" ".join(texts[place : place + length]), shown)
            place += length


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _typed(item: Item | Place) -> str:
    if isinstance(item, Word):
        return item.text
    if isinstance(item, Phrase):
        return f'"{" ".join(item.words)}"'
    name = f'"{item.name}"' if " " in item.name else item.name
    return f"{'source' if isinstance(item, Source) else 'outlet'}:{name}"


def _listed(items: Sequence[Item | Place], last: str) -> str:
    shown = [f'"{item.shown}"' if isinstance(item, Phrase) else item.shown or _typed(item) for item in items]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"
