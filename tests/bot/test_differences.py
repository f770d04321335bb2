"""Where sources differ on a time, a number, a share, a length of time, or who was there."""

import pytest

from bot.differences import Found, difference
from bot.questions import read


@pytest.fixture
def differ(stored, judged_on):
    def make(question: str, *bodies: str, **fields: str) -> Found | None:
        articles = [stored(body, id_=f"a{number}", **fields) for number, body in enumerate(bodies)]
        return difference(read(question), judged_on(question, *articles).ranked)

    return make


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("When did the dam break?", "The dam broke at 11:40 pm.", "The dam broke at 11:15 pm."),
        ("When did the dam break?", "The dam broke at 2340 GMT.", "The dam broke at 11:15 pm."),
        ("How long did the strike last?", "The strike lasted two days.", "The strike lasted 72 hours."),
        ("What share of the vote did Vey win?", "Vey won nearly 20% of the vote.", "Vey won one fifth of the vote."),
        ("How many houses fell in the flood?", "The flood felled twenty-one houses.", "The flood felled 23 houses."),
        ("How many houses fell in the flood?", "The flood felled 1,200 houses.", "The flood felled 1,300 houses."),
        (
            "Who was in the delegation to Karrow?",
            "The delegation to Karrow included Aurelie Castagne and Marc Tallier.",
            "The delegation to Karrow included Aurelie Castagne and Ines Moreau.",
        ),
    ],
)
def test_other_values_of_what_is_asked_for_are_a_difference(differ, question: str, one: str, other: str) -> None:
    found = differ(question, one, other)
    assert found is not None
    assert found.first_says != found.second_says
    for says in (found.first_says, found.second_says):
        assert says in one or says in other or says.startswith("Aurelie Castagne, ")


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("When did the dam break?", "The dam broke at 11:40 pm.", "The dam gave way at 23:40 GMT."),
        ("When did the dam break?", "The dam broke at 7 pm.", "The dam broke at 7:00 p.m. local time."),
        ("When did the dam break?", "The dam broke at night.", "The dam broke at 11:40 pm."),
        ("How many houses fell in the flood?", "The flood felled seventeen houses.", "The flood felled 17 houses."),
        ("How many houses fell in the flood?", "The flood felled 1,200 houses.", "The flood felled 1200 houses."),
        ("How many houses fell in the flood?", "The flood felled 17 houses.", "At 5 pm the sun shone on 40 percent of the valley."),
        ("Did the dam break?", "The dam broke at 11:40 pm.", "The dam broke at 11:15 pm."),
        ("Who spoke of the flood?", "Anselm Reuck and Imre Dallow spoke of it.", "Liesbet Orm and Imre Dallow spoke of it."),
        ("How long did the strike last?", "A second strike came.", "The strike lasted two days."),
        ("How long did the strike last?", "The strike lasted two days.", "The strike lasted 48 hours."),
        ("How long did the strike last?", "The strike lasted two days.", "The strike ended a dispute of two years."),
        ("What share of the vote did Vey win?", "Vey won 20 percent of the vote.", "Vey won one fifth of the vote."),
    ],
)
def test_the_same_value_or_that_of_another_thing_is_none(differ, question: str, one: str, other: str) -> None:
    assert differ(question, one, other) is None


def test_one_story_does_not_differ_from_itself(differ) -> None:
    question, one, other = "When did the dam break?", "The dam broke at 11:40 pm.", "The dam broke at 11:15 pm."
    assert differ(question, one, other) is not None
    assert differ(question, one, other, story_id="one") is None
