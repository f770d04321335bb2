"""An article's paragraphs, out of its page."""

import logging
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # ships no types
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from index.articles import MAX_BODY
from index.cleaning import clean_line
from index.news.markup.lines import articles_own
from index.news.markup.pruning import linked_share
from index.news.markup.schema import Thing
from index.news.markup.tree import INLINE, drop, line, parse
from index.news.markup.words import count

#: Characters of text from which on trafilatura takes seconds (2 s a million), and paragraphs are taken as they are marked.
_LONG = 600_000
#: Characters below which trafilatura takes all that is on the page, in one piece.
_BRIEF = 400
#: Elements, likewise.
_MANY = 20_000

#: Of what the page says its article is (JSON-LD, itemprop), the share that has to be found; below, what it says is taken.
_FOUND = 0.7

#: Words of a paragraph in text that no paragraph elements divide.
_SENTENCE = 8

_BLOCKS = frozenset("p head item quote cell code row list table".split())
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")
_BREAK = re.compile(r"\n+|\s{3,}")

for _name in ("trafilatura", "readability", "courlan", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # they log addresses and texts, and that a page holds nothing is an answer here


def paragraphs(page: HtmlElement, thing: Thing, title: str | None) -> list[str]:
    """The article's paragraphs in order, each cleaned and on one line; [] where there are none. `page` is pruned, and is changed.

    trafilatura's choice, unless the page marks its article and that is much more.
    """
    marked, extracted = _marked(page), _extracted(page)
    if sum(map(len, extracted)) > MAX_BODY:
        return extracted  # which nobody will take, so that there is no need to look at it
    chosen = articles_own(extracted, title)
    if sum(map(len, chosen)) < _BRIEF:
        chosen = articles_own(_brief(page), title) or chosen
    stated = articles_own(stated_body(thing), title)
    for other in (articles_own(marked, title), stated):
        if _words(chosen) < _FOUND * _words(other):
            chosen = other
    return chosen


def stated_body(thing: Thing) -> list[str]:
    """The paragraphs of a thing's `articleBody`, which may be text, or HTML, or have lost its line ends."""
    body = thing.get("articleBody")
    if not isinstance(body, str) or count(body) < _SENTENCE:
        return []
    body = unescape(body) if "&lt;" in body or "&#" in body or "&quot;" in body or "&amp;" in body else body
    if _TAG.search(body):
        tree = parse(f"<div>{body}</div>")
        return plain(tree) if tree is not None else []
    return [text for part in _BREAK.split(body) if (text := clean_line(part))]


def plain(element: HtmlElement) -> list[str]:
    """The text of an element, a paragraph for each block in it; two line breaks in a row begin a new one."""
    found: list[str] = []
    run: list[str] = []
    breaks = 0

    def end() -> None:
        if text := clean_line("".join(run)):
            found.append(text)
        run.clear()

    for event, part in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(part.tag, str):
            continue
        if part.tag == "br":
            breaks += event == "start"
            if breaks > 1:
                end()
            elif event == "start":
                run.append(" ")
        elif part.tag not in INLINE:
            end()
        text = (part.text if event == "start" else part.tail if part is not element else None) or ""
        if text.strip():
            breaks = 0
        run.append(text)
    end()
    return found


def _brief(page: HtmlElement) -> list[str]:
    """The sentences of a page that has only a few."""
    for heading in list(page.iter("h1")):
        drop(heading)
    body = page.find("body")
    return [text for text in plain(page if body is None else body) if count(text) >= _SENTENCE]


def _marked(page: HtmlElement) -> list[str]:
    """The paragraphs of what the page marks as its article's body, the longest if several are."""
    bodies = [
        element
        for element in page.iter("div", "section", "article", "span", "main")
        if "articleBody" in (element.get("itemprop") or "").split()
    ]
    longest = max(bodies, key=lambda body: len(body.text_content()), default=None)
    return plain(longest) if longest is not None and linked_share(longest) < 0.5 else []


def _extracted(page: HtmlElement) -> list[str]:
    size = len(page.text_content())
    if size > _LONG or sum(1 for _ in page.iter()) > _MANY:
        return _by_element(page)
    from trafilatura import bare_extraction  # late: most processes read no page

    try:
        document = bare_extraction(page, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # noqa: BLE001 - whatever a hostile page makes of a library, the page's paragraphs are still there
        return _by_element(page)
    body = getattr(document, "body", None)
    return list(_blocks(body)) if body is not None else []


def _by_element(page: HtmlElement) -> list[str]:
    """All paragraphs of the page's article that are no links, for pages that are too long to be weighed."""
    articles = [found for found in page.iter("article", "main") if any(True for _ in found.iter("h1"))]
    marked = (articles[-1] if articles else page).iter("p", "li", "blockquote")
    return [text for element in marked if len(element) < 200 and linked_share(element) < 0.5 and (text := line(element))]


def _blocks(element: Any) -> Iterator[str]:
    """The paragraphs of trafilatura's tree, in which `lb` is a line break and what is no block stands in a line."""
    run: list[str] = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS or any(inner.tag in _BLOCKS for inner in child.iterdescendants()):
            yield from _ended(run)
            yield from _blocks(child)
        elif child.tag == "lb":
            run.append("\n")
        else:
            run.append("".join("\n" if part is None else part for part in _inline(child)))
        run.append(child.tail or "")
    yield from _ended(run)


def _inline(element: Any) -> Iterator[str | None]:
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield None
        else:
            yield from _inline(child)
        yield child.tail or ""


_LINE_END = re.compile(r"\s*\n\s*\n\s*|(?<=[.!?”\"’:])\s*\n\s*")


def _ended(run: list[str]) -> Iterator[str]:
    """The paragraphs of a run of text: two line breaks end one, and so does one after the end of a sentence."""
    text = "".join(run)
    run.clear()
    yield from (part for piece in _LINE_END.split(text) if (part := clean_line(piece)))


def _words(texts: list[str]) -> int:
    return sum(map(count, texts))
