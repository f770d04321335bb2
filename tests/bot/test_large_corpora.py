"""On a large corpus fewer passages are looked through; what is answered stays sound."""

import pytest

from index.articles import Article

#: From how many passages the corpus counts as large here, and an article that has more.
MANY = 2_000
FILLER = Article(id="filler", title="Minutes", body=" ".join(f"Item {number} was read out and adopted." for number in range(5_000)))


@pytest.fixture
async def large(serve, reader):
    """The news in news.toml among much else."""
    return await serve(*reader.articles.values(), FILLER, many_passages=MANY)


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("How many seats did the Orchard Party win?", "won 44 of the 90 seats"),
        ("What did the transport minister call the walkout?", "a strike against schoolchildren"),
        ("why was the repair of the dam put off?", "to save money"),
    ],
)
async def test_the_evidence_is_found_among_much_else(large, question: str, evidence: str) -> None:
    result = await large.answer(question)
    assert any(evidence in quote.text for quote in result.quotes)


@pytest.mark.parametrize("limit", [1, 2, 12])
async def test_no_more_are_shown_than_asked_for(large, limit: int) -> None:
    result = await large.answer("What happened in the tram strike in Port Vell?", limit=limit)
    assert len(result.quotes) <= limit
    assert len({(quote.citation.article_id, quote.start) for quote in (*result.quotes, *result.more)}) >= 3


async def test_what_is_not_there_is_declined(large) -> None:
    assert (await large.refusal("What did Zorbulak say about the flood?")).reason == "No article mentions Zorbulak."
    assert (await large.refusal("What did Quist say?")).reason.startswith("The articles name Quist")
