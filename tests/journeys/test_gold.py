"""The quality of answers on the questions of a file beside the repository, where it is there."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.asking import quality
from bench.gold import Question, read

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "dev.jsonl"

#: Shares of 1 that answers on the seeds have to reach, on either engine.
AT_LEAST = {
    "evidence@1": 0.62,
    "evidence@3": 0.79,
    "complete@3": 0.40,
    "refused near_topic": 0.55,
    "refused off_topic": 0.95,
    "refused chat_or_attack": 1.00,
    "verbatim": 1.00,
}
FALSE_REFUSALS = 0.10
#: How far the engines may be apart in any of them.
APART = 0.03

pytestmark = pytest.mark.skipif(not GOLD.is_file(), reason="there is no file ../shared/gold/dev.jsonl beside the repository")


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read(GOLD)


async def test_answers_reach_the_floors_on_both_engines(questions: list[Question], tmp_path: Path) -> None:
    memory = await quality(questions, "memory", tmp_path / "memory")
    disk = await quality(questions, "tantivy", tmp_path / "disk")
    for scores in (memory, disk):
        short = {name: scores[name] for name, least in AT_LEAST.items() if scores[name] < least}
        assert not short
        assert scores["false refusals"] <= FALSE_REFUSALS
    assert apart(memory, disk) <= APART


def apart(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The largest difference of two engines' scores."""
    return max(abs(one[name] - other[name]) for name in one)
