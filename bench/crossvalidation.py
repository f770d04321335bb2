"""What fitting the ranking's weights and the refusals' thresholds would give: `python -m bench.crossvalidation GOLD-FILE`.

Values are drawn at random around those that Sherpa has. The draw that does best on four fifths of the questions is tried on the fifth that
it has not seen, over five folds and several splits. Prints the scores of the values Sherpa has, those of the best draws on the questions
that chose them, and the cross-validated ones. Takes some minutes.
"""

import asyncio
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import asking, gold
from bot import ranking, refusals
from bot.results import Answer
from index.library import open_library
from index.seeds import SEEDS

DRAWS = 40
FOLDS = 5
SPLITS = 10
SHOWN = 3
THRESHOLDS = {
    "NAMES_SHARE": (0.1, 0.15, 0.2, 0.25, 0.3, 0.4),
    "UNKNOWN_SHARE": (0.4, 0.5, 0.6, 0.7),
    "FAR": (0.15, 0.2, 0.25, 0.3),
    "WEAK": (0.3, 0.45, 0.6),
    "ON_THE_TOPIC": (0.01, 0.05, 0.1, 0.2),
}


@dataclass(frozen=True)
class Outcome:
    """One question under one draw."""

    first: bool
    third: bool
    answered: bool


async def outcomes(
    questions: Sequence[gold.Question], weights: dict[str, float], thresholds: dict[str, float], home: Path
) -> list[Outcome]:
    """Every question asked with these weights and thresholds; what they were before is put back."""
    before = ranking.WEIGHTS, {name: getattr(refusals, name) for name in thresholds}
    ranking.WEIGHTS = weights
    for name, value in thresholds.items():
        setattr(refusals, name, value)
    library = await open_library(f"sqlite:///{home / 'sherpa.db'}", home, seeds=SEEDS)
    try:
        service = asking.service(library)
        return [_outcome(question, await service.ask(question["question"])) for question in questions]
    finally:
        await library.close()
        ranking.WEIGHTS = before[0]
        for name, value in before[1].items():
            setattr(refusals, name, value)


def _outcome(question: gold.Question, result: object) -> Outcome:
    texts = [quote.text for quote in result.quotes[:SHOWN]] if isinstance(result, Answer) else []
    evidence = [one["sentence"] for group in question.get("groups", []) for one in group]
    right = [any(gold.holds(text, sentence) for sentence in evidence) for text in texts]
    return Outcome(first=right[:1] == [True], third=any(right), answered=bool(texts))


def value(questions: Sequence[gold.Question], results: Sequence[Outcome], places: Sequence[int]) -> float:
    """What a draw is chosen by: evidence@1 and evidence@3 of the answerable, plus the share of the others declined."""
    answerable = [results[place] for place in places if questions[place]["answerable"]]
    others = [results[place] for place in places if not questions[place]["answerable"]]
    found = sum(each.first + each.third for each in answerable) / max(1, len(answerable))
    return found + sum(not each.answered for each in others) / max(1, len(others))


def report(name: str, questions: Sequence[gold.Question], results: Sequence[Outcome]) -> str:
    """A line of figures over all questions."""
    answerable = [each for question, each in zip(questions, results, strict=True) if question["answerable"]]
    near = [each for question, each in zip(questions, results, strict=True) if question["kind"] == "near_topic"]
    return (
        f"{name:32s} evidence@1 {_share(answerable, 'first'):.3f}  evidence@3 {_share(answerable, 'third'):.3f}  "
        f"false refusals {1 - _share(answerable, 'answered'):.3f}  near topic declined {1 - _share(near, 'answered'):.3f}"
    )


def _share(results: Sequence[Outcome], name: str) -> float:
    return float(sum(getattr(each, name) for each in results) / max(1, len(results)))


async def main(path: Path) -> None:
    """Prints the three lines."""
    questions = gold.read(path)
    chance = random.Random(0)
    settings = [(dict(ranking.WEIGHTS), {name: getattr(refusals, name) for name in THRESHOLDS})]
    settings += [
        (
            {name: weight * chance.choice((0.0, 0.5, 0.75, 1.0, 1.5, 2.0)) for name, weight in ranking.WEIGHTS.items()} | {"coverage": 1.0},
            {name: chance.choice(values) for name, values in THRESHOLDS.items()},
        )
        for _ in range(DRAWS)
    ]
    with TemporaryDirectory(prefix="sherpa-bench-") as folder:
        tried = [await outcomes(questions, *setting, Path(folder)) for setting in settings]
    everything = range(len(questions))
    print(report("as they are", questions, tried[0]))
    order = sorted(range(len(tried)), key=lambda draw: -value(questions, tried[draw], everything))
    print(report("best draw, on what chose it", questions, tried[order[0]]))
    for draw in order[:SHOWN]:
        print("   ", *settings[draw])
    held_out: list[Outcome] = []
    asked: list[gold.Question] = []
    for _ in range(SPLITS):
        places = chance.sample(everything, len(questions))
        for fold in range(FOLDS):
            test = places[fold::FOLDS]
            train = [place for place in places if place not in set(test)]
            best = max(tried, key=lambda results, train=train: value(questions, results, train))  # type: ignore[misc]
            held_out += [best[place] for place in test]
            asked += [questions[place] for place in test]
    print(report(f"best draw, {FOLDS}-fold, {SPLITS} splits", asked, held_out))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
