"""Which span is quoted for a sentence, and which of its words are marked."""

from itertools import pairwise

import pytest

from bot.answers import Judged
from bot.excerpts import MAX_PAIR, marks, span


def quoted(judged: Judged, ordinal: int) -> str:
    """What is quoted for the article's sentence of that number."""
    [scored] = [each for each in judged.ranked if each.candidate.ordinal == ordinal]
    start, end, _ = span(scored, judged.matcher, judged.evidence.neighbour)
    return scored.candidate.article.body[start:end]


def marked(judged: Judged, text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in marks(text, judged.matcher)]


def test_a_neighbour_that_answers_more_is_quoted_too(stored, judged_on) -> None:
    judged = judged_on("Who paid for the bridge at Tarnholm?", stored("The bridge stands at Tarnholm. Brewers paid for it. Kites rose."))
    assert quoted(judged, 1) == "The bridge stands at Tarnholm. Brewers paid for it."


def test_a_neighbour_that_adds_nothing_is_not(stored, judged_on) -> None:
    judged = judged_on("Who paid for the bridge at Tarnholm?", stored("Kites rose. Brewers paid for the bridge at Tarnholm. It rained."))
    assert quoted(judged, 1) == "Brewers paid for the bridge at Tarnholm."


def test_a_neighbour_in_another_paragraph_or_too_long_is_not(stored, judged_on) -> None:
    question = "Who paid for the bridge at Tarnholm?"
    assert quoted(judged_on(question, stored("The bridge stands at Tarnholm.\nBrewers paid for it.")), 1) == "Brewers paid for it."
    long = f"The bridge stands at Tarnholm, {'and stands ' * 40}there."
    assert len(long) > MAX_PAIR
    assert quoted(judged_on(question, stored(f"{long} Brewers paid for it.")), 1) == "Brewers paid for it."


@pytest.mark.parametrize("opening", ["PORT VELL, Norway—", "PORT VELL (AP) — ", "LONDON - ", "London, March 3 (Reuters) - "])
def test_a_dateline_is_left_off(stored, judged_on, opening: str) -> None:
    judged = judged_on("Who paid for the bridge?", stored(f"{opening}Brewers paid for the bridge. Kites rose."))
    assert quoted(judged, 0) == "Brewers paid for the bridge."


def test_words_that_answer_to_the_questions_are_marked(stored, judged_on) -> None:
    judged = judged_on(
        "Did doctors in Moscow vote against the cease-fire?", stored("Kites rose. The doctor voted for a ceasefire in Russia.")
    )
    assert marked(judged, "The doctor voted for a ceasefire in Russia.") == ["doctor", "voted", "ceasefire", "Russia"]


def test_words_of_asking_are_not_marked(stored, judged_on) -> None:
    text = "They say that many articles described the dam."
    judged = judged_on("How many articles say that the dam broke?", stored(text))
    assert marked(judged, text) == ["dam"]


def test_a_name_in_full_is_marked_for_its_initials(stored, judged_on) -> None:
    text = "The United Nations warned of famine."
    assert marked(judged_on("Did the UN warn of famine?", stored(text)), text) == ["United Nations", "warned", "famine"]


def test_marks_are_in_order_and_apart(stored, judged_on) -> None:
    text = "The cease-fire, a cease-fire of the United Nations, was a fire that ceased at the UN."
    found = marks(text, judged_on("Did the UN call the cease-fire?", stored(text)).matcher)
    assert [*found] == sorted(found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert {text[mark.start : mark.end] for mark in found} >= {"cease-fire", "UN"}
