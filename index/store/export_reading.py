"""`ExportReader`: what the lines of an export say, whatever is wrong with them. It knows nothing of a database."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from index.store import column_values, migrations
from index.store.export_format import FORMAT, BrokenLine, End, Header, Heading, line_of, read_as, read_row
from index.store.travelling import TRAVELLING, Travelling


class Rows(NamedTuple):
    """Rows of a table that follow one another, by their columns, and the line that the first is in."""

    of: Travelling
    columns: Sequence[str]
    values: list[list[Any]]
    line: int


class ExportReader:
    """Takes the lines from the first on. What it raises, BrokenLine, is about `line`, the last that was looked at, counted from 1."""

    def __init__(self) -> None:
        self.line = 0
        self.rows = 0
        self.tables: dict[str, int] = {}  #: by name, the line of each that was begun
        self._schema = 0
        self._checksum = hashlib.sha256()
        self._table: _Table | None = None
        self._ended = False

    def read(self, lines: Iterable[bytes]) -> list[Rows]:
        """The rows in these lines, each with its line end."""
        found: list[Rows] = []
        for line in lines:
            self.line += 1
            if (row := self._row(line)) is not None and self._table is not None:
                if not found or found[-1].of is not self._table.of:
                    found.append(Rows(self._table.of, self._table.columns, [], self.line))
                found[-1].values.append(row)
        return found

    def finish(self) -> None:
        """There are no more lines."""
        if not self._ended:
            self.line += 1
            raise BrokenLine("the end is missing, as if not all of it had been written")

    def _row(self, line: bytes) -> list[Any] | None:
        if self._ended:
            raise BrokenLine("it comes after the end")
        if not line.endswith(b"\n"):
            raise BrokenLine("it is not whole, as if not all of it had been written")
        row = read_row(line)
        if self.line == 1:
            self._begin(line)
        elif row is None:
            self._take(line)
        elif self._table is None:
            raise BrokenLine("it is a row of no table")
        else:
            self._table.check(row)
            self.rows += 1
        self._checksum.update(line)
        return row

    def _begin(self, line: bytes) -> None:
        header = read_as(Header, line)
        if header.format > FORMAT or header.schema_version > migrations.CURRENT:
            raise BrokenLine("a newer Sherpa wrote it; update Sherpa")
        self._schema = header.schema_version

    def _take(self, line: bytes) -> None:
        if self._may_end and line.startswith(b'{"rows"'):
            if line != line_of(End(rows=self.rows, sha256=self._checksum.hexdigest())):
                raise BrokenLine("the sum is another, so something before it was changed or is missing")
            self._ended = True
        else:
            self._table = self._next(read_as(Heading, line))
            self.tables[self._table.of.table.name] = self.line

    @property
    def _is_old(self) -> bool:
        """Whether a Sherpa wrote it that had fewer tables or columns."""
        return self._schema < migrations.CURRENT

    @property
    def _may_end(self) -> bool:
        return self._table is not None and (self._is_old or self._table.of is TRAVELLING[-1])

    def _next(self, heading: Heading) -> "_Table":
        begun = TRAVELLING.index(self._table.of) + 1 if self._table is not None else 0
        coming = TRAVELLING[begun:] if self._is_old else TRAVELLING[begun : begun + 1]
        for each in coming:
            if each.table.name == heading.table:
                return _Table(each, heading.columns, is_old=self._is_old)
        raise BrokenLine("another table comes next")


class _Table:
    """A table whose rows come now."""

    def __init__(self, of: Travelling, columns: Sequence[str], *, is_old: bool) -> None:
        missing = set(of.columns) - set(columns)
        may_be_missing = {name for name in missing if is_old and _has_default(of, name)}
        if sorted(columns) != sorted(set(of.columns) - missing) or missing - may_be_missing:
            raise BrokenLine(f"the table {of.table.name} has other columns")
        self.of = of
        self.columns = columns
        self._checks = [column_values.check(of.table.c[name]) for name in columns]
        self._pair = column_values.PAIRS.get(of.table.name)
        self._key = [columns.index(name) for name in of.key]
        self._last: list[Any] | None = None

    def check(self, row: list[Any]) -> None:
        """Raises BrokenLine for what cannot be the next row."""
        if len(row) != len(self.columns):
            raise BrokenLine(f"it has {len(row)} values, and its table {len(self.columns)} columns")
        for name, fits, value in zip(self.columns, self._checks, row, strict=True):
            if not fits(value):
                raise BrokenLine(f"its value for {name} cannot be used")
        if self._pair is not None:
            first, second, fits_together = self._pair
            if not fits_together(row[self.columns.index(first)], row[self.columns.index(second)]):
                raise BrokenLine(f"its value for {second} cannot be used")
        key = [row[place] for place in self._key]
        if self._last is not None and key <= self._last:
            raise BrokenLine("it is there twice, or not in order")
        self._last = key


def _has_default(of: Travelling, name: str) -> bool:
    column = of.table.c[name]
    return bool(column.nullable) or column.server_default is not None
