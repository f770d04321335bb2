"""What "how many" counts, and which sentences give a number of those."""

import pytest

from bot.counting import counted, gives_number
from index.analysis import Analyzer

DRONES = Analyzer().terms("drones")


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many drones were shot down?", "drones"),
        ("how many attack drones did they fire", "attack drones"),
        ("How many people died in the flood?", "people"),
        ("How many houses collapsed in the flood?", "houses"),
        ("How many men fled?", "men"),
        ("how many sports cars burnt?", "sports cars"),
        ("How many injured were there?", "injured"),
        ("how many of the drones hit?", ""),
        ("How much did it cost?", ""),
        ("Were many drones shot down?", ""),
    ],
)
def test_the_noun_after_how_many_is_counted(question: str, noun: str) -> None:
    assert list(counted(question)) == Analyzer().terms(noun)


@pytest.mark.parametrize(
    ("sentence", "given"),
    [
        ("They fired 85 drones.", True),
        ("They fired 85 cheap attack drones.", True),
        ("Dozens of drones came.", True),
        ("Seventeen drones came.", True),
        ("The drones came at dawn.", False),
        ("The drones hit 3 houses.", False),
        ("In 2029 the town, which is old and rich, bought drones.", False),
        ("They fired 85 shells.", False),
    ],
)
def test_a_number_counts_what_stands_shortly_after_it(stored, judged_on, sentence: str, given: bool) -> None:
    judged = judged_on("How many drones were fired?", stored(f"{sentence} The drones were grey."))
    assert gives_number(judged.evidence.sentences[0], DRONES[-1], judged.matcher) == given
