"""Times as feeds write them: RFC 822 as it was meant, and ISO 8601."""

import re
from datetime import UTC, datetime, timedelta

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}

#: Hours ahead of UTC. Where a name stands for several zones, the one that English news uses most is meant.
_ZONES = {
    "hst": -10, "akst": -9, "akdt": -8, "pst": -8, "pdt": -7, "mst": -7, "mdt": -6, "cst": -6, "cdt": -5, "est": -5, "edt": -4, "ast": -4,
    "adt": -3, "nst": -3.5, "ndt": -2.5, "brt": -3, "wet": 0, "bst": 1, "west": 1, "cet": 1, "met": 1, "mez": 1, "cest": 2, "mest": 2,
    "mesz": 2, "eet": 2, "sast": 2, "eest": 3, "msk": 3, "trt": 3, "gst": 4, "pkt": 5, "ist": 5.5, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8,
    "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_FARTHEST_ZONE = 14 * 60  # minutes: Kiribati

_DAY_FIRST = re.compile(r"(?:^|[\s,])(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{4}|\d{2})\b(.*)", re.DOTALL)
_MONTH_FIRST = re.compile(r"(?:^|[\s,])([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b(.*)", re.DOTALL)
_ASCTIME = re.compile(r"(?:^|[\s,])([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}:\d\d:\d\d)\s+(\D*\s)?(\d{4})$")
_ISO = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?:(?:t|\s+)(.*))?$", re.DOTALL)
_TIME = re.compile(r"\D{0,10}?(\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?\s*(am\b|pm\b|a\.m\.|p\.m\.)?\s*(.*)", re.DOTALL)
_COMPACT_TIME = re.compile(r"()(\d\d)(\d\d)(\d\d)?(?:[.,]\d{1,9})?(.*)", re.DOTALL)
_OFFSET = re.compile(r"(?:gmt|utc?|z)?\s*([+\N{MINUS SIGN}-])(\d{1,2}):?(\d\d)?(?!\d)")


def read_date(text: str | None, now: datetime) -> datetime | None:
    """The time in UTC, to the second; None if it is none.

    Without a zone, or with one that nobody knows, UTC is meant; without a time of day, midnight. The day's name is not looked at. Of two
    digits, the year is the last that ends in them and is not after the one that follows `now`'s.
    """
    given = " ".join((text or "").lower().split())[:100]
    if found := _ISO.match(given):
        year, month, day, rest = found[1], found[2] or "1", found[3] or "1", found[4] or ""
        return _composed(int(year), int(month), int(day), rest)
    if found := _ASCTIME.search(given):
        return _composed(int(found[5]), _MONTHS.get(found[1], 0), int(found[2]), f"{found[3]} {found[4] or ''}")
    if found := _DAY_FIRST.search(given):
        return _composed(_year(found[3], now), _MONTHS.get(found[2], 0), int(found[1]), found[4])
    if found := _MONTH_FIRST.search(given):
        return _composed(int(found[3]), _MONTHS.get(found[1], 0), int(found[2]), found[4])
    return None


def _year(digits: str, now: datetime) -> int:
    if len(digits) == 4:
        return int(digits)
    latest = now.year + 1
    return latest - (latest - int(digits)) % 100


def _composed(year: int, month: int, day: int, rest: str) -> datetime | None:
    found = _TIME.match(rest)
    hour, minute, second, half, zone = found.groups() if found else ("0", "0", "0", None, "")
    if not found and (compact := _COMPACT_TIME.match(rest)):
        half, hour, minute, second, zone = compact.groups()
    hours = int(hour) % 12 + (12 if half[0] == "p" else 0) if half else int(hour)
    try:  # 24:00 ends a day, and 60 is a leap second
        local = datetime(year, month, day, tzinfo=UTC) + timedelta(hours=hours, minutes=int(minute), seconds=min(int(second or 0), 59))
        return local - timedelta(minutes=_minutes_ahead(zone)) if hours <= 24 and int(minute) < 60 else None
    except (ValueError, OverflowError):
        return None


def _minutes_ahead(zone: str) -> int:
    zone = zone.removeprefix("etc/").strip(" ()")
    if found := _OFFSET.match(zone):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return 0 if minutes > _FARTHEST_ZONE else minutes if found[1] == "+" else -minutes
    name = re.match(r"[a-z]*", zone)
    return int(_ZONES.get(name[0] if name else "", 0) * 60)
