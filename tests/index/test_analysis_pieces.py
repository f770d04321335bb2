"""The analyzer works piece by piece, between white space: it must make no difference."""

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import LONGEST_KEPT, Analyzer, word_terms, words
from index.seeds import load
from index.stopwords import STOP_WORDS


def in_one(text: str) -> list[tuple[str, int, int]]:
    """The terms and places of the whole text at once, the short forms of names left out."""
    return [(term, start, end) for word, start, end in words(text) for term in word_terms(word) if term not in STOP_WORDS]


def by_pieces(text: str) -> list[tuple[str, int, int]]:
    return [(token.term, token.start, token.end) for token in Analyzer().tokens(text)][: len(in_one(text))]


@given(st.text() | st.text("aÉ’'-. \u0301\u00a0ß㎏1,:\n", max_size=60))
def test_pieces_give_what_the_whole_text_gives(text: str) -> None:
    assert by_pieces(text) == in_one(text)


@given(st.text())
def test_terms_are_those_of_the_tokens(text: str) -> None:
    assert Analyzer().terms(text) == [token.term for token in Analyzer().tokens(text)]


def test_the_seeds_and_a_piece_too_long_to_keep_give_the_same_too() -> None:
    for text in [article.body for article in load()] + ["Envoys " + "a-b" * LONGEST_KEPT + " met."]:
        assert by_pieces(text) == in_one(text)
        assert Analyzer().terms(text) == [token.term for token in Analyzer().tokens(text)]
