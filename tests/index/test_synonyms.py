"""The table of English words and their synonyms."""

from pathlib import Path

import pytest

import index.synonyms
from index.analysis import Analyzer, word_terms
from index.synonyms import english_words, is_english, synonym_terms

TABLE = Path(index.synonyms.__file__).parent / "data" / "synonyms.tsv"


@pytest.fixture(scope="module")
def table() -> dict[str, list[str]]:
    lines = (line.split("\t") for line in TABLE.read_text("ascii").splitlines())
    return {word: others.split() for word, others in lines}


def test_the_table_is_sorted_as_the_bisection_needs_it(table: dict[str, list[str]]) -> None:
    assert TABLE.read_bytes().endswith(b"\n")
    assert list(table) == sorted(table)
    assert len(table) == TABLE.read_bytes().count(b"\n")
    assert all(word.isascii() and word.isalpha() and word.islower() for word in table)


def test_bisection_finds_what_the_file_has(table: dict[str, list[str]]) -> None:
    """Looked up as they stand; words with endings may have more, by the forms that they come of."""
    for word in [*list(table)[::40], *list(table)[:3], *list(table)[-3:]]:
        assert is_english(word)
        wanted = {term for other in table[word] for term in word_terms(other)} - set(word_terms(word))
        assert wanted <= synonym_terms(word)


@pytest.mark.parametrize("word", ["", "aaaa", "zzzz", "xqj", "don't", "naïve", "cease-fire", "12", "a\tb", "\n", "zelenskiy"])
def test_what_the_file_has_not_is_not_found(table: dict[str, list[str]], word: str) -> None:
    assert word not in table
    assert not is_english(word)
    assert synonym_terms(word) == frozenset()


@pytest.mark.parametrize(
    "word",
    ["dam", "Dams", "dammed", "running", "swapped", "ran", "children", "countries", "bigger", "drivers", "DAM", "died", "owed", "sued"],
)
def test_inflected_words_are_english(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["anybody", "Everyone", "whether", "didnt"])
def test_words_of_grammar_are_english(word: str) -> None:
    assert is_english(word)


def test_the_words_of_all_letters_are_the_table(table: dict[str, list[str]]) -> None:
    assert [word for letter in "abcdefghijklmnopqrstuvwxyz" for word in english_words(letter)] == list(table)


@pytest.mark.parametrize("letter", ["", "1", "é", "ab"])
def test_what_is_no_letter_begins_no_word(letter: str) -> None:
    assert english_words(letter) == ()


@pytest.mark.parametrize(("word", "other"), [("car", "automobile"), ("physicians", "doctor"), ("sold", "sell"), ("attempted", "try")])
def test_words_of_one_meaning_are_synonyms(word: str, other: str) -> None:
    assert set(Analyzer().terms(other)) <= synonym_terms(word)


def test_a_word_is_no_synonym_of_itself() -> None:
    for word in ("car", "meeting", "strikes", "talk"):
        assert not synonym_terms(word) & set(word_terms(word))
