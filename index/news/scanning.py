"""What XML and HTML are made of, told apart in linear time, whatever is wrong with it; XML that declares entities is refused."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from index.news.errors import BadFeed

#: Characters in which a document has to begin, behind whatever a broken server writes before it.
HEAD = 64 * 1024

EXPANDS = "This is XML that expands: it declares entities, which Sherpa does not read."

NAME = r"[A-Za-z_][A-Za-z0-9_.-]*+(?::[A-Za-z_][A-Za-z0-9_.-]*+)?"
_TAG = re.compile(rf"""<(/?)({NAME})((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_RAGGED_TAG = re.compile(rf"<(/?)({NAME})()[^<>]*+>")  # its quotation marks do not pair: read without its attributes
_MARKUP = re.compile(r"<(?=[A-Za-z_/!?])")
_SUBSET_END = re.compile(r"\]\s*>")
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)

#: What servers write their warnings in, before a document that is whole.
_WARNINGS = frozenset("a b br center div em font h1 h2 h3 i link meta p pre script span strong style table".split())


class Root(NamedTuple):
    """The element a document begins with: its name in lower case without a prefix, and the offset of its tag."""

    name: str
    start: int


class Token(NamedTuple):
    kind: str  #: "text", "cdata", "tag", "aside" (what says nothing), or "break", after which nothing comes
    text: str
    tag: re.Match[str] | None = None


def find_root(text: str, wanted: Collection[str]) -> Root | None:
    """The first element, or the first of `wanted` (in lower case) where other things stand before it, as a server's warnings do.

    None if there is no element in the first `HEAD` characters. Raises BadFeed if entities are declared before it.
    """
    first: Root | None = None
    position = 0
    for token in tokens(text[:HEAD], 0):
        if token.tag and not token.tag[1]:
            root = Root(local_name(token.tag[2]).lower(), position)
            if root.name in wanted or root.name not in _WARNINGS:
                return root
            first = first or root
        position += len(token.text)
    return first


def tokens(text: str, position: int) -> Iterator[Token]:
    """All of `text` from `position` on, in order. Raises BadFeed where entities are declared."""
    while found := _MARKUP.search(text, position):
        at = found.start()
        if at > position:
            yield Token("text", text[position:at])
        kind, end, tag = _markup(text, at)
        if end < 0:
            yield Token("break", text[at:])
            return
        yield Token(kind, text[at:end], tag)
        position = end
    if position < len(text):
        yield Token("text", text[position:])


def _markup(text: str, at: int) -> tuple[str, int, re.Match[str] | None]:
    """Kind, end and, if it is one, tag of what begins with the < at `at`; an end below 0 if it does not end."""
    if text.startswith("<![CDATA[", at):
        return "cdata", _after(text, "]]>", at), None
    if text.startswith("<!--", at):
        return "aside", _after(text, "-->", at + 4), None
    if text.startswith("<?", at):
        return "aside", _after(text, "?>", at), None
    if text.startswith("<!", at):
        return "aside", _declaration_end(text, at), None
    if tag := _TAG.match(text, at) or _RAGGED_TAG.match(text, at):
        return "tag", tag.end(), tag
    cut_off = text.find("<", at + 1) < 0 and text.find(">", at) < 0
    return "text", -1 if cut_off else at + 1, None


def _after(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return found + len(mark) if found >= 0 else -1


def _declaration_end(text: str, at: int) -> int:
    end = _after(text, ">", at)
    if "[" in text[at:end]:
        subset_end = _SUBSET_END.search(text, at)
        end = subset_end.end() if subset_end else -1
    if _ENTITY.search(text, at, end if end >= 0 else len(text)):
        raise BadFeed(EXPANDS)
    return end


def local_name(name: str) -> str:
    return name.rpartition(":")[2]
