import json
import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from adapters import published
from bot.quotes import Citation, Quote
from bot.results import Answer, Explanation, Preview, Refusal, Searched, Source, Summary, SummarySentence
from index.articles import Article

CITATION = Citation(
    article_id="seed-1.1",
    revision=1,
    story_id="seed-1.0",
    title="Summit Ends",
    outlet="Mint",
    agency=None,
    published=date(2025, 8, 16),
    date_derived=True,
    url=None,
    url_owner=None,
    stance="after",
)
QUOTE = Quote(text="No deal.", body="On. No deal."[1:], start=3, end=11, cut=False, marks=(), citation=CITATION)
EXPLANATION = Explanation(terms=(), asked_for="", ranked=())


def test_an_answer_has_the_fields_of_the_contract() -> None:
    answer = Answer(question="cleaned", quotes=(QUOTE,), more=(QUOTE,), confidence=0.123456, explanation=EXPLANATION)
    assert published.answer_object("as typed", answer) == {
        "question": "as typed",
        "answered": True,
        "confidence": 0.1235,
        "quotes": [
            {
                "text": "No deal.",
                "article_id": "seed-1.1",
                "title": "Summit Ends",
                "outlet": "Mint",
                "agency": None,
                "published": "2025-08-16",
                "url": None,
                "start": 3,
                "end": 11,
            }
        ],
        "refusal": None,
    }


def test_a_refusal_has_the_fields_of_the_contract() -> None:
    searched = Searched(articles=0, oldest=None, newest=None)
    refusal = Refusal(question="q", kind="unanswered", reason="No.", unknown_words=("soy",), nearest=QUOTE, searched=searched)
    shown = published.answer_object("q", refusal)
    assert (shown["answered"], shown["quotes"]) == (False, [])
    assert shown["refusal"]["reason"] == "No."
    assert shown["refusal"]["unknown_words"] == ["soy"]
    assert shown["refusal"]["nearest"]["text"] == "No deal."
    assert shown.keys() == published.no_question_object("q", "No.").keys()
    assert shown["refusal"].keys() == published.no_question_object("q", "No.")["refusal"].keys()


def test_summaries_sources_previews_and_additions_have_the_fields_of_the_contract() -> None:
    summary = Summary(citation=CITATION, byline=None, sentences=(SummarySentence(text="One.", start=0, end=4),))
    assert published.summary_object(summary) == {
        "article_id": "seed-1.1",
        "title": "Summit Ends",
        "sentences": [{"text": "One.", "start": 0, "end": 4}],
    }
    assert published.no_summary_object().keys() == published.summary_object(summary).keys()
    assert published.source_object(Source(number=1, citation=CITATION, collection="everyone")) == {
        "article_id": "seed-1.1",
        "title": "Summit Ends",
        "outlet": "Mint",
        "agency": None,
        "published": "2025-08-16",
        "url": None,
        "story_id": "seed-1.0",
        "collection": "everyone",
    }
    assert published.preview_object(Preview(topic="t", understood="t", articles=(CITATION,))) == {
        "topic": "t",
        "articles": [{"article_id": "seed-1.1", "title": "Summit Ends"}],
    }
    article = Article(id="a", title="T", body="B.", published=datetime(2025, 8, 16, 9, 30, tzinfo=UTC))
    assert published.added_object("in.txt", article, new=True) == {
        "input": "in.txt",
        "article_id": "a",
        "title": "T",
        "outlet": None,
        "published": "2025-08-16T09:30:00Z",
        "url": None,
        "text": "B.",
        "new": True,
    }


@given(st.text(st.sampled_from('aé漢👍"\\\n\x00\x1b\x7f\x9b\u202e\u200b\ud800\U000e0041') | st.characters(), max_size=60))
def test_a_line_of_json_reads_back_and_has_nothing_that_a_terminal_obeys(text: str) -> None:
    line = published.json_line({"question": text})
    assert json.loads(line) == {"question": text}
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", line)


def test_letters_are_shown_as_they_are() -> None:
    assert published.json_line({"title": "Café – “漢”"}) == '{"title": "Café – “漢”"}'
