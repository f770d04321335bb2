"""Misspelt words are taken for the nearest that the articles have."""

import pytest

from index.analysis import word_terms
from index.spelling import nearest

ARTICLES = (
    "passengers passage ceasefire trams trap sanctions functions the 2029 negotiation overnight zeppelins dam security delegation".split()
)
COUNTS = {"tram": 9}


async def vocabulary(prefix: str) -> list[tuple[str, int]]:
    terms = sorted(word_terms(word)[0] for word in ARTICLES)
    return [(term, COUNTS.get(term, 1)) for term in terms if term.startswith(prefix)]


async def meant(word: str) -> str | None:
    return await nearest(word_terms(word)[0], word, vocabulary)


@pytest.mark.parametrize(
    ("word", "spelt"),
    [
        ("pasengers", "passengers"),
        ("passengrs", "passengers"),
        ("ceasfire", "ceasefire"),
        ("saction", "sanctions"),
        ("zepelin", "zeppelins"),
        ("zeppelni", "zeppelins"),
        ("overnite", "overnight"),
        ("tramm", "trams"),
        ("securty", "security"),  # its stem is nothing like that of the word meant
        ("delegaton", "delegation"),
    ],
)
async def test_a_word_one_or_two_letters_off_is_found(word: str, spelt: str) -> None:
    assert await meant(word) == word_terms(spelt)[0]


@pytest.mark.parametrize(
    "word",
    [
        "tramp",  # English
        "functions",
        "tra",  # too short
        "dum",
        "hte",
        "2028",  # no word
        "zzzzzz",
        "sacktoin",
        "tr4m",
    ],
)
async def test_other_words_are_left_alone(word: str) -> None:
    assert await meant(word) is None


async def test_of_two_that_are_as_near_the_more_frequent_is_meant() -> None:
    assert await nearest("traq", "traq", vocabulary) == "tram"
