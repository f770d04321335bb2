"""A long import as people meet it: ended halfway and begun again, and watched in a terminal."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from index.preparing import ALONE

SHERPA = str(Path(sys.executable).with_name("sherpa"))
PATIENCE = 60

#: Enough that processes prepare articles while others are printed.
MANY = ALONE + 2_600


def written(folder: Path, count: int) -> Path:
    path = folder / "news.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            lines.write(json.dumps({"id": f"n-{number}", "title": "Talks", "text": f"Envoy{number} spoke. Nobody left."}) + "\n")
    return path


def children(pid: int) -> set[int]:
    return {int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text("ascii").split()}


def ended(pids: set[int]) -> bool:
    return not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids)


def test_an_import_that_is_ended_halfway_keeps_what_it_printed_and_goes_on(environment: Mapping[str, str], tmp_path: Path) -> None:
    lines = written(tmp_path, MANY)
    settings = {**environment, "SHERPA_HOME": str(tmp_path / "home"), "SHERPA_SEEDS": "0"}
    printed: set[str] = set()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        command = [SHERPA, "add", "--json", str(lines)]
        with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stderr
            first = [process.stdout.readline() for _ in range(ALONE + 1)]
            helping = children(process.pid)
            process.send_signal(number)
            came = [json.loads(line) for line in first + process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
            assert process.wait(PATIENCE) == (130 if number is signal.SIGINT else -number)
            assert process.stderr.read() == ""
        assert helping or len(os.sched_getaffinity(0)) == 1
        assert len(came) < MANY
        assert [line["article_id"] for line in came if line["new"] and line["article_id"] in printed] == []
        printed |= {line["article_id"] for line in came}
        until = time.monotonic() + PATIENCE
        while not ended(helping):
            assert time.monotonic() < until, "a process goes on without the one that started it"
            time.sleep(0.02)

    done = subprocess.run([SHERPA, "add", "--json", str(lines)], env=settings, capture_output=True, check=True, text=True)
    came = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["article_id"] for line in came] == [f"n-{number}" for number in range(MANY)]
    assert not any(line["new"] for line in came if line["article_id"] in printed)
    asked = subprocess.run([SHERPA, "ask", "Who is envoy3333?"], env=settings, capture_output=True, check=True, text=True)
    assert "Envoy3333 spoke." in asked.stdout


@pytest.mark.parametrize("watched", [True, False])
def test_a_bar_shows_how_far_an_import_is_where_a_person_waits(environment: Mapping[str, str], tmp_path: Path, *, watched: bool) -> None:
    lines = written(tmp_path, 450)
    screen, terminal = pty.openpty()
    settings = {**environment, "SHERPA_HOME": str(tmp_path / "home"), "SHERPA_SEEDS": "0", "TERM": "xterm", "COLUMNS": "80"}
    with (tmp_path / "out").open("wb") as out:
        streams = {"stdout": out if watched else terminal, "stderr": terminal}
        process = subprocess.Popen([SHERPA, "add", "--json", str(lines)], env=settings, **streams)  # type: ignore[call-overload]
        os.close(terminal)
        shown = b""
        try:
            while piece := os.read(screen, 65536):
                shown += piece
        except OSError:  # the terminal's last user has ended
            pass
        assert process.wait(PATIENCE) == 0
    os.close(screen)
    text = shown.decode()
    if watched:
        assert "200 articles" in text
        assert "450 articles" in text
        assert "100%" in text
        assert len((tmp_path / "out").read_text("utf-8").splitlines()) == 450
    else:
        assert [json.loads(line)["article_id"] for line in text.splitlines()] == [f"n-{number}" for number in range(450)]
