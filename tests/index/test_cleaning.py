"""What is stored is safe to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning import MAX_COMBINING_MARKS, clean_line, clean_text

BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HIDDEN = "\u200b\u2060\ufeff\U000e0041\ufff9"
CONTROLS = "".join(map(chr, [*range(0x09), *range(0x0B, 0x0D), *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)]))
texts = st.text(st.characters() | st.sampled_from(BIDIRECTIONAL + HIDDEN + CONTROLS + "\u0301\u0489\r\n\t e"))


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(texts)
def test_nothing_that_hides_turns_or_controls_is_left(text: str) -> None:
    kept = set(clean_text(text))
    assert not kept & set(BIDIRECTIONAL + HIDDEN + CONTROLS)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n" for character in kept)


@given(texts)
def test_no_letter_bears_more_marks_than_an_orthography_needs(text: str) -> None:
    run = 0
    for character in clean_text(text):
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        assert run <= MAX_COMBINING_MARKS


@given(texts)
def test_all_else_is_left_in_its_order(text: str) -> None:
    left = iter(text.replace("\r", "\n").replace("\u0085", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))
    assert all(character in left for character in clean_text(text))


@given(texts)
def test_a_line_is_one_line_without_white_space_at_its_ends(text: str) -> None:
    line = clean_line(text)
    assert line == " ".join(line.split())
    assert line.splitlines() in ([line], [])


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a\tb"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("pay\u200bpal", "paypal"),
        ("Z\u0301\u0301\u0301\u0301\u0301\u0301algo", "Z\u0301\u0301\u0301\u0301algo"),
        ("Việt Nam, 한국, کابل, 👩‍🚒", "Việt Nam, 한국, کابل, 👩‍🚒"),
        ("half\ud800surrogate", "halfsurrogate"),
        ("", ""),
    ],
)
def test_examples(text: str, clean: str) -> None:
    assert clean_text(text) == clean
