"""Articles check themselves as they come in."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from index.articles import EVERYONE, MAX_BODY, Article, published_day, published_text


def article(**fields: Any) -> Article:
    return Article(**{"id": "a", "title": "Talks", "body": "They met.", **fields})


def test_what_is_unknown_is_none_and_everyone_may_see_it() -> None:
    made = article()
    assert (made.outlet, made.agency, made.published, made.url, made.stance) == (None, None, None, None, None)
    assert made.collection == EVERYONE
    assert made.revision == 1


def test_texts_are_cleaned() -> None:
    made = article(title=" The\n\u202etalks ", body="\ufeffThey met.\r\nThey left.\x00 ", outlet=" Harbour\u200b  Post ")
    assert (made.title, made.body, made.outlet) == ("The talks", "They met.\nThey left.", "Harbour Post")


@pytest.mark.parametrize(
    "fields",
    [
        {"id": ""},
        {"id": "has space"},
        {"id": "x" * 201},
        {"title": " \u202e "},
        {"body": "\n \x00"},
        {"body": "x" * (MAX_BODY + 1)},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://example.org/a"},
        {"url": "https://"},
        {"published": "yesterday"},
        {"stance": "during"},
        {"unheard": "of"},
    ],
)
def test_what_cannot_be_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        article(**fields)


@pytest.mark.parametrize(
    ("given", "published", "text", "day"),
    [
        ("2031-03-05", date(2031, 3, 5), "2031-03-05", date(2031, 3, 5)),
        ("2031-03-05T23:30:00Z", datetime(2031, 3, 5, 23, 30, tzinfo=UTC), "2031-03-05T23:30:00Z", date(2031, 3, 5)),
        ("2031-03-05T23:30:00-02:00", datetime(2031, 3, 6, 1, 30, tzinfo=UTC), "2031-03-06T01:30:00Z", date(2031, 3, 6)),
        ("2031-03-05T23:30:00", datetime(2031, 3, 5, 23, 30, tzinfo=UTC), "2031-03-05T23:30:00Z", date(2031, 3, 5)),
        (None, None, None, None),
    ],
)
def test_times_are_in_utc_and_days_stay_days(given: str | None, published: date | None, text: str | None, day: date | None) -> None:
    made = article(published=given)
    assert made.published == published
    assert published_text(made.published) == text
    assert published_day(made.published) == day


def test_an_article_never_changes() -> None:
    with pytest.raises(ValidationError):
        article().body = "Other."  # type: ignore[misc]
