"""From what a file says to an article: names of fields, dates that cannot be, ids for what has none."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import ValidationError

from index.articles import Article, parse_published, published_text

#: What files call the fields, and what an article does.
FIELDS = {"title": "title", "text": "body", "id": "id", "url": "url", "date": "published", "source": "outlet", "agency": "agency"}
_CALLED = {ours: theirs for theirs, ours in FIELDS.items()}

#: Characters from which on a first line is a paragraph and no title, and what is then shown of it.
LONGEST_TITLE = 300
SHORTENED_TITLE = 100

#: How far ahead of UTC a place on earth can be: a day that has begun there is not in the future.
_EARLIEST_ZONE = timedelta(hours=14)


class Unusable(Exception):
    """A draft that makes no article: `field` as files call it, and `reason`, which goes on after the field's name."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"the field {field} {reason}")
        self.field = field


def article(draft: Mapping[str, Any], now: datetime, *, page: str) -> Article:
    """The article of a draft with fields as in `FIELDS`, of which only title and text have to be there; raises Unusable.

    What is empty or null counts as not given. A date later than `now` is not taken, and that is noted. An article without an id gets one
    that follows from its content, so that taking it in again changes nothing. `page` says where it came from.
    """
    given = {ours: value for theirs, ours in FIELDS.items() if (value := draft.get(theirs)) not in (None, "")}
    for field in ("title", "body"):
        if field not in given:
            raise Unusable(_CALLED[field], "is missing")
    if isinstance(given.get("id"), int) and not isinstance(given["id"], bool):
        given["id"] = str(given["id"])
    fields: dict[str, Any] = {"id": "unknown", "page": page, **given, **_published(given.get("published"), now)}
    try:
        made = Article.model_validate(fields)
    except ValidationError as error:
        raise _unusable(error) from None
    return made if "id" in given else made.model_copy(update={"id": content_id(made)})


def title_and_text(text: str) -> dict[str, str]:
    """A draft of plain text: its first line is the title, the rest the text. Of a first line that is a paragraph, the first words are."""
    first, _, rest = text.strip().partition("\n")
    first, rest = first.strip(), rest.strip()
    if len(first) > LONGEST_TITLE:
        cut = first[:SHORTENED_TITLE]
        return {"title": cut[: cut.rfind(" ") + 1].rstrip() or cut, "text": text}
    return {"title": first, "text": rest or first}


def _published(value: Any, now: datetime) -> dict[str, Any]:
    if value is None:
        return {}
    published = _read_date(value)
    ahead = published > now if isinstance(published, datetime) else published > (now + _EARLIEST_ZONE).date()
    if ahead:
        return {"published": None, "published_evidence": f"The date given, {published_text(published)}, lay in the future."}
    return {"published": published}


def _read_date(value: Any) -> date | datetime:
    """ISO 8601 or, as feeds write it, RFC 5322."""
    if isinstance(value, str):
        for read in (parse_published, parsedate_to_datetime):
            try:
                return parse_published(read(value))  # type: ignore[no-any-return]
            except (ValueError, OverflowError):
                continue
    raise Unusable("date", "is no date such as 2025-08-15 or 2025-08-15T19:00:00Z")


def content_id(made: Article) -> str:
    """An id that follows from what the article says."""
    content = "\0".join(part or "" for part in (made.title, made.body, made.outlet, made.url))
    return "a-" + hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def _unusable(error: ValidationError) -> Unusable:
    """The first thing that pydantic found, in words."""
    first = error.errors(include_url=False, include_input=False)[0]
    ours = str(first["loc"][0])
    field = _CALLED.get(ours, ours)
    limit = first.get("ctx", {}).get("max_length")
    reasons = {
        "string_type": "is no text in quotation marks",
        "too_short": "is empty",
        "string_too_long": f"is longer than {limit:,} characters" if limit else "is too long",
        "too_long": f"is longer than {limit:,} characters" if limit else "is too long",
        "string_pattern_mismatch": "holds a space",
    }
    return Unusable(field, reasons.get(first["type"]) or f"cannot be used: {first['msg'].removeprefix('Value error, ')}")
