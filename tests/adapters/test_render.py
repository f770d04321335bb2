import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from adapters.terminal.render import LIMITS, WIDEST, plain, show, shows_links, size
from bot.blocks import Action, Block, Item, Line, Link, Listing, Quotation, Reference, Reply
from bot.fitting import fit
from index.articles import Span

LINK = Link(text="open at this sentence on Daily8", url="https://example.org/a#:~:text=No%20deal")
QUOTATION = Quotation(
    text="They met without announcing a breakthrough, and left.",
    marks=(Span(9, 16),),
    number=1,
    reference=Reference(source="Hindustan Times (WSJ)", date="about 16 Aug 2025, after the summit", title="Summit Ends", link=LINK),
    carriers="also carried by Mint",
)
REPLY = Reply(
    heading="Was a ceasefire agreed?", blocks=(QUOTATION, Line(text="Reported by 3 outlets.")), actions=(Action(name="why", label="Why"),)
)


def styled(reply: Reply, width: int = 80, *, links: bool = True, colours: bool = True) -> str:
    out = io.StringIO()
    screen = Console(
        file=out,
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=True,
        no_color=not colours,
        color_system="standard",
    )
    show(reply, screen, links=links, hints=True)
    return out.getvalue()


def bare(text: str) -> str:
    """Without the styles and links that Rich writes."""
    return re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^;]*;[^\x1b]*\x1b\\", "", text)


def test_plain_text_has_a_paragraph_a_line_and_each_address_once() -> None:
    assert plain(REPLY).splitlines() == [
        "Was a ceasefire agreed?",
        "",
        "❝They met without announcing a breakthrough, and left.❞",
        "[1] Hindustan Times (WSJ) · about 16 Aug 2025, after the summit · Summit Ends",
        "    open at this sentence on Daily8: https://example.org/a#:~:text=No%20deal",
        "    also carried by Mint",
        "",
        "Reported by 3 outlets.",
    ]


def test_an_ellipsis_of_a_quotation_that_goes_on_stands_outside_its_marks() -> None:
    assert plain(Reply(blocks=(Quotation(text="No deal", cut=True),))) == "❝No deal❞ …\n"


def test_words_that_matched_are_bold_and_citations_dim() -> None:
    shown = styled(REPLY)
    assert "\x1b[1mwithout\x1b[0m" in shown
    assert "\x1b[2mHindustan Times (WSJ)\x1b[0m" in shown


def test_links_stand_behind_words_where_the_terminal_shows_them_else_addresses_in_full() -> None:
    with_links, without = styled(REPLY, 200), styled(REPLY, 40, links=False)
    assert re.search(r"\x1b\]8;[^;]*;https://example\.org/a#:~:text=No%20deal\x1b\\", with_links)
    assert "https" not in bare(with_links)
    assert "https://example.org/a#:~:text=No%20deal" in without
    assert "\x1b]8" not in without


@pytest.mark.parametrize("width", [20, 41, 80, 300])
def test_text_wraps_at_the_terminals_width_and_never_beyond_what_reads_well(width: int) -> None:
    listing = Listing(items=(Item(text="/summarize SOURCE [length]", detail="word " * 60),))
    shown = bare(styled(Reply(heading="word " * 60, blocks=(QUOTATION, listing)), width))
    lines = [line for line in shown.splitlines() if len(line.split()) > 1]
    assert max(map(len, lines)) <= min(width, WIDEST)


def test_further_lines_of_a_citation_begin_under_its_first() -> None:
    lines = bare(styled(REPLY, 40)).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("[1]"))
    assert lines[start + 1].startswith("    ")


HOSTILE = (
    "\x1b[31mred\x1b]8;;http://evil.example\x07 [bold]x[/bold] [link=http://evil.example]y[/link] :smile: \x9b2J\u202egnp\r\nrm -rf\x00\x07"
)


def test_text_of_people_and_news_cannot_steer_the_terminal() -> None:
    hostile = Reply(
        heading=HOSTILE,
        blocks=(
            Line(text=HOSTILE),
            Quotation(text=HOSTILE, number=1, reference=Reference(source=HOSTILE, date=HOSTILE, title=HOSTILE), carriers=HOSTILE),
            Listing(title=HOSTILE, items=(Item(text=HOSTILE, detail=HOSTILE),)),
        ),
        actions=(Action(name="summarize", label="x", argument=HOSTILE),),
    )
    for shown in (plain(hostile, hints=True), bare(styled(hostile))):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
        assert "[bold]x[/bold]" in " ".join(shown.split())
        assert ":smile:" in shown


def test_no_colour_is_used_at_all() -> None:
    assert not re.search(r"\x1b\[(?:\d+;)*[34]\d", styled(REPLY) + styled(REPLY, colours=False))


words = st.text(st.sampled_from("ab \n\u0301👍🏽\u200d漢&*[]"), max_size=60)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Line, text=words),
    st.builds(
        Quotation,
        text=words,
        number=st.integers(1, 9),
        reference=st.builds(Reference, source=words, date=words, title=words, link=st.just(LINK)),
    ),
    st.builds(
        Listing, title=words, items=st.lists(st.builds(Item, text=words, detail=words, number=st.integers(1, 2000)), max_size=5).map(tuple)
    ),
)


@given(st.builds(Reply, heading=words, blocks=st.lists(blocks, max_size=5).map(tuple)))
def test_a_reply_is_no_longer_than_its_parts_were_measured(reply: Reply) -> None:
    assert len(plain(reply)) <= size(reply.heading) + sum(map(size, reply.blocks)) + 1


def test_a_reply_that_is_too_long_is_cut_to_the_limits() -> None:
    long = Reply(heading="x" * 6_000, blocks=(Listing(items=tuple(Item(text="y" * 100, number=n) for n in range(1, 5_000))),))
    assert len(plain(long)) <= LIMITS.total
    (listing,) = fit(long, LIMITS, size).blocks
    assert isinstance(listing, Listing)
    assert listing.left_out > 0
    assert f"… and {listing.left_out:,} more" in plain(long)


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"TERM": "xterm-256color", "VTE_VERSION": "7006"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4800"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "iTerm.app"}, False),
        ({"TERM": "dumb", "WT_SESSION": "1"}, False),
        ({"TERM": "xterm-256color"}, False),
        ({}, False),
    ],
)
def test_links_are_shown_only_where_they_are_known_to_work(environment: dict[str, str], shown: bool) -> None:
    assert shows_links(environment) is shown
