"""Text from people and from the news does nothing on Slack: it is shown as it stands."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from injections import INJECTIONS
from slack_check import check_message, is_inert, quotations, visible
from slack_world import ALICE, World

from adapters.slack.layout import home, message, options, rows, sheet, topic_chooser, topic_form
from adapters.slack.render import LIMITS
from adapters.slack.text import unescape
from bench.standins import slack_payloads as payloads
from bot import alert_replies, replies
from bot.answering import Said
from bot.blocks import LABELS, Item, Line, Link, Listing, Quotation, Reference, Reply
from bot.fitting import utf16
from bot.questions import MAX_QUESTION
from bot.quotes import Carrier, Citation, Quote
from bot.results import Answer, Explanation, Preview, Subscribed
from bot.sources import Offer
from bot.topics.grammar import MAX_TOPIC
from index.articles import Article, Span
from index.cleaning import clean_line, clean_text

INERT = pytest.mark.parametrize("text", INJECTIONS.values(), ids=INJECTIONS.keys())


def sent(reply: Reply) -> dict[str, Any]:
    """The message, which is as Slack takes it."""
    made = message(Said(reply))
    check_message(made)
    return made


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a message that has a type."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for each in value.values():
            yield from parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from parts(each)


def cited(title: str, outlet: str | None = None, url: str | None = None) -> Citation:
    given = {"article_id": "a", "revision": 1, "story_id": "a", "agency": None, "published": date(2025, 8, 16), "date_derived": False}
    return Citation.model_construct(title=title, outlet=outlet, url=url, url_owner=None, stance=None, **given)


def answer(question: str, text: str, citation: Citation, marks: tuple[Span, ...] = ()) -> Answer:
    quote = Quote(text=text, body=text, start=0, end=len(text), cut=False, marks=marks, citation=citation)
    return Answer(question=question, quotes=(quote,) * 3, confidence=0.5, explanation=Explanation(terms=(), asked_for="", ranked=()))


@INERT
def test_everywhere_in_an_answer_text_is_inert(text: str) -> None:
    quoted = clean_text(text).strip()[:500] or "x"
    line = clean_line(text)
    url = "https://news.example/a(b)?c=[d]&e=*f*#g"
    shown = sent(replies.answer(answer(line[:MAX_QUESTION], quoted, cited(line[:1_000], line[:300], url), (Span(0, min(3, len(quoted))),))))
    assert is_inert(shown)
    assert {part["url"].partition("?")[0] for part in parts(shown["blocks"]) if part["type"] == "link"} <= {"https://news.example/a(b)"}
    assert "❞" in quoted or quotations(shown)[0] == quoted
    assert f"❝{quoted}❞" in unescape(shown["text"])


@INERT
def test_everywhere_else_text_is_inert(text: str) -> None:
    line = clean_line(text) or "x"
    listing = Listing(title=line, items=(Item(text=line[:200], detail=line[:200], number=1),), left_out=3)
    for reply in (
        Reply(
            heading=line, blocks=(Line(text=line), Line(text=line, tone="quiet"), Reference(source=line, date=line, title=line), listing)
        ),
        replies.error(line, [line[:200]]),
    ):
        assert is_inert(sent(reply))
        for view in (sheet(reply), home((reply, reply))):
            check_message(view)
            assert is_inert(view)
    form = topic_form(line[:MAX_TOPIC], {"exchange": line[:64], "channel": "C1"})
    check_message(form)
    assert json.loads(form["private_metadata"])["exchange"] == line[:64]


@INERT
def test_everywhere_in_an_alert_and_among_subscriptions_text_is_inert(text: str) -> None:
    line, quoted = clean_line(text)[:MAX_TOPIC] or "x", clean_text(text).strip()[:500] or "x"
    carrier = Carrier(article_id="b", outlet=line, relation="also carried by")
    quote = Quote(text=quoted, body=quoted, start=0, end=len(quoted), cut=False, marks=(), citation=cited(line, line), carriers=(carrier,))
    tried = Preview.model_construct(topic=line, understood=line, articles=(quote.citation,), notes=(line,))
    listed = Subscribed(topic=line, here="here", rhythm="daily", outlets=2, hour=8, zone="UTC", paused=line)
    for reply in (
        alert_replies.alert([(quote, (line, "b"))] * 20, (line, "b"), "daily"),
        alert_replies.alike([tried]),
        alert_replies.subscriptions([listed] * 100),
        alert_replies.subscribed(listed, tried, new=True),
    ):
        assert is_inert(sent(reply))
    for shown in (topic_chooser([(line, "0" * 16)] * 150), home((Reply(heading=line),), [(line, "0" * 16)])):
        check_message(shown)
        assert is_inert(shown)


@INERT
def test_what_is_offered_is_short_and_inert(text: str) -> None:
    line = clean_line(text) or "x"
    (option,) = options([Offer(12, line[:200], line, line[:300])])["options"]
    assert 1 <= len(option["text"]["text"]) <= 75
    assert 1 <= len(option["value"]) <= 150
    assert option["text"]["emoji"] is False


async def test_a_question_does_nothing(http: World) -> None:
    for n, text in enumerate(INJECTIONS.values()):
        by = payloads.person(n + 1)
        typed = f"ceasefire {text}"[:1_000].encode("utf-8", "ignore").decode()
        answered = await http.after(payloads.slash(by, "/ask", typed, response_url=http.slack.response_url(), channel=f"C0TRICK{n}"))
        assert is_inert(answered.body)
        mentioned = await http.after(payloads.event(payloads.mention(by, typed, channel=f"C0TRICK{n}")), "chat.postMessage")
        assert is_inert(mentioned.body)


async def test_an_article_whose_every_word_is_a_trick_does_nothing(http: World) -> None:
    tricks = [
        Article(
            id=f"trick-{n}",
            title=f"Zebra {text}"[:900],
            outlet=f"Zebra {text}"[:250],
            body=f"The zebra said: {clean_text(text)[:300]}.",
        )
        for n, text in enumerate(INJECTIONS.values())
    ]
    await http.sherpa.house.service.add(tricks)
    for command, text in (("/ask", "What did the zebra say?"), ("/sources", ""), *(("/summarize", each.id) for each in tricks)):
        shown = await http.after(payloads.slash(ALICE, command, text, response_url=http.slack.response_url()))
        check_message(shown.body)
        assert is_inert(shown.body)
        assert all(any(quotation in each.body for each in tricks) for quotation in quotations(shown.body))
    home_tab = await http.after(payloads.event(payloads.home_opened(ALICE)))
    check_message(home_tab.body["view"])
    assert is_inert(home_tab.body["view"])
    http.slack.requests.clear()  # the zebra is in none of the seeds


def test_a_title_of_6000_characters_leaves_the_quotation_whole() -> None:
    shown = sent(
        replies.answer(answer("Was it?", "They met. " * 40, cited("Long " * 1_200, "The Outlet", "https://news.example/" + "a" * 1_900)))
    )
    assert [quotation.count("They met.") for quotation in quotations(shown)] == [40, 40, 40]


def test_51_blocks_become_as_many_as_slack_takes() -> None:
    shown = sent(Reply(heading="Many", blocks=tuple(Line(text=f"Line {n}.") for n in range(51))))
    assert len(shown["blocks"]) <= 50


def test_an_address_that_slack_would_not_take_is_left_out_and_not_cut() -> None:
    for url in ("https://news.example/" + "a" * 3_000, "ftp://news.example/x", "javascript:alert(1)"):
        link = Link(text="open the article", url=url)
        shown = sent(Reply(blocks=(Reference(source="The Outlet", date="16 Aug 2025", title="Title", link=link),)))
        assert not any(part["type"] == "link" for part in parts(shown["blocks"]))
        assert "open the article" in visible(shown)


def test_a_reply_of_nothing_is_still_a_message() -> None:
    for reply in (Reply(), Reply(heading="\u200b"), Reply(blocks=(Line(text=""),))):
        assert sent(reply)["text"]


def test_all_buttons_at_once_fit() -> None:
    made = rows(tuple(replies.action(name) for name in LABELS), "0123456789abcdef")
    check_message({"text": "x", "blocks": made, "unfurl_links": False, "unfurl_media": False})


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.builds(Line, text=st.text(max_size=3_000)),
            st.builds(Quotation, text=st.text(min_size=1, max_size=3_000).filter(lambda text: clean_text(text).strip())),
            st.builds(Reference, source=st.text(max_size=300), date=st.text(max_size=50), title=st.text(max_size=6_000)),
            st.builds(
                Listing,
                title=st.text(max_size=300),
                items=st.lists(
                    st.builds(Item, text=st.text(max_size=300), link=st.just(Link(text="open", url="https://news.example/" + "a" * 300))),
                    min_size=1,
                    max_size=30,
                ).map(tuple),
            ),
        ),
        max_size=50,
    ),
    st.text(max_size=3_000),
)
def test_whatever_is_said_is_within_the_limits_and_its_text_holds_every_quotation(blocks: list[Any], heading: str) -> None:
    shown = sent(Reply(heading=heading, blocks=tuple(blocks)))
    assert utf16(shown["text"]) <= 4_000
    assert is_inert(shown)
    assert all(f"❝{quotation}❞" in unescape(shown["text"]) for quotation in quotations(shown) if "❝" not in quotation)
    assert LIMITS.total < 4_000
