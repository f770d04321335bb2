"""Questions as they are read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.questions import CONTEXT_WEIGHT, LIGHT_WEIGHT, MAX_QUESTION, Question, clean, read
from index.errors import BadQuestion


def weights(question: Question) -> dict[str, float]:
    return {word.text.lower(): word.weight for word in question.words}


@pytest.mark.parametrize("empty", ["", " ", "\n\t ", "\u202e\u200f", "\x00\x07", "\u200b\ufeff"])
def test_nothing_is_no_question(empty: str) -> None:
    with pytest.raises(BadQuestion, match="The question is empty; ask about something"):
        read(empty)


def test_a_question_is_read_on_one_line_without_what_hides_or_turns_text() -> None:
    assert clean("  Who\u202e won\x00 the\n\nelection\u200f?\t") == ("Who won the election?", False)


@pytest.mark.parametrize("length", [1, MAX_QUESTION - 1, MAX_QUESTION])
def test_up_to_300_characters_are_read_whole(length: int) -> None:
    assert clean("x" * length) == ("x" * length, False)
    assert clean(f"  {'x' * length}\n") == ("x" * length, False)


def test_a_longer_question_is_cut_between_words() -> None:
    text = "dam " * 100
    line, cut = clean(text)
    assert cut
    assert len(line) <= MAX_QUESTION
    assert set(line.split()) == {"dam"}


def test_a_long_word_is_cut_where_the_limit_is() -> None:
    assert clean("x" * 10_000) == ("x" * MAX_QUESTION, True)


@given(st.text(max_size=700))
@example("e\u0301" * 400)
@example("\u0e33" * 301)
def test_a_question_is_within_its_bounds_or_refused(text: str) -> None:
    try:
        question = read(text)
    except BadQuestion:
        return
    assert 1 <= len(question.text) <= MAX_QUESTION
    assert question.text == " ".join(question.text.split())
    assert clean(question.text) == (question.text, False)
    for part in question.parts:
        assert part.text in question.text


def test_words_of_asking_weigh_little() -> None:
    assert weights(read("What did the articles say about the dam?")) == {"articles": LIGHT_WEIGHT, "say": LIGHT_WEIGHT, "dam": 1.0}


def test_words_that_name_the_kind_of_answer_weigh_little_in_that_question_alone() -> None:
    assert weights(read("What share of the votes did it win?"))["share"] == LIGHT_WEIGHT
    assert weights(read("Who bought the share?"))["share"] == 1.0


def test_only_stop_words_or_signs_leave_no_words() -> None:
    for text in ("the of and", "what is it?", "🙂🙂", "???", "…", "🇳🇴 ✅"):
        assert read(text).words == ()


def test_a_capital_inside_the_question_is_noticed() -> None:
    capitalised = {word.text: word.capitalised for word in read("Dams burst above Tarnholm").words}
    assert capitalised == {"Dams": False, "burst": False, "Tarnholm": True}


def test_a_hyphenated_word_has_the_joined_form_and_its_parts() -> None:
    [word] = read("cease-fire").words
    assert word.terms == (*read("ceasefire").terms, *read("cease").terms, *read("fire").terms)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("When did the dam break and how many died?", ["When did the dam break", "how many died?"]),
        ("Who leads the union? What does the minister want?", ["Who leads the union", "What does the minister want?"]),
        ("What did Pell say; what did Vey say?", ["What did Pell say", "what did Vey say?"]),
        ("Compare the first vote with the recount", ["the first vote", "the recount"]),
        ("turnout in Ostmark versus turnout in Tarnholm", ["turnout in Ostmark", "turnout in Tarnholm"]),
    ],
)
def test_a_question_is_taken_apart_where_it_asks_two_things(text: str, parts: list[str]) -> None:
    assert [part.text for part in read(text).parts] == parts


@pytest.mark.parametrize(
    "text",
    [
        "Did the union and the operator meet?",
        "What did Crane and Tull say?",
        "Who won and what?",  # the second half has nothing of its own
        "Was the bread and butter strike long?",
    ],
)
def test_a_question_that_asks_one_thing_stays_whole(text: str) -> None:
    assert read(text).parts == ()


def test_each_part_leans_on_the_others_words() -> None:
    first, second = read("When did the dam break and how many houses fell?").parts
    assert weights(first)["dam"] == weights(second)["houses"] == 1.0
    assert weights(second)["dam"] == CONTEXT_WEIGHT


BEFORE = "Did the Skarn dam break?"


@pytest.mark.parametrize(
    "text", ["and what did Dallow say?", "but why?", "when?", "what about the town?", "Why did it?", "how did they repair it?"]
)
def test_a_follow_up_takes_the_words_of_the_question_before(text: str) -> None:
    question = read(text, [BEFORE])
    assert question.leans_on == BEFORE
    assert {"Skarn", "dam"} <= {word.text for word in question.words}


def test_a_follow_up_to_a_follow_up_takes_the_words_of_both() -> None:
    question = read("when?", [BEFORE, "and what did Dallow say?"])
    assert question.leans_on == "and what did Dallow say?"
    assert {"Skarn", "dam", "Dallow"} <= {word.text for word in question.words}


@pytest.mark.parametrize("text", ["🙂", "???", "…"])
def test_signs_alone_lean_on_nothing(text: str) -> None:
    assert read(text, [BEFORE]).words == ()


def test_a_bare_follow_up_is_the_question_before_in_its_own_weight() -> None:
    assert weights(read("when?", [BEFORE]))["dam"] == 1.0
    assert read("when?", [BEFORE]).kind == read("when did it?").kind


def test_a_follow_up_with_words_of_its_own_gives_them_more_weight() -> None:
    found = weights(read("and what did Dallow say?", [BEFORE]))
    assert found["dallow"] > found["dam"]


@pytest.mark.parametrize("text", ["Who won the election in Ostmark?", "Was the tram strike called off?", "How high was turnout on Sunday?"])
def test_a_question_that_stands_alone_leans_on_nothing(text: str) -> None:
    assert read(text, [BEFORE]) == read(text)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("What did Tull say about bread?", "Tull"),
        ("what has the transport minister called the walkout", "the transport minister"),
        ("How did Brannoch Tull react?", "Brannoch Tull"),
        ("reaction of the union to the offer", "the union"),
        ("Crane's opinion", "Crane"),
        ("Crane\u2019s response", "Crane"),
        ("The drivers' reaction", "The drivers"),
        ("Who is Crane?", ""),
    ],
)
def test_whoever_is_asked_about_is_found(text: str, speaker: str) -> None:
    assert read(text).speaker == speaker


def test_questions_on_speech_are_told_from_others() -> None:
    assert read("Did the minister warn the union?").asks_speech
    assert not read("Did the dam break?").asks_speech


@pytest.mark.parametrize(
    "text",
    [
        "Hi, was the dam repaired?",
        "Good morning all, was the dam repaired?",
        "hello sherpa! was the dam repaired?",
        "Thanks! Was the dam repaired?",
        "ok - was the dam repaired?",
    ],
)
def test_what_is_said_to_sherpa_before_a_question_is_no_part_of_it(text: str) -> None:
    question = read(text)
    assert question.text.lower() == "was the dam repaired?"
    assert question.yes_or_no


@pytest.mark.parametrize(
    "text", ["Sherpa!", "The man, the myth: who is Crane?", "Good, bad or ugly?", "is it on?", "Love, Actually", "Well: dry"]
)
def test_nothing_else_is_taken_off_a_question(text: str) -> None:
    assert read(text).text == text
