"""Exports as bytes: written, taken, looked into, and changed so that their sum still holds."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from full_store import PREPARED

from adapters.jobs.moving import FACTS
from index.store.export_format import End, line_of
from index.store.exporting import exporting
from index.store.importing import Seed, importing
from index.store.store import Store

SEEDS = [Seed(each.article.id, each.fingerprint) for each in PREPARED]


async def exported(store: Store) -> bytes:
    """All that the store holds."""
    async with exporting(store, FACTS) as export:
        return b"".join([portion.data async for portion in export.portions()])


async def take(store: Store, data: bytes, *, at_once: int = 100) -> None:
    """Imports it, so many lines at once."""
    async with importing(store, "file", SEEDS, FACTS) as taking:
        lines = data.splitlines(keepends=True)
        for start in range(0, len(lines), at_once):
            await taking.take(lines[start : start + at_once])


def rows(data: bytes) -> dict[str, list[list[Any]]]:
    """By table."""
    found: dict[str, list[list[Any]]] = {}
    name = ""
    for line in map(json.loads, data.splitlines()):
        if isinstance(line, list):
            found[name].append(line)
        elif "table" in line:
            name = line["table"]
            found[name] = []
    return found


def line_of_row(data: bytes, table: str, number: int) -> int:
    """The line of the table's row, counted from 1; the row from 0, or from the end."""
    before = data[: data.index(f'{{"table":"{table}"'.encode())].count(b"\n")
    return before + 2 + number % len(rows(data)[table])


def changed(data: bytes, table: str, number: int, values: Mapping[str, object]) -> bytes:
    """With other values in that row."""
    lines = data.splitlines(keepends=True)[:-1]
    heading = next(json.loads(line) for line in lines if line.startswith(f'{{"table":"{table}"'.encode()))
    place = line_of_row(data, table, number) - 1
    row = dict(zip(heading["columns"], json.loads(lines[place]), strict=True)) | values
    lines[place] = json.dumps([*row.values()], ensure_ascii=False).encode() + b"\n"
    return b"".join(summed(lines))


def without(lines: Sequence[bytes], columns: Mapping[str, Sequence[str]]) -> list[bytes]:
    """The lines without these columns of tables."""
    kept, places = [], set[int]()
    for line in lines:
        value = json.loads(line)
        if isinstance(value, list):
            value = [each for place, each in enumerate(value) if place not in places]
        elif "table" in value:
            places = {place for place, name in enumerate(value["columns"]) if name in columns.get(value["table"], ())}
            value["columns"] = [name for place, name in enumerate(value["columns"]) if place not in places]
        kept.append(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return kept


def summed(lines: Sequence[bytes]) -> list[bytes]:
    """With the last line that they need."""
    checksum = hashlib.sha256(b"".join(lines)).hexdigest()
    return [*lines, line_of(End(rows=sum(line.startswith(b"[") for line in lines), sha256=checksum))]
