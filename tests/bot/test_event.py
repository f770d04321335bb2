"""On which side of the event an article stands."""

from datetime import UTC, date, datetime

import pytest

from bot.event import LEAD, Event

SUMMIT = Event(day=date(2031, 3, 15), words=("summit", "karrow", "fisheries"))
BODY = "Ministers spoke of the fisheries summit."


@pytest.mark.parametrize(
    ("published", "stance"),
    [
        (date(2031, 3, 14), "before"),
        (date(2031, 3, 15), None),
        (date(2031, 3, 16), "after"),
        (datetime(2031, 3, 14, 23, 59, tzinfo=UTC), "before"),
        (datetime(2031, 3, 15, 0, 0, tzinfo=UTC), None),
        (datetime(2031, 3, 16, 0, 0, tzinfo=UTC), "after"),
        (None, None),
    ],
)
def test_the_day_in_utc_decides(stored, published: date | None, stance: str | None) -> None:
    assert SUMMIT.stance(stored(BODY, published=published)) == stance


def test_what_the_front_matter_says_goes_first(stored) -> None:
    assert SUMMIT.stance(stored("Rain fell.", published=date(2031, 3, 20), stance="before")) == "before"


@pytest.mark.parametrize("body", ["Rain fell.", "A summit of mountaineers began.", f"{'Rain fell. ' * LEAD}The Karrow summit was far off."])
def test_news_on_other_things_stands_on_no_side(stored, body: str) -> None:
    assert SUMMIT.stance(stored(body, published=date(2031, 3, 20))) is None


def test_the_title_counts_and_so_do_other_forms_of_the_words(stored) -> None:
    assert SUMMIT.stance(stored("Rain fell.", title="Summits on fisheries", published=date(2031, 3, 20))) == "after"


def test_without_a_day_nothing_is_before_or_after(stored) -> None:
    assert Event(day=None, words=("summit",)).stance(stored(BODY, published=date(2031, 3, 20))) is None


def test_without_words_all_news_is_about_it(stored) -> None:
    assert Event(day=date(2031, 3, 15)).stance(stored("Rain fell.", published=date(2031, 3, 20))) in ("after", None)
