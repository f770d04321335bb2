"""The lines of an export, which is JSON Lines in UTF-8: the same bytes for the same content, whatever database it came from.

{"sherpa":"export","format":1,"schema_version":7}        first; the second version is that of the tables
{"table":"counters","columns":["name","value"]}          then, for each table that travels, this
["articles",14]                                          and its rows, in the order of their key
{"rows":1,"sha256":"…"}                                  last: how many rows, and the sum of all bytes before this line
"""

import json
from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

#: Raised whenever what is written could not be read by an older Sherpa.
FORMAT = 1

#: Bytes in a line: a text of the greatest length with its sentences takes 12 million.
MAX_LINE = 32_000_000

_NUL = "\0"


class BrokenLine(Exception):
    """A line that cannot be used; says why, in words that follow "line 3: "."""


class Header(BaseModel):
    """The first line. Of a newer format nothing more can be told."""

    model_config = ConfigDict(frozen=True, strict=True)

    sherpa: Literal["export"] = "export"
    format: Annotated[int, Field(ge=1)] = FORMAT
    schema_version: Annotated[int, Field(ge=1)]


class Heading(BaseModel):
    """The line before a table's rows."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    table: str
    columns: list[str]


class End(BaseModel):
    """The last line."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    rows: int
    sha256: str


L = TypeVar("L", Header, Heading)


def line_of(value: BaseModel) -> bytes:
    """One of the lines that are no rows."""
    return value.model_dump_json().encode() + b"\n"


def row_line(row: Sequence[Any]) -> bytes:
    """A row's line. NUL, which PostgreSQL does not take and nothing that Sherpa says has a use for, is left out."""
    text = _dumped(row)
    if "\\u0000" in text:
        text = _dumped([value.replace(_NUL, "") if isinstance(value, str) else value for value in row])
    return text.encode() + b"\n"


def read_row(line: bytes) -> list[Any] | None:
    """The values of a row's line; None for one of the other lines. Raises BrokenLine."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise BrokenLine("it is not UTF-8") from None
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BrokenLine("it is not JSON") from None
    if isinstance(value, dict):
        return None
    if not isinstance(value, list):
        raise BrokenLine("it is no line of an export")
    return value


def read_as(kind: type[L], line: bytes) -> L:
    """The first line, or one before rows. Raises BrokenLine."""
    try:
        return kind.model_validate_json(line)
    except ValidationError:
        raise BrokenLine("it is no line of an export") from None


def _dumped(row: Sequence[Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _refuse(constant: str) -> None:
    raise ValueError(constant)
