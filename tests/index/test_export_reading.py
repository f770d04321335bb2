"""Whatever is wrong with an export is found, and the line named: what was cut off, changed, or written by someone else."""

import asyncio
import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from export_lines import exported, summed
from full_store import fill

from index.store import migrations
from index.store.export_format import BrokenLine
from index.store.export_reading import ExportReader
from index.store.schema import metadata
from index.store.store import Store
from index.store.travelling import TRAVELLING


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Those of an export of everything, with three rows of each table, and the last line."""

    async def make() -> bytes:
        store = await Store.open(f"sqlite:///{tmp_path_factory.mktemp('full') / 'sherpa.db'}")
        await fill(store)
        data = await exported(store)
        await store.close()
        return data

    kept: list[bytes] = []
    rows = 0
    for line in asyncio.run(make()).splitlines(keepends=True)[:-1]:
        rows = 0 if line.startswith(b"{") else rows + 1
        if rows <= 3:
            kept.append(line)
    return summed(kept)


def read(lines: Sequence[bytes]) -> ExportReader:
    reader = ExportReader()
    reader.read(lines)
    reader.finish()
    return reader


def trouble(lines: Sequence[bytes]) -> tuple[int, str]:
    """The line that is named, and what is said of it."""
    reader = ExportReader()
    with pytest.raises(BrokenLine) as broken:
        reader.read(lines)
        reader.finish()
    return reader.line, str(broken.value)


def at(lines: Sequence[bytes], beginning: str) -> int:
    return next(place for place, line in enumerate(lines) if line.startswith(beginning.encode()))


def test_a_whole_export_is_read(lines: list[bytes]) -> None:
    reader = read(lines)
    assert reader.rows == sum(line.startswith(b"[") for line in lines)
    assert list(reader.tables) == [each.table.name for each in TRAVELLING]


def test_one_that_is_cut_off_after_any_line_or_within_it_is_found_out(lines: list[bytes]) -> None:
    for count in range(len(lines)):
        assert trouble(lines[:count])[0] == count + 1
        for cut in (lines[count][:1], lines[count][:-2], lines[count][:-1]):
            assert trouble([*lines[:count], cut]) == (count + 1, "it is not whole, as if not all of it had been written")


@pytest.mark.parametrize(
    "put", [b"\x00", b"\xff", b"\xc3", b'"', b"\\", b"[", b"}", b",", b"9", b"-", b"e", b"\n", b"x", b" ", b"\x1b", "é".encode()]
)
def test_a_byte_that_was_put_in_anywhere_is_found_out(lines: list[bytes], put: bytes) -> None:
    for place, line in enumerate(lines):
        middle = len(line) // 2
        for start in (0, middle, len(line) - 2):
            named, _ = trouble([*lines[:place], *(line[:start] + put + line[start:]).splitlines(keepends=True), *lines[place + 1 :]])
            assert named > place, "the line itself, or the sum below it"


def test_a_line_that_is_missing_there_twice_or_elsewhere_is_found_out_also_where_the_sum_was_made_anew(lines: list[bytes]) -> None:
    body = lines[:-1]
    for place in range(len(body)):
        trouble([*lines[:place], *lines[place + 1 :]])
        assert trouble(summed([*body[:place], body[place], *body[place:]]))[0] == place + 2
    for place, (one, two) in enumerate(pairwise(body)):
        trouble(summed([*body[:place], two, one, *body[place + 2 :]]))


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (b"\n", "it is not JSON"),
        (b"PK\x03\x04\xff\n", "it is not UTF-8"),
        (b'{"title": "Talks", "text": "They met."}\n', "it is no line of an export"),
        (b"[1, 2]\n", "it is no line of an export"),
        (b'"text"\n', "it is no line of an export"),
        (b'{"sherpa":"export","format":2,"schema_version":1,"more":[]}\n', "a newer Sherpa wrote it; update Sherpa"),
        (b'{"sherpa":"export","format":1,"schema_version":%d}\n' % (migrations.CURRENT + 1), "a newer Sherpa wrote it; update Sherpa"),
        (b'{"sherpa":"export","format":true,"schema_version":1}\n', "it is no line of an export"),
        (b"[" * 100_000 + b"\n", "it is not JSON"),
    ],
)
def test_what_is_no_export_or_a_newer_one_is_told_by_its_first_line(lines: list[bytes], first: bytes, reason: str) -> None:
    assert trouble([first, *lines[1:]]) == (1, reason)


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ({"table": "secrets", "columns": ["name"]}, "another table comes next"),
        ({"table": "articles", "columns": []}, "another table comes next"),
        ({"table": "counters", "columns": ["name"]}, "the table counters has other columns"),
        ({"table": "counters", "columns": ["name", "value", "value"]}, "the table counters has other columns"),
        ({"table": "counters", "columns": ["name", "value", "more"]}, "the table counters has other columns"),
        ({"table": "counters", "columns": ["name", 1]}, "it is no line of an export"),
        ({"table": "counters", "columns": ["name", "value"], "more": 1}, "it is no line of an export"),
    ],
)
def test_an_unknown_table_or_column_is_found_out(lines: list[bytes], heading: dict[str, Any], reason: str) -> None:
    place = at(lines, '{"table":"counters"')
    changed = summed([*lines[:place], json.dumps(heading).encode() + b"\n", *lines[place + 1 : -1]])
    assert trouble(changed) == (place + 1, reason)


def test_values_of_a_wrong_type_are_found_out_in_every_column(lines: list[bytes]) -> None:
    for each in TRAVELLING:
        place = at(lines, f'{{"table":"{each.table.name}"') + 1
        row = json.loads(lines[place])
        for number, name in enumerate(each.columns):
            for wrong in ({}, [], 2**70, 1e999, "\0", "\ud800", not row[number] if isinstance(row[number], str) else "x\0"):
                broken = json.dumps([*row[:number], wrong, *row[number + 1 :]]).encode() + b"\n"
                named, reason = trouble(summed([*lines[:place], broken, *lines[place + 1 : -1]]))
                assert named == place + 1
                assert reason in (f"its value for {name} cannot be used", "it is not JSON")
            if not each.table.c[name].nullable:
                broken = json.dumps([*row[:number], None, *row[number + 1 :]]).encode() + b"\n"
                assert trouble(summed([*lines[:place], broken, *lines[place + 1 : -1]]))[1] == f"its value for {name} cannot be used"


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("counters.value", -1),
        ("articles.arrival", 0),
        ("articles.published", "yesterday"),
        ("articles.published", "2025-W33-5"),
        ("articles.published", "2025-08-15T19:00:00+02:00"),
        ("articles.published", "0001-01-01T00:00:00+23:59"),
        ("articles.day", "2025-02-30"),
        ("articles.day", "20250815"),
        ("articles.revision", 2**31),
        ("articles.removed", 1),
        ("articles.passages", -7),
        ("articles.url", "javascript:alert(1)"),
        ("articles.url", "//news.example/talks"),
        ("articles.url", "https://["),
        ("revisions.sentences", "[]"),
        ("revisions.sentences", "[0,99999999]"),
        ("revisions.sentences", "[0,1,2]"),
        ("revisions.sentences", "[3,1]"),
        ("revisions.sentences", "[" * 5_000),
        ("revisions.taken_in", "2025-08-17"),
        ("feeds.seconds", 300),
        ("feeds.state", "new"),
        ("revisions.taken_in", "2025-08-17T10:00:00"),
        ("feeds.due", ""),
        ("feeds.due", "0001-01-01T00:00:00+23:59"),
        ("feeds.due", "2025-08-17T10:00:00.000000+02:00"),
        ("feeds.due", "2025-08-17T10:00:00.000000Z"),
        ("feeds.due", "2025-08-17T10:00:00+00:00"),
        ("feeds.told", "2025-08-17T10:00:00.000000+02:00"),
        ("subscriptions.rhythm", "hourly"),
        ("alerts.marks", "{}"),
        ("deliveries.place", "[]"),
        ("deliveries.place", "{}"),
        ("deliveries.state", "lost"),
        ("exchanges.before", "[1]"),
        ("exchanges.shown", '[["a",1]]'),
    ],
)
def test_values_that_nobody_could_read_are_found_out(lines: list[bytes], column: str, wrong: object) -> None:
    table, _, name = column.partition(".")
    each = next(each for each in TRAVELLING if each.table.name == table)
    place, number = at(lines, f'{{"table":"{table}"') + 1, each.columns.index(name)
    row = json.loads(lines[place])
    broken = json.dumps([*row[:number], wrong, *row[number + 1 :]]).encode() + b"\n"
    assert trouble(summed([*lines[:place], broken, *lines[place + 1 : -1]])) == (place + 1, f"its value for {name} cannot be used")


def test_every_check_is_of_a_column_that_travels() -> None:
    from index.store.column_values import FORMS

    assert set(FORMS) <= {f"{each.table.name}.{name}" for each in TRAVELLING for name in each.columns}
    assert {each.table.name for each in TRAVELLING} <= set(metadata.tables)
