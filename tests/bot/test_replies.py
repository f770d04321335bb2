from datetime import date

import pytest

from bot import replies
from bot.blocks import Block, Line, Listing, Quotation
from bot.chitchat import WHAT_SHERPA_DOES
from bot.conversation import Conversation
from bot.quotes import Carrier, Citation, Quote
from bot.results import (
    Answer,
    Corroboration,
    Difference,
    Explanation,
    Preview,
    Ranked,
    Refusal,
    Searched,
    Source,
    Summary,
    SummarySentence,
    TermWeight,
)
from index.articles import Span

CITATION = Citation(
    article_id="seed-1.1",
    revision=1,
    story_id="seed-1.1",
    title="Summit Ends Without Breakthrough",
    outlet="Hindustan Times",
    agency="WSJ",
    published=date(2025, 8, 16),
    date_derived=True,
    url="https://example.org/news",
    url_owner="Daily8",
    stance="after",
)
QUOTE = Quote(
    text="They met without announcing a breakthrough.",
    body="They left. They met without announcing a breakthrough.",
    start=11,
    end=54,
    cut=False,
    marks=(Span(9, 16),),
    citation=CITATION,
    carriers=(Carrier(article_id="x", outlet="Mint", relation="also carried by"),),
)
EXPLANATION = Explanation(
    terms=(TermWeight(word="ceasefire", term="ceasefir", passages=12, weight=2.345),),
    asked_for="what was agreed",
    ranked=(Ranked(text="A\nsentence", article_id="seed-1.1", title="Summit", score=0.832, coverage=0.75, features={"bm25": 3.1}),),
)
ANSWER = Answer(
    question="Was a ceasefire agreed?",
    quotes=(QUOTE, QUOTE.model_copy(update={"text": "No deal.", "cut": True})),
    more=tuple(QUOTE.model_copy(update={"text": f"More {n}."}) for n in range(4)),
    confidence=0.62,
    corroboration=Corroboration(reports=3, outlets=3, agencies=1, independent=2),
    difference=Difference(about="the start", first="11 am", second="11:30 am", first_quote=0, second_quote=1),
    notes=("Read “ceasfire” as “ceasefire”.",),
    explanation=EXPLANATION,
)
SEARCHED = Searched(articles=14, oldest=date(2025, 8, 15), newest=date(2025, 8, 18))
REFUSAL = Refusal(
    question="Who won in Bratislava?",
    kind="unanswered",
    reason="No article gives a name for this.",
    unknown_words=("Bratislava",),
    nearest=QUOTE,
    searched=SEARCHED,
    explanation=EXPLANATION,
)


def said(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Line)]


def quoted(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Quotation)]


def test_an_answer_shows_quotations_then_differences_then_who_else_reports_it_then_notes() -> None:
    reply = replies.answer(ANSWER)
    assert reply.heading == "Was a ceasefire agreed?"
    assert quoted(reply.blocks[:2]) == ["They met without announcing a breakthrough.", "No deal."]
    assert said(reply.blocks[2:]) == [
        "Sources differ on the start: 11 am [1] / 11:30 am [2].",
        "Reported by 3 outlets, 2 independent.",
        "Read “ceasfire” as “ceasefire”.",
    ]
    assert [(action.name, action.argument) for action in reply.actions] == [("more", ""), ("summarize", "seed-1.1"), ("why", "")]


def test_what_sources_differ_on_is_a_list_where_it_is_long() -> None:
    names = "Aurelie Castagne, Marc Tallier, Ines Moreau"
    differing = Difference(about="who was there", first=names, second="Aurelie Castagne, Jon Vey", first_quote=0, second_quote=1)
    (listing,) = [b for b in replies.answer(ANSWER.model_copy(update={"difference": differing})).blocks if isinstance(b, Listing)]
    assert listing.title == "Sources differ on who was there:"
    assert [item.text for item in listing.items] == [f"[1] {names}", "[2] Aurelie Castagne, Jon Vey"]


def test_a_quotation_carries_its_number_citation_link_and_carriers() -> None:
    (block,) = [block for block in replies.answer(ANSWER).blocks if isinstance(block, Quotation) and block.number == 1]
    assert block.marks == (Span(9, 16),)
    assert block.carriers == "also carried by Mint"
    assert block.reference is not None
    assert (block.reference.source, block.reference.date) == ("Hindustan Times (WSJ)", "about 16 Aug 2025, after the summit")
    assert block.reference.link is not None
    assert block.reference.link.text == "open at this sentence on Daily8"
    assert block.reference.link.url.startswith("https://example.org/news#:~:text=They%20met")


def test_without_an_address_there_is_no_link() -> None:
    quote = QUOTE.model_copy(update={"citation": CITATION.model_copy(update={"url": None})})
    (block, *_) = replies.answer(ANSWER.model_copy(update={"quotes": (quote,)})).blocks
    assert isinstance(block, Quotation)
    assert block.reference is not None
    assert block.reference.link is None


def test_an_answer_without_more_offers_no_more() -> None:
    actions = replies.answer(ANSWER.model_copy(update={"more": ()})).actions
    assert [action.name for action in actions] == ["summarize", "why"]


ALL = (*ANSWER.quotes, *ANSWER.more)


def test_more_goes_on_counting_until_there_is_no_more() -> None:
    first = replies.more("Q?", ALL[2:], shown=2)
    assert [block.number for block in first.blocks if isinstance(block, Quotation)] == [3, 4, 5]
    assert [action.name for action in first.actions] == ["more"]
    last = replies.more("Q?", ALL[5:], shown=5)
    assert [block.number for block in last.blocks if isinstance(block, Quotation)] == [6]
    assert last.actions == ()
    assert said(replies.more("Q?", (), shown=6).blocks) == ["That is all the articles say on it."]


def test_a_refusal_explains_itself() -> None:
    reply = replies.refusal(REFUSAL)
    assert reply.heading == "Who won in Bratislava?"
    assert said(reply.blocks) == [
        "The articles do not say. No article gives a name for this.",
        "No article has the word “Bratislava”.",
        "Searched 14 articles, 15 to 18 Aug 2025.",
        "The nearest thing they have:",
    ]
    assert quoted(reply.blocks) == [QUOTE.text]
    assert not reply.private


def test_a_word_that_the_reason_names_is_not_named_twice() -> None:
    reply = replies.refusal(REFUSAL.model_copy(update={"reason": "No article mentions Bratislava."}))
    assert said(reply.blocks)[:2] == [
        "The articles do not say. No article mentions Bratislava.",
        "Searched 14 articles, 15 to 18 Aug 2025.",
    ]


@pytest.mark.parametrize(("kind", "private"), [("chat", False), ("nothing_to_search", True)])
def test_what_is_no_question_is_declined_in_one_line(kind: str, private: bool) -> None:
    reply = replies.refusal(REFUSAL.model_copy(update={"kind": kind, "reason": "Sherpa answers questions."}))
    assert said(reply.blocks) == ["Sherpa answers questions."]
    assert quoted(reply.blocks) == []
    assert reply.private is private


def test_a_summary_names_its_article_once_and_quotes_its_sentences() -> None:
    sentences = (SummarySentence(text="One.", start=0, end=4), SummarySentence(text="Two.", start=9, end=13))
    reply = replies.summary(Summary(citation=CITATION, byline="A. Writer", sentences=sentences))
    assert reply.heading == CITATION.title
    head, *rest = reply.blocks
    assert head.model_dump(exclude={"link"}) == {
        "source": "Hindustan Times (WSJ)",
        "date": "about 16 Aug 2025, after the summit",
        "title": "",
        "byline": "by A. Writer",
    }
    assert quoted(tuple(rest)) == ["One.", "Two."]


def test_sources_are_numbered_and_copies_name_the_first_of_their_story() -> None:
    copy = CITATION.model_copy(update={"article_id": "seed-1.2"})
    (listing,) = replies.sources(
        [Source(number=1, citation=CITATION, collection="everyone"), Source(number=2, citation=copy, collection="everyone")]
    ).blocks
    assert isinstance(listing, Listing)
    assert [item.detail for item in listing.items] == [
        "Hindustan Times (WSJ) · about 16 Aug 2025, after the summit · seed-1.1",
        "Hindustan Times (WSJ) · about 16 Aug 2025, after the summit · seed-1.2 · same story as 1",
    ]


def test_no_sources_are_said_to_be_none() -> None:
    assert said(replies.sources([]).blocks) == ["There are no articles yet."]


def test_a_preview_says_how_it_was_read_and_what_would_have_fired() -> None:
    reply = replies.preview(Preview(topic="land swap", understood="land and swap", articles=(CITATION,), notes=("A note.",)))
    assert reply.heading == "Topic: land swap"
    assert said(reply.blocks) == ["land and swap", "A note."]
    (listing,) = [block for block in reply.blocks if isinstance(block, Listing)]
    assert listing.title == "1 article would have fired an alert:"
    nothing = replies.preview(Preview(topic="soy", understood="soy", articles=()))
    assert "No article that is stored would have fired an alert." in said(nothing.blocks)


def test_why_shows_terms_scores_and_coverage_to_the_asker_alone() -> None:
    reply = replies.why(ANSWER)
    terms, ranked = [block for block in reply.blocks if isinstance(block, Listing)]
    assert (terms.items[0].text, terms.items[0].detail) == ("ceasefire (as ceasefir)", "12 passages · weight 2.35")
    assert (ranked.items[0].text, ranked.items[0].detail) == ("A sentence", "Summit · score 0.83 · covers 75% · bm25 3.10")
    assert said(reply.blocks) == ["Confidence 0.62.", "Looked for what was agreed."]
    assert reply.private
    assert said(replies.why(REFUSAL).blocks)[0] == "Declined: No article gives a name for this."


def test_of_many_sources_the_rest_is_counted() -> None:
    listed = replies.sources([Source(number=1, citation=CITATION, collection="everyone")], total=1_204)
    assert listed.heading == "1,204 sources"
    (listing,) = [block for block in listed.blocks if isinstance(block, Listing)]
    assert listing.left_out == 1_203


def test_help_lists_the_commands_of_the_place() -> None:
    (listing,) = [block for block in replies.help_("session").blocks if isinstance(block, Listing)]
    names = [item.text.split()[0] for item in listing.items]
    assert {
        "/ask",
        "/summarize",
        "/sources",
        "/more",
        "/why",
        "/preview",
        "/subscribe",
        "/unsubscribe",
        "/subscriptions",
        "/help",
        "/quit",
    } == set(names)


def test_a_greeting_says_what_sherpa_does_and_gives_three_examples() -> None:
    reply = replies.greeting(SEARCHED)
    assert said(reply.blocks)[0] == f"{WHAT_SHERPA_DOES} It has 14 articles, 15 to 18 Aug 2025."
    (listing,) = [block for block in reply.blocks if isinstance(block, Listing)]
    assert len(listing.items) == 3


def test_an_error_is_for_the_asker_alone_and_suggests_what_may_be_meant() -> None:
    reply = replies.error("No article fits.", ["3 · Summit Ends"])
    assert reply.private
    (listing,) = [block for block in reply.blocks if isinstance(block, Listing)]
    assert [item.text for item in listing.items] == ["3 · Summit Ends"]


def test_a_conversation_remembers_questions_and_what_was_shown() -> None:
    talk = Conversation().after(ANSWER)
    assert (talk.questions, talk.shown, len(talk.unseen())) == (("Was a ceasefire agreed?",), 2, 4)
    assert len(talk.after_more(3).unseen()) == 1
    chat = REFUSAL.model_copy(update={"kind": "chat", "question": "hello"})
    assert talk.after(chat).questions == ("Was a ceasefire agreed?",)
    assert talk.after(REFUSAL).unseen() == ()


def test_quotation_marks_of_people_and_news_are_not_taken_for_sherpas() -> None:
    reply = replies.answer(ANSWER.model_copy(update={"question": "Did he say ❝no deal❞?"}))
    assert reply.heading == "Did he say “no deal”?"
    assert replies.error("❝x❞").blocks == (Line(text="“x”"),)
    assert Quotation(text="❝x❞").text == "❝x❞"
