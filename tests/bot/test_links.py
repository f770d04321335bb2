import re
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from bot.links import ENDS, MAX_WHOLE, page_address, sentence_address

PAGE = "https://example.org/news/alaska"


def directive(address: str) -> str:
    return address.split(":~:text=", 1)[1]


def test_a_short_quotation_is_named_whole() -> None:
    assert sentence_address(PAGE, "No deal was reached.") == f"{PAGE}#:~:text=No%20deal%20was%20reached."


def test_a_long_quotation_is_named_by_its_ends() -> None:
    text = " ".join(f"word{n}" for n in range(30))
    start, end = directive(sentence_address(PAGE, text)).split(",")
    assert unquote(start).split() == [f"word{n}" for n in range(ENDS)]
    assert unquote(end).split() == [f"word{n}" for n in range(30 - ENDS, 30)]


def test_the_syntax_of_text_fragments_is_encoded() -> None:
    assert directive(sentence_address(PAGE, "a cease-fire, Q&A 50%")) == "a%20cease%2Dfire%2C%20Q%26A%2050%25"


def test_a_fragment_of_the_page_stays_and_a_text_fragment_is_replaced() -> None:
    assert sentence_address(f"{PAGE}#live", "yes") == f"{PAGE}#live:~:text=yes"
    assert sentence_address(f"{PAGE}#:~:text=old", "yes") == f"{PAGE}#:~:text=yes"


def test_an_address_cannot_end_a_link_or_start_a_control_sequence() -> None:
    assert page_address(' https://example.org/a b\x1b]8;;\x07"<>\u202e?q=1&r=%20#x ') == (
        "https://example.org/a%20b%1B]8;;%07%22%3C%3E%E2%80%AE?q=1&r=%20#x"
    )


@given(st.text(max_size=300))
def test_any_text_gives_an_address_that_decodes_to_its_own_words(text: str) -> None:
    address = sentence_address(PAGE, text)
    assert re.fullmatch(r"[A-Za-z0-9%._~:/?#=,-]+", address)
    words = text.encode("utf-8", "replace").decode().split()
    if not words:
        assert address == PAGE
    else:
        assert not {"-", "&"} & set(directive(address))
        shown = [unquote(part).split() for part in directive(address).split(",")]
        assert shown == ([words] if len(words) <= MAX_WHOLE else [words[:ENDS], words[-ENDS:]])
