"""Passages: overlapping windows of sentences."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import StoredArticle
from index.passages import WINDOW, passages, windows
from index.sentences import sentences


@given(st.integers(min_value=1, max_value=500))
def test_windows_leave_no_sentence_out_and_overlap(count: int) -> None:
    found = windows(count)
    assert {sentence for first, last in found for sentence in range(first, last + 1)} == set(range(count))
    assert all(last - first < WINDOW for first, last in found)
    assert all(one[0] < other[0] <= one[1] < other[1] for one, other in pairwise(found))


@pytest.mark.parametrize(("count", "found"), [(0, []), (1, [(0, 0)]), (2, [(0, 1)]), (3, [(0, 2)]), (4, [(0, 2), (2, 3)])])
def test_short_articles_have_one_window(count: int, found: list[tuple[int, int]]) -> None:
    assert windows(count) == found


def test_a_passage_is_a_span_of_the_body_ranked_with_title_and_source() -> None:
    body = " ".join(f"Sentence {number} is here." for number in range(12))
    article = StoredArticle(
        id="a",
        title="Talks",
        body=body,
        outlet="Harbour Post",
        published=datetime(2031, 3, 5, 23, tzinfo=UTC),
        sequence=1,
        story_id="a",
        sentences=sentences(body),
        taken_in=datetime(2031, 3, 6, tzinfo=UTC),
    )
    found = passages(article)
    assert [passage.id for passage in found] == sorted(passage.id for passage in found)
    for passage in found:
        assert passage.text == f"Talks Harbour Post\n{body[passage.start : passage.end]}"
        assert body[passage.start : passage.end].startswith(f"Sentence {passage.first} ")
        assert (passage.day, passage.outlet, passage.collection) == (date(2031, 3, 5), "Harbour Post", "everyone")
