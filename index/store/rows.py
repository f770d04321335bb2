"""Between rows of the tables and articles. What comes out of the store was checked on its way in, and is not checked again."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row

from index.articles import Article, Heading, Span, StoredArticle, published_day, published_text

#: The columns that make a heading, by name and in order.
HEADING = tuple(Heading.__slots__)

#: Fields of an article that are columns of the same name and type.
_PLAIN = (
    "id",
    "collection",
    "outlet",
    "agency",
    "byline",
    "published_evidence",
    "date_derived",
    "url",
    "url_owner",
    "stance",
    "page",
    "language",
)


def facts(article: Article) -> dict[str, Any]:
    """The columns of `articles` that say what is known of an article."""
    day = published_day(article.published)
    earliest, latest = article.published_range or (None, None)
    return {name: getattr(article, name) for name in _PLAIN} | {
        "published": published_text(article.published),
        "day": day.isoformat() if day else None,
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
    }


def stored_article(row: Row[Any], revision: int | None = None) -> StoredArticle:
    """The article of a row of `articles` joined with one of `revisions`: the current one, unless `revision` says which."""
    columns = row._mapping
    return StoredArticle.model_construct(
        **{name: columns[name] for name in _PLAIN},
        title=columns["title"],
        body=columns["body"],
        published=read_published(columns["published"]),
        published_range=(date.fromisoformat(columns["earliest"]), date.fromisoformat(columns["latest"])) if columns["earliest"] else None,
        revision=revision or columns["revision"],
        sequence=columns["sequence"],
        story_id=columns["story_id"],
        sentences=read_sentences(columns["sentences"]),
        taken_in=datetime.fromisoformat(columns["taken_in"]),
    )


def newly_stored(
    article: Article, *, sequence: int, revision: int, story_id: str, sentences: tuple[Span, ...], taken_in: datetime
) -> StoredArticle:
    """What `stored_article` will make of the rows that are written for the article."""
    return StoredArticle.model_construct(
        **dict(article)
        | {
            "published": read_published(published_text(article.published)),
            "sequence": sequence,
            "revision": revision,
            "story_id": story_id,
            "sentences": sentences,
            "taken_in": taken_in,
        }
    )


def heading(row: Sequence[Any]) -> Heading:
    """The heading of a row with the columns of `HEADING`, in their order."""
    id_, title, outlet, agency, published, *rest = row
    return Heading(id_, title, outlet, agency, read_published(published), *rest)


def read_published(text: str | None) -> datetime | date | None:
    """The inverse of `published_text`."""
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def read_sentences(text: str) -> tuple[Span, ...]:
    """The inverse of `write_sentences`."""
    offsets = iter(json.loads(text))
    return tuple(map(Span, offsets, offsets))


def write_sentences(sentences: Iterable[Span]) -> str:
    """Start, end, start, end, ... as JSON."""
    return json.dumps([offset for span in sentences for offset in span], separators=(",", ":"))


def moment(time: datetime) -> str:
    """To the microsecond, in UTC; sorts by time as text."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")
