from datetime import UTC, date, datetime

import pytest

from bot.quotes import Carrier, Citation
from bot.results import Corroboration, Difference, Searched
from bot.wording import (
    carriers_words,
    corroboration_words,
    days_text,
    difference_words,
    outlet_words,
    page_words,
    published_words,
    searched_words,
    topics_words,
    unknown_words,
)

CITATION = Citation(
    article_id="seed-1.1",
    revision=1,
    story_id="seed-1.1",
    title="Summit Ends",
    outlet="Hindustan Times",
    agency="WSJ",
    published=date(2025, 8, 16),
    date_derived=True,
    url=None,
    url_owner=None,
    stance="after",
)


def citing(**changes: object) -> Citation:
    return CITATION.model_copy(update=changes)


def test_a_derived_date_says_about_and_shows_its_year() -> None:
    assert published_words(CITATION) == "about 16 Aug 2025, after the summit"


def test_a_printed_time_is_shown_as_its_day_in_utc() -> None:
    assert published_words(citing(published=datetime(2025, 8, 15, 23, 30, tzinfo=UTC), date_derived=False, stance=None)) == "15 Aug 2025"


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    assert published_words(citing(published=None, stance=None)) == "date unknown"


@pytest.mark.parametrize(
    ("outlet", "agency", "words"),
    [
        ("Hindustan Times", "WSJ", "Hindustan Times (WSJ)"),
        ("Mint", None, "Mint"),
        ("Reuters", "Reuters", "Reuters"),
        (None, "Reuters", "Reuters (outlet unknown)"),
        (None, None, "outlet unknown"),
    ],
)
def test_an_outlet_is_named_with_its_agency_and_never_guessed(outlet: str | None, agency: str | None, words: str) -> None:
    assert outlet_words(citing(outlet=outlet, agency=agency)) == words


def test_a_link_says_whose_page_it_is_when_that_is_not_the_outlets_own() -> None:
    its_own = citing(url="https://example.org/a")
    assert page_words(its_own.model_copy(update={"url_owner": "Daily8"}), "at this sentence") == "open at this sentence on Daily8"
    assert page_words(its_own, "at this sentence") == "open at this sentence"
    assert page_words(citing(url=None), "at this sentence") == "open at this sentence in Sherpa's reader"


def test_carriers_are_named_once_and_versions_apart() -> None:
    carriers = (
        Carrier(article_id="a", outlet="Mint", relation="also carried by"),
        Carrier(article_id="b", outlet="Mint", relation="also carried by"),
        Carrier(article_id="c", outlet=None, relation="also carried by"),
        Carrier(article_id="d", outlet="Mint", relation="an earlier version"),
    )
    assert carriers_words(carriers) == "also carried by Mint and an unknown outlet; there is an earlier version"
    assert carriers_words(()) == ""


def test_many_carriers_are_counted_and_the_agency_that_sent_it_to_them_is_named() -> None:
    carriers = tuple(Carrier(article_id=name, outlet=name, relation="also carried by") for name in "ABCDE")
    assert carriers_words(carriers[:3], "AFP") == "also carried by A, B and C"
    assert carriers_words(carriers, "AFP") == "also AFP via 5 outlets"
    assert carriers_words(carriers) == "also carried by 5 outlets"


def test_a_topic_stands_in_one_pair_of_quotation_marks() -> None:
    assert topics_words(["NATO", '"security guarantees"']) == "“NATO” and “security guarantees”"
    assert topics_words(['"peace deal" OR truce']) == "“'peace deal' OR truce”"


@pytest.mark.parametrize(
    ("reports", "outlets", "agencies", "independent", "words"),
    [
        (3, 3, 1, 2, "Reported by 3 outlets, 2 independent."),
        (3, 3, 3, 3, "Reported by 3 outlets."),
        (3, None, 1, 1, "3 reports, 1 agency."),
        (3, None, 2, 2, "3 reports, 2 agencies."),
        (2, None, 0, 2, "2 reports."),
        (2, 1, 1, 1, "2 reports, 1 agency."),
        (1, 1, 0, 1, ""),
    ],
)
def test_corroboration_counts_outlets_where_they_are_known_else_reports(
    reports: int, outlets: int | None, agencies: int, independent: int, words: str
) -> None:
    assert corroboration_words(Corroboration(reports=reports, outlets=outlets, agencies=agencies, independent=independent)) == words


def test_a_difference_shows_both_sides_and_where_they_stand() -> None:
    difference = Difference(about="the start", first="11 am", second="11:30 am", first_quote=0, second_quote=1)
    assert difference_words(difference) == "Sources differ on the start: 11 am [1] / 11:30 am [2]."


@pytest.mark.parametrize(
    ("oldest", "newest", "words"),
    [
        (date(2025, 8, 15), date(2025, 8, 15), "15 Aug 2025"),
        (date(2025, 8, 15), date(2025, 8, 18), "15 to 18 Aug 2025"),
        (date(2025, 8, 30), date(2025, 9, 2), "30 Aug to 2 Sep 2025"),
        (date(2024, 12, 30), date(2025, 1, 2), "30 Dec 2024 to 2 Jan 2025"),
    ],
)
def test_days_are_short_and_always_show_a_year(oldest: date, newest: date, words: str) -> None:
    assert days_text(oldest, newest) == words


def test_what_was_searched_is_counted() -> None:
    assert searched_words(Searched(articles=1204, oldest=None, newest=None)) == "Searched 1,204 articles."
    assert searched_words(Searched(articles=0, oldest=None, newest=None)) == "There are no articles to search yet."


def test_unknown_words_are_listed() -> None:
    assert unknown_words(("Bratislava",)) == "No article has the word “Bratislava”."
    assert unknown_words(("tariffs", "soy", "Bratislava")) == "No article has the words “tariffs”, “soy” or “Bratislava”."
