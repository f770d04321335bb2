"""What the web shows of a reply's looks elsewhere says the same words everywhere, and does nothing that people or news wrote."""

import re
from datetime import UTC, date, datetime
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from injections import INJECTIONS
from lxml import html

from adapters.discord.layout import layout
from adapters.slack.layout import message
from adapters.terminal.layout import rows
from adapters.web.looks import discord, slack, terminal
from bot import alert_replies, replies
from bot.answering import Said
from bot.blocks import LABELS, Item, Line, Link, Listing, Quotation, Reference, Reply
from bot.quotes import Carrier, Citation, Quote
from bot.results import Answer, Explanation
from index.articles import Span
from index.cleaning import clean_line, clean_text
from index.store.exchanges import Exchange

INERT = pytest.mark.parametrize("text", INJECTIONS.values(), ids=INJECTIONS.keys())
PLATFORMS = (slack, discord, terminal)
EVERYWHERE = pytest.mark.parametrize("platform", PLATFORMS, ids=["slack", "discord", "terminal"])
ADDRESS = "https://news.example/a(b)?c=[d]&e=*f*#g"

ELEMENTS = {"a", "blockquote", "br", "div", "em", "p", "pre", "span", "strong"}
ATTRIBUTES = {"aria-hidden", "aria-label", "class", "href", "rel", "role", "tabindex"}
NOW = datetime(2025, 8, 16, tzinfo=UTC)


def look(platform: ModuleType, reply: Reply) -> html.HtmlElement:
    """The look, parsed, which has nothing in it but what is allowed."""
    parsed = html.fragment_fromstring(platform.shown(reply))
    assert {each.tag for each in parsed.iter()} <= ELEMENTS
    assert {name for each in parsed.iter() for name in each.attrib} <= ATTRIBUTES
    assert all(name.startswith("look") for each in parsed.iter() for name in each.get("class", "").split())
    return parsed


def squeezed(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


def words(parsed: html.HtmlElement) -> str:
    """What it says of the reply, without who says it and what can be pressed."""
    around = ".//*[@class='look-avatar' or @class='look-from' or @class='look-buttons']"
    for each in parsed.xpath(around):
        each.drop_tree()
    return squeezed(parsed.text_content())


def expected(reply: Reply) -> str:
    """All that the reply says, in order."""
    return squeezed("".join(row.text for row in rows(reply, links=True)))


def addresses(parsed: html.HtmlElement) -> set[str]:
    """Where it leads, as browsers write it."""
    return {each.get("href").replace("%28", "(").replace("%29", ")") for each in parsed.iter("a")}


def cited(title: str, outlet: str | None = None, url: str | None = ADDRESS) -> Citation:
    given = {"article_id": "a", "revision": 1, "story_id": "a", "agency": None, "published": date(2025, 8, 16), "date_derived": False}
    return Citation.model_construct(title=title, outlet=outlet, url=url, url_owner=None, reader=None, stance=None, **given)


def quote(text: str, citation: Citation, *, marks: tuple[Span, ...] = (), carriers: tuple[Carrier, ...] = ()) -> Quote:
    return Quote(body=text, text=text, start=0, end=len(text), cut=False, marks=marks, citation=citation, carriers=carriers)


@INERT
def test_what_people_and_news_wrote_is_text_and_nothing_else(text: str) -> None:
    line, quoted = clean_line(text)[:60] or "x", clean_text(text).strip()[:60] or "x"
    word = re.search(r"\b[^\W_]+\b", quoted)
    found = quote(
        quoted,
        cited(line, line),
        marks=(Span(*word.span()),) if word else (),
        carriers=(Carrier(article_id="b", outlet=line, relation="also carried by"),),
    )
    given = Answer(question=line, quotes=(found,), confidence=0.5, explanation=Explanation(terms=(), asked_for="", ranked=()))
    listing = Listing(title=line, items=(Item(text=line, detail=line), Item(text=line, link=Link(text=line, url=ADDRESS))), left_out=3)
    reference = Reference(source=line, date=line, title=line)
    for platform in PLATFORMS:
        for reply in (
            replies.answer(given),
            alert_replies.alert([(found, (line, "b"))], (line, "b"), "daily"),
            Reply(heading=line, blocks=(Line(text=line), Line(text=line, tone="quiet"), reference, listing)),
        ):
            parsed = look(platform, reply)
            assert words(parsed) == expected(reply)
            assert {url.partition("#")[0] for url in addresses(parsed)} <= {ADDRESS.partition("#")[0]}
        look(
            platform, Reply(heading=text, blocks=(Quotation(text=clean_text(text) or "x"), Line(text=text), Line(text=text, tone="quiet")))
        )


@EVERYWHERE
@given(text=st.text())
def test_any_text_is_shown_as_it_stands(platform: ModuleType, text: str) -> None:
    reply = Reply(heading=clean_line(text)[:300] or "x", blocks=(Line(text=clean_line(text)[:300] or "x"),))
    assert words(look(platform, reply)) == expected(reply)


@EVERYWHERE
def test_words_that_matched_are_bold_and_all_else_is_as_it_was(platform: ModuleType) -> None:
    text = 'They said: "No deal", and 5 * 3 * 2 <b>left</b>.'
    parsed = look(platform, Reply(blocks=(Quotation(text=text, marks=(Span(12, 14), Span(26, 27))),)))
    bold = [each.text_content() for each in parsed.xpath(".//strong[not(@class)] | .//*[@class='look-bold']")]
    assert bold == ["No", "5"]
    assert f"❝{text}❞" in parsed.text_content()


@EVERYWHERE
@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://news.example/x", "discord://-/channels/1/2"])
def test_nothing_but_pages_of_the_web_can_be_opened(platform: ModuleType, url: str) -> None:
    link = Link(text="open the article", url=url)
    parsed = look(platform, Reply(blocks=(Reference(source="The Outlet", date="16 Aug 2025", link=link),)))
    assert addresses(parsed) == set()
    assert "open the article" in parsed.text_content()


def test_buttons_stand_in_the_same_order_as_the_platforms_are_sent_them() -> None:
    reply = Reply(heading="Was it?", actions=tuple(replies.action(name) for name in LABELS))
    exchange = Exchange("0" * 16, "question", "p", "w", "c", "u", "Was it?", NOW, NOW)
    sent = {
        slack: [block["elements"] for block in message(Said(reply, exchange))["blocks"] if block["type"] == "actions"],
        discord: [part["components"] for part in layout(Said(reply, exchange), threads=True).to_components() if part["type"] == 1],
    }
    for platform, rows_ in sent.items():
        labels = [[each["text"]["text"] if "text" in each else each["label"] for each in row] for row in rows_]
        shown = [[each.text_content() for each in row] for row in look(platform, reply).xpath(".//*[@class='look-buttons']")]
        assert shown == labels


def test_what_one_person_alone_sees_is_marked_so() -> None:
    for private in (False, True):
        reply = Reply(heading="Why", private=private)
        assert (slack.FOR_ONE in look(slack, reply).text_content()) is private
        assert (discord.FOR_ONE in look(discord, reply).text_content()) is private
