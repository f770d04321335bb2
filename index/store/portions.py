"""Long lists of parameters, cut to what databases take in one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

#: Parameters in one statement: SQLite takes 32,766, PostgreSQL 65,535.
PARAMETERS = 10_000


def portions(values: Iterable[T]) -> Iterator[list[T]]:
    """All of `values`, in order, in lists that one statement takes."""
    rest = iter(values)
    while portion := list(islice(rest, PARAMETERS)):
        yield portion
