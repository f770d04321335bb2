"""How sentences cover a question's words."""

import pytest

from bot.answers import Judged
from bot.matching import MAX_IDF, Corpus
from bot.questions import read
from index.analysis import Analyzer


def matched(judged: Judged, ordinal: int) -> dict[str, float]:
    return judged.matcher.matches(judged.evidence.sentences[ordinal])


def term(word: str) -> str:
    return Analyzer().terms(word)[0]


def test_rare_words_weigh_more_up_to_a_limit() -> None:
    corpus = Corpus(1_000, {"common": 500, "rare": 5, "rarest": 1})
    assert 0 < corpus.idf("common") < corpus.idf("rare") <= corpus.idf("rarest") == corpus.idf("unheard") == MAX_IDF


@pytest.mark.parametrize("known", [{"ceasefir": 3}, {"ceas": 3, "fire": 3}])
def test_a_hyphenated_word_weighs_once_by_the_form_that_articles_have(known: dict[str, int]) -> None:
    corpus = Corpus(100, known)
    weights = corpus.weights(read("cease-fire?"))
    heavy = max(weights, key=lambda each: weights[each])
    assert heavy in known
    assert sum(weights.values()) < 3 * corpus.idf(heavy)


def test_the_query_leaves_idf_to_the_engine() -> None:
    query = Corpus(100, {"dam": 3, "town": 50}).query(read("Which town has the dam?"))
    assert query["dam"] == pytest.approx(1.0)
    assert set(query) >= {"dam", "town"}
    assert all(weight > 0 for weight in query.values())


def test_the_word_itself_in_any_form_is_a_full_counterpart(stored, judged_on) -> None:
    judged = judged_on("Which dams broke?", stored("The dam breaks."))
    assert matched(judged, 0)[term("dam")] == 1.0


@pytest.mark.parametrize(
    ("question", "word", "sentence"),
    [
        ("Did the physician come?", "physician", "The doctor came."),
        ("What did Moscow want?", "moscow", "Russia wanted grain."),
        ("What did the Russians want?", "russians", "The Kremlin wanted grain."),
        ("Was a car seen?", "car", "An automobile was seen."),
    ],
)
def test_another_word_for_the_same_is_nearly_one(stored, judged_on, question: str, word: str, sentence: str) -> None:
    judged = judged_on(question, stored(f"{sentence} It rained."))
    there, not_there = (matched(judged, ordinal).get(term(word), 0.0) for ordinal in (0, 1))
    assert 0.5 <= there < 1.0
    assert not_there == 0.0


def test_unrelated_words_are_no_counterparts(stored, judged_on) -> None:
    judged = judged_on("Was the herring quota changed?", stored("Kites rose over the dunes."))
    assert matched(judged, 0) == {}


def test_an_office_and_its_holder_stand_for_each_other(stored, judged_on) -> None:
    body = "German Chancellor Ottilie Brandhuber came. Brandhuber sang. She danced. The German chancellor left."
    judged = judged_on("Did the German chancellor sing?", stored(body))
    named, meant = matched(judged, 1), matched(judged, 2)
    assert 0 < meant[term("chancellor")] < named[term("chancellor")] < 1
    judged = judged_on("Did Brandhuber leave?", stored(body))
    assert 0 < matched(judged, 3)[term("Brandhuber")] < 1


def test_the_outlet_that_a_question_names_is_a_counterpart(stored, judged_on) -> None:
    one, other = stored("It rained.", "a", outlet="Harbour Post"), stored("It poured.", "b", outlet="Coast Daily")
    judged = judged_on("What does the Harbour Post report?", one, other)
    assert term("harbour") in matched(judged, 0)
    assert term("harbour") not in matched(judged, 1)


def test_coverage_is_a_share_of_what_is_asked(stored, judged_on) -> None:
    judged = judged_on("Did the dam above Tarnholm break?", stored("The dam above Tarnholm broke, they say. The dam held. Kites rose."))
    shares = [judged.matcher.coverage(matched(judged, ordinal)) for ordinal in range(3)]
    assert 1 >= shares[0] > shares[1] > shares[2] == 0
