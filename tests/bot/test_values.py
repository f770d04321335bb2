"""Values are read from sentences so that equal ones meet."""

import pytest

from bot.kinds import KINDS
from bot.questions import read
from bot.values import values


def read_as(kind: str, text: str, question: str = "Who was in the delegation?") -> list[tuple[str, float | None]]:
    [found] = [each for each in KINDS if each.name == kind]
    return [(value.text, value.size) for value in values(found, text, read(question)).values()]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It took 48 hours.", [("48 hours", 172_800)]),
        ("It took two days.", [("two days", 172_800)]),
        ("It was a three-hour talk.", [("three-hour", 10_800)]),
        ("It took two and a half hours.", [("two and a half hours", 9_000)]),
        ("It is a 3½ year war.", [("3½ year", 110_451_600)]),
        ("It took half an hour.", [("half an hour", 1_800)]),
        ("It took over a week.", [("over a week", 604_800)]),
        ("It took a second try.", []),
        ("It took ages.", []),
    ],
)
def test_lengths_of_time_are_counted_in_seconds(text: str, values: list[tuple[str, float]]) -> None:
    assert read_as("a length of time", text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Turnout was 71 percent.", [("71 percent", 0.71)]),
        ("Turnout was 71% of all.", [("71%", 0.71)]),
        ("It holds nearly 20 per cent.", [("nearly 20 per cent", 0.2)]),
        ("It holds a third of it, or one-fifth.", [("a third", 1 / 3), ("one-fifth", 0.2)]),
        ("Half of them left.", [("Half", 0.5)]),
        ("The third of them left.", []),
    ],
)
def test_shares_are_counted_of_one(text: str, values: list[tuple[str, float]]) -> None:
    assert read_as("a share", text) == [(says, pytest.approx(size)) for says, size in values]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("1,200 came.", [1_200]),
        ("Seventeen came.", [17]),
        ("Forty-one came.", [41]),
        ("2.5 million came, and three thousand left.", [2_500_000, 3_000]),
        ("At 5 pm 71 percent of them came, by 1900 GMT, and at 11:40 pm the rest.", []),
        ("They came.", []),
    ],
)
def test_numbers_are_read_in_figures_and_words(text: str, sizes: list[float]) -> None:
    assert [size for _, size in read_as("a number", text, "What was the death toll?")] == sizes


def test_of_several_numbers_those_count_that_stand_before_what_is_counted() -> None:
    assert read_as("a number", "In 2029 some 17 people fled 40 houses.", "How many people fled?") == [("17", 17)]
    assert read_as("a number", "Of the 90 houses 40 fell.", "How many people fled?") == []


def test_a_year_is_no_number_of_anything_but_what_stands_next_to_it() -> None:
    assert read_as("a number", "It fell in 2029.", "How many people fled?") == []
    assert read_as("a number", "Then 2000 people fled.", "How many people fled?") == [("2000", 2000)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("at 7 pm", "at 7:00 p.m."), ("at 7 pm", "at 19:00 GMT"), ("at 12 am", "at 0000 GMT"), ("at 12:30 pm", "at 1230 GMT")],
)
def test_a_time_of_day_is_the_same_in_each_notation(one: str, other: str) -> None:
    [kind] = [each for each in KINDS if each.name == "a time"]
    assert values(kind, one, read("when?")).keys() == values(kind, other, read("when?")).keys() != set()


def test_a_bound_is_another_value_than_the_number() -> None:
    [kind] = [each for each in KINDS if each.name == "a share"]
    keys = [set(values(kind, text, read("what share?"))) for text in ("nearly 20%", "20 percent", "about one fifth", "over 20%")]
    assert keys[1] == keys[2]
    assert len({frozenset(each) for each in keys}) == 3


def test_the_people_of_a_group_are_named_without_their_offices() -> None:
    text = "The delegation: French Foreign Minister Aurelie Castagne, Treasury Secretary Marc Tallier and Ines Moreau."
    assert read_as("a person", text) == [("Aurelie Castagne, Marc Tallier, Ines Moreau", None)]
    assert read_as("a person", text, "Who spoke?") == []
    assert read_as("a person", "The delegation brought Aurelie Castagne.") == []
