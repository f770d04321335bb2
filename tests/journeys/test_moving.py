"""Everything from one home to another with `sherpa export` and `sherpa import`."""

import asyncio
import gzip
import hashlib
import json
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from index.store.importing import NOT_EMPTY
from index.store.store import Store

SHERPA = str(Path(sys.executable).with_name("sherpa"))

Several = Callable[..., list[dict[str, Any]]]
QUESTION = ["ask", "--json", "Was a ceasefire agreed?"]
LONG = "a" * 300
SUMMARY = ["summarize", "--json", "seed-1.1"]

#: Starting a process takes most of the time of a command, so several are given to one; what became of each is a line of JSON.
_SEVERAL = """
import contextlib, io, json, sys
from adapters.cli import perform
for arguments in json.loads(sys.argv[1]):
    out, errors = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        status = perform(arguments)
    print(json.dumps({"status": status, "out": out.buffer.getvalue().decode(), "errors": errors.getvalue()}))
"""


async def a_new_database(home: Path) -> None:
    await (await Store.open(f"sqlite:///{home / 'sherpa.db'}")).close()


@pytest.fixture
def several(environment: dict[str, str], tmp_path: Path) -> Several:
    """What comes of commands, one after the other, in the home of that name."""

    def run(home: str, *commands: Sequence[str]) -> list[Mapping[str, Any]]:
        done = subprocess.run(
            [sys.executable, "-c", _SEVERAL, json.dumps(commands)],
            env=environment | {"SHERPA_HOME": str(tmp_path / home)},
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run  # type: ignore[return-value]  # read alone


def test_everything_comes_to_another_home_and_sherpa_says_there_what_it_said_here(several: Several, tmp_path: Path) -> None:
    _, _, plain, told, answer, summary = several(
        "one", ["remove", "seed-0.2"], ["subscribe", "ceasefire"], ["export", "a.jsonl.gz"], ["export", "--json", "b.gz"], QUESTION, SUMMARY
    )
    assert (plain["status"], told["status"], told["errors"]) == (0, 0, "")
    assert plain["out"].startswith("Exported: 13 articles and what belongs to them, ")
    assert "Slack" in plain["errors"]
    exported = (tmp_path / "a.jsonl.gz").read_bytes()
    assert (tmp_path / "b.gz").read_bytes() == exported
    assert stat.S_IMODE((tmp_path / "b.gz").stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"one", "a.jsonl.gz", "b.gz"}, "nothing lies beside it"
    taken, *same, topics, again, standard, twice = several(
        "two",
        ["import", "--json", "a.jsonl.gz"],
        QUESTION,
        SUMMARY,
        ["subscriptions", "--json"],
        ["export", "c.gz"],
        ["export", "-"],
        ["import", "a.jsonl.gz"],
    )
    rows = json.loads(told["out"])["rows"]
    assert json.loads(told["out"]) == {"path": "b.gz", "articles": 13, "rows": rows, "left_out": ["slack installations"]}
    assert json.loads(taken["out"]) == {"path": "a.jsonl.gz", "articles": 13, "rows": rows}
    assert same == [answer, summary]
    assert json.loads(topics["out"])["topic"] == "ceasefire"
    assert again["status"] == 0
    assert (tmp_path / "c.gz").read_bytes() == exported
    assert standard["out"].encode() == gzip.decompress(exported)
    assert (twice["status"], twice["out"], twice["errors"]) == (1, "", f"{NOT_EMPTY}\n")


def test_what_cannot_be_written_or_read_is_one_sentence_and_changes_nothing(several: Several, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "feed.xml").write_text("<rss></rss>")
    (tmp_path / "empty").write_bytes(b"")
    _, written = several("one", ["status"], ["export", "whole.gz"])
    assert written["status"] == 0
    whole = (tmp_path / "whole.gz").read_bytes()
    (tmp_path / "half.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "damaged.gz").write_bytes(whole[:500] + bytes(20) + whole[520:])
    cases = {
        ("export", "folder"): "folder is no file that could be written anew; name another, or - for standard output.",
        ("export", LONG): f"The file {LONG} cannot be written (File name too long); mend that, or name another.",
        ("export", "missing/a.gz"): "The file missing/a.gz cannot be written (No such file or directory); mend that, or name another.",
        ("import", "missing.gz"): "missing.gz cannot be read (No such file or directory); check its path and its permissions.",
        ("import", "folder"): "folder cannot be read (Is a directory); check its path and its permissions.",
        ("import", "feed.xml"): "feed.xml, line 1: it is not whole, as if not all of it had been written; nothing was imported.",
        ("import", "empty"): "empty, line 1: the end is missing, as if not all of it had been written; nothing was imported.",
        ("import", "half.gz"): "half.gz is damaged, or a part of it is missing; nothing was imported.",
        ("import", "damaged.gz"): "damaged.gz is damaged, or a part of it is missing; nothing was imported.",
    }
    *refused, again, json_twice, nowhere, from_nowhere = several(
        "one", *cases, ["export", "again.gz"], ["export", "--json", "-"], ["export"], ["import"]
    )
    for (arguments, sentence), done in zip(cases.items(), refused, strict=True):
        assert (done["status"], done["out"], done["errors"]) == (1, "", f"{sentence}\n"), arguments
    assert [done["status"] for done in (again, json_twice, nowhere, from_nowhere)] == [0, 2, 2, 2]
    assert hashlib.sha256((tmp_path / "again.gz").read_bytes()).digest() == hashlib.sha256(whole).digest()


def test_where_there_is_no_database_nothing_is_exported_and_nothing_made(several: Several, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"what was exported before")
    (done,) = several("mistyped", ["export", "a.jsonl"])
    where = f"{tmp_path / 'mistyped' / 'sherpa.db'}"
    sentence = f"There is no database of Sherpa's at {where} yet; check SHERPA_HOME and SHERPA_DATABASE_URL.\n"
    assert (done["status"], done["out"], done["errors"]) == (1, "", sentence)
    assert (tmp_path / "a.jsonl").read_bytes() == b"what was exported before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("export - >/dev/full", "Standard output cannot be written (No space left on device); mend that, or name another."),
        ("export - >&-", "Standard output cannot be written (Bad file descriptor); mend that, or name another."),
        ("import - <&-", "Standard input cannot be read (Bad file descriptor); check its path and its permissions."),
    ],
)
def test_a_stream_that_is_full_or_closed_is_one_sentence(
    command: str, sentence: str, environment: dict[str, str], home: Path, tmp_path: Path
) -> None:
    asyncio.run(a_new_database(home))
    done = subprocess.run(
        ["sh", "-c", f"exec {SHERPA} {command}"], env=environment, cwd=home, stderr=subprocess.PIPE, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (1, f"{sentence}\n")


def test_in_a_terminal_it_shows_how_far_it_is(terminal, home: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    asyncio.run(a_new_database(home))
    shown = terminal("export", str(tmp_path / "a.jsonl"))
    assert "rows, " in shown.wait_for("Exported: ")
    assert shown.status() == 0
