"""`sherpa add` on a long file, as a process: how fast, and how much memory it and the processes that it starts take together."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

#: Seconds between looks at the memory.
_LOOK = 0.1
_PAGE = os.sysconf("SC_PAGE_SIZE")
_SHERPA = [sys.executable, "-c", "from adapters.cli import main; main()", "add", "--json"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import took. `cpu_seconds` are those of all its processes together."""

    articles: int
    seconds: float
    cpu_seconds: float
    peak_megabytes: int  #: resident, of all its processes at one moment
    load: float  #: the machine's load average over the last minute, at the end

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


def environment(home: Path) -> dict[str, str]:
    """Settings of the command in that home, without the seeds."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHERPA_")}
    return kept | {"SHERPA_HOME": str(home), "SHERPA_SEEDS": "0"}


def imported(lines: Path, home: Path) -> Imported:
    """Imports the file into an empty home. Raises CalledProcessError where not all of it could be taken in."""
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen([*_SHERPA, str(lines)], env=environment(home), stdout=subprocess.PIPE)  # noqa: S603 - this file's own
    peak = [0]
    watching = threading.Thread(target=_watch, args=(process, peak))
    watching.start()
    articles = sum(1 for _ in process.stdout or ())
    status = process.wait()
    seconds = time.perf_counter() - start
    watching.join()
    if status:
        raise subprocess.CalledProcessError(status, process.args)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Imported(articles, seconds, cpu, peak[0] * _PAGE // 1_000_000, os.getloadavg()[0])


def _watch(process: "subprocess.Popen[bytes]", peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_resident(pid) for pid in _family(process.pid)))
        time.sleep(_LOOK)


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    pids = [pid]
    for each in pids:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                pids += map(int, children.read_text("ascii").split())
            except OSError:  # it has ended meanwhile
                continue
    return pids


def _resident(pid: int) -> int:
    """Pages."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
