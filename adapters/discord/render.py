"""Replies as the texts of a Discord message. Pure; `layout` puts them into components."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from adapters.discord.markdown import bold, escape, masked_link, quiet
from bot.blocks import Block, Item, Line, Listing, Quotation, Reference, Reply
from bot.fitting import Limits, fit, utf16
from index.articles import Span
from index.cleaning import clean_line, clean_text

#: Of a message of components (Discord's documentation, "Components V2"): 4,000 characters in all texts together, 40 components. Buttons
#: take up to eleven of those, two rows and nine of them, and the heading one; each block may have room above it, which counts as one too.
#: An alert has fewer buttons, and so room for its mentions.
#: A hundred characters are left for what Discord may count otherwise.
LIMITS = Limits(total=3_900, heading=700, block=3_500, blocks=14)


def size(part: str | Block) -> int:
    """How much of a message a heading or a block takes: `bot.fitting.Size`."""
    text = heading_text(part) if isinstance(part, str) else block_text(part)
    return utf16(text)


class Paragraph(NamedTuple):
    """A heading or a block as markdown. `apart`: with some room above it, so that one quotation is told from the next."""

    markdown: str
    apart: bool = False


def paragraphs(reply: Reply, *, taken: int = 0) -> list[Paragraph]:
    """The reply's heading and blocks, within the limits; of those so many characters are taken by something else."""
    fitted = fit(reply, replace(LIMITS, total=LIMITS.total - taken), size)
    heading = [Paragraph(heading_text(fitted.heading))] if fitted.heading else []
    befores = (None, *fitted.blocks)
    return [
        *heading,
        *(
            Paragraph(block_text(block), isinstance(block, Quotation) or isinstance(before, Quotation))
            for before, block in zip(befores, fitted.blocks, strict=False)
        ),
    ]


def heading_text(heading: str) -> str:
    """A heading of the third level: as large as text, and bold."""
    return f"### {escape(clean_line(heading))}"


def block_text(block: Block) -> str:
    """One block's markdown."""
    match block:
        case Line():
            text = escape(clean_line(block.text))
            return text if block.tone == "plain" else quiet(text)
        case Reference():
            return quiet(_reference(block))
        case Quotation():
            return "\n".join(filter(None, _quotation(block)))
        case Listing():
            return "\n".join(filter(None, _listing(block)))


def _quotation(quotation: Quotation) -> Iterable[str]:
    yield f"❝{_marked(quotation.text, quotation.marks)}❞{' …' if quotation.cut else ''}"
    if quotation.reference is not None:
        number = f"\\[{quotation.number}\\] " if quotation.number else ""
        yield quiet(f"{number}{_reference(quotation.reference)}")
    yield quiet(escape(clean_line(quotation.carriers)))


def _marked(text: str, marks: Iterable[Span]) -> str:
    place, pieces = 0, []
    for start, end in _joined(text, marks):
        pieces += [escape(clean_text(text[place:start])), bold(clean_text(text[start:end]))]
        place = end
    return "".join((*pieces, escape(clean_text(text[place:]))))


def _joined(text: str, marks: Iterable[Span]) -> list[Span]:
    """Marks with nothing but white space between them as one: Discord would show the asterisks between two."""
    wide = [Span(start, end) for start, end in marks if text[start:end].strip() == text[start:end] != ""]
    gaps = {one for one, other in pairwise(wide) if not text[one.end : other.start].strip()}
    joined: list[Span] = []
    begun: int | None = None
    for span in wide:
        begun = span.start if begun is None else begun
        if span not in gaps:
            joined.append(Span(begun, span.end))
            begun = None
    return joined


def _reference(reference: Reference) -> str:
    parts = [escape(clean_line(text)) for text in (reference.source, reference.byline, reference.date) if text]
    if reference.title:
        parts.append(f"*{escape(clean_line(reference.title))}*")
    if reference.link:
        parts.append(masked_link(clean_line(reference.link.text), reference.link.url))
    return " · ".join(parts)


def _listing(listing: Listing) -> Iterable[str]:
    yield escape(clean_line(listing.title))
    for item in listing.items:
        yield from _item(item)
    if listing.left_out:
        yield quiet(f"… and {listing.left_out:,} more")


def _item(item: Item) -> Iterable[str]:
    number = f"{item.number}\\. " if item.number else ""
    text = clean_line(item.text)
    yield number + (masked_link(text, item.link.url) if item.link else escape(text))
    yield quiet(escape(clean_line(item.detail)))
