"""Static embeddings, read straight from wordllama's weights."""

from pathlib import Path

import numpy as np
import pytest
import wordllama
from wordllama import WordLlama

from index.embeddings import Embeddings, load

TEXTS = [
    "dam",
    "Tram drivers walked out before dawn on Monday, stopping all nine lines of the city's network.",
    "ceasefire",
    "Übermut, naïve “quotes” — 11:40 pm",
    "Putin and Trump",
    "🙂",
    "x" * 300,
]


@pytest.fixture(scope="module")
def embeddings() -> Embeddings:
    return load()


def test_vectors_have_unit_length(embeddings: Embeddings) -> None:
    for text in TEXTS:
        assert float(np.linalg.norm(embeddings.vector(text))) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_is_the_vector_of_zeros(embeddings: Embeddings, text: str) -> None:
    assert not embeddings.vector(text).any()
    assert embeddings.vector(text).shape == (embeddings.dimensions,)


def test_they_are_those_of_wordllama(embeddings: Embeddings) -> None:
    theirs = WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    for text in TEXTS:
        cosine = float(embeddings.vector(text) @ theirs.embed(text, norm=True)[0])
        assert cosine == pytest.approx(1.0, abs=1e-3), text


def test_many_are_the_same_as_each(embeddings: Embeddings) -> None:
    assert embeddings.vectors(TEXTS) == pytest.approx(np.stack([embeddings.vector(text) for text in TEXTS]), abs=1e-6)
    assert embeddings.vectors([]).shape == (0, embeddings.dimensions)
    assert embeddings.vectors(["dam", "dam"]).shape == (2, embeddings.dimensions)


def test_words_of_near_meaning_are_nearer_than_others(embeddings: Embeddings) -> None:
    doctor, physician, herring = embeddings.vectors(["doctor", "physician", "herring"])
    assert doctor @ physician > 0.4 > doctor @ herring


def test_they_are_opened_once() -> None:
    assert load() is load()
