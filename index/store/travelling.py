"""What an export holds of a database, table by table, and why. A test fails for a table that is not decided on here.

An export is to bring everything to another database, so that Sherpa goes on there as if nothing had happened. It is a copy for whoever runs
Sherpa, and as private as the database: it holds what people asked. It holds no secret: nothing in it lets anyone act as Sherpa.

meta            Which seeds were taken in, which servers and commands Discord has. Facts are named one by one, so that a key that is
                ever kept among them stays. The tables' version stands in the first line. The id stays: what is derived from one
                database, as the index is, must not be taken for another's.
counters        All: numbers go on where they were.
articles        All. Removed ones too, so that no feed and no seed brings them back.
revisions, bands    All. Bands could be worked out again, but which articles hold them depends on the order in which all came.
feeds           All but leases: who polls it, who is about to tell of it. How often somebody was about to stays, since they may have.
feed_entries, events    All: what was dealt with is not dealt with again. Both are hashes.
subscriptions   Those that were not removed. What is left of the others tells processes that follow the changes, and none has followed
                those of a new database.
alerts, deliveries  All but leases. What was sent stays sent. What somebody was sending is due, with the number of tries, so that whoever
                takes it looks whether it got through.
exchanges, showings, feedback   All: buttons and follow-ups go on.

inbox           Stays. It holds addresses by which anyone could answer as Sherpa, and the work of minutes: whoever took it finishes it.
slack_bots, slack_oauth_states  Stay: tokens, and what lets somebody install. People install again.
slack_members   Stays: without their organisation's installation workspaces are not there.
"""

from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import ColumnElement, Table, or_

from index.store import schema

#: Facts that travel: by name, and by what their names begin with.
_FACTS = frozenset({"seeds"})
_KINDS_OF_FACT = ("discord commands ", "discord servers ")

#: Tables of which nothing travels.
LEFT_OUT = frozenset({"inbox", "slack_bots", "slack_members", "slack_oauth_states"})


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


def travels(fact: str) -> bool:
    """Whether that fact of `meta` does."""
    return fact in _FACTS or fact.startswith(_KINDS_OF_FACT)


def _facts() -> ColumnElement[bool]:
    name = schema.meta.c.name
    return or_(name.in_(sorted(_FACTS)), *(name.startswith(kind) for kind in _KINDS_OF_FACT))


#: In the order of the file.
TRAVELLING = (
    Travelling(schema.meta, rows=_facts()),
    Travelling(schema.counters),
    Travelling(schema.articles),
    Travelling(schema.revisions),
    Travelling(schema.bands),
    Travelling(schema.feeds, leases=frozenset({"owner", "until", "telling"})),
    Travelling(schema.feed_entries),
    Travelling(schema.events),
    Travelling(schema.subscriptions, rows=~schema.subscriptions.c.removed),
    Travelling(schema.alerts),
    Travelling(schema.deliveries, leases=frozenset({"owner", "until"})),
    Travelling(schema.exchanges),
    Travelling(schema.showings),
    Travelling(schema.feedback),
)
