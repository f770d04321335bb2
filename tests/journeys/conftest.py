"""Sherpa as a process of its own: with pipes, and in a terminal."""

import codecs
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SHERPA = str(Path(sys.executable).with_name("sherpa"))

#: Seconds that anything asked of a process may take on a slow machine.
PATIENCE = 30
#: Seconds to wait for output before looking whether the process has ended.
MOMENT = 0.1

Sherpa = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for a module's questions, so that the seeds are taken in once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def environment(home: Path, tmp_path: Path) -> dict[str, str]:
    """The environment without any setting but a home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHERPA_")}
    return {**kept, "SHERPA_HOME": str(home), "PYTHONWARNINGS": "error"}


@pytest.fixture
def sherpa(environment: dict[str, str], tmp_path: Path) -> Sherpa:
    """Runs `sherpa` with arguments, standard input and settings, in an empty folder."""

    def run(*arguments: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SHERPA, *arguments],
            input=given,
            env=environment | settings,
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=PATIENCE,
            check=False,
        )

    return run


class Terminal:
    """A process in a pseudo-terminal of 80 columns."""

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        self._screen, self._keyboard = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _IN_TERMINAL, os.ttyname(self._keyboard), *arguments],
            env=environment | {"PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": "80", "LINES": "24"},
            cwd=folder,
            start_new_session=True,
        )
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.shown = ""

    def wait_for(self, text: str) -> str:
        """What was shown since the last call, up to `text`."""
        end = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < end, f"{text!r} was never shown, but:\n{self.shown}"
            self._read()
        before, _, self.shown = self.shown.partition(text)
        return before + text

    def type(self, keys: str) -> None:
        """Presses the keys."""
        os.write(self._screen, keys.encode())

    def status(self) -> int:
        """The exit status, once the process has ended and what it showed has been read."""
        end = time.monotonic() + PATIENCE
        while (status := self._process.poll()) is None:
            assert time.monotonic() < end, f"the process goes on, having shown:\n{self.shown}"
            self._read()
        while self._read():
            pass
        return status

    def close(self) -> None:
        """Ends the process if it has not."""
        self._process.kill()
        self._process.wait(PATIENCE)
        os.close(self._keyboard)
        os.close(self._screen)

    def _read(self) -> bool:
        """Takes what is shown within a moment; whether there was any."""
        if not select.select([self._screen], [], [], MOMENT)[0]:
            return False
        self.shown += self._decoder.decode(os.read(self._screen, 65536))
        return True


#: Opens the terminal as the session's own, so that Ctrl-C there reaches the process, and becomes the program.
_IN_TERMINAL = """
import os, sys
terminal = os.open(sys.argv[1], os.O_RDWR)
for stream in (0, 1, 2):
    os.dup2(terminal, stream)
os.execv(sys.argv[2], sys.argv[2:])
"""


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts `sherpa` in a terminal, with arguments and settings."""
    opened: list[Terminal] = []

    def start(*arguments: str, **settings: str) -> Terminal:
        opened.append(Terminal([SHERPA, *arguments], environment | {"TERM": "xterm-256color"} | settings, tmp_path))
        return opened[-1]

    yield start
    for each in opened:
        each.close()
