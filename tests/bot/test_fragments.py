"""The text fragment of a passage leads a browser to that passage and to nothing before it."""

import re
from functools import cache

import pytest
from fragment_matcher import Page
from hypothesis import given
from hypothesis import strategies as st

from bot.fragments import MAX_DIRECTIVE, MAX_TOLD_APART, MAX_WHOLE, Directive, find_directive
from index.datelines import dateline
from index.seeds import load
from index.sentences import sentences

TITLE = "Summit ends without a deal"
LONG = (
    "The two delegations left the harbour centre late on Friday without signing the agreement that had been trailed for weeks, "
    "though both said that talks would go on."
)


def directive(body: str, passage: str, nth: int = 1, title: str = TITLE) -> Directive:
    """Of the passage's `nth` place in the body; looks that a browser goes there."""
    start = [found.start() for found in re.finditer(re.escape(passage), body)][nth - 1]
    made = find_directive(title, body, start, start + len(passage))
    assert found_by(made, title, body) == body_place(title, start, start + len(passage))
    return made


def found_by(made: Directive, title: str, body: str) -> tuple[int, int] | None:
    """Where a browser goes, if what it takes for words makes no difference."""
    places = {page.find(made.encoded) for page in pages(f"{title}\n{body}")}
    assert len(places) == 1, (made, places)
    return places.pop()


@cache
def pages(text: str) -> tuple[Page, Page]:
    return Page(text), Page(text, bounded=False)


def body_place(title: str, start: int, end: int) -> tuple[int, int]:
    return len(title) + 1 + start, len(title) + 1 + end


def test_a_short_sentence_is_named_whole() -> None:
    assert directive("They met at noon. No agreement was reached on Friday.", "No agreement was reached on Friday.") == (
        "",
        "No agreement was reached on Friday.",
        "",
        "",
    )


def test_a_long_sentence_is_named_by_its_first_and_last_words() -> None:
    assert directive(f"It was late. {LONG} Kites rose.", LONG) == ("", "The two delegations left", "talks would go on.", "")


def test_of_a_long_sentence_that_begins_and_ends_like_others_more_words_are_named() -> None:
    other = LONG.replace("late on", "early on")
    made = directive(f"{other} {LONG}", LONG)
    assert made.start == "The two delegations left the harbour centre late"
    ends = "It was said by some of all those who had come from near and far, and it was said again by some of all who had come."
    assert len(ends) > MAX_WHOLE
    assert directive(ends.replace("all who had come.", "all who had come, all who had come."), ends[:-1] + ", all who had come.").end


def test_of_a_repeated_sentence_the_words_beside_it_are_named() -> None:
    body = "Trump said: There was no deal of any kind. Putin said: There was no deal of any kind. They left."
    assert directive(body, "There was no deal of any kind.", 1).prefix == ""
    assert directive(body, "There was no deal of any kind.", 2) == ("Putin said:", "There was no deal of any kind.", "", "")


def test_of_a_repeated_first_sentence_of_a_paragraph_the_words_after_it_are_named() -> None:
    body = "There was no deal of any kind. They left.\nThere was no deal of any kind. Oil fell."
    assert directive(body, "There was no deal of any kind.", 2) == ("", "There was no deal of any kind.", "", "Oil")
    long = f"{LONG} They left.\n{LONG} Oil fell."
    assert len(LONG) <= MAX_TOLD_APART
    assert directive(long, LONG, 2) == ("", LONG, "", "Oil")


def test_a_repeated_paragraph_is_told_by_the_one_before_it_or_after_it() -> None:
    body = "Oil fell.\nThere was no deal of any kind.\nGold rose.\nThere was no deal of any kind.\nTin slept."
    assert directive(body, "There was no deal of any kind.", 2).prefix == "Gold rose."[5:]
    body = "Oil fell.\nThere was no deal of any kind.\nOil fell.\nThere was no deal of any kind.\nTin slept."
    assert directive(body, "There was no deal of any kind.", 2).suffix == "Tin"


def test_a_sentence_of_a_word_takes_words_beside_it_since_pages_have_it_elsewhere_too() -> None:
    assert directive("Did they agree on it? No. They left.", "No.") == ("they agree on it?", "No.", "", "")
    assert directive("No.\nOil fell.", "No.") == ("", "No.", "", "")


def test_what_the_title_says_already_is_told_from_it() -> None:
    assert directive("He said: Summit ends without a deal. They left.", "Summit ends without a deal", 1) == (
        "said:",
        "Summit ends without a deal",
        "",
        "",
    )


def test_the_dateline_is_no_part_of_it() -> None:
    assert directive("ANCHORAGE, Alaska—They met at noon on a base. Oil fell.", "They met at noon on a base.").start.startswith("They")


def test_a_passage_across_paragraphs_is_named_by_its_ends() -> None:
    body = "Oil fell. They met at noon.\nThey left at one. Gold rose."
    assert directive(body, "They met at noon.\nThey left at one.") == ("", "They met at noon.", "They left at one.", "")


def test_what_begins_or_ends_within_a_word_takes_the_rest_of_the_word_beside_it() -> None:
    assert directive("They met at noon.Then they left the base at one.", "Then they left the base at one.").prefix == "noon."
    unparted = "首脑会谈在周五结束没有达成任何协议"
    assert directive(f"They said so. {unparted}两国领导人都离开了会场. Oil fell.", unparted).suffix


@pytest.mark.parametrize(
    "passage",
    [
        "He said “it’s over” – and left at 5%, Q&A and all.",
        "A cease-fire, a ‘cease—fire’ and a non‑breaking one.",
        "Selenskyj drängt auf Sanktionen gegen das Öl aus Œuvre-sur-Ägäis.",
        "👍🏽 They met 🎉 at noon.",
        "هل تم الاتفاق على وقف إطلاق النار في ألاسكا؟",
        "נשיא רוסיה אמר: ״לא״ ועזב את הפסגה.",
        "두 정상은 금요일 알래스카에서 만났다.",
        "两国领导人周五在阿拉斯加会面，没有达成协议。",
        "ผู้นำทั้งสองพบกันที่อะแลสกาเมื่อวันศุกร์ โดยไม่มีข้อตกลง",
    ],
)
def test_any_script_and_sign_is_found(passage: str) -> None:
    directive(f"They met at noon. {passage} They left.", passage)
    directive(f"They met at noon.\n{passage}\n{passage} They left.", passage, 2)
    directive(f"First: {passage.upper()} Then: {passage}", passage)


def test_sentences_of_scripts_without_spaces_are_named_by_clauses() -> None:
    clauses = [f"第{n}天他们在阿拉斯加的基地里谈了很久很久，" for n in "一二三四五六七八九"]
    body = "前言。" + "".join(clauses) + "然后离开了。后记。"
    made = directive(body, body[3:-3])
    assert made == ("", clauses[0], f"{clauses[-1]}然后离开了。", "")


def test_signs_alone_are_told_by_what_stands_beside_them() -> None:
    directive("They met. 🎉🎉 They left. 🎉🎉 Oil fell.", "🎉🎉", 2)


def test_no_directive_is_longer_than_chats_allow() -> None:
    clauses = "".join(f"第{n}{'很' * 60}，" for n in "一二三四五六七八九")
    made = find_directive(TITLE, clauses, 0, len(clauses))
    assert len(made.encoded) <= MAX_DIRECTIVE
    assert find_directive(TITLE, "很" * 500, 0, 500).encoded == ""


def test_a_paragraph_repeated_with_all_beside_it_opens_at_the_first() -> None:
    body = "\n".join(["There was no deal of any kind."] * 5)
    made = find_directive(TITLE, body, 62, 92)
    assert found_by(made, TITLE, body) in [body_place(TITLE, start, start + 30) for start in (0, 31)]


def test_every_sentence_of_the_seeds_is_found_and_no_other() -> None:
    for article in load():
        for start, end in sentences(article.body):
            begin = start + dateline(article.body[start:end])
            made = find_directive(article.title, article.body, begin, end)
            assert found_by(made, article.title, article.body) == body_place(article.title, begin, end), article.body[begin:end]


WORDS = "no No deal Deal. a the Öl ol cease-fire, “no” it’s 5% Q&A 🎉 协议。 没有协议， لا e.g. na\u0308ive".split()
PARAGRAPHS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=24), min_size=1, max_size=5)


@given(PARAGRAPHS, st.booleans(), st.data())
def test_any_passage_of_paragraphs_that_differ_is_found(paragraphs: list[list[str]], first: bool, data: st.DataObject) -> None:
    """They differ in their first word or in their last."""
    marked = [[f"p{n}q", *words] if first else [*words, f"p{n}q"] for n, words in enumerate(paragraphs)]
    where = [(n, m) for n, words in enumerate(marked) for m in range(len(words))]
    one, other = sorted(data.draw(st.tuples(st.sampled_from(where), st.sampled_from(where))))
    places = [[found.span() for found in re.finditer(r"\S+", " ".join(words))] for words in marked]
    begins = [sum(len(" ".join(words)) + 1 for words in marked[:n]) for n in range(len(marked))]
    start, end = begins[one[0]] + places[one[0]][one[1]][0], begins[other[0]] + places[other[0]][other[1]][1]
    body = "\n".join(" ".join(words) for words in marked)
    made = find_directive("A deal", body, start, end)
    assert len(made.encoded) <= MAX_DIRECTIVE
    assert found_by(made, "A deal", body) == body_place("A deal", start, end)


@given(st.text(max_size=200), st.data())
def test_any_text_gives_a_directive_that_can_stand_in_an_address(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    assert re.fullmatch(r"[A-Za-z0-9%._~,-]*", find_directive("", text, start, end).encoded)
