"""Centrality without the matrix equals centrality with it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.okapi import LuceneOkapi
from index.similarity import DAMPING, Texts

TEXTS = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=8), min_size=1, max_size=12)


def reference(texts: list[list[str]], prior: list[float]) -> list[float]:
    """The same walk over the whole matrix of rank-bm25's scores."""
    engine = LuceneOkapi(texts)
    matrix = np.array([engine.get_scores(text) for text in texts])
    np.fill_diagonal(matrix, 0.0)
    jump = np.array(prior) / sum(prior)
    rows = matrix.sum(axis=1, keepdims=True)
    matrix = np.where(rows > 1e-9, matrix / np.where(rows > 1e-9, rows, 1.0), jump)
    rank = jump
    for _ in range(200):
        rank = DAMPING * (rank @ matrix) + (1 - DAMPING) * jump
    return [float(value) for value in rank]


@given(TEXTS.filter(any))
def test_centrality_is_the_walk_over_rank_bm25s_scores(texts: list[list[str]]) -> None:
    prior = [1 / (place + 1) for place in range(len(texts))]
    assert Texts(texts).centrality(prior) == pytest.approx(reference(texts, prior), abs=1e-3)


@given(TEXTS)
def test_centrality_sums_to_one_and_nothing_is_left_out(texts: list[list[str]]) -> None:
    ranks = Texts(texts).centrality([1.0] * len(texts))
    assert sum(ranks) == pytest.approx(1.0)
    assert all(rank > 0 for rank in ranks)


def test_the_text_that_shares_nothing_with_the_others_is_the_least_central() -> None:
    texts = [list("abc"), list("abd"), list("cde"), list("fg")]
    ranks = Texts(texts).centrality([1.0] * 4)
    assert ranks.index(min(ranks)) == 3


@given(TEXTS, st.data())
def test_likeness_is_symmetric_between_0_and_1_and_1_for_the_same_terms(texts: list[list[str]], data: st.DataObject) -> None:
    one, other = (data.draw(st.integers(0, len(texts) - 1)) for _ in range(2))
    compared = Texts([*texts, texts[one]])
    assert 0.0 <= compared.likeness(one, other) <= 1.0
    assert compared.likeness(one, other) == pytest.approx(compared.likeness(other, one))
    assert not texts[one] or compared.likeness(one, len(texts)) == pytest.approx(1.0)
