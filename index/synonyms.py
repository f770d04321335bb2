"""English words and those of one meaning: WordNet 3.0's words with their first senses, from data/synonyms.tsv.

The table is made by bench/synonyms.py; its licence is in data/WORDNET.txt.
"""

from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

from index.analysis import word_terms

_TABLE = Path(__file__).parent / "data" / "synonyms.tsv"

#: Endings that English inflection adds, and what stands in the dictionary in their place: WordNet's own rules (morphy(7WN)), longest first.
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("est", ""),
    ("est", "e"),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("er", ""),
    ("er", "e"),
    ("s", ""),
)


#: Words that hold sentences together, of which the dictionary (nouns, verbs, adjectives, adverbs) has none; contractions as they are
#: typed in haste. Those that the analyzer leaves out are not repeated here.
_GRAMMAR = frozenset(
    """
    anybody anyone anything everybody everyone everything something whoever whomever whichever whether although unless since toward towards
    among amongst without via per onto beside amid whereas whenever else cannot dont doesnt didnt isnt wasnt arent werent hasnt havent
    couldnt wouldnt shouldnt oneself im ive youre theyre thats
    """.split()
)


@lru_cache(maxsize=10_000)
def synonym_terms(word: str) -> frozenset[str]:
    """The analyzer's terms for the synonyms of an English word, given as it stands in a text; empty for one that has none."""
    lines = [found for form in _dictionary_forms(word.lower()) if (found := _line(form)) is not None]
    others = {term for found in lines[:2] for other in found for term in word_terms(other)}  # "meeting" is a noun and a form of "meet"
    return frozenset(others - set(word_terms(word.lower())))


@lru_cache(maxsize=10_000)
def is_english(word: str) -> bool:
    """Whether the dictionary has the word, also inflected, or it is a word of grammar. It has few names, and not every word."""
    folded = word.lower()
    return folded in _GRAMMAR or any(_line(form) is not None for form in _dictionary_forms(folded))


@lru_cache(maxsize=26)
def english_words(letter: str) -> tuple[str, ...]:
    """The dictionary's words that begin with this lower-case letter, in its order, as they stand there: not inflected."""
    if len(letter) != 1 or not (letter.isascii() and letter.isalpha()):
        return ()
    table = _table()
    start = 0 if table[:1] == letter.encode() else table.find(f"\n{letter}".encode()) + 1
    end = table.find(f"\n{chr(ord(letter) + 1)}".encode(), start)
    lines = table[start : end if end >= 0 else len(table)].decode().split("\n")
    return tuple(line.partition("\t")[0] for line in lines if line)


def _dictionary_forms(word: str) -> list[str]:
    forms = [word]
    for ending, replacement in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem + replacement) > 2:
            forms.append(stem + replacement)
            if not replacement and stem[-1] == stem[-2]:
                forms.append(stem[:-1])  # swapped, swap
    return forms


def _line(word: str) -> tuple[str, ...] | None:
    """The synonyms in the table's line for a word, found by bisection; None where there is no line."""
    if not word.isascii() or not word.isalpha():
        return None
    table, key = _table(), word.encode()
    low, high = 0, len(table)
    while low < high:
        middle = (low + high) // 2
        start = table.rfind(b"\n", low, middle) + 1 or low
        end = table.find(b"\n", middle)
        name, _, others = table[start:end].partition(b"\t")
        if name == key:
            return tuple(others.decode().split())
        if name < key:
            low = end + 1
        else:
            high = start
    return None


@lru_cache(maxsize=1)
def _table() -> mmap:
    with _TABLE.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
