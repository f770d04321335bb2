"""A made news corpus of any size: words by Zipf's law, reports that cluster into stories, copies, outlets and dates.

Words are made of syllables and mean nothing, but for the function words, which are English and as frequent as in English. Sentences have
names, numbers and quotations where news has them. Chance is seeded: every run makes the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random

import numpy as np

from index.articles import Article
from index.passages import windows

#: Rank-frequency exponent and offset of English (Mandelbrot's form of Zipf's law; Piantadosi 2014), and how many content words there are.
EXPONENT, OFFSET = 1.0, 2.7
VOCABULARY = 60_000

#: Names that the news returns to, by the same law: some are in every tenth report.
NAMES = 3_000

#: Share of words that are function words, of content words that are the story's own, and of articles that are copies of another.
FUNCTION, OWN, COPIES = 0.42, 0.35, 0.05

_FUNCTION_WORDS = "the of to and in a that for on with as at by from was were has had his her its their which who after over not".split()
_SYLLABLES = ["".join(pair) for pair in product("b d f g k l m n p r s t v z br kr st tr".split(), "a e i o u ai or".split())]
_OUTLETS = [
    f"The {name} {paper}" for name in ("Northern", "Harbour", "Capital", "Valley", "Evening") for paper in ("Post", "Times", "Herald")
]
_QUESTIONS = (
    "What did {name} say about the {own} {second}?",
    "How many {own} were {second} in {place}?",
    "When will {name} visit {place}?",
    "Why was the {own} {common} {second}?",
    "Was a {own} agreed?",
    "Who {common} the {own} and the {second} of {place}?",
    "Where did {name} and {other} {common}?",
    "How much {own} does {place} want for the {second}?",
)


@dataclass(frozen=True, slots=True)
class _Story:
    words: list[str]
    names: list[str]
    day: date


class Corpus:
    """Articles with at least so many passages, and questions about them."""

    def __init__(self, passages: int, *, seed: int = 1) -> None:
        self._passages = passages
        self._chance = Random(seed)
        self._numbers = np.random.default_rng(seed)
        shuffled = ["".join(parts) for parts in product(_SYLLABLES, _SYLLABLES, ("n", "l", "nt", "sk", "m"))]
        self._chance.shuffle(shuffled)
        self._words = shuffled[:VOCABULARY]
        self._names = [word.capitalize() for word in shuffled[VOCABULARY : VOCABULARY + NAMES]]
        self._cumulated = _zipf(VOCABULARY)
        self._cumulated_names = _zipf(NAMES)
        self._stories: list[_Story] = []

    def articles(self) -> Iterator[Article]:
        """All articles, in the order in which they came out. Once only: `questions` ask about what has been made."""
        made = number = 0
        latest: Article | None = None
        while made < self._passages:
            story = self._story()
            for _ in range(min(12, 1 + int(self._numbers.geometric(0.4)))):
                number += 1
                copied = latest if latest and self._chance.random() < COPIES else None
                latest = self._article(number, story, copied)
                yield latest
                made += len(windows(latest.body.count("\n") + 1))

    def questions(self, count: int) -> list[str]:
        """Questions about stories of the corpus, worded as people word them, some with words that stand everywhere."""
        asked = []
        for number in range(count):
            story = self._chance.choice(self._stories)
            own, second = self._chance.sample(story.words, 2)
            name, other, place = self._chance.sample(story.names, 3)
            words = {"own": own, "second": second, "name": name, "other": other, "place": place}
            words["common"] = self._words[int(self._numbers.integers(0, 200))]
            asked.append(_QUESTIONS[number % len(_QUESTIONS)].format(**words))
        return asked

    def _story(self) -> _Story:
        words = [self._words[rank] for rank in self._numbers.integers(200, VOCABULARY, 40)]
        names = list(dict.fromkeys(self._names[rank] for rank in np.searchsorted(self._cumulated_names, self._numbers.random(12))))
        day = date(2024, 1, 1) + timedelta(days=self._chance.randrange(700))
        self._stories.append(_Story(words, names[:6], day))
        return self._stories[-1]

    def _article(self, number: int, story: _Story, copied: Article | None) -> Article:
        day = story.day + timedelta(days=self._chance.randrange(4))
        outlet = self._chance.choice(_OUTLETS)
        if copied:
            return copied.model_copy(update={"id": f"made-{number:06d}", "outlet": outlet, "published": day})
        title = " ".join(
            [*self._chance.sample(story.names, 1), *self._chance.sample(story.words, 3), "in", *self._chance.sample(story.names, 1)]
        )
        body = "\n".join(self._sentence(story) for _ in range(self._chance.randint(9, 29)))
        return Article(id=f"made-{number:06d}", title=title, body=body, outlet=outlet, published=day)

    def _sentence(self, story: _Story) -> str:
        length = self._chance.randint(9, 32)
        kinds = self._numbers.random(length)
        ranks = np.searchsorted(self._cumulated, self._numbers.random(length))
        words = [
            self._chance.choice(_FUNCTION_WORDS)
            if kind < FUNCTION
            else self._chance.choice(story.words)
            if kind < FUNCTION + (1 - FUNCTION) * OWN
            else self._words[rank]
            for kind, rank in zip(kinds, ranks, strict=True)
        ]
        form = self._chance.random()
        if form < 0.3:
            words[length // 2] = self._chance.choice(story.names)
        if form < 0.1:
            words[length // 3] = f"{self._chance.randrange(2, 900)} percent of"
        text = " ".join(words)
        text = text[0].upper() + text[1:]
        return f"“{text},” {self._chance.choice(story.names)} said." if form > 0.85 else f"{text}."


def _zipf(size: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """The chance that a draw is among the first so many ranks."""
    weights = 1 / (np.arange(1, size + 1) + OFFSET) ** EXPONENT
    return np.cumsum(weights / weights.sum())
