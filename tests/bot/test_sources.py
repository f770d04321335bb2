"""Finding the article that someone means."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources import OFFERED, SUGGESTIONS, find, label, matching
from index.articles import StoredArticle
from index.errors import BadSource
from index.seeds import load

TAKEN_IN = datetime(2025, 8, 18, tzinfo=UTC)
SEEDS = [StoredArticle(**seed.model_dump(), sequence=1, story_id=seed.id, sentences=(), taken_in=TAKEN_IN) for seed in load()]


@pytest.mark.parametrize(
    ("query", "article_id"),
    [
        ("1", "seed-0.1"),
        ("#14", "seed-4.1"),
        ("5.", "seed-1.1"),
        ("seed-2.2", "seed-2.2"),
        (" SEED-2.2 ", "seed-2.2"),
        ("Trump, Putin hold high-stakes Ukraine talks in Alaska", "seed-0.1"),
        ("trump putin summit ends without breakthrough", "seed-1.1"),
        ("Times of Oman", "seed-0.3"),
        ("le monde", "seed-2.4"),
        ("melania", "seed-1.4"),
        ("the letters of Melania", "seed-1.4"),
        ("observer caucasus", "seed-0.4"),
        ("WSJ", "seed-1.1"),
        ("shouting match", "seed-2.2"),
    ],
)
def test_a_source_is_found_by_number_id_title_outlet_or_words(query: str, article_id: str) -> None:
    assert find(query, SEEDS).id == article_id


@pytest.mark.parametrize(
    ("query", "sentence", "suggested"),
    [
        ("Mint", "2 articles fit that; give the number of the one you mean.", ["seed-1.2", "seed-1.3"]),
        ("Reuters", "3 articles fit that; give the number of the one you mean.", ["seed-0.1", "seed-3.1", "seed-4.1"]),
        ("melenia leter", "No article fits that; give its number, its id, words of its title or its outlet.", ["seed-1.4"]),
        ("xyzzy", "No article fits that; give its number, its id, words of its title or its outlet.", []),
        ("🙂", "No article fits that; give its number, its id, words of its title or its outlet.", []),
        ("the", "No article fits that; give its number, its id, words of its title or its outlet.", None),
        ("15", "There is no article number 15; the list goes from 1 to 14.", []),
        ("0", "There is no article number 0; the list goes from 1 to 14.", []),
        (" \u202e\n", "Name an article by its number, its id, words of its title or its outlet.", []),
    ],
)
def test_a_source_that_is_unknown_or_ambiguous_is_refused_with_suggestions(query: str, sentence: str, suggested: list[str] | None) -> None:
    with pytest.raises(BadSource) as caught:
        find(query, SEEDS)
    assert str(caught.value) == sentence
    if suggested is not None:
        assert [find(line, SEEDS).id for line in caught.value.suggestions] == suggested


def test_a_suggestion_shows_number_title_and_outlet() -> None:
    assert label(5, SEEDS[4]) == "5. Trump-Putin Summit Ends Without Breakthrough, Hindustan Times"
    assert label(1, SEEDS[0]) == "1. Trump, Putin hold high-stakes Ukraine talks in Alaska"


def test_an_id_made_of_digits_goes_before_a_number() -> None:
    renamed = [*SEEDS[:3], SEEDS[3].model_copy(update={"id": "2"})]
    assert find("2", renamed).title == SEEDS[3].title


def test_a_title_that_two_articles_share_is_ambiguous() -> None:
    twice = [SEEDS[0], SEEDS[0].model_copy(update={"id": "copy", "outlet": "The Copyist"})]
    with pytest.raises(BadSource, match=r"^2 articles fit that") as caught:
        find(SEEDS[0].title, twice)
    assert find(caught.value.suggestions[1], twice).id == "copy"


def test_without_articles_nothing_is_found() -> None:
    with pytest.raises(BadSource, match=r"^There are no articles yet; add some first\.$"):
        find("1", [])


@given(st.text(max_size=60))
def test_any_text_finds_an_article_or_is_refused_in_one_sentence_with_few_suggestions(query: str) -> None:
    try:
        assert find(query, SEEDS) in SEEDS
    except BadSource as error:
        assert str(error).endswith(".") and "\n" not in str(error)
        assert len(error.suggestions) <= SUGGESTIONS


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("", [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ("1", [1, 10, 11, 12, 13, 14]),
        ("#5", [5]),
        ("seed-3", [13]),
        ("melania", [8]),
        ("mint", [6, 7]),
        ("shouting oval", [10]),
        ("trump-putin summit", [5, 9]),
        ("wsj", [5]),
        ("tariffs", []),
        ("\u202e", [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
    ],
)
def test_sources_are_offered_by_number_id_title_outlet_and_agency(typed: str, numbers: list[int]) -> None:
    assert [offer.number for offer in matching(typed, SEEDS)] == numbers


def test_what_begins_as_typed_is_offered_before_what_only_holds_it() -> None:
    titles = ["Unputdownable", "A word of Putin", "Putin speaks", "Putin"]
    named = [SEEDS[0].model_copy(update={"id": f"a{n}", "title": title}) for n, title in enumerate(titles)]
    assert [offer.title for offer in matching("put", named)] == ["Putin speaks", "Putin", "A word of Putin", "Unputdownable"]


def test_no_more_sources_are_offered_than_any_platform_takes() -> None:
    many = [SEEDS[0].model_copy(update={"id": f"a{n}"}) for n in range(60)]
    assert len(matching("trump", many)) == len(matching("", many)) == OFFERED
