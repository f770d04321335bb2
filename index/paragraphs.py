"""Paragraphs of a text: what a line break means depends on whether the text was wrapped by hand."""

import re
from collections.abc import Iterator
from itertools import pairwise

from index.articles import Span

#: Texts wrapped by a program break their lines in this range of characters; shorter is verse or a list, longer is a paragraph a line.
WRAP_WIDTHS = range(40, 121)
#: Share of inner lines that must be as full as a wrapping program would have filled them.
WRAPPED = 0.9

_LINE = re.compile(r"[^\n]+")


def paragraphs(text: str) -> list[Span]:
    """The text's paragraphs in order, without the white space around them; empty ones are left out.

    A blank line always ends a paragraph. A single line break does too, unless the whole text is wrapped: no line could have taken the
    first word of the next one. Then a paragraph ends at a blank line or before an indented line.
    """
    lines = [line for found in _LINE.finditer(text) if (line := _trimmed(text, *found.span())).start < line.end]
    blocks = list(_blocks(text, lines))
    if not _is_wrapped(text, blocks):
        return lines
    return [Span(block[0].start, block[-1].end) for block in blocks]


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, start + max(left, len(piece.rstrip())))


def _indent(text: str, line: Span) -> int:
    return line.start - text.rfind("\n", 0, line.start) - 1


def _blocks(text: str, lines: list[Span]) -> Iterator[list[Span]]:
    """Lines that no blank line and no indent divides."""
    indents = [_indent(text, line) for line in lines]
    margin = min(indents, default=0)
    block: list[Span] = []
    for line, indent in zip(lines, indents, strict=True):
        if block and (indent > margin or text.count("\n", block[-1].end, line.start) > 1):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_wrapped(text: str, blocks: list[list[Span]]) -> bool:
    widths = {line: _indent(text, line) + line.end - line.start for block in blocks for line in block}
    width = max(widths.values(), default=0)
    inner = [pair for block in blocks for pair in pairwise(block)]
    if width not in WRAP_WIDTHS or len(inner) < 3:  # fewer lines say nothing
        return False
    full = sum(widths[line] + 1 + _first_word(text, after) > width for line, after in inner)
    return full >= WRAPPED * len(inner)


def _first_word(text: str, line: Span) -> int:
    return len(text[line.start : line.end].split(maxsplit=1)[0])
