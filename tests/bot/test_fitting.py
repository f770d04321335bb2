import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from bot.blocks import Block, Item, Line, Link, Listing, Quotation, Reference, Reply
from bot.fitting import ELLIPSIS, LONG_LINK, MIN_QUOTATION, Limits, fit, longest, shorten
from index.articles import Span


def plain(part: str | Block) -> str:
    """A renderer that escapes `&` and `*`, so that text grows on the way out."""
    match part:
        case str():
            return escaped(part) + "\n"
        case Line():
            return escaped(part.text) + "\n"
        case Reference():
            link = f" [{part.link.text}]({part.link.url})" if part.link else ""
            return escaped(f"{part.source} {part.date} {part.title} {part.byline}") + link + "\n"
        case Quotation():
            reference = plain(part.reference) if part.reference else ""
            return escaped(f"❝{part.text}❞{ELLIPSIS if part.cut else ''}\n{part.carriers}") + reference + "\n"
        case Listing():
            items = [f"{item.number}. {item.text} {item.detail} {item.link.url if item.link else ''}\n" for item in part.items]
            left_out = f"and {part.left_out} more\n" if part.left_out else ""
            return escaped(part.title + "\n" + "".join(items)) + left_out


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("*", "\\*")


def size(part: str | Block) -> int:
    return len(plain(part))


words = st.text(st.sampled_from("ab &*-. \n\u0301👍🏽\u200d🇺🇦é漢한"), max_size=120) | st.text(max_size=80)
links = st.none() | st.builds(Link, text=words, url=words.map(lambda text: f"https://example.org/{len(text)}"))
references = st.builds(Reference, source=words, date=words, title=words, byline=words, link=links)


@st.composite
def quotations(draw: st.DrawFn) -> Quotation:
    text = draw(words)
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    marks = tuple(Span(start, end) for start, end in zip(places[::2], places[1::2], strict=False))
    return Quotation(text=text, marks=marks, number=1, reference=draw(st.none() | references), carriers=draw(words))


items = st.builds(Item, text=words, detail=words, number=st.none() | st.integers(1, 2000), link=links)
blocks = (
    st.builds(Line, text=words) | references | quotations() | st.builds(Listing, title=words, items=st.lists(items, max_size=8).map(tuple))
)
replies = st.builds(Reply, heading=words, blocks=st.lists(blocks, max_size=6).map(tuple))
limits = st.builds(Limits, total=st.integers(0, 900), heading=st.integers(0, 120), block=st.integers(0, 400), blocks=st.integers(0, 5))


@given(replies, limits)
def test_a_reply_always_fits_the_limits(reply: Reply, limits: Limits) -> None:
    small = fit(reply, limits, size)
    sizes = [size(block) for block in small.blocks]
    heading = size(small.heading) if small.heading else 0
    assert heading <= limits.heading
    assert all(each <= limits.block for each in sizes)
    assert len(sizes) <= limits.blocks
    assert heading + sum(sizes) <= limits.total


@given(replies, limits)
def test_links_are_kept_whole_or_left_out(reply: Reply, limits: Limits) -> None:
    def links_of(shown: Reply) -> set[Link]:
        holders: list[Item | Reference] = []
        for block in shown.blocks:
            match block:
                case Listing():
                    holders.extend(block.items)
                case Quotation() if block.reference:
                    holders.append(block.reference)
                case Reference():
                    holders.append(block)
        return {holder.link for holder in holders if holder.link}

    assert links_of(fit(reply, limits, size)) <= links_of(reply)


@given(replies, limits)
def test_quotations_stay_verbatim_and_their_marks_inside_them(reply: Reply, limits: Limits) -> None:
    whole = [block.text for block in reply.blocks if isinstance(block, Quotation)]
    for block in fit(reply, limits, size).blocks:
        if isinstance(block, Quotation):
            assert any(text.startswith(block.text) and block.cut == (len(block.text) < len(text)) for text in whole)
            assert all(0 <= start <= end <= len(block.text) for start, end in block.marks)


@given(replies)
def test_a_reply_that_fits_is_left_alone(reply: Reply) -> None:
    assert fit(reply, Limits(total=10**6, heading=10**6, block=10**6, blocks=100), size) == reply


@given(words, st.integers(0, 130))
def test_text_is_cut_between_graphemes(text: str, room: int) -> None:
    start = longest(text, lambda start: len(start) <= room)
    assert text.startswith(start)
    assert len(start) <= room
    graphemes = list(iter_graphemes(text))
    assert any("".join(graphemes[:count]).rstrip() == start.rstrip() for count in range(len(graphemes) + 1))


def test_text_is_cut_between_words() -> None:
    assert shorten("President Trump and Russian leader", lambda text: len(text) <= 20) == "President Trump and…"


def test_an_address_in_a_text_is_not_cut() -> None:
    text = "read https://example.org/" + "a" * 200
    assert shorten(text, lambda text: len(text) <= 60) == "read…"
    assert shorten(text[5:], lambda text: len(text) <= 60) == ""


def test_a_long_run_without_spaces_is_cut_between_graphemes() -> None:
    assert shorten("👍🏽" * 4000, lambda text: len(text) <= 100) == "👍🏽" * 49 + ELLIPSIS


def test_a_listing_counts_what_it_leaves_out() -> None:
    listing = Listing(items=tuple(Item(text="x" * 20, number=n) for n in range(1, 11)))
    (small,) = fit(Reply(blocks=(listing,)), Limits(total=100, heading=0, block=100, blocks=1), size).blocks
    assert isinstance(small, Listing)
    assert len(small.items) + small.left_out == 10
    assert small.items == listing.items[: len(small.items)]


def test_a_quotation_loses_its_carriers_then_its_title_before_its_words() -> None:
    text = "The talks ended without an agreement on a ceasefire in Ukraine."
    quotation = Quotation(
        text=text, reference=Reference(source="Mint", date="16 Aug 2025", title="long " * 60), carriers="also carried by x"
    )
    (small,) = fit(Reply(blocks=(quotation,)), Limits(total=200, heading=0, block=200, blocks=1), size).blocks
    assert isinstance(small, Quotation)
    assert small.text == text
    assert small.carriers == ""
    assert small.reference is not None
    assert small.reference.title.endswith(ELLIPSIS)


@pytest.mark.parametrize(("length", "stays"), [(LONG_LINK + 1, False), (LONG_LINK // 2, True)])
def test_words_of_a_quotation_are_not_cut_to_keep_a_very_long_link(length: int, stays: bool) -> None:
    text = "The talks ended without an agreement on a ceasefire in Ukraine. " * 4
    link = Link(text="open", url="https://example.org/".ljust(length, "a"))
    quotation = Quotation(text=text, reference=Reference(source="Mint", date="16 Aug 2025", title="Talks end", link=link))
    room = size(quotation) - 50
    (small,) = fit(Reply(blocks=(quotation,)), Limits(total=room, heading=0, block=room, blocks=1), size).blocks
    assert isinstance(small, Quotation)
    assert small.reference is not None
    assert (small.reference.link == link, small.text == text) == (stays, not stays)


def test_a_quotation_that_would_say_nothing_is_left_out() -> None:
    quotation = Quotation(text="word " * 100)
    assert fit(Reply(blocks=(quotation,)), Limits(total=MIN_QUOTATION, heading=0, block=MIN_QUOTATION, blocks=1), size).blocks == ()
