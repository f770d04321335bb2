"""Nothing outside the collections that the asker sees is quoted, counted, named or called known."""

from datetime import date

from bot.results import Answer
from index.articles import Article
from index.retrieval import OPEN, Filter

NEWSROOM = Filter(collections=frozenset({"newsroom"}))
BOTH = Filter(collections=frozenset({"everyone", "newsroom"}))


async def test_an_article_is_quoted_to_those_who_see_it_alone(reader) -> None:
    question = "What is Vellbane weighing, a sale of the depot?"
    seen = await reader.answer(question, where=NEWSROOM)
    assert {quote.citation.article_id for quote in (*seen.quotes, *seen.more)} == {"members-only"}
    assert "members-only" in {quote.citation.article_id for quote in (await reader.answer(question, where=BOTH)).quotes}
    hidden = await reader.ask(question)
    quotes = (*hidden.quotes, *hidden.more) if isinstance(hidden, Answer) else (hidden.nearest,)
    assert all(quote is None or quote.citation.article_id != "members-only" for quote in quotes)


async def test_a_name_from_elsewhere_is_unknown(reader) -> None:
    result = await reader.refusal("What did Maren Halvik say about the strike?")
    assert {"Maren", "Halvik"} <= set(result.unknown_words)
    assert "told the board" in (await reader.answer("What did Maren Halvik say?", where=NEWSROOM)).quotes[0].text


async def test_articles_elsewhere_are_not_counted(reader) -> None:
    refused = await reader.refusal("What did Zorbulak say?")
    assert refused.searched.articles == 10
    assert (await reader.refusal("What did Zorbulak say?", where=OPEN)).searched.articles == 11
    searched = (await reader.refusal("What did Zorbulak say?", where=NEWSROOM)).searched
    assert (searched.articles, searched.oldest, searched.newest) == (1, date(2031, 3, 5), date(2031, 3, 5))


async def test_a_number_from_elsewhere_makes_no_difference(reader) -> None:
    result = await reader.answer("How long will the strike last?")
    assert "96" not in str(result.difference)
    assert all("96 hours" not in ranked.text for ranked in result.explanation.ranked)


async def test_terms_are_counted_in_what_is_seen(reader) -> None:
    everywhere = await reader.answer("What does the memo say?", where=BOTH)
    assert max(term.passages for term in everywhere.explanation.terms if term.word == "memo") > 0
    assert "memo" in (await reader.refusal("What does the memo say?")).unknown_words


async def test_a_copy_elsewhere_is_no_carrier(serve) -> None:
    body = " ".join(
        f"The {ordinal} tram of the morning stood at the depot while drivers sang." for ordinal in ("first", "second", "third", "last")
    )
    reader = await serve(
        Article(id="public", title="Trams", outlet="Harbour Post", body=body),
        Article(id="private", title="Trams", outlet="Secret Letter", body=body, collection="newsroom"),
    )
    question = "Where did the first tram of the morning stand?"
    [quote, *_] = (await reader.answer(question)).quotes
    assert quote.citation.article_id == "public"
    assert quote.carriers == ()
    [quote, *_] = (await reader.answer(question, where=BOTH)).quotes
    assert len(quote.carriers) == 1


async def test_a_misspelt_word_is_not_taken_for_a_word_from_elsewhere(serve) -> None:
    reader = await serve(
        Article(id="public", title="Trams", body="The tram stood at the depot all day."),
        Article(id="private", title="Letter", body="The zeppelin was sold at the depot.", collection="newsroom"),
    )
    question = "was the zeppellin at the depot"
    assert (await reader.ask(question)).notes == ()
    assert (await reader.ask(question, where=BOTH)).notes == (
        "No article has “zeppellin”; it was taken for the nearest word that one has.",
    )


async def test_days_and_outlets_filter_too(reader) -> None:
    later = Filter(since=date(2031, 3, 7), collections=frozenset({"everyone"}))
    result = await reader.answer("When did the dam break?", where=later)
    assert {quote.citation.article_id for quote in (*result.quotes, *result.more)} <= {
        "flood-toll",
        "election",
        "summit-before",
        "summit-after",
        "festival",
    }
    assert result.difference is None
    one = Filter(outlets=frozenset({"Coast Daily"}))
    [quote, *_] = (await reader.answer("What did Crane tell the union?", where=one)).quotes
    assert (quote.citation.article_id, quote.carriers) == ("strike-copy", ())
