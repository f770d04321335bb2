import re

from hypothesis import given
from hypothesis import strategies as st

from bot.links import page_address, sentence_address

PAGE = "https://example.org/news/alaska"
BODY = "They met. No deal was reached on the first day."


def test_a_sentence_is_opened_by_its_words() -> None:
    assert sentence_address(PAGE, "", BODY, 10, len(BODY)) == f"{PAGE}#:~:text=No%20deal%20was%20reached%20on%20the%20first%20day."


def test_the_syntax_of_text_fragments_is_encoded() -> None:
    body = "It was “a cease-fire, Q&A 50%”, it’s said."
    encoded = "It%20was%20%E2%80%9Ca%20cease%2Dfire%2C%20Q%26A%2050%25%E2%80%9D%2C%20it%E2%80%99s%20said."
    assert sentence_address(PAGE, "", body, 0, len(body)) == f"{PAGE}#:~:text={encoded}"


def test_words_beside_the_sentence_are_marked_as_such() -> None:
    body = "Trump said: No. Putin said: No. They left."
    assert sentence_address(PAGE, "", body, 28, 31).endswith("#:~:text=said%3A%20No.%20Putin%20said%3A-,No.")


def test_a_fragment_of_the_page_stays_and_a_text_fragment_is_replaced() -> None:
    assert sentence_address(f"{PAGE}#live", "", BODY, 0, 9) == f"{PAGE}#live:~:text=They%20met.,-No%20deal%20was"
    assert sentence_address(f"{PAGE}#:~:text=old", "", BODY, 0, 9) == f"{PAGE}#:~:text=They%20met.,-No%20deal%20was"


def test_what_cannot_be_named_opens_the_page() -> None:
    assert sentence_address(PAGE, "", "很" * 400, 0, 400) == PAGE


def test_an_address_cannot_end_a_link_or_start_a_control_sequence() -> None:
    assert page_address(' https://example.org/a b\x1b]8;;\x07"<>\u202e?q=1&r=%20#x ') == (
        "https://example.org/a%20b%1B]8;;%07%22%3C%3E%E2%80%AE?q=1&r=%20#x"
    )


@given(st.text(max_size=300))
def test_any_text_gives_an_address_of_safe_characters(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9%._~:/?#=,-]+", sentence_address(PAGE, text, text, 0, len(text)))
