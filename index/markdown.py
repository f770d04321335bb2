"""Markdown to a title and a text as it is meant to be read, so that quotations show no marks.

The marks that news and notes use (CommonMark 0.31: headings, emphasis, links, images, quotations, lists, code) are taken off; tables and
HTML stay as they are written.
"""

import re
from collections.abc import Iterator

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_FENCE = re.compile(r" {0,3}(?:```|~~~).*")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S.*")
_QUOTED = re.compile(r" {0,3}(?:> ?)+")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_NUMBERED = re.compile(r"[ \t]*\d{1,9}[.)][ \t]+(?=\S)")
_SLANTED = r"(?<![\\*])\*(?=[^\s*])([^*]{1,300}?)(?<=[^\s\\])\*"

#: Every repetition has a bound, so that a line of a million marks takes no longer than one of letters.
_INLINE = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<!\\)!\[[^\]]{0,300}\]\([^)]{0,2000}\)", ""),  # an image
        (r"(?<!\\)\[\^[^\]]{1,100}\]", ""),  # a footnote's number
        (
            r"(?<![\\!])\[([^\]]{1,300})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:[ \t]+[\"'(].{0,300}?[\"')])?\)",
            r"\1",
        ),  # [text](address "title")
        (r"(?<![\\!])\[([^\]]{1,300})\]\[[^\]]{0,300}\]", r"\1"),  # [text][name]
        (r"<((?:https?://|mailto:)[^<>\s]+)>", r"\1"),
        (r"(?<![\\`])(`+)(?!`)[ ]?(.{1,300}?)[ ]?(?<!`)\1(?!`)", r"\2"),  # code
        (r"(?<![\\*])\*\*\*(?=[^\s*])([^*]{1,300}?)(?<=[^\s\\])\*\*\*", r"\1"),
        (_SLANTED, r"\1"),
        (r"(?<![\\*])\*\*(?=[^\s*])(.{1,300}?)(?<=[^\s*\\])\*\*(?!\*)", r"\1"),
        (_SLANTED, r"\1"),  # again, for what had bold words in it
        (r"(?<![\w\\])(___|__|_)(?=[^\s_])(.{1,300}?)(?<=[^\s_\\])\1(?!\w)", r"\2"),
        (r"(?<!\\)~~(?=\S)(.{1,300}?)(?<=\S)~~", r"\1"),
        (r"\\([!-/:-@\[-`{-~])", r"\1"),  # an escaped mark
    )
)


def title_and_text(markdown: str) -> tuple[str, str]:
    """The first heading ("" if there is none) and the text without it: paragraphs on a line each, an empty line between them."""
    title, paragraphs = "", []
    for is_heading, text in _blocks(_COMMENT.sub("", _FRONT_MATTER.sub("", markdown))):
        if is_heading and not title:
            title = text
        elif text:
            paragraphs.append(text)
    return title, "\n\n".join(paragraphs)


def has_heading(text: str) -> bool:
    """Whether the text begins like Markdown: with a heading."""
    first, _, rest = text.lstrip().partition("\n")
    heading = _HEADING.fullmatch(first)
    return bool((heading and heading["text"]) or (first and _UNDERLINE.fullmatch(rest.partition("\n")[0])))


def _blocks(markdown: str) -> Iterator[tuple[bool, str]]:
    """Headings and paragraphs, each on one line; True with the headings."""
    paragraph: list[str] = []
    in_code = False
    for line in [*markdown.split("\n"), ""]:
        if _FENCE.fullmatch(line):
            in_code = not in_code
        elif in_code:
            yield False, line.strip()
        else:
            heading = _HEADING.fullmatch(line)
            if paragraph and _UNDERLINE.fullmatch(line):
                yield True, _joined(paragraph)
                paragraph = []
                continue
            begins = _BULLET.match(line) or _NUMBERED.match(line)
            ends = heading or not line.strip() or _RULE.fullmatch(line) or _DEFINITION.fullmatch(line)
            if paragraph and (begins or ends):
                yield False, _joined(paragraph)
                paragraph = []
            if heading:
                yield True, _plain(heading["text"] or "")
            elif not ends:
                paragraph.append(_unmarked(line))


def _unmarked(line: str) -> str:
    for mark in (_QUOTED, _BULLET):
        if found := mark.match(line):
            line = line[found.end() :]
    return line


def _joined(lines: list[str]) -> str:
    return _plain(" ".join(line.strip() for line in lines))


def _plain(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())
