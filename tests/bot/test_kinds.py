"""What kind of answer a question asks for, and which sentences hold one."""

import pytest

from bot.kinds import KINDS, kind_of, named_time


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("How many seats did it win?", "a number"),
        ("what was the death toll", "a number"),
        ("How much will the bridge cost?", "a sum of money"),
        ("How far is the dam from the town?", "a distance"),
        ("how long will it last", "a length of time"),
        ("How soon will the trams run?", "a length of time"),
        ("what share of voters came?", "a share"),
        ("how likely is a rise?", "a share"),
        ("When did it begin?", "a time"),
        ("what time did the dam break", "a time of day"),
        ("on what day was it?", "a time"),
        ("Where was it held?", "a place"),
        ("Which town was hit?", "a place"),
        ("Who won?", "a person"),
        ("To whom did he speak?", "a person"),
        ("which officials came?", "a person"),
        ("How old is the dam?", "an age"),
    ],
)
def test_question_words_say_the_kind(text: str, name: str) -> None:
    kind = kind_of(text)
    assert kind is not None
    assert kind.name == name


@pytest.mark.parametrize("text", ["Did it rain?", "What did Crane say?", "Why was it late?", "the strike", "He left when it rained"])
def test_other_questions_have_none(text: str) -> None:
    assert kind_of(text) is None


GIVEN = [
    ("a number", "Some 90,000 passengers came.", True),
    ("a number", "Seventeen people were hurt.", True),
    ("a number", "Forty-one boats came.", True),
    ("a number", "Hundreds of kites rose.", True),
    ("a number", "The trams stood still.", False),
    ("a number", "Someone often won a ton of tents.", False),
    ("a length of time", "It will last 48 hours.", True),
    ("a length of time", "They spoke for two and a half hours.", True),
    ("a length of time", "It lasted a week.", True),
    ("a length of time", "It came by the hour.", False),
    ("a share", "Turnout was 71 percent.", True),
    ("a share", "One in five voted by post.", True),
    ("a share", "A third of them left.", True),
    ("a share", "It was the third time.", True),  # an ordinal reads the same
    ("a share", "They all came.", False),
    ("a time", "The dam broke at 11:40 pm.", True),
    ("a time", "They met on Sunday.", True),
    ("a time", "It was built in 1931.", True),
    ("a time", "It may march on.", False),
    ("a time of day", "The dam broke at 11:40 pm.", True),
    ("a time of day", "It is due at 1900 GMT.", True),
    ("a time of day", "They met at noon on Sunday.", True),
    ("a time of day", "They met on Sunday.", False),
    ("a place", "They met in Karrow.", True),
    ("a place", "They met in a hurry.", False),
    ("a person", "The winner was Tamsin Vey.", True),
    ("a person", "The winner was not named.", False),
    ("a sum of money", "The bridge cost $4 million.", True),
    ("a sum of money", "Billions went into it.", True),
    ("a sum of money", "Four bridges fell in 1931.", False),
    ("a distance", "The dam is 12 miles from the town.", True),
    ("a distance", "The dam is far from the town.", False),
    ("an age", "The 61-year-old dam broke.", True),
    ("an age", "Anna, 34, saw it.", True),
    ("an age", "The old dam broke.", False),
]


@pytest.mark.parametrize(("name", "sentence", "there"), GIVEN)
def test_a_sentence_holds_something_of_the_kind(name: str, sentence: str, there: bool) -> None:
    [kind] = [kind for kind in KINDS if kind.name == name]
    assert (kind.given.search(sentence) is not None) == there


def test_every_kind_is_tried() -> None:
    assert {name for name, _, _ in GIVEN} == {kind.name for kind in KINDS}


@pytest.mark.parametrize(("word", "time"), [("August", 8), ("december", 12), ("1998", 1998), ("May", None), ("march", None), ("90", None)])
def test_a_month_or_a_year_is_read(word: str, time: int | None) -> None:
    assert named_time(word) == time
