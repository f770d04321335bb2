"""A reply as rows of text with looks: the one place that decides what stands where in a terminal, styled or plain."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from bot.blocks import Action, Block, Item, Line, Listing, Quotation, Reference, Reply
from index.articles import Span
from index.cleaning import clean_line, clean_text

Look = Literal["heading", "quote", "mark", "plain", "quiet", "title"]

#: How far what belongs to something stands to the right of it, in columns.
INDENT = 4
#: In a list whose names are all this short what goes with them stands beside them, in columns; else below.
SHORT_NAME = 40


class Piece(NamedTuple):
    """Text without control characters. `url` is what it opens, where the terminal shows links."""

    text: str
    look: Look
    url: str | None = None


class Row(NamedTuple):
    """A paragraph: `lead` stands before it, and where it wraps its further lines begin under its first. `whole` is never wrapped."""

    pieces: tuple[Piece, ...] = ()
    lead: str = ""
    whole: bool = False

    @property
    def text(self) -> str:
        """As plain text."""
        return self.lead + "".join(piece.text for piece in self.pieces)


BLANK = Row()


def rows(reply: Reply, *, links: bool, hints: bool = False) -> Iterator[Row]:
    """The reply from top to bottom. `links`: the terminal shows links, so addresses stand behind words; else each is shown once, in full.
    `hints`: the reply's actions are shown as the commands they are in a session."""
    if reply.heading:
        yield Row((Piece(clean_line(reply.heading), "heading"),))
        yield BLANK
    before: Block | None = None
    for block in reply.blocks:
        if before is not None and not (isinstance(before, Line) and isinstance(block, Line)):
            yield BLANK
        yield from block_rows(block, links=links)
        before = block
    if hints and reply.actions:
        yield BLANK
        yield Row((Piece(" · ".join(map(_hint, reply.actions)), "quiet"),))


def block_rows(block: Block, *, links: bool) -> Iterator[Row]:
    """One block's rows."""
    match block:
        case Line():
            yield Row((Piece(clean_line(block.text), "plain" if block.tone == "plain" else "quiet"),))
        case Reference():
            yield from _reference(block, "", links=links)
        case Quotation():
            yield from _quotation(block, links=links)
        case Listing():
            yield from _listing(block, links=links)


def _hint(action: Action) -> str:
    return clean_line(f"/{action.name} {action.argument}")


def _quotation(quotation: Quotation, *, links: bool) -> Iterator[Row]:
    end = Piece("❞ …" if quotation.cut else "❞", "quote")
    yield Row((Piece("❝", "quote"), *_marked(quotation.text, quotation.marks), end))
    if quotation.reference is not None:
        number = f"[{quotation.number}]" if quotation.number else ""
        yield from _reference(quotation.reference, f"{number:<{INDENT}}", links=links)
    if quotation.carriers:
        yield Row((Piece(clean_line(quotation.carriers), "quiet"),), lead=" " * INDENT)


def _marked(text: str, marks: Iterable[Span]) -> Iterator[Piece]:
    place = 0
    for start, end in marks:
        yield Piece(clean_text(text[place:start]), "quote")
        yield Piece(clean_text(text[start:end]), "mark")
        place = end
    yield Piece(clean_text(text[place:]), "quote")


def _reference(reference: Reference, lead: str, *, links: bool) -> Iterator[Row]:
    parts = [Piece(clean_line(text), "quiet") for text in (reference.source, reference.byline, reference.date) if text]
    if reference.title:
        parts.append(Piece(clean_line(reference.title), "title"))
    if reference.link and links:
        parts.append(Piece(clean_line(reference.link.text), "quiet", reference.link.url))
    yield Row(tuple(_separated(parts)), lead=lead)
    if reference.link and not links:
        address = f"{clean_line(reference.link.text)}: {reference.link.url}"
        yield Row((Piece(address, "quiet"),), lead=" " * len(lead), whole=True)


def _separated(parts: Iterable[Piece]) -> Iterator[Piece]:
    for place, piece in enumerate(parts):
        if place:
            yield Piece(" · ", "quiet")
        yield piece


def _listing(listing: Listing, *, links: bool) -> Iterator[Row]:
    if listing.title:
        yield Row((Piece(clean_line(listing.title), "plain"),))
    beside = all(len(item.text) <= SHORT_NAME and not item.link for item in listing.items)
    column = max((len(item.text) for item in listing.items), default=0) + 2 if beside else None
    for item in listing.items:
        yield from _item(item, column, links=links)
    if listing.left_out:
        yield Row((Piece(f"… and {listing.left_out:,} more", "quiet"),), lead=" " * INDENT)


def _item(item: Item, column: int | None, *, links: bool) -> Iterator[Row]:
    """`column`: where what goes with the name begins, beside it; None: below."""
    lead = f"{item.number:>{INDENT - 2}}  " if item.number else "  "
    name = Piece(clean_line(item.text), "plain", item.link.url if item.link and links else None)
    detail = (Piece(clean_line(item.detail), "quiet"),) if item.detail else ()
    if detail and column:
        yield Row(detail, lead=f"{lead}{name.text:<{column}}")
        return
    yield Row((name,), lead=lead)
    if detail:
        yield Row(detail, lead=" " * INDENT)
