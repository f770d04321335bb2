"""Countries as news names them."""

import pytest

from index import gazetteer
from index.analysis import word_terms
from index.gazetteer import is_people, is_seat, same_country


def term(word: str) -> str:
    return word_terms(word.lower())[0]


@pytest.mark.parametrize(
    "names",
    [
        "Russia Russian Russians Moscow Kremlin",
        "Ukraine Ukrainian Kyiv Kiev",
        "us USA American Americans Washington",
        "UK Britain British London",
        "Norway Norwegians Oslo",
        "Germany German Berlin",
        "Turkey Turkish Turkiye Ankara",
    ],
)
def test_all_names_of_a_country_are_one(names: str) -> None:
    groups = {same_country(term(name)) for name in names.split()}
    assert len(groups) == 1
    assert {term(name) for name in names.split()} <= groups.pop()


@pytest.mark.parametrize("pair", ["Niger Nigeria", "Austria Australia", "Slovakia Slovenia", "Iran Iraq", "Mali Malaysia"])
def test_countries_of_like_names_stay_apart(pair: str) -> None:
    one, other = (same_country(term(name)) for name in pair.split())
    assert one
    assert other
    assert not one & other


@pytest.mark.parametrize("word", ["port", "president", "trams", "the", "", "atlantis"])
def test_other_words_name_no_country(word: str) -> None:
    assert same_country(term(word) if word else "") == frozenset()


def test_no_term_stands_for_two_countries() -> None:
    lines = [gazetteer._terms(line) for line in gazetteer._COUNTRIES.splitlines() if line]
    for place, one in enumerate(lines):
        for other in lines[:place]:
            assert not one & other


def test_a_name_of_the_country_is_told_from_its_seat_and_its_people() -> None:
    assert [is_seat(term(name)) for name in ("Russia", "Russian", "Moscow", "Kremlin")] == [False, False, True, True]
    assert [is_people(term(name)) for name in ("Ukraine", "Ukrainian", "Kyiv")] == [False, True, False]
