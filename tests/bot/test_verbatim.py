"""Whatever was stored and whatever is asked: what is quoted stands in the article, word for word."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import answer
from bot.citing import Citing
from bot.event import Event
from bot.excerpts import quote, span
from bot.quotes import MAX_QUOTE, Quote
from index.articles import Article
from index.errors import BadQuestion

WORDS = (
    "tram drivers dam flood Tull Crane won't 3 percent “said” 'the it Tarnholm 11:40 on; U.S. a-b, is é n\u0303 🙂 \u0e33 PORT VELL, "
    "Norway—Tram ANCHORAGE — said \u202e \x00 \u00a0 ﬁre İstanbul ǅ 1,000 … ‘no’ (AP) – Straße"
).split(" ")
texts = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=150).map(" ".join) | st.text(max_size=60), min_size=1, max_size=8
).map(". ".join)
questions = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join) | st.text(min_size=1, max_size=60)


@pytest.fixture(scope="module")
def cite() -> Citing:
    return Citing(Event(day=None))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(texts, min_size=1, max_size=3), question=questions)
def test_quotes_are_spans_of_their_article_within_the_limit(stored, judged_on, cite: Citing, bodies: list[str], question: str) -> None:
    """The fixtures keep nothing between examples."""
    articles = []
    for number, body in enumerate(bodies):
        try:
            clean = Article(id=f"a{number}", title="News", body=body).body
        except ValueError:
            continue  # nothing is left of it
        articles.append(stored(clean, id_=f"a{number}"))
    try:
        judged = judged_on(question, *articles)
    except BadQuestion:
        return
    if judged.declined or not judged.chosen:
        shown = [
            quote(each, span(each, judged.matcher, judged.evidence.neighbour), judged.matcher, cite(each.candidate.article))
            for each in judged.chosen
        ]
    else:
        found = answer(judged, {}, cite, 3, ())
        assert len(found.quotes) <= 3
        shown = [*found.quotes, *found.more]
    sources = {article.id: article for article in articles}
    for each in shown:
        assert each.text == sources[each.citation.article_id].body[each.start : each.end]
        assert 0 < len(each.text) <= MAX_QUOTE
        check_marks(each)
    for one, other in pairwise(sorted(shown, key=lambda each: (each.citation.article_id, each.start))):
        assert one.citation.article_id != other.citation.article_id or one.end <= other.start


def check_marks(shown: Quote) -> None:
    """In the quotation, in order, without overlap, round words and nothing else."""
    end = 0
    for mark in shown.marks:
        assert end <= mark.start < mark.end <= len(shown.text)
        assert shown.text[mark.start].isalnum()
        end = mark.end
