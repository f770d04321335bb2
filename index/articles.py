"""Articles, as they are taken in and as they are stored."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from index.cleaning import clean_line, clean_text

#: The collection that every place sees.
EVERYONE = "everyone"

#: Published figures for long-form journalism stay under 100,000 characters; ten times that is a book or an attack.
MAX_BODY = 1_000_000
MAX_TITLE = 1_000
MAX_ID = 200

Stance = Literal["before", "after"]


class Span(NamedTuple):
    """Character offsets into `Article.body`: `body[start:end]`, end exclusive."""

    start: int
    end: int


def parse_published(value: Any) -> Any:
    """A date alone stays a `date`; a time of day becomes an aware UTC `datetime` (a time without a zone is taken as UTC).

    Raises ValueError for a string that is neither in ISO 8601.
    """
    if isinstance(value, str):
        text = value.strip()
        value = date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value


def published_text(value: date | datetime | None) -> str | None:
    """ISO 8601 in UTC (`2025-08-15T19:00:00Z`), or a date alone; sorts by time as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if value else None


def published_day(value: date | datetime | None) -> date | None:
    """The day in UTC."""
    return value.date() if isinstance(value, datetime) else value


def is_web_address(text: str) -> bool:
    """Whether browsers open it by HTTP. Raises ValueError for what is no address at all."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _http_address(value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
        if not is_web_address(value):
            raise ValueError("an address starts with http:// or https://")
    return value


Published = Annotated[datetime | date | None, BeforeValidator(parse_published)]
Address = Annotated[str, BeforeValidator(_http_address), Field(max_length=2_000)] | None
Line = Annotated[str, BeforeValidator(lambda v: clean_line(v) if isinstance(v, str) else v)]
Name = Annotated[Line, Field(max_length=300)] | None


class Article(BaseModel):
    """One text by one outlet, as it was taken in.

    `body` is what quotations are cut from: it never changes within a `revision`. Unknown things are None, never guessed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)

    id: Annotated[Line, StringConstraints(min_length=1, max_length=MAX_ID, pattern=r"^\S+$")]
    title: Annotated[Line, StringConstraints(min_length=1, max_length=MAX_TITLE)]
    body: Annotated[
        str, BeforeValidator(lambda v: clean_text(v).strip() if isinstance(v, str) else v), Field(min_length=1, max_length=MAX_BODY)
    ]
    outlet: Name = None
    agency: Name = None  #: the wire it came from, bare: "Reuters"
    byline: Name = None
    published: Published = None
    published_range: tuple[date, date] | None = None  #: earliest and latest day it can have appeared
    published_evidence: str | None = None  #: how the date was derived
    date_derived: bool = False  #: derived from the text, not printed: shown with "about"
    url: Address = None
    url_owner: Name = None  #: whose page `url` is, when it is not the outlet's own
    stance: Stance | None = None  #: before or after the summit, where someone has judged it
    page: str | None = None  #: the page or file it came from
    language: str = "en"
    collection: str = EVERYONE
    revision: int = 1


class StoredArticle(Article):
    """An article as the store gives it back."""

    sequence: int  #: rises with each change of the store; the index follows it
    story_id: str  #: shared by the copies of one story; the id of its first article
    sentences: tuple[Span, ...]  #: fixed at intake for this revision; in order, without overlap
    taken_in: datetime  #: UTC

    def sentence(self, ordinal: int) -> str:
        """The sentence's text; raises IndexError."""
        start, end = self.sentences[ordinal]
        return self.body[start:end]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list shows of a stored article: see `StoredArticle` for the fields. Without the text, so that lists may be long."""

    id: str
    title: str
    outlet: str | None
    agency: str | None
    published: datetime | date | None
    date_derived: bool
    url: str | None
    url_owner: str | None
    stance: Stance | None
    page: str | None
    language: str
    collection: str
    revision: int
    sequence: int
    story_id: str
