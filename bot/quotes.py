"""Quotations: spans of stored articles with all that a citation needs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from index.articles import Heading, Span, Stance, StoredArticle, published_text

#: A quotation shown is at most so long; a longer sentence is cut at a clause and shown with an ellipsis.
MAX_QUOTE = 500


class Frozen(BaseModel):
    """A value: compared by content, never changed."""

    model_config = ConfigDict(frozen=True)


class Citation(Frozen):
    """Where a quotation stands, in the words a reader needs."""

    article_id: str
    revision: int
    story_id: str
    title: str
    outlet: str | None
    agency: str | None
    published: datetime | date | None
    date_derived: bool  #: the date was worked out and not printed: shown with "about"
    url: str | None
    url_owner: str | None  #: whose page the address is, when it is not the outlet's own
    reader: str | None = None  #: Sherpa's own page of this revision, where there is no `url`; a sentence's place there is `#s{start}`
    stance: Stance | None  #: before or after the summit; None for news that is not about it


Relation = Literal["also carried by", "an earlier version", "a later version"]


class Carrier(Frozen):
    """Another article with the same text."""

    article_id: str
    outlet: str | None
    relation: Relation


class Quote(Frozen):
    """Verbatim: `text == body[start:end]`, of the cited revision. `cut` says that the sentence goes on (shown with an ellipsis)."""

    text: str
    body: str = Field(repr=False, exclude=True)  #: the article's: what stands around the quotation tells a browser where it is
    start: int
    end: int
    cut: bool
    marks: tuple[Span, ...]  #: the words that matched, as offsets into `text`, in order, without overlap
    citation: Citation
    carriers: tuple[Carrier, ...] = ()


def carriers_of(article: StoredArticle, story: Sequence[Heading]) -> tuple[Carrier, ...]:
    """The story's other articles: elsewhere "also carried by", at the same outlet an earlier or later version."""
    carriers = []
    for other in story:
        if other.id == article.id:
            continue
        same_outlet = other.outlet is not None and other.outlet == article.outlet
        earlier = (published_text(other.published) or "", other.sequence) < (published_text(article.published) or "", article.sequence)
        version: Relation = "an earlier version" if earlier else "a later version"
        carriers.append(Carrier(article_id=other.id, outlet=other.outlet, relation=version if same_outlet else "also carried by"))
    return tuple(carriers)
