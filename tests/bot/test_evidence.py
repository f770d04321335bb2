"""Who is named in a sentence, and who speaks in it."""

import pytest

from bot.evidence import Evidence
from bot.speech import speaks
from index.analysis import Analyzer

CRANE = frozenset(Analyzer().terms("Crane"))


def crane_speaks(evidence: Evidence, ordinal: int) -> bool:
    candidate = evidence.sentences[ordinal]
    return speaks(candidate, evidence.named(candidate), CRANE)


@pytest.mark.parametrize(
    "text",
    [
        "Crane said the dam would hold.",
        '"The dam will hold," Crane said.',
        '"The dam will hold," said Odalys Crane, the minister.',
        "'The dam will hold,' Crane told reporters.",
        "Crane, who had arrived late, warned the town.",
        "According to Crane, the dam would hold.",
        "Crane wrote in a post that the dam would hold.",
        "Crane believes that the dam will hold.",
    ],
)
def test_one_beside_a_verb_of_saying_speaks(stored, evidence, text: str) -> None:
    assert crane_speaks(evidence(stored(text), asked_about=CRANE), 0)


@pytest.mark.parametrize(
    "text",
    [
        "Crane walked along the dam.",
        "Tull said a day after Crane that it would hold.",
        '"Crane is wrong," Tull said.',
        "Tull said that Crane would come.",
        "The dam will hold, Tull said, and Crane went home.",
    ],
)
def test_one_who_is_only_spoken_of_does_not(stored, evidence, text: str) -> None:
    assert not crane_speaks(evidence(stored(text), asked_about=CRANE), 0)


def test_she_is_whoever_was_named_before(stored, evidence) -> None:
    found = evidence(stored("Crane came to the dam. She said that it would hold. Tull came. He said that it would not."), asked_about=CRANE)
    assert [crane_speaks(found, ordinal) for ordinal in range(2)] == [False, True]


def test_an_office_speaks_for_its_holder(stored, evidence) -> None:
    found = evidence(stored("Transport Minister Odalys Crane came. The transport minister said the dam would hold."))
    assert crane_speaks(found, 1)


def test_sentences_come_once_in_the_order_found(stored, evidence) -> None:
    one, other = stored("It rained. It poured.", "b"), stored("The dam broke. It rained.", "a")
    found = evidence(one, other, one)
    assert [candidate.text for candidate in found.sentences] == ["It rained.", "It poured.", "The dam broke.", "It rained."]


def test_neighbours_are_of_the_same_article(stored, evidence) -> None:
    found = evidence(stored("It rained. It poured.", "a"), stored("The dam broke.", "b"))
    first, second, broke = found.sentences
    assert found.neighbour(first, 1) is second
    assert found.neighbour(second, -1) is first
    assert (found.neighbour(first, -1), found.neighbour(second, 1), found.neighbour(broke, 1)) == (None, None, None)
