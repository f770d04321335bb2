"""Dates and times as pages write them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

#: Hours from UTC of the zones that news names by letters; where one stands for several, the one of most English-language news.
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 1, "ist": 5.5, "cet": 1, "west": 1, "cest": 2, "eet": 2, "sast": 2, "eest": 3, "msk": 3,
    "eat": 3, "gst": 4, "pkt": 5, "wib": 7, "ict": 7, "sgt": 8, "hkt": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12,
    "nzdt": 13, "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "hst": -10, "brt": -3, "art": -3,
}  # fmt: skip
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"((?:19|20)\d\d)"
_WRITTEN = (
    re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+{_YEAR}\b", re.IGNORECASE),
)
_NUMBERS = re.compile(rf"\b{_YEAR}[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?!\d)")
_GERMAN = re.compile(rf"\b(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?{_YEAR}\b")
_CLOCK = re.compile(
    r"\b(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*"
    r"\(?(?:(?:UTC|GMT)?\s?([+-]\d{1,2}:?(?:\d{2})?)\b|(?-i:([A-Z]{1,4}))\b)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
_MAIL = re.compile(r"(?:[a-z]{3}, ?)?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UT|Z)$", re.IGNORECASE)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?$")


class Moment(NamedTuple):
    """A day, or a time in UTC; `zoned` where the page said in which zone it was, else it was taken for UTC."""

    when: datetime | date
    zoned: bool


def read(value: str) -> Moment | None:
    """The first date in `value`, with the time beside it: ISO 8601 and its misspellings, RFC 5322, seconds since 1970, or English words."""
    value = value.strip()[:200]
    try:
        return _epoch(value) or _iso(value) or _mail(value) or _written(value)
    except (ValueError, OverflowError):  # such as the 31st of June
        return None


def _epoch(value: str) -> Moment | None:
    if not _EPOCH.match(value):
        return None
    seconds = float(value)
    return Moment(datetime.fromtimestamp(seconds / 1_000 if seconds > 1e11 else seconds, UTC), zoned=True)


def _iso(value: str) -> Moment | None:
    try:
        return Moment(date.fromisoformat(value), zoned=True) if len(value) == 10 else _utc(datetime.fromisoformat(value))
    except ValueError:
        return None


def _mail(value: str) -> Moment | None:
    try:
        return _utc(parsedate_to_datetime(value)) if _MAIL.match(value) else None
    except (ValueError, IndexError):
        return None


def _written(value: str) -> Moment | None:
    for pattern, order in ((_NUMBERS, (0, 1, 2)), (_WRITTEN[0], (2, 0, 1)), (_WRITTEN[1], (2, 1, 0)), (_GERMAN, (2, 1, 0))):
        if found := pattern.search(value):
            year, month, day = (found.groups()[place] for place in order)
            number = int(month) if month.isdigit() else _MONTHS[month[:3].lower()]
            return _with_clock(date(int(year), number, int(day)), value[: found.start()], value[found.end() :])
    return None


def _with_clock(day: date, before: str, after: str) -> Moment:
    found = _CLOCK.search(after.removeprefix("T")) or _CLOCK.search(before)
    if not found:
        return Moment(day, zoned=True)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if half := (found[4] or "").lower():
        hour = hour % 12 + 12 * half.startswith("p")
    if hour > 23 or minute > 59 or second > 59:
        return Moment(day, zoned=True)
    zone = _offset(found[5]) if found[5] else _ZONES.get((found[6] or "").lower())
    time = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=timezone(timedelta(hours=zone or 0)))
    return Moment(time.astimezone(UTC), zone is not None)


def _offset(written: str) -> float | None:
    found = _OFFSET.match(written)
    if not found or int(found[2]) > 14:
        return None
    return (1 if found[1] == "+" else -1) * (int(found[2]) + int(found[3] or 0) / 60)


def _utc(time: datetime) -> Moment:
    if time.tzinfo is None:
        return Moment(time.replace(tzinfo=UTC), zoned=False)
    return Moment(time.astimezone(UTC), zoned=True)
