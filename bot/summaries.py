"""Summaries: the sentences of an article that stand for the most of it, word for word and in its order."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from bot.quotes import MAX_QUOTE, Citation
from bot.quoting import bare_quotations
from bot.results import Summary, SummarySentence
from index.analysis import Analyzer
from index.articles import StoredArticle
from index.datelines import dateline
from index.similarity import Texts

Length = Literal["short", "medium", "long"]


@dataclass(frozen=True, slots=True)
class Measure:
    """How long a summary is: as many sentences as hold `words` words, within bounds."""

    fewest: int
    most: int
    words: int


#: 100 words is what the Document Understanding Conferences (2001-2004) asked of a summary of one news article.
MEASURES: dict[Length, Measure] = {"short": Measure(2, 3, 50), "medium": Measure(3, 5, 100), "long": Measure(5, 8, 200)}

#: Relevance against repetition in maximal marginal relevance (Carbonell and Goldstein 1998, who use 0.3 to 0.7).
RELEVANCE = 0.7
#: Cosine of idf-weighted terms from which two sentences say the same.
SAME = 0.8
#: What a sentence counts for that opens with a word for someone named before it.
UNRESOLVED = 0.8
#: Terms without which a sentence says nothing on its own: "It is time."
FEWEST_TERMS = 4
#: Share of a sentence's terms that are the title's, and of the title's that are the sentence's, above which it repeats the title.
REPEATS_TITLE = 0.8

#: Share of a sentence's characters that are digits, above which it is a line of a table: "Hang Seng Index: UP 0.1 percent at 25,293.34".
MOST_DIGITS = 0.15

_WHOLE = re.compile(r"(?<!\.)[.!?。！？؟।]\s?[\"'”’»)\]]*$")  # not a heading, and not a thought that trails off
_PRONOUN = re.compile(
    r"\W*(?:(?:but|and|so|yet|still|then|while|when|after|as|if),? )?"
    r"(?:he|she|they|it|this|that|these|those|his|her|their|its|him|them|such)\b",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\S@\S+\.\w|https?://|©|\(c\) \d{4}"
    r"|^\W*(?:also read|read (?:more|also|next)|see also|related:|click here|sign up|subscribe|follow us|share this|advertisement"
    r"|(?:watch|listen|source|credit):|photos? (?:by|credit)|(?:file )?photo:|image (?:credit|source)"
    r"|with (?:assistance|contributions?|inputs?|files) from|(?:additional |with )?(?:reporting|writing|editing) by|write to"
    r"|this (?:article|story|report) (?:was|has been|is|first|originally)|all rights reserved|copyright|terms of use|comments?$)",
    re.IGNORECASE,
)


def summarize(article: StoredArticle, length: Length, citation: Citation) -> Summary:
    """The article in its own sentences, with its citation. A dateline is left off; an article shorter than the measure is given whole."""
    picked = sorted(choose(article, MEASURES[length]))
    sentences = []
    for ordinal in picked:
        start, end = article.sentences[ordinal]
        start += dateline(article.body[start:end])
        sentences.append(SummarySentence(text=article.body[start:end], start=start, end=end))
    return Summary(citation=citation, byline=article.byline, sentences=tuple(sentences))


def choose(article: StoredArticle, measure: Measure) -> list[int]:
    """Ordinals of the sentences that summarize the article, the most telling first.

    A sentence is worth its centrality by TextRank, its walk jumping rather to the beginning of the article, less what it repeats of those
    chosen. Each half of the article gives at least one, where it has one to give.
    """
    if len(article.sentences) <= measure.fewest:
        return list(range(len(article.sentences)))
    analyzer = Analyzer()
    terms = [analyzer.terms(article.sentence(ordinal)) for ordinal in range(len(article.sentences))]
    usable = _usable(article, terms, set(analyzer.terms(article.title)), measure.fewest)
    texts = Texts(terms)
    central = texts.centrality([1 / math.sqrt(ordinal + 1) for ordinal in range(len(terms))])
    worth = {o: central[o] * (UNRESOLVED if _PRONOUN.match(article.sentence(o)) else 1) for o in usable}
    best = max(worth.values())
    late = {ordinal: 2 * place >= len(usable) for place, ordinal in enumerate(usable)}
    left = dict.fromkeys(usable, 0.0)  # and how like each is to the nearest of those chosen

    chosen: list[int] = []
    words = 0
    while left and len(chosen) < measure.most and (len(chosen) < measure.fewest or words < measure.words):
        halves = {late[ordinal] for ordinal in chosen}
        other_half = [o for o in left if late[o] not in halves] if len(chosen) == measure.fewest - 1 else []
        pick = max(other_half or left, key=lambda o: (RELEVANCE * worth[o] / best - (1 - RELEVANCE) * left[o], -o))
        chosen.append(pick)
        words += len(article.sentence(pick).split())
        likeness = {ordinal: max(nearest, texts.likeness(ordinal, pick)) for ordinal, nearest in left.items() if ordinal != pick}
        left = {ordinal: nearest for ordinal, nearest in likeness.items() if nearest < SAME}
    return chosen


def _usable(article: StoredArticle, terms: list[list[str]], title: set[str], fewest: int) -> list[int]:
    """Ordinals of the sentences that may be chosen, in order. Each reason to leave some out holds only while it leaves `fewest`."""
    bare = bare_quotations(article.body, article.sentences)
    usable = [ordinal for ordinal, own in enumerate(terms) if own] or list(range(len(terms)))
    for unfit in (
        lambda o: _BOILERPLATE.search(article.sentence(o)),
        lambda o: _repeats(set(terms[o]), title),
        lambda o: len(terms[o]) < FEWEST_TERMS or len(article.sentence(o)) > MAX_QUOTE,
        lambda o: not _WHOLE.search(article.sentence(o)) or _is_figures(article.sentence(o)),
        lambda o: bare[o],
    ):
        fit = [o for o in usable if not unfit(o)]
        usable = fit if len(fit) >= fewest else usable
    return usable


def _repeats(own: set[str], title: set[str]) -> bool:
    shared = len(own & title)
    return bool(title) and shared >= REPEATS_TITLE * len(title) and shared >= REPEATS_TITLE * len(own)


def _is_figures(sentence: str) -> bool:
    return sum(map(str.isdigit, sentence)) > MOST_DIGITS * len(sentence)
