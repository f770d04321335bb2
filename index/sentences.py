"""Sentences of a news text, with their places.

A full stop, question mark, exclamation mark or ellipsis may end a sentence; `index.boundaries` decides by what stands on either side.
Where the words alone do not tell, nupunkt's trained model does. Its list of abbreviations, trained on the law and on scanned pages,
holds ordinary words ("met", "ago", "York"), so it is asked about nothing else.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from index.articles import Span
from index.boundaries import CLOSERS, begins_glued, ends
from index.paragraphs import paragraphs

#: Three times the longest quotation shown: what is longer is a list or a text without full stops, and is cut where it pauses.
MAX_SENTENCE = 1_500

#: How much of the text on either side of a mark is looked at, in characters: longer than any name with its titles.
REACH = 60

_MARK = re.compile(rf"(?:\.(?:[ \u00a0]?\.)+|[.!?…。！？｡؟۔।॥]+)(?P<close>[{re.escape(CLOSERS)}]*)")
_IDEOGRAPHIC = "。！？｡"
_SPACE = re.compile(r"\s+")
_ALONE_QUOTE = re.compile(r"[ \u00a0](?:\"|''|[”»])(?=\s|$)")  # `said . " The`, as tokenised collections write

#: A wire's subhead that ran into its text: `... the source said. - Harsh reality - In the call`.
_SUBHEAD = re.compile(r"(?<=[.!?\"'”’…])\s+(?P<head>[-–—]\s(?=[\"'“‘]?[A-Z])[^.\n]{3,70}?\s[-–—])\s+(?=[\"'“‘]?[A-Z\d])")
_BULLET = re.compile(r"(?<=\s)[•‣▪●◦■►]")
#: One figure of a wire's market table: `Tokyo - Nikkei 225: UP 0.7 percent`, `Euro/dollar: DOWN at`, `Brent Crude: FLAT`.
_FIGURE = re.compile(
    r"(?<=\s)(?:(?:[A-Z][a-z]+\s){1,3}-\s[A-Z][\w&.\s]{1,30}|[A-Z][a-z]+/[a-z]+|(?<=[a-z\d)]\s)(?:[A-Z][a-z]+\s){0,4}[A-Z][a-z]+)"
    r":\s?(?:UP|DOWN|FLAT|UNCHANGED)\b"
)


def sentences(body: str) -> tuple[Span, ...]:
    """The sentences of `body` in order, as offsets into it.

    They do not overlap, none is empty, and what lies between them is white space. A quotation of several sentences is several; a line break
    ends a sentence, but in hand-wrapped text. None is longer than `MAX_SENTENCE`.
    """
    found: list[Span] = []
    for paragraph in paragraphs(body):
        first = len(found)
        for start, end in pairwise((paragraph.start, *_Paragraph(body, paragraph).beginnings(), paragraph.end)):
            span = _trimmed(body, start, end)
            if len(found) > first and not any(map(str.isalnum, body[span.start : span.end])):
                found[-1] = Span(found[-1].start, span.end)  # a stray mark belongs to what it follows
            else:
                found.append(span)
    return tuple(piece for span in found for piece in _pieces(body, span))


class _Paragraph:
    """One paragraph, and what has been learnt of it on the way through."""

    def __init__(self, body: str, place: Span) -> None:
        self._body = body
        self._start, self._end = place
        text = body[self._start : self._end]
        self._caseless = text in (text.upper(), text.lower())
        self._quotes, self._counted = 0, self._start

    def beginnings(self) -> list[int]:
        """Where each sentence but the first begins, in order."""
        body, start, end = self._body, self._start, self._end
        heads = [edge for found in _SUBHEAD.finditer(body, start, end) for edge in found.span("head")]
        begins = {*heads}
        for pattern in (_BULLET, _FIGURE):
            begins.update(found.start() for found in pattern.finditer(body, start, end))
        undecided: list[tuple[int, int]] = []
        last = start
        for mark in _MARK.finditer(body, start, end):
            in_head = bisect_right(heads, mark.start()) % 2 == 1
            if in_head or mark.end() == end:
                continue
            begin, sure = self._next_beginning(mark, last)
            if sure:
                begins.add(begin)
                last = begin
            elif begin:
                undecided.append((mark.start(), begin))
        if undecided:
            begins.update(self._confirmed(undecided))
        return sorted(begin for begin in begins if start < begin < end)

    def _next_beginning(self, mark: re.Match[str], last: int) -> tuple[int, bool]:
        """Where a sentence may begin after `mark`, 0 for nowhere, and whether one surely does; the present one began at `last`."""
        body, place, after = self._body, mark.start(), mark.end()
        signs, close = body[place : mark.start("close")], mark["close"]
        alone = _ALONE_QUOTE.match(body, after, self._end)
        if alone and (alone.group() != ' "' or self._in_quotes(place)):
            after = alone.end()
        before = body[max(last, place - REACH) : place]
        space = _SPACE.match(body, after, self._end)
        if space is None:
            begin = self._glued(place, signs, close, after)
            return begin, begin > 0
        if not any(map(str.isalnum, before)):
            return 0, False
        following = body[space.end() : min(space.end() + REACH, self._end)]
        verdict = ends(before, signs, close, following, whole=place - last <= REACH, caseless=self._caseless)
        return (0, False) if verdict is False else (space.end(), verdict is True)

    def _glued(self, place: int, signs: str, close: str, after: int) -> int:
        """Where a sentence begins without a space, or 0: `reached.The`, `Putin."President`, and scripts that use none."""
        if signs[-1] in _IDEOGRAPHIC:
            return after
        before = self._body[max(self._start, place - REACH) : place]
        following = self._body[after : min(after + REACH, self._end)]
        if len(signs) > 1 or not begins_glued(before, following):
            return 0
        opens = close == '"' and not self._in_quotes(place)
        return after - opens

    def _in_quotes(self, place: int) -> bool:
        """Whether a straight quotation mark is open at `place`; places are asked for in order."""
        self._quotes += self._body.count('"', self._counted, place)
        self._counted = place
        return self._quotes % 2 == 1

    def _confirmed(self, undecided: list[tuple[int, int]]) -> Iterator[int]:
        """Those beginnings, given each after its mark, that the model sees too."""
        text = self._body[self._start : self._end]
        known = [self._start + begin for begin, _ in _model().span_tokenize(text)]
        for mark, begin in undecided:
            position = bisect_right(known, mark)
            if position < len(known) and known[position] <= begin:
                yield begin


def _trimmed(body: str, start: int, end: int) -> Span:
    piece = body[start:end]
    return Span(end - len(piece.lstrip()), start + len(piece.rstrip()))


def _pieces(body: str, span: Span) -> Iterator[Span]:
    """The span, cut where it pauses if it is too long: after a semicolon, else a comma, else a word."""
    while span.end - span.start > MAX_SENTENCE:
        limit = span.start + MAX_SENTENCE
        least = span.start + MAX_SENTENCE // 3
        cut = next((at + 1 for pause in ("; ", ", ", " ", "\n") if (at := body.rfind(pause, least, limit)) != -1), limit)
        yield _trimmed(body, span.start, cut)
        span = _trimmed(body, cut, span.end)
    yield span


@lru_cache(maxsize=1)
def _model():  # type: ignore[no-untyped-def]  # naming its type would import it at start
    import nupunkt

    return nupunkt.load("default")
