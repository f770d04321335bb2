"""Which of the ranked sentences are shown."""

from bot.selection import PER_STORY, agreeing, alternate, select
from index.embeddings import load


def test_no_two_chosen_say_the_same(stored, judged_on) -> None:
    one = stored("The dam above Tarnholm broke at dawn on Sunday. Kites rose.", "a")
    same = stored("At dawn on Sunday, the dam above Tarnholm broke. It rained.", "b")
    other = stored("The dam above Tarnholm was old.", "c")
    chosen = select(judged_on("When did the dam above Tarnholm break?", one, same, other).ranked, 9, load())
    assert sum("dawn" in each.candidate.text for each in chosen) == 1


def test_at_most_two_are_of_one_story(stored, judged_on) -> None:
    bodies = ["The dam broke. Cracks in the dam were seen.", "The dam was grey. The dam held fish."]
    articles = [stored(body, id_=f"a{number}", story_id="a0") for number, body in enumerate(bodies)]
    chosen = select(judged_on("What about the dam?", *articles).ranked, 9, load())
    assert len(chosen) == PER_STORY


def test_the_best_comes_first_and_no_more_than_asked_for(stored, judged_on) -> None:
    articles = [
        stored(f"The dam {verb} in {place}.", id_=verb)
        for verb, place in (("broke", "Tarnholm"), ("held", "Ostmark"), ("leaked", "Karrow"))
    ]
    ranked = judged_on("Did the dam in Tarnholm break?", *articles).ranked
    for most in (1, 2, 3):
        chosen = select(ranked, most, load())
        assert len(chosen) == most
        assert chosen[0] is ranked[0]


def test_parts_take_turns_under_the_same_rules(stored, judged_on) -> None:
    dam, kites = stored("The dam broke. The dam was old.", "a"), stored("Kites rose. Kites are made of paper.", "b")
    both = [judged_on(question, dam, kites).ranked for question in ("What about the dam?", "What about kites?")]
    chosen = alternate(both, 4, load())
    assert ["dam" in each.candidate.text for each in chosen[:2]] == [True, False]
    assert len(chosen) == len({each.candidate for each in chosen})
    assert alternate([both[0], both[0]], 1, load())[0] is both[0][0]
    assert alternate([[], []], 3, load()) == []


def test_those_agree_that_answer_as_the_best_does(stored, judged_on) -> None:
    bodies = ["The dam above Tarnholm broke.", "Above Tarnholm a dam broke.", "A dam is a wall."]
    ranked = judged_on("Did the dam above Tarnholm break?", *[stored(body, id_=f"a{n}") for n, body in enumerate(bodies)]).ranked
    assert {each.candidate.article.id for each in agreeing(ranked, ranked[0])} == {"a0", "a1"}
