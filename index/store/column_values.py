"""What a column can hold, looked at before it is written: a database takes much that nobody could read afterwards."""

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, get_args

from sqlalchemy import BigInteger, Boolean, Column, Float, Integer

from index.articles import Stance, is_web_address, published_text
from index.store.alert_rows import Kind as DeliveryKind
from index.store.exchanges import Kind as ExchangeKind
from index.store.feeds import State as FeedState
from index.store.outbox import State as DeliveryState
from index.store.rows import moment, read_published
from index.store.subscription_rows import Rhythm

#: Whether a value, which is not None, is one.
Check = Callable[[Any], bool]

#: What no database holds as text: NUL, and halves of characters.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")

#: What the place of a message has.
_OF_PLACE = frozenset({"platform", "workspace", "channel"})


def check(column: "Column[Any]") -> Check:
    """What tells whether a value, or None, can be the column's."""
    type_, form = _type(column), FORMS.get(f"{column.table.name}.{column.name}")

    def fits(value: Any) -> bool:
        if value is None:
            return bool(column.nullable)
        return type_(value) and (form is None or form(value))

    return fits


def _type(column: "Column[Any]") -> Check:
    if isinstance(column.type, Boolean):
        return lambda value: type(value) is bool
    if isinstance(column.type, Integer):
        limit = 2**63 if isinstance(column.type, BigInteger) else 2**31
        return lambda value: type(value) is int and -limit <= value < limit
    if isinstance(column.type, Float):
        return lambda value: type(value) is float and math.isfinite(value)
    return lambda value: type(value) is str and not _NO_TEXT.search(value)


def _reads(read: Callable[[str], object]) -> Check:
    def fits(value: str) -> bool:
        try:
            return bool(read(value))
        except (ValueError, TypeError, RecursionError, OverflowError):
            return False

    return fits


def _is_json(fits: Check) -> Check:
    return _reads(lambda text: fits(json.loads(text)))


def _one_of(literal: Any) -> Check:
    return frozenset(get_args(literal)).__contains__


def _are_offsets(value: Any) -> bool:
    """Start, end, start, end, ... in order."""
    return type(value) is list and len(value) % 2 == 0 and all(type(each) is int and each >= 0 for each in value) and value == sorted(value)


def _is_place(value: Any) -> bool:
    """What a message is sent to; adapters know what else there is to a place."""
    return type(value) is dict and all(type(each) is str for each in value.values()) and value.keys() >= _OF_PLACE


def _are_sentences(body: str, sentences: str) -> bool:
    """A text has one at least, and all of them are in it."""
    offsets = json.loads(sentences)
    return bool(offsets) and offsets[-1] <= len(body)


def _is_number(value: int) -> bool:
    """Whoever follows numbers begins at 0, and so sees those above."""
    return value > 0


def _is_count(value: int) -> bool:
    return value >= 0


#: As `moment` writes it, in UTC: rows are put in order by it, as text.
_time = _reads(lambda text: moment(datetime.fromisoformat(text)) == text)


def _time_or_never(text: str) -> bool:
    return not text or _time(text)


_day = _reads(lambda text: date.fromisoformat(text).isoformat() == text)
_published = _reads(lambda text: published_text(read_published(text)) == text)
_offsets = _is_json(_are_offsets)

#: By table, what two columns of a row say together, each of which can be used by itself; the second is the one at fault.
PAIRS: Mapping[str, tuple[str, str, Callable[[Any, Any], bool]]] = {"revisions": ("body", "sentences", _are_sentences)}

#: By table and column, what text and numbers mean there.
FORMS: Mapping[str, Check] = {
    "counters.value": _is_count,
    "articles.arrival": _is_number,
    "articles.sequence": _is_number,
    "articles.passages": _is_count,
    "articles.url": _reads(is_web_address),
    "articles.published": _published,
    "articles.day": _day,
    "articles.earliest": _day,
    "articles.latest": _day,
    "articles.stance": _one_of(Stance),
    "revisions.sentences": _offsets,
    "revisions.taken_in": _time,
    "feeds.state": _one_of(FeedState),
    "feeds.polled": _time,
    "feeds.due": _time,
    "feeds.failing_since": _time,
    "feeds.not_before": _time,
    "feeds.told": _time_or_never,
    "events.expires": _time,
    "subscriptions.number": _is_number,
    "subscriptions.rhythm": _one_of(Rhythm),
    "subscriptions.muted": _time,
    "subscriptions.next_digest": _time,
    "subscriptions.made": _time,
    "alerts.marks": _offsets,
    "alerts.made": _time,
    "deliveries.number": _is_number,
    "deliveries.place": _is_json(_is_place),
    "deliveries.kind": _one_of(DeliveryKind),
    "deliveries.state": _one_of(DeliveryState),
    "deliveries.due": _time,
    "deliveries.made": _time,
    "exchanges.kind": _one_of(ExchangeKind),
    "exchanges.before": _is_json(lambda value: type(value) is list and all(type(each) is str for each in value)),
    "exchanges.side": _one_of(Stance),
    "exchanges.shown": _is_json(
        lambda value: type(value) is list and all([type(part) for part in each] == [str, int, int] for each in value)
    ),
    "exchanges.made": _time,
    "exchanges.expires": _time,
    "feedback.given": _time,
}
