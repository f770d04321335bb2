"""Who holds which office, as the texts introduce people."""

import pytest

from bot.people import introductions
from index.analysis import Analyzer


def holder(texts: list[str], asked: str) -> set[str]:
    """The terms of the name of whoever is meant by `asked`."""
    found = introductions(texts).people(Analyzer().terms(asked))
    return set().union(*(name for _, _, name in found))


@pytest.mark.parametrize(
    ("text", "asked", "name"),
    [
        ("German Chancellor Ottilie Brandhuber spoke.", "the German chancellor", "Ottilie Brandhuber"),
        ("German Chancellor Ottilie Brandhuber spoke.", "Germany's leader", "Ottilie Brandhuber"),
        ("Norwegian foreign minister Tore Eik left.", "the foreign minister", "Tore Eik"),
        ("NATO Secretary-General Olm Darrow called.", "the NATO chief", "Olm Darrow"),
        ("U.S. President Ada Marsh called.", "the American president", "Ada Marsh"),
        ("Kremlin spokesman Lev Orlin denied it.", "the Russian spokesman", "Lev Orlin"),
        ("Transport Minister Odalys Crane came.", "the transport minister", "Odalys Crane"),
        ("French President Jean-Luc d'Arvor came.", "the French leader", "Jean-Luc d'Arvor"),
        ("Dutch Prime Minister Wim van der Eyck came.", "the Dutch prime minister", "Wim Eyck"),
        ("EU chief Ines de la Torre came.", "the EU chief", "Ines Torre"),
    ],
)
def test_an_introduction_says_whose_an_office_is(text: str, asked: str, name: str) -> None:
    assert holder([text], asked) == set(Analyzer().terms(name))


@pytest.mark.parametrize(
    ("texts", "asked"),
    [
        (["German Chancellor Ottilie Brandhuber spoke."], "the French chancellor"),
        (["The president spoke. Brandhuber listened."], "the German president"),
        (["In Germany, President Ada Marsh of nowhere spoke."], "the German chancellor's dog"),
        ([], "the German chancellor"),
    ],
)
def test_an_office_that_nobody_was_introduced_with_is_nobodys(texts: list[str], asked: str) -> None:
    assert holder(texts, asked) == set()


def test_an_office_that_two_people_have_as_often_is_nobodys() -> None:
    texts = ["French minister Aurelie Castagne came.", "French minister Marc Tallier left."]
    assert holder(texts, "the French minister") == set()


def test_an_office_is_whose_it_mostly_is() -> None:
    texts = ["French minister Aurelie Castagne came."] * 2 + ["French minister Marc Tallier left."]
    assert holder(texts, "the French minister") == set(Analyzer().terms("Aurelie Castagne"))


def test_the_parts_of_a_name_are_gathered_from_all_texts() -> None:
    texts = ["German Chancellor Ottilie Brandhuber came.", "German Chancellor Brandhuber left."]
    assert holder(texts, "the German chancellor") == set(Analyzer().terms("Ottilie Brandhuber"))


def test_a_surname_of_two_people_is_of_whoever_is_introduced_more_often() -> None:
    texts = ["US President Ada Marsh spoke.", "US President Ada Marsh left.", "First Lady Olm Marsh wrote a letter."]
    assert holder(texts, "the American president") == {"ada", "marsh"}
    assert holder(texts, "the first lady") == {"olm"}


def test_an_office_of_two_words_is_no_name() -> None:
    assert holder(["It thanked the Secretary General of NATO."], "the secretary") == set()
    assert holder(["NATO Secretary General Olm Darrow called."], "the NATO chief") == set(Analyzer().terms("Olm Darrow"))
