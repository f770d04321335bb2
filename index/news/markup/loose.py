"""Text that stands in no paragraph is put into one: trafilatura passes over text between paragraphs."""

from lxml.html import Element, HtmlElement  # type: ignore[import-untyped]  # ships no types

from index.news.markup.tree import INLINE, line
from index.news.markup.words import count

_HOLDERS = ("div", "section", "article", "main", "body")
#: What also stands in lines of text, and holds none.
_IN_LINES = ("br", "img", "input")
#: Words from which on loose text is a paragraph and no label.
_FEWEST = 8


def gather(page: HtmlElement) -> None:
    """Wrap, in place, each run of text and inline elements that stands beside blocks in a paragraph of its own.

    A container that holds no blocks is left as it is: it is one already.
    """
    for holder in list(page.iter(*_HOLDERS)):
        if any(_is_block(child) for child in holder):
            _gather(holder)


def _gather(holder: HtmlElement) -> None:
    runs: list[tuple[str, list[HtmlElement], int]] = []
    run: list[HtmlElement] = []
    text, start = holder.text or "", 0
    for place, child in enumerate(holder):
        if _is_block(child) or (child.tag == "br" and not run and not text.strip()):
            runs.append((text, run, start))
            text, run, start = child.tail or "", [], place + 1
        else:
            run.append(child)
    runs.append((text, run, start))
    for text, run, start in reversed(runs):
        _wrap(holder, text, run, start)


def _wrap(holder: HtmlElement, text: str, run: list[HtmlElement], start: int) -> None:
    paragraph = Element("p")
    paragraph.text = text
    words = count(text) + sum(count(line(child)) + count(child.tail or "") for child in run)
    linked = sum(count(line(link)) for child in run for link in child.iter("a"))
    if words < _FEWEST or linked > words / 2:
        return
    paragraph.extend(run)
    holder.insert(start, paragraph)
    if start == 0:
        holder.text = None
    else:
        holder[start - 1].tail = None


def _is_block(child: HtmlElement) -> bool:
    return isinstance(child.tag, str) and child.tag not in INLINE and child.tag not in _IN_LINES
