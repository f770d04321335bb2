"""Made syndications: what an agency's customers do to a text, and what only looks like it. Measures how well copies are told apart.

    python -m bench.syndications

The texts are the seeds and filled forms. Copies: whole with other credits and spelling, cut to 30, 50 and 70%, with a foreign beginning,
edited in 5 to 30% of all words (each swapped for one that the embeddings hold to be alike), with sentences dropped, moved and merged, with
titles and first names left out and numbers in digits. Not copies: rewrites in other words (`rewrites.toml`), texts into which 20 to 45% of
another was copied, follow-ups with another's second half as background, round-ups, two fills of one form, two seeds. They are judged two by
two, and then as stories: all of them stored in a shuffled order. Chance is seeded: every run makes the same.
"""

import asyncio
import random
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from bench.forms import FORMS, fill
from index import embeddings, seeds
from index.analysis import word_terms
from index.articles import Article
from index.library import BATCH
from index.store.prepared import Prepared
from index.store.store import Store
from index.stories import bands, same_story

#: The seeds' own near-duplicates: the second is left out of what copies are made from.
TWINS = ("seed-1.2", "seed-1.3")
FILLS = 4
#: Texts in a round-up; each text is in one at most.
ITEMS = 5
_DIGITS = {word: str(number) for number, word in enumerate("two three four five six seven eight nine ten".split(), 2)}


class Pair(NamedTuple):
    """Two texts, what was done to make one from the other, and whether they are one story."""

    kind: str
    first: str
    second: str
    same: bool


class Score(NamedTuple):
    """Found and true, found and false, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the pairs taken for copies, how many are."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the copies, how many were found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def joined(pair: Pair) -> bool:
    """As at intake: a band in common, then the comparison."""
    return bool({*bands(pair.first)} & {*bands(pair.second)}) and same_story(pair.first, pair.second)


def score(pairs: list[Pair]) -> Score:
    """Over all pairs."""
    counts = Counter((pair.same, joined(pair)) for pair in pairs)
    return Score(right=counts[True, True], wrong=counts[False, True], missed=counts[True, False])


def pairs(seed: int = 0) -> list[Pair]:
    """All pairs, copies and others."""
    chance = random.Random(seed)
    texts = {article.id: article.body for article in seeds.load()}
    fills = {name: [fill(form, chance) for _ in range(FILLS)] for name, form in FORMS.items()}
    sources = [text for id_, text in texts.items() if id_ != TWINS[1]] + [few[0] for few in fills.values()]
    made = [Pair("the seeds' twins", texts[TWINS[0]], texts[TWINS[1]], same=True)]
    for text in sources:
        longer = [source for source in sources if source is not text and len(source) > len(text)]
        other = chance.choice(longer or sorted((source for source in sources if source is not text), key=len)[-3:])
        made += [Pair(kind, text, copy, same=True) for kind, copy in copies(text, other, chance)]
        made += [Pair(f"{share:.0%} copied", text, mixed, same=False) for share, mixed in mixtures(text, other, chance)]
        made += [Pair("second half as background", text, follow_up(text, other), same=False)]
    shuffled = chance.sample(sources, len(sources))
    for start in range(0, len(shuffled) - ITEMS + 1, ITEMS):
        items = shuffled[start : start + ITEMS]
        made += [Pair("an item of a round-up", item, "\n\n".join(items), same=False) for item in items]
    made += [Pair("two seeds", texts[a], texts[b], same=False) for a, b in combinations(texts, 2) if (a, b) != TWINS]
    made += [Pair("rewritten", texts[id_], text, same=False) for id_, text in rewrites().items()]
    made += [Pair("one form filled twice", a, b, same=False) for few in fills.values() for a, b in combinations(few, 2)]
    return made


def stories(pairs: list[Pair]) -> list[tuple[str, str]]:
    """The texts of the pairs, each with its story, which is named by its first text; in the order of chance. Without those that have a good
    part of a second text, and so are of two stories.
    """
    clear = [pair for pair in pairs if "foreign" not in pair.kind and "copied" not in pair.kind and "background" not in pair.kind]
    story = {text: text for pair in clear for text in (pair.first, pair.second)}
    story |= {pair.second: pair.first for pair in clear if pair.same}
    twins = {pair.second: pair.first for pair in clear if pair.kind == "the seeds' twins"}
    return random.Random(0).sample([(twins.get(of, of), text) for text, of in story.items()], len(story))


async def stored(told: list[tuple[str, str]]) -> Score:
    """Over all pairs of these articles, as a store that they came to in this order has them."""
    articles = [Article(id=f"a{number}", title="Report", body=text) for number, (_, text) in enumerate(told)]
    with TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite:///{folder}/sherpa.db")
        for start in range(0, len(articles), BATCH):
            await store.add([Prepared(article) for article in articles[start : start + BATCH]], datetime.now(UTC))
        found = await store.get(article.id for article in articles)
        await store.close()
    sizes = Counter((of, found[article.id].story_id) for (of, _), article in zip(told, articles, strict=True))

    def within(counts: Iterable[int]) -> int:
        return sum(count * (count - 1) // 2 for count in counts)

    right = within(sizes.values())
    by_truth, by_store = Counter[str](), Counter[str]()
    for (of, story), count in sizes.items():
        by_truth[of] += count
        by_store[story] += count
    return Score(right, within(by_store.values()) - right, within(by_truth.values()) - right)


def rewrites() -> dict[str, str]:
    """Seeds told in other words, by the seed's id."""
    return {id_: text.strip() for id_, text in tomllib.loads(Path(__file__).with_name("rewrites.toml").read_text("utf-8")).items()}


def copies(text: str, other: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Copies of `text`; `other` lends foreign beginnings."""
    own, foreign = _sentences(text), _sentences(other)
    yield "whole, other credits", f"LONDON, Aug 16 (AP) - {_respell(text)} (Writing by the desk in London)"
    for share in (0.3, 0.5, 0.7):
        yield f"cut to {share:.0%}", " ".join(_share(own, share))
    start = chance.randrange(len(own) // 2)
    yield "names cut short, numbers in digits", _terse(text, chance)
    yield "the middle half", " ".join(own[start : start + len(own) // 2 + 1])
    yield "foreign beginning", " ".join(_up_to(foreign, 0.4 * _length(own)) + own)
    yield "foreign beginning, cut to 60%", " ".join(_up_to(foreign, 0.25 * _length(own)) + _share(own, 0.6))
    for share in (0.05, 0.1, 0.2, 0.3):
        yield f"{share:.0%} edited", _edit(text, share, chance)
        kept = [sentence for sentence in own if chance.random() > 0.25] or own
        yield f"{share:.0%} edited, dropped, moved, merged", _edit(" ".join(_merge(_move(kept, chance), chance)), share, chance)
    yield "15% edited, cut to 40%", _edit(" ".join(_share(own, 0.4)), 0.15, chance)
    yield "20% edited, foreign beginning", _edit(" ".join(_up_to(foreign, 0.25 * _length(own)) + _share(own, 0.8)), 0.2, chance)
    yield "10% edited, all moved", _edit(" ".join(chance.sample(own, len(own))), 0.1, chance)


def mixtures(text: str, other: str, chance: random.Random) -> Iterator[tuple[float, str]]:
    """`other` with a run of the sentences of `text` in it: a long quotation, or background. The share is of the shorter text."""
    own, foreign = _sentences(text), _sentences(other)
    for share in (0.2, 0.35, 0.45):
        start = chance.randrange(len(own))
        run = _up_to(own[start:], share * min(_length(own), _length(foreign)))
        place = chance.randrange(len(foreign))
        yield share, " ".join(foreign[:place] + run + foreign[place:])


def follow_up(text: str, other: str) -> str:
    """The beginning of `other` and then, as background, the second half of `text`, which is half of it at most."""
    own, foreign = _sentences(text), _sentences(other)
    background = own[len(own) // 2 :]
    start = _up_to(foreign, 1.1 * _length(background)) or foreign[:1]
    return " ".join(start + _up_to(background, _length(start)))


def _terse(text: str, chance: random.Random) -> str:
    text = re.sub(r"\b(?:President|Prime Minister|Secretary|Minister|Mr|Mrs|Senator|Chancellor)\.? (?=[A-Z])", "", text)
    text = re.sub(r"\b[A-Z][a-z]+ ([A-Z][a-z]{3,})\b", lambda found: found[1] if chance.random() < 0.6 else found[0], text)
    text = re.sub(r"\b(two|three|four|five|six|seven|eight|nine|ten)\b", lambda found: _DIGITS[found[1]], text)
    return re.sub(r"(\d) per ?cent", r"\1%", re.sub(r"\b(\d+),(\d{3})\b", r"\1\2", text))


def _edit(text: str, share: float, chance: random.Random) -> str:
    tokens = re.findall(r"\w+|\W+", text)
    can = [place for place, token in enumerate(tokens) if _alike(token)]
    wanted = int(share * sum(token[0].isalnum() for token in tokens))
    for place in chance.sample(can, min(len(can), wanted)):
        tokens[place] = chance.choice(_alike(tokens[place]))
    return "".join(tokens)


@cache
def _vocabulary() -> tuple[list[str], dict[str, int], "np.ndarray[tuple[int, int], np.dtype[np.float32]]"]:
    texts = " ".join([article.body for article in seeds.load()] + list(FORMS.values()))
    words = sorted(set(re.findall(r"\b[a-z]{4,}\b", texts)))
    return words, {word: place for place, word in enumerate(words)}, embeddings.load().vectors(words)


@cache
def _alike(word: str) -> tuple[str, ...]:
    """The four words nearest in meaning; none for names, numbers and short words, which editors leave alone."""
    words, places, vectors = _vocabulary()
    if word not in places:
        return ()
    near = np.argsort(-(vectors @ vectors[places[word]]))[:12]
    return tuple(words[place] for place in near if word_terms(words[place]) != word_terms(word))[:4]


def _respell(text: str) -> str:
    text = re.sub(r"\b(\w{4,})iz(e|ed|ing|ation)\b", r"\1is\2", text)
    return re.sub(r"\b(\w{3,})our\b", r"\1or", text).replace('"', "“").replace("'", "’")


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.!?][\"'”’])\s+|(?<=[.!?])\s+|\n+", text) if sentence]


def _length(sentences: list[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


def _share(sentences: list[str], share: float) -> list[str]:
    return sentences[: max(1, round(share * len(sentences)))]


def _up_to(sentences: list[str], words: float) -> list[str]:
    taken: list[str] = []
    for sentence in sentences:
        if _length([*taken, sentence]) > words:
            break
        taken.append(sentence)
    return taken


def _move(sentences: list[str], chance: random.Random) -> list[str]:
    moved = list(sentences)
    for _ in range(len(moved) // 5):
        place = chance.randrange(len(moved) - 1)
        moved[place], moved[place + 1] = moved[place + 1], moved[place]
    return moved


def _merge(sentences: list[str], chance: random.Random) -> list[str]:
    merged: list[str] = []
    for sentence in sentences:
        if merged and chance.random() < 0.2:
            merged[-1] = f"{merged[-1].rstrip('.')}, and {sentence[0].lower()}{sentence[1:]}"
        else:
            merged.append(sentence)
    return merged


def main() -> None:
    """Prints how each kind was judged, and precision, recall and F1 over all."""
    made = pairs()
    kinds: defaultdict[tuple[bool, str], list[bool]] = defaultdict(list)
    for pair in made:
        kinds[pair.same, pair.kind].append(joined(pair))
    for (same, kind), found in sorted(kinds.items(), reverse=True):
        print(f"{'copy' if same else 'other':5} {kind:40} {sum(found):4} of {len(found):4} joined")
    total = score(made)
    print(f"precision {total.precision:.3f} recall {total.recall:.3f} F1 {total.f1:.3f} over {len(made)} pairs")
    told = stories(made)
    total = asyncio.run(stored(told))
    print(f"as stories: precision {total.precision:.3f} recall {total.recall:.3f} F1 {total.f1:.3f} over {len(told)} articles")


if __name__ == "__main__":
    main()
