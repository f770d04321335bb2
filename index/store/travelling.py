"""What an export holds of a database, table by table, and why. A test fails for a table that is not decided on here.

An export is to bring everything to another database, so that Sherpa goes on there as if nothing had happened. It is a copy for whoever runs
Sherpa, and as private as the database: it holds what people asked. It holds no secret: nothing in it lets anyone act as Sherpa.

meta            Which seeds were taken in, and what else adapters name. Facts travel by name alone, so that a key that is ever kept among
                them stays. The tables' version stands in the first line. The id stays: what is derived from one database, as the index
                is, must not be taken for another's.
counters        All: numbers go on where they were.
articles        All. Removed ones too, so that no feed and no seed brings them back.
revisions, bands    All. Bands could be worked out again, but which articles hold them depends on the order in which all came.
feeds           All but leases: who polls it, who is about to tell of it. How often somebody was about to stays, since they may have.
feed_entries, events    All: what was dealt with is not dealt with again. Both are hashes.
subscriptions   Those that were not removed. What is left of the others tells processes that follow the changes, and none has followed
                those of a new database.
alerts          Those of a subscription and a message that travel. Others tell nobody anything: such are left where one process found a
                story for a subscription while another removed that.
deliveries      All but leases. What was sent stays sent. What somebody was sending is due, with the number of tries, so that whoever
                takes it looks whether it got through.
exchanges, showings, feedback   All: buttons and follow-ups go on.

inbox           Stays. It holds addresses by which anyone could answer as Sherpa, and the work of minutes: whoever took it finishes it.
Tables of libraries that adapters use stay as well: they are not in `schema`, and hold what lets Sherpa in elsewhere. Adapters say which.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import ColumnElement, Table, exists, func, or_

from index.store import schema

#: The fact that travels whatever adapters name.
SEEDS = "seeds"

#: Tables of `schema` of which nothing travels.
LEFT_OUT = frozenset({"inbox"})


@dataclass(frozen=True)
class Travelling:
    """A table of which something travels. Of `leases` an export holds nothing; they are empty text in the database that it comes to."""

    table: Table
    leases: frozenset[str] = frozenset()
    rows: ColumnElement[bool] | None = field(default=None, compare=False)  #: those that travel; all where it is None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Those that travel, in the table's order."""
        return tuple(name for name in self.table.columns.keys() if name not in self.leases)  # noqa: SIM118 - a collection of its own kind

    @cached_property
    def key(self) -> tuple[str, ...]:
        """By which the rows are in order, numbers by size and texts by the codes of their characters: the primary key."""
        return tuple(column.name for column in self.table.primary_key)


def travels(fact: str, kinds: Sequence[str]) -> bool:
    """Whether that fact of `meta` does: those of a kind have names that begin so."""
    return fact == SEEDS or fact.startswith(tuple(kinds))


def facts(kinds: Sequence[str]) -> ColumnElement[bool]:
    """The rows of `meta` of which `travels` holds."""
    name = schema.meta.c.name
    return or_(name == SEEDS, *(func.substr(name, 1, len(kind)) == kind for kind in kinds))


_SUBSCRIBED = exists().where(schema.subscriptions.c.id == schema.alerts.c.subscription, ~schema.subscriptions.c.removed)
_TOLD = exists().where(schema.deliveries.c.id == schema.alerts.c.delivery)

#: In the order of the file.
TRAVELLING = (
    Travelling(schema.meta),  # of its rows, `facts`
    Travelling(schema.counters),
    Travelling(schema.articles),
    Travelling(schema.revisions),
    Travelling(schema.bands),
    Travelling(schema.feeds, leases=frozenset({"owner", "until", "telling"})),
    Travelling(schema.feed_entries),
    Travelling(schema.events),
    Travelling(schema.subscriptions, rows=~schema.subscriptions.c.removed),
    Travelling(schema.alerts, rows=_SUBSCRIBED & (schema.alerts.c.delivery.is_(None) | _TOLD)),
    Travelling(schema.deliveries, leases=frozenset({"owner", "until"})),
    Travelling(schema.exchanges),
    Travelling(schema.showings),
    Travelling(schema.feedback),
)
