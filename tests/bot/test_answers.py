"""Answers on made-up news, through the service."""

from datetime import date

import pytest

from bot.quotes import Quote
from index.articles import Article


def ids(quotes: tuple[Quote, ...]) -> list[str]:
    return [quote.citation.article_id for quote in quotes]


def marked(quote: Quote) -> list[str]:
    return [quote.text[mark.start : mark.end] for mark in quote.marks]


def carriers(quote: Quote) -> dict[str, str]:
    return {carrier.article_id: carrier.relation for carrier in quote.carriers}


async def test_the_sentence_that_says_it_is_quoted_with_its_source(reader) -> None:
    result = await reader.answer("How many seats did the Orchard Party win?")
    best = result.quotes[0]
    assert best.text == "The Orchard Party won 44 of the 90 seats and will need a partner to govern."
    cited = best.citation
    assert (cited.article_id, cited.title, cited.outlet) == ("election", "Voters in Ostmark turn out in record numbers", "Inland Gazette")
    assert (cited.published, cited.agency, cited.url, cited.stance) == (date(2031, 3, 10), None, None, None)
    assert {"Orchard", "Party", "seats"} <= set(marked(best))
    assert 0 < result.confidence <= 1


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("What did the transport minister call the walkout?", "a strike against schoolchildren"),
        ("what did Tull tell the crowd", "last year's bread"),
        ("why was the repair put off", "to save money"),
        ("How high was turnout?", "71 percent"),
        ("What share of voters voted by post?", "One in five"),
        ("did the premier concede", "conceded before midnight"),
        ("How many people did helicopters rescue?", "212 people"),
        ("since when has the dispute been going on?", "in November"),
        ("what did Orm blame for the flood", "the ministry that had put off the repair"),
    ],
)
async def test_questions_of_many_kinds_find_their_evidence_among_the_first_three(reader, question: str, evidence: str) -> None:
    result = await reader.answer(question)
    assert any(evidence in quote.text for quote in result.quotes), [quote.text for quote in result.quotes]


@pytest.mark.parametrize("name", ["Castagne", "castagne", "CASTAGNE", "Castagne's", "Casta\u0301gne"])
async def test_a_name_is_found_however_it_is_typed(reader, name: str) -> None:
    assert "Castagne" in (await reader.answer(f"What did {name} say about fish?")).quotes[0].text


@pytest.mark.parametrize("name", ["Sergei Volkonski", "Sergey Volkonskyy", "Sergei Volkonskii"])
async def test_the_spellings_of_a_romanised_name_are_one_name(reader, name: str) -> None:
    result = await reader.answer(f"What did {name} write?")
    assert result.quotes[0].text == "Sergei Volkonskiy wrote the final text."


@pytest.mark.parametrize("word", ["ceasefire", "cease-fire", "cease fire"])
async def test_hyphenated_joined_and_parted_words_find_each_other(reader, word: str) -> None:
    result = await reader.answer(f"Was a {word} agreed at the Karrow summit?")
    assert {"summit-before", "summit-after"} <= set(ids(result.quotes))


async def test_an_office_finds_its_holder_and_a_holder_the_office(serve) -> None:
    """ "The chancellor" is whoever the articles introduce as one."""
    reader = await serve(
        Article(id="a", title="Aid", body="German Chancellor Ottilie Brandhuber came to Tarnholm. She brought blankets and cooks."),
        Article(id="b", title="Bridge", body="Brandhuber promised a new bridge. The town cheered her."),
    )
    for office in ("the German chancellor", "Germany's chancellor", "the chancellor of Germany"):
        result = await reader.answer(f"What did {office} promise?")
        assert result.quotes[0].text.startswith("Brandhuber promised a new bridge.")
    result = await reader.answer("What did Brandhuber bring to Tarnholm?")
    assert "blankets" in " ".join(quote.text for quote in result.quotes)


async def test_a_question_with_two_parts_has_quotes_for_both(reader) -> None:
    result = await reader.answer("When did the dam break and what did Vey say about the far right?")
    texts = " ".join(quote.text for quote in result.quotes[:2])
    assert "11:40 pm" in texts or "11:15 pm" in texts
    assert "talk to everyone but the far right" in texts


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("How many seats did the Orchard Party win and what happened to the buses?", ["won 44 of the 90 seats", "Buses ran as usual"]),
        ("What did Tull tell the crowd and when did the dam break?", ["last year's bread", "11:"]),
        ("What did Tamsin Vey say about the far right? Was there honey?", ["everyone but the far right", "jar of honey"]),
    ],
)
async def test_a_part_is_answered_whatever_the_other_is_about(reader, question: str, evidence: list[str]) -> None:
    result = await reader.answer(question)
    for wanted in evidence:
        assert any(wanted in quote.text for quote in result.quotes), wanted


async def test_a_comparison_has_quotes_for_both_sides(reader) -> None:
    result = await reader.answer("Compare what Tull said with what Pell said")
    assert {"Tull", "Pell"} == {name for name in ("Tull", "Pell") for quote in result.quotes[:2] if name in quote.text}


async def test_a_part_that_cannot_be_answered_is_said_to_be_so(reader) -> None:
    result = await reader.answer("What did Tull say and what did Zorbulak say?")
    assert "Tull" in result.quotes[0].text
    assert any("Zorbulak" in note and "is not answered" in note for note in result.notes)


async def test_times_that_differ_between_sources_are_both_shown(reader) -> None:
    result = await reader.answer("When did the dam break?")
    difference = result.difference
    assert difference is not None
    assert {difference.first, difference.second} == {"11:40 pm", "11:15 pm"}
    for says, place in ((difference.first, difference.first_quote), (difference.second, difference.second_quote)):
        assert says in result.quotes[place].text


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("How long will the tram strike last?", {"48 hours", "72 hours"}),
        ("How many passengers ride the trams?", {"90,000", "110,000"}),
        ("What time did the dam break?", {"11:40 pm", "11:15 pm"}),
    ],
)
async def test_numbers_that_differ_between_sources_are_both_shown(reader, question: str, values: set[str]) -> None:
    result = await reader.answer(question)
    assert result.difference is not None
    assert {result.difference.first, result.difference.second} == values
    assert result.difference.about


async def test_a_number_in_words_is_the_number_in_figures(serve) -> None:
    one = Article(id="a", title="Flood", outlet="A", body="Seventeen people were killed in the flood, the rescue service said.")
    same = Article(id="b", title="Flood", outlet="B", body="The flood killed 17 people, according to a mayor.")
    other = Article(id="c", title="Flood", outlet="C", body="The flood killed 23 people, according to a minister.")
    question = "How many people were killed in the flood?"
    assert (await (await serve(one, same)).answer(question)).difference is None
    result = await (await serve(one, same, other)).answer(question)
    assert result.difference is not None
    assert "23" in {result.difference.first, result.difference.second}


async def test_of_the_copies_of_a_story_no_two_quotes_say_the_same(reader) -> None:
    result = await reader.answer("What did Crane tell the union?", limit=9)
    told = [quote for quote in (*result.quotes, *result.more) if "told the union to return" in quote.text]
    assert len(told) == 1
    [quote] = told
    assert set(carriers(quote)) == {"strike", "strike-copy", "strike-update"} - {quote.citation.article_id}


async def test_a_copy_at_another_outlet_carries_it_and_at_the_same_outlet_is_a_version(serve) -> None:
    body = " ".join(
        f"The {ordinal} tram of the morning stood at the depot while drivers sang." for ordinal in ("first", "second", "third", "last")
    )
    reader = await serve(
        Article(id="new", title="Trams", outlet="Harbour Post", published="2031-03-05", body=f"{body} Updated at noon."),
        Article(id="old", title="Trams", outlet="Harbour Post", published="2031-03-04", body=body),
        Article(id="elsewhere", title="Trams", outlet="Coast Daily", published="2031-03-05", body=body),
        Article(id="unknown", title="Trams", published="2031-03-05", body=body),
    )
    seen = {}
    for outlet in ("Harbour Post", "Coast Daily"):
        result = await reader.answer(f"What did {outlet} write about the drivers who sang at noon?", limit=9)
        for quote in (*result.quotes, *result.more):
            seen[quote.citation.article_id] = carriers(quote)
    assert "new" in seen
    assert seen["new"] == {"old": "an earlier version", "elsewhere": "also carried by", "unknown": "also carried by"}
    if "old" in seen:
        assert seen["old"]["new"] == "a later version"


@pytest.mark.parametrize("question", ["trams", "What happened at the tram strike?", "drivers Tull Crane Vellbane passengers depot union"])
async def test_at_most_two_quotes_are_of_one_story(reader, question: str) -> None:
    result = await reader.answer(question, limit=20)
    stories = [quote.citation.story_id for quote in (*result.quotes, *result.more)]
    assert max(stories.count(story) for story in stories) <= 2


async def test_no_quote_overlaps_another(reader) -> None:
    for question in ("trams", "the Karrow summit", "What did Dallow say about the dam and the river?"):
        result = await reader.answer(question, limit=20)
        quotes = (*result.quotes, *result.more)
        for place, one in enumerate(quotes):
            for other in quotes[:place]:
                same_article = one.citation.article_id == other.citation.article_id
                assert not (same_article and one.start < other.end and other.start < one.end)


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_no_more_quotes_than_asked_for_are_shown_and_more_follow(reader, limit: int) -> None:
    everything = await reader.answer("What happened in the tram strike in Port Vell?", limit=3)
    result = await reader.answer("What happened in the tram strike in Port Vell?", limit=limit)
    assert len(result.quotes) <= limit
    assert result.quotes[0] == everything.quotes[0]
    assert result.more
    assert not {(quote.citation.article_id, quote.start) for quote in result.quotes} & {
        (quote.citation.article_id, quote.start) for quote in result.more
    }


async def test_reports_are_counted_by_story_outlet_and_wire(serve) -> None:
    def report(id_: str, outlet: str | None, agency: str | None, body: str) -> Article:
        return Article(id=id_, title="Quake", outlet=outlet, agency=agency, body=body)

    reader = await serve(
        report("a", "Harbour Post", "Nordwire", "The quake in Tarnholm destroyed the bridge at dawn."),
        report("b", "Coast Daily", "Nordwire", "At dawn a quake destroyed the bridge of Tarnholm."),
        report("c", "Inland Gazette", None, "The bridge in Tarnholm was destroyed by a quake at dawn."),
    )
    counted = (await reader.answer("Did the quake destroy the bridge in Tarnholm?")).corroboration
    assert counted is not None
    assert (counted.reports, counted.outlets, counted.agencies, counted.independent) == (3, 3, 1, 2)


async def test_a_story_is_of_the_agency_that_any_of_its_carriers_names(serve) -> None:
    told = (
        "The quake in Tarnholm destroyed the bridge at dawn, and the harbour wall fell into the sea before noon as people ran up the hill. "
    )
    quiet = "Schools and shops stay closed until the middle of next week, said the mayor, who spoke from the steps of the town hall."
    reader = await serve(
        Article(id="a", title="Quake destroyed the bridge", outlet="Harbour Post", body=told + quiet),
        Article(id="b", title="Wire news", outlet="Coast Daily", agency="Nordwire", body=told + quiet),
        Article(
            id="c", title="Quake", outlet="Inland Gazette", agency="Nordwire", body="At dawn a quake destroyed the bridge of Tarnholm."
        ),
    )
    counted = (await reader.answer("Did the quake destroy the bridge in Tarnholm?")).corroboration
    assert counted is not None
    assert (counted.reports, counted.agencies, counted.independent) == (2, 1, 1)


async def test_outlets_are_not_counted_where_one_is_unknown(serve) -> None:
    reader = await serve(
        Article(id="a", title="Quake", outlet="Harbour Post", body="The quake in Tarnholm destroyed the bridge at dawn."),
        Article(id="b", title="Quake", body="At dawn a quake destroyed the bridge of Tarnholm."),
    )
    counted = (await reader.answer("Did the quake destroy the bridge in Tarnholm?")).corroboration
    assert counted is not None
    assert (counted.reports, counted.outlets) == (2, None)


async def test_copies_of_one_story_are_one_report(reader) -> None:
    counted = (await reader.answer("What did Crane tell the union?")).corroboration
    assert counted is not None
    assert counted.reports == 1


async def test_quotes_say_on_which_side_of_the_event_they_stand(reader) -> None:
    result = await reader.answer("Was a ceasefire agreed at the fisheries summit in Karrow?")
    sides = {quote.citation.article_id: quote.citation.stance for quote in result.quotes}
    assert sides["summit-before"] == "before"
    assert sides["summit-after"] == "after"


async def test_a_dateline_is_left_off(reader) -> None:
    result = await reader.answer("Who walked out before dawn, stopping all nine lines?")
    [quote] = [quote for quote in result.quotes if "walked out before dawn" in quote.text]
    assert quote.text.startswith("Tram drivers walked out")


LONG = (
    "The commission that was set up after the flood found that the dam had been known to leak since its walls were raised, that "
    "inspectors had warned the ministry in four letters, that the letters had been filed under fishing licences, that the money "
    "for the repair had been spent on a statue of a horse, that the statue had been put on a hill from which the dam could be "
    "seen, that nobody who stood there had thought of the letters, that the horse had lost an ear in a storm, and that the repair "
    "of the ear had been ordered on the very day on which the dam gave way; the commission named no one."
)


async def test_a_sentence_that_is_too_long_is_cut_at_a_clause(serve) -> None:
    reader = await serve(Article(id="long", title="Inquiry", body=f"{LONG} It met twice."))
    [quote, *_] = (await reader.answer("What did the commission find about the dam and the letters of the inspectors?")).quotes
    assert quote.cut
    assert quote.start == 0
    assert 250 < len(quote.text) <= 500
    assert LONG[quote.end] == ","


async def test_a_long_sentence_without_clauses_is_cut_between_words(serve) -> None:
    body = " ".join(["The dam report lists cracks"] + ["cracks"] * 120) + "."
    reader = await serve(Article(id="long", title="Inquiry", body=body))
    [quote, *_] = (await reader.answer("What does the dam report list?")).quotes
    assert quote.cut
    assert set(quote.text.split()) == {"The", "dam", "report", "lists", "cracks"}


async def test_a_short_sentence_is_not_cut(reader) -> None:
    result = await reader.answer("trams", limit=9)
    assert not any(quote.cut for quote in (*result.quotes, *result.more))


async def test_why_shows_the_ranking_as_it_was(reader) -> None:
    why = (await reader.answer("How many seats did the Orchard Party win?")).explanation
    assert why.asked_for == "a number"
    assert {term.word for term in why.terms} >= {"seats", "Orchard", "Party"}
    assert [each.score for each in why.ranked] == sorted((each.score for each in why.ranked), reverse=True)
    assert all(0 <= each.coverage <= 1 for each in why.ranked)
    assert all(term.passages > 0 for term in why.terms if term.word in ("seats", "Orchard"))


async def test_the_same_question_has_the_same_answer_whatever_was_asked_between(reader) -> None:
    question = "What did she threaten at the Karrow summit?"
    before = await reader.answer(question)
    await reader.ask("What did Volkonsky say about the party?")
    await reader.ask("What did the German chancellor offer?")
    assert await reader.answer(question) == before
