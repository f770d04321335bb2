"""An article's text as HTML, with a place to open it at for every sentence. Pure."""

from collections.abc import Callable, Iterable, Iterator
from html import escape

import nh3
from markupsafe import Markup

from index.articles import Span, StoredArticle
from index.datelines import dateline

#: All that the text may become. What is put together here is escaped already; this is the second lock on the same door.
TAGS = {"p", "span", "a"}
ATTRIBUTES = {"p": {"dir"}, "span": {"id", "class"}, "a": {"class", "href"}}

#: Where a quotation that begins at an offset is taken along from.
Cite = Callable[[int], str]


def anchor(start: int) -> str:
    """The name of the place where a sentence or a quotation begins, as links have it after `#`."""
    return f"s{start}"


def html(article: StoredArticle, cite: Cite) -> Markup:
    """Paragraphs of sentences. Each sentence has an anchor, and one that opens with a dateline another after it, where quotations begin.

    Behind each stands a link by which it is taken along, shown only while the sentence is the one that the page was opened at.
    """
    made = "".join(f'<p dir="auto">{"".join(pieces)}</p>' for pieces in _paragraphs(article, cite) if pieces)
    return Markup(nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, clean_content_tags=set()))  # noqa: S704 - cleaned


def _paragraphs(article: StoredArticle, cite: Cite) -> Iterator[list[str]]:
    pieces: list[str] = []
    for start, end, is_sentence in _stretches(article.body, article.sentences):
        lines = article.body[start:end].split("\n")
        for number, line in enumerate(lines):
            if number:
                yield pieces
                pieces = []
            if not is_sentence:
                pieces += [escape(line)] if line.strip() or pieces else []
            elif number:
                pieces.append(f'<span class="s">{escape(line)}</span>')
            else:
                pieces.append(_sentence(line, start, dateline(article.body[start:end]), cite))
    yield pieces


def _stretches(body: str, sentences: Iterable[Span]) -> Iterator[tuple[int, int, bool]]:
    """The whole body in order: sentences, and what stands between them."""
    place = 0
    for start, end in sentences:
        if start > place:
            yield place, start, False
        yield start, end, True
        place = end
    if place < len(body):
        yield place, len(body), False


def _sentence(line: str, start: int, skipped: int, cite: Cite) -> str:
    """A sentence, or so much of it as stands in its first paragraph. `skipped`: the length of a dateline that it opens with."""
    if not 0 < skipped < len(line):
        return _anchored(escape(line), start, cite)
    return _anchored(escape(line[:skipped]) + _anchored(escape(line[skipped:]), start + skipped, cite), start, cite)


def _anchored(inner: str, start: int, cite: Cite) -> str:
    taking = f'<a class="take" href="{escape(cite(start))}">Copy with citation</a>'
    return f'<span class="s" id="{anchor(start)}">{inner}</span>{taking}'


def sentence_at(article: StoredArticle, start: int) -> Span | None:
    """The sentence, or the quotation of it without its dateline, that begins there."""
    for span in article.sentences:
        if span.start <= start < span.end:
            skipped = dateline(article.body[span.start : span.end])
            return Span(start, span.end) if start in (span.start, span.start + skipped) else None
    return None
