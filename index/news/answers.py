"""What the headers of an answer say."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from httpx import Headers

#: No server is left alone for longer: it may be mistaken. Seconds.
LONGEST_WAIT = 24 * 3600.0
#: RFC 9111, 1.2.2, asks that large numbers be taken as a large number; a year says as much as any. Seconds.
_LONGEST_AGE = 365 * 24 * 3600
#: Longer ones are kept nowhere. Characters.
_LONGEST_VALIDATOR = 1_000


def media_type(headers: Headers) -> str:
    """In lower case and without parameters; empty where there is none."""
    return _content_type(headers).partition(";")[0].partition(",")[0].strip().lower()


def charset(headers: Headers) -> str | None:
    """The `charset` that `Content-Type` names, in lower case, whether there is such a one or not."""
    for parameter in _content_type(headers).split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.partition(",")[0].strip().strip("\"'").lower() or None
    return None


def validator(headers: Headers, name: str) -> str | None:
    """`ETag` or `Last-Modified`, as they are to be given back (RFC 9110, 13.1)."""
    value = headers.get(name, "").strip()
    return value if 0 < len(value) <= _LONGEST_VALIDATOR else None


def max_age(headers: Headers) -> int | None:
    """Seconds for which the answer stays good, if `Cache-Control` says (RFC 9111, 5.2.2.1); 0 where it is not to be kept."""
    directives = [part.strip().lower().partition("=") for part in headers.get("cache-control", "").split(",")]
    if any(name in ("no-store", "no-cache") for name, _, _ in directives):
        return 0
    ages = [value.strip('"') for name, _, value in directives if name == "max-age"]
    return min(int(ages[0]), _LONGEST_AGE) if ages and ages[0].isascii() and ages[0].isdigit() and len(ages[0]) < 20 else None


def retry_after(headers: Headers, now: datetime) -> float | None:
    """Seconds from `now` (aware) until the server wants to be asked again (RFC 9110, 10.2.3), at most a day; None if it does not say."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT)


def _content_type(headers: Headers) -> str:
    return str(headers.get("content-type", ""))
