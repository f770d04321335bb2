"""The analyzer: the same terms however a text is written, each with its place."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Analyzer, fold, words
from index.stopwords import STOP_WORDS

ANALYZER = Analyzer()
terms = ANALYZER.terms

NEWS = st.sampled_from(
    "Zelensky Zelenskiy's cease-fire U.S. 11:30 1,000 naïve Straße İstanbul ﬁre São Übermut Việt Tallinn's don’t F-35 ½ ㎏ Ⅳ Ⓐ ŉ ǅ "
    "President the of Kyiv é ß “said” — … Москва 東京 한국 کابل".split()
)
texts = st.lists(NEWS | st.text(min_size=1, max_size=8), max_size=12).map(" ".join)


@given(texts)
def test_white_space_makes_no_difference(text: str) -> None:
    for space in ("  ", "\n", "\t \r\n", "\u00a0", "\u3000"):
        assert terms(f"{space}{space.join(text.split())}{space}") == terms(text)


@given(texts)
def test_letter_case_makes_no_difference(text: str) -> None:
    assert terms(text.casefold()) == terms(text)
    assert terms(text.swapcase().casefold()) == terms(text.swapcase())


@given(
    st.lists(st.sampled_from("Zelensky cease-fire U.S. 11:30 naïve Kyiv's Donbass labour don’t F-35 União Việt".split()), max_size=8).map(
        " ".join
    )
)
def test_capitals_make_no_difference_to_news(text: str) -> None:
    assert terms(text.upper()) == terms(text.lower()) == terms(text.title()) == terms(text)


@given(texts, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_unicode_form_makes_no_difference(text: str, form: str) -> None:
    assert terms(unicodedata.normalize(form, text)) == terms(text)


@given(texts)
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_places_slice_back_to_the_words(text: str) -> None:
    for token in ANALYZER.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.term in terms(text[token.start : token.end])


@given(texts)
def test_words_stand_in_order(text: str) -> None:
    """Apart, but for those of which one character has a share each, such as the 1 and the 4 of ¼."""
    places = [(start, end) for _, start, end in words(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(places))
    if not any(unicodedata.decomposition(character).startswith("<") for character in text):
        assert all(one[1] <= other[0] for one, other in pairwise(places))


@given(texts)
def test_stop_words_are_left_out(text: str) -> None:
    assert not STOP_WORDS & set(terms(text))


@given(texts, texts)
def test_two_texts_apart_give_the_terms_of_both(one: str, other: str) -> None:
    both = terms(f"{one}\n{other}")
    assert set(terms(one)) | set(terms(other)) <= set(both) | {"us"}


@pytest.mark.parametrize(
    "same",
    [
        "Zelensky Zelenskiy Zelenskyy Zelenskii ZELENSKY Zelensky's Zelensky’s",
        "Dmitriev Dmitriyev",
        "Zakharova Zaharova",
        "Sergey Sergei",
        "Kyiv Kiev",
        "Luhansk Lugansk",
        "Donbas Donbass",
        "Kharkiv Kharkov",
        "ceasefire cease-fire Cease-Fire cease‑fire",
        "recognise recognize recognised recognizes",
        "labour labor",
        "travelled traveled travelling",
        "defence defense",
        "centre center",
        "talk talks talked talking",
        "U.S. US us USA",
        "1,000 1000",
        "São Sao",
        "drivers driver's drivers'",
    ],
)
def test_spellings_of_one_word_are_one_term(same: str) -> None:
    first = [terms(word)[0] for word in same.split()]
    assert len(set(first)) == 1, first


@pytest.mark.parametrize(
    "different",
    [
        "Iran Iraq",
        "Austria Australia",
        "Slovakia Slovenia",
        "Niger Nigeria",
        "war ward",
        "2024 2025",
        "11:30 11:00",
        "Georgia George",
        "port Porter",
    ],
)
def test_other_words_are_other_terms(different: str) -> None:
    one, other = different.split()
    assert not set(terms(one)) & set(terms(other))


def test_a_hyphenated_word_is_found_by_its_parts_too() -> None:
    assert terms("stone-faced") == [*terms("stonefaced"), *terms("stone"), *terms("faced")]


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("United Nations", "UN"),
        ("the European Union's", "EU"),
        ("North Atlantic Treaty Organization", "NATO"),
        ("Wall Street Journal", "WSJ"),
    ],
)
def test_a_name_in_full_is_found_by_its_initials(name: str, initials: str) -> None:
    [term] = terms(initials)
    found = [token for token in ANALYZER.tokens(f"Envoys of {name} came.") if token.term == term]
    assert len(found) == 1
    assert f"Envoys of {name} came."[found[0].start : found[0].end] in (name, name.removeprefix("the "))
    assert term not in terms(" ".join(reversed(name.split())))


@pytest.mark.parametrize("negation", ["not", "no", "without", "us"])
def test_words_that_turn_a_statement_are_kept(negation: str) -> None:
    assert terms(negation)


def test_no_text_has_no_terms() -> None:
    assert terms("") == terms(" \n ") == terms("… — !") == []


def test_one_analyzer_is_safe_for_long_and_strange_words() -> None:
    assert terms("a" * 100_000)
    assert terms("a-" * 10_000 + "b")
    assert terms("'" * 10_000) == []
