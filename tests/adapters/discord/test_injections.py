"""Text from people and from the news does nothing on Discord: it is shown as it stands."""

import re
from datetime import date
from typing import Any

import pytest
from discord_world import EVERYBODY, LINKS, OURS, World, check_message, kinds, markdown, shown
from hypothesis import given, settings
from hypothesis import strategies as st
from injections import INJECTIONS
from simcord.preview._markdown import markdown_tokens

from adapters.discord.layout import layout, offered
from adapters.discord.markdown import escape, masked_link
from adapters.discord.render import LIMITS, paragraphs, utf16
from bot import replies
from bot.answering import Said
from bot.blocks import Item, Line, Link, Listing, Quotation, Reference, Reply
from bot.questions import MAX_QUESTION
from bot.quotes import Citation, Quote
from bot.results import Answer, Explanation
from bot.sources import Offer
from index.articles import Article, Span
from index.cleaning import clean_line, clean_text


def texts(reply: Reply) -> list[str]:
    """All that a message says, as markdown."""
    return [paragraph.markdown for paragraph in paragraphs(reply)]


INERT = pytest.mark.parametrize("text", INJECTIONS.values(), ids=INJECTIONS.keys())


def addresses(text: str) -> set[str]:
    """Where all links of the markdown lead."""

    def walk(tokens: list[dict[str, Any]]) -> set[str]:
        return {token["href"] for token in tokens if "href" in token} | {url for token in tokens for url in walk(token.get("children", []))}

    return walk(markdown_tokens(text, "text_display", context=EVERYBODY))


#: What starts something, once the signs after a backslash are gone; also what simcord does not know, such as :emoji: and invitations.
SIGNS = re.compile(
    r"[*_~`|<\[\]]|^\s*[-+>#]|^\s*\d+\.|@everyone|@here|\w://|:[\w~+-]+:|discord\.gg/|discord\.com/invite|discord://|&#?\w+;", re.MULTILINE
)


def bare_signs(text: str) -> list[str]:
    """What still would do something."""
    return SIGNS.findall(re.sub(r"\\[^A-Za-z0-9\s]", "\u00b7", text))


@INERT
def test_escaped_text_is_text_and_nothing_else(text: str) -> None:
    cleaned = clean_text(text)
    escaped = escape(cleaned)
    if re.search(r"^\s*-#", cleaned, re.MULTILINE):
        assert not re.search(r"^\s*-#", escaped, re.MULTILINE)  # simcord looks for smaller lines after it has taken the backslashes away
        return
    assert kinds(escaped) <= {"paragraph", "inline", "text", "break"}
    assert bare_signs(escaped) == []
    assert squeezed(shown(escaped)) == squeezed(cleaned)


@given(st.text())
def test_any_text_is_shown_as_it_stands(text: str) -> None:
    escaped = escape("".join(clean_text(text).split()))  # simcord takes an indented line for code, which Discord does not
    assert kinds(escaped) <= {"paragraph", "inline", "text"}
    assert bare_signs(escaped) == []


def squeezed(text: str) -> str:
    """Without white space: Discord's is not looked at here."""
    return "".join(text.split())


def cited(title: str, outlet: str | None = None, url: str | None = None) -> Citation:
    return Citation.model_construct(
        article_id="a",
        revision=1,
        story_id="a",
        title=title,
        outlet=outlet,
        agency=None,
        published=date(2025, 8, 16),
        date_derived=False,
        url=url,
        url_owner=None,
        stance=None,
    )


def answer(question: str, text: str, citation: Citation, marks: tuple[Span, ...] = ()) -> Answer:
    quote = Quote(text=text, body=text, start=0, end=len(text), cut=False, marks=marks, citation=citation)
    return Answer(question=question, quotes=(quote,) * 3, confidence=0.5, explanation=Explanation(terms=(), asked_for="", ranked=()))


@INERT
async def test_everywhere_in_an_answer_text_is_inert(text: str) -> None:
    quoted = clean_text(text).strip()[:500]
    line = clean_line(text)
    marks = (Span(0, min(3, len(quoted))),)
    url = "https://news.example/a(b)?c=[d]&e=*f*#g"
    reply = replies.answer(answer(line[:MAX_QUESTION], quoted, cited(line[:1_000], line[:300], url), marks))
    message = layout(Said(reply), threads=False)
    parts = message.to_components()
    check_message({"components": parts, "allowed_mentions": {"parse": []}, "flags": 1 << 15})
    for content in texts(reply):
        assert kinds(content) <= OURS | LINKS
        assert {address.partition("?")[0] for address in addresses(content)} <= {"https://news.example/a%28b%29"}
    assert texts(reply)[0].startswith("### ")
    assert all(quoted[:20].split("\n")[0].strip() in shown(content) or not quoted for content in texts(reply)[1:2])


async def test_a_question_does_nothing(world: World) -> None:
    before = world.sent()
    for text in INJECTIONS.values():
        world.sherpa.clock.seconds += 60  # so that nobody asks too much
        result = await world.ask(f"ceasefire {text}"[:1_000])
        assert result.acknowledged
        assert kinds(markdown(result.response)) <= OURS | LINKS
        assert world.sent() == before


async def test_an_article_whose_every_word_is_a_trick_does_nothing(world: World) -> None:
    await world.sherpa.house.service.add(
        [
            Article(
                id=f"trick-{n}",
                title=f"Zebra {text}"[:900],
                outlet=f"Zebra {text}"[:250],
                body=f"The zebra said: {clean_text(text)[:300]}.",
            )
            for n, text in enumerate(INJECTIONS.values())
        ]
    )
    for result in (
        await world.ask("What did the zebra say?"),
        await world.alice.slash(world.channel, "sources"),
        await world.alice.slash(world.channel, "summarize", source="trick-0"),
    ):
        assert kinds(markdown(result.response)) <= OURS | LINKS
    for n in range(len(INJECTIONS)):
        summary = await world.alice.slash(world.channel, "summarize", source=f"trick-{n}")
        assert kinds(markdown(summary.response)) <= OURS | LINKS
    choices = await world.alice.autocomplete(world.channel, "summarize", "source", "zebra")
    assert len(choices) == 25
    assert all(1 <= utf16(choice["name"]) <= 100 for choice in choices)


async def test_a_title_of_6000_characters_leaves_the_quotation_whole() -> None:
    reply = replies.answer(
        answer("Was it?", "They met. " * 40, cited("Long " * 1_200, "The Outlet", "https://news.example/" + "a" * 1_900))
    )
    contents = texts(reply)
    assert sum(map(utf16, contents)) <= LIMITS.total
    assert [shown(content).count("They met.") for content in contents[1:]] == [40, 40, 40]
    check_message({"components": layout(Said(reply), threads=True).to_components(), "allowed_mentions": {"parse": []}, "flags": 1 << 15})


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.builds(Line, text=st.text(max_size=3_000)),
            st.builds(Quotation, text=st.text(min_size=1, max_size=3_000)),
            st.builds(Reference, source=st.text(max_size=300), date=st.text(max_size=50), title=st.text(max_size=6_000)),
            st.builds(
                Listing,
                title=st.text(max_size=300),
                items=st.lists(
                    st.builds(Item, text=st.text(max_size=300), link=st.just(Link(text="open", url="https://news.example/" + "a" * 300))),
                    max_size=30,
                ).map(tuple),
            ),
        ),
        max_size=50,
    ),
    st.text(max_size=3_000),
)
def test_whatever_is_said_is_within_the_limits_and_no_link_is_cut(blocks: list[Any], heading: str) -> None:
    contents = texts(Reply(heading=heading, blocks=tuple(blocks)))
    assert sum(map(utf16, contents)) <= 4_000
    assert len(contents) <= 15
    for content in contents:
        assert kinds(content) <= OURS | LINKS
        assert addresses(content) <= {"https://news.example/" + "a" * 300}


@INERT
def test_what_is_offered_is_short_and_clean(text: str) -> None:
    name, value = offered(Offer(12, "an-id", clean_line(text) or "x", clean_line(text)[:300] or None))
    assert utf16(name) <= 100
    assert value == "an-id"
    assert name.startswith("12. ")


def test_a_link_keeps_its_address_and_its_text() -> None:
    assert masked_link("open *this*", "https://a.example/x(1)?q=<2>") == r"[open \*this\*](<https://a.example/x%281%29?q=%3C2%3E>)"
    assert addresses(masked_link("a] (b", "https://a.example/")) == {"https://a.example/"}


def test_there_are_tricks_enough() -> None:
    assert len(INJECTIONS) >= 60
