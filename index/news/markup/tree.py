"""From a page's text to a tree that is safe to walk: bounded in depth, without comments, scripts apart."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree  # type: ignore[import-untyped]  # ships no types
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]  # ships no types

from index.cleaning import clean_line

#: Levels of elements that are kept. libxml2 stops reading at 256, and drops what follows.
DEEPEST = 150
#: Tags that are read: the longest pages in use have some 100,000. What follows is left out: millions would take minutes to walk.
MOST_TAGS = 300_000
#: Headings may stand deeper, since without them a page has no title.
_DEEPEST_HEADING = DEEPEST + 20

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_ENDS_ITSELF = frozenset("p li dt dd tr td th option thead tbody tfoot colgroup".split())  # the next of its kind ends it
_LEVELS = {"table": 4, "ul": 2, "ol": 2, "dl": 2}  # with the rows, cells or items that stand between two of them
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_RAW_END = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "noembed", "noframes", "xmp", "title")}
#: A tag with more characters than that, which no page needs and each of whose attributes is compared with all others, loses them.
_LONG_TAG = re.compile(r"(<[a-zA-Z][\w:-]{0,30})[^<>]{50000,}>")
#: `<html … />`, after which the parser takes the document for ended.
_ENDED_AT_ONCE = re.compile(r"(<(?:html|body)\b[^<>]{0,1000}?)/\s*>", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Where a word may be parted at the end of a line, which is no part of its spelling.
_SOFT_HYPHEN = re.compile("\xad|&shy;|&#173;|&#xad;", re.IGNORECASE)

#: Elements that stand in a line of text; all others begin a new one.
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike strong "
    "sub sup time tt u var wbr".split()
)


def parse(text: str) -> HtmlElement | None:
    """The tree of a page, or None where it is empty. Elements more than DEEPEST levels down lose their tags and keep their text.

    Letters with accents are one character each (Unicode NFC), whichever way the page spells them, and soft hyphens are left out.
    """
    if not text.strip():
        return None
    spelt = unicodedata.normalize("NFC", _SOFT_HYPHEN.sub("", _FORBIDDEN.sub("", text)))
    bounded = _shallow(_LONG_TAG.sub(r"\1>", _ENDED_AT_ONCE.sub(r"\1>", spelt, count=2)))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return document_fromstring(bounded.encode(), parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError, AssertionError):  # nothing in it but comments, or nothing that is an element
        return None


def line(element: HtmlElement) -> str:
    """The text of an element in one line, with a space where a block begins or ends."""
    return clean_line("".join(pieces(element)))


def pieces(element: HtmlElement) -> Iterator[str]:
    """The text of an element as it stands, with a space where a block begins or ends."""
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if part.tag not in INLINE:
            yield " "
        if event == "start":
            yield part.text or ""
        elif part is not element:
            yield part.tail or ""


def drop(element: HtmlElement) -> None:
    """Take an element out of its tree, with all that is in it but not what follows it."""
    if element.getparent() is not None:
        element.drop_tree()


def words_of(element: HtmlElement) -> frozenset[str]:
    """The words that its class and id are made of, in lower case: `class="storyFooter share-bar"` has story, footer, share and bar."""
    return _words(f"{element.get('class', '')} {element.get('id', '')}"[:1_000])


@lru_cache(maxsize=4_096)
def _words(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _NAME_WORD.findall(names))


_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def _shallow(text: str) -> str:
    """`text` without the tags that are nested too deeply, up to so many as a page has. What scripts hold is no tags."""
    tags = 0
    open_tags: list[str] = []
    depth = 0
    cuts: list[int] = []
    skipped: list[str] = []
    for start, closes, name in _tags(text):
        tags += 1
        if tags > MOST_TAGS:
            return _without(text[:start], cuts)
        if name in _VOID or name in _ENDS_ITSELF:
            continue
        limit = _DEEPEST_HEADING if name in _HEADINGS else DEEPEST
        if (not closes and depth >= limit) or (skipped and name not in _HEADINGS):
            cuts.append(start)
            if not closes:
                skipped.append(name)
            elif name == skipped[-1]:
                skipped.pop()
        elif not closes:
            open_tags.append(name)
            depth += _LEVELS.get(name, 1)
        elif name in open_tags:
            while (ended := open_tags.pop()) != name:
                depth -= _LEVELS.get(ended, 1)
            depth -= _LEVELS.get(name, 1)
    return _without(text, cuts) if cuts else text


def _tags(text: str) -> Iterator[tuple[int, bool, str]]:
    """Where each tag begins, whether it closes, and its name; what stands in scripts and the like is left out."""
    position = 0
    while found := _TAG.search(text, position):
        position = found.end()
        name = found[2].lower()
        if name in _RAW_END and not found[1]:
            end = _RAW_END[name].search(text, position)
            if end is None:
                return
            position = end.end()
        else:
            yield found.start(), bool(found[1]), name


def _without(text: str, cuts: list[int]) -> str:
    """`text` without the tags that begin at `cuts`."""
    position = 0
    kept: list[str] = []
    for start in cuts:
        kept.append(text[position:start])
        position = text.find(">", start) + 1
        if not position:
            return " ".join(kept)
    return " ".join([*kept, text[position:]])
