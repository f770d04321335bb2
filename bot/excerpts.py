"""Cutting quotations: which span of an article is shown for a sentence that answers, and which of its words are marked."""

import re
from collections.abc import Callable

from bot.candidates import Candidate
from bot.matching import Matcher
from bot.quotes import MAX_QUOTE, Carrier, Citation, Quote
from bot.ranking import Scored
from index.analysis import Analyzer
from index.articles import Span, StoredArticle
from index.datelines import dateline

#: A neighbour is quoted with the sentence where it adds this share of the question's information; less does not repay reading it.
GAIN = 0.04
#: And where both stay this short, in characters: two sentences are to read as one quotation.
MAX_PAIR = 420

_CLAUSE = re.compile(r"[,;:\u2014\u2013](?=\s)|\s[\u2013\u2014-]+(?=\s)")
_analyzer = Analyzer()


def span(scored: Scored, matcher: Matcher, neighbour: Callable[[Candidate, int], Candidate | None]) -> tuple[int, int, bool]:
    """Start and end in the article's body of what is quoted for a sentence, and whether it was cut: at most `MAX_QUOTE` characters.

    The sentence, without a dateline before it, and the sentence before or after it where that one answers more of the question.
    """
    candidate = scored.candidate
    best = (GAIN, candidate.start, candidate.end)
    for step in (-1, 1):
        other = neighbour(candidate, step)
        if other is None:
            continue
        start, end = min(candidate.start, other.start), max(candidate.end, other.end)
        if end - start > MAX_PAIR or "\n" in candidate.article.body[start:end]:
            continue
        both = dict(scored.matches)
        for term, value in matcher.matches(other).items():
            both[term] = max(value, both.get(term, 0.0))
        best = max(best, (matcher.coverage(both) - scored.coverage, start, end), key=lambda each: each[0])
    _, start, end = best
    start += dateline(candidate.article.body[start:end])
    if end - start <= MAX_QUOTE:
        return start, end, False
    return start, start + _clause_end(candidate.article.body[start : start + MAX_QUOTE]), True


def _clause_end(text: str) -> int:
    """Where a text is cut that goes on beyond its end: after its last clause, else its last word."""
    clauses = [found.start() for found in _CLAUSE.finditer(text)]
    if clauses and clauses[-1] > len(text) // 2:
        return clauses[-1]
    return text.rfind(" ") if " " in text else len(text)


def of_sentence(article: StoredArticle, ordinal: int, found: tuple[Span, ...], citation: Citation, carriers: tuple[Carrier, ...]) -> Quote:
    """The quotation of a sentence, without a dateline before it, cut where it is too long. `found`: the words to mark, as offsets in it."""
    first, last = article.sentences[ordinal]
    skipped = dateline(article.body[first:last])
    start = first + skipped
    cut = last - start > MAX_QUOTE
    end = start + _clause_end(article.body[start : start + MAX_QUOTE]) if cut else last
    shifted = tuple(Span(mark.start - skipped, mark.end - skipped) for mark in found)
    return Quote.model_construct(
        text=article.body[start:end],
        body=article.body,
        start=start,
        end=end,
        cut=cut,
        marks=tuple(mark for mark in shifted if mark.start >= 0 and mark.end <= end - start),
        citation=citation,
        carriers=carriers,
    )


def quote(scored: Scored, where: tuple[int, int, bool], matcher: Matcher, citation: Citation, carriers: tuple[Carrier, ...] = ()) -> Quote:
    """The quotation of that span, with the words marked that answer to the question's."""
    body = scored.candidate.article.body
    start, end, cut = where
    text = body[start:end]
    return Quote.model_construct(
        text=text, body=body, start=start, end=end, cut=cut, marks=marks(text, matcher), citation=citation, carriers=carriers
    )


def marks(text: str, matcher: Matcher) -> tuple[Span, ...]:
    """The places in `text` of words that the question has, or near ones; in order, without overlap."""
    found: list[Span] = []
    for token in sorted(_analyzer.tokens(text), key=lambda each: (each.start, -each.end)):  # a name before its words
        if matcher.is_marked(token.term) and (not found or token.start >= found[-1].end):
            found.append(Span(token.start, token.end))
    return tuple(found)
