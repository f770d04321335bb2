"""Embeddings are summed word by word: it must make no difference to embedding the whole text."""

import numpy as np
import pytest

from index.embeddings import load
from index.seeds import load as load_seeds
from index.sentences import sentences


def test_a_text_s_vector_is_the_mean_of_the_subwords_of_the_whole_text() -> None:
    embeddings = load()
    for article in load_seeds():
        for start, end in sentences(article.body):
            text = article.body[start:end]
            ids = embeddings._tokenizer.encode(" ".join(text.split()), add_special_tokens=False).ids
            mean = embeddings._weights[ids].astype(np.float64).mean(axis=0)
            assert embeddings.vector(text) == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)


def test_a_text_without_words_has_a_vector_of_zeros() -> None:
    embeddings = load()
    assert not embeddings.vector("  \n").any()
    assert embeddings.vectors(["", "peace"]).shape == (2, embeddings.dimensions)
