"""Passages: what is ranked. A passage is a window of a few sentences of one article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.articles import Article, Span, StoredArticle, published_day

#: Sentences in a passage, and how far the next one starts after it. Three sentences hold a statement with who says it and of what.
WINDOW = 3
STRIDE = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A window of sentences of one article's current revision.

    `id` is `{article_id}#{ordinal:05d}`, so that ids sort in reading order within an article; `first` and `last` are sentence ordinals,
    `last` included; the window is `article.body[start:end]`.
    """

    id: str
    article_id: str
    first: int
    last: int
    start: int
    end: int
    text: str  #: what is ranked: a line of the article's title, outlet and agency, then the window
    day: date | None
    outlet: str | None
    collection: str
    terms: str | None = None  #: of `text`, with spaces between, where they are worked out already


def windows(sentences: int) -> list[tuple[int, int]]:
    """First and last sentence (included) of each passage of an article with so many sentences; they overlap and leave none out."""
    if sentences <= 0:
        return []
    starts = range(0, max(1, sentences - (WINDOW - STRIDE)), STRIDE)
    return [(start, min(start + WINDOW, sentences) - 1) for start in starts]


def passage_id(article_id: str, ordinal: int) -> str:
    """The id of an article's passage number `ordinal`, counted from 0."""
    return f"{article_id}#{ordinal:05d}"


def is_searched(language: str) -> bool:
    """Whether articles in the language are: the analyzer knows English, and an article too short to tell is taken for English."""
    return language.casefold().partition("-")[0] in ("en", "und", "")


def texts(article: Article, sentences: Sequence[Span]) -> list[str]:
    """What is ranked of each passage of the article, in order; none where its language is not searched."""
    if not is_searched(article.language):
        return []
    heading = " ".join(filter(None, (article.title, article.outlet, article.agency)))
    return [f"{heading}\n{article.body[sentences[first].start : sentences[last].end]}" for first, last in windows(len(sentences))]


def passages(article: StoredArticle, terms: Sequence[str] = ()) -> list[Passage]:
    """The article's passages, in order; none where its language is not searched. `terms` are those of each, where they are known."""
    spans = article.sentences
    day = published_day(article.published)
    return [
        Passage(
            id=passage_id(article.id, ordinal),
            article_id=article.id,
            first=first,
            last=last,
            start=spans[first].start,
            end=spans[last].end,
            text=text,
            day=day,
            outlet=article.outlet,
            collection=article.collection,
            terms=terms[ordinal] if terms else None,
        )
        for ordinal, ((first, last), text) in enumerate(zip(windows(len(spans)), texts(article, spans), strict=False))
    ]
