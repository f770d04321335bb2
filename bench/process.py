"""`sherpa ask` on the seeds as people start it: a whole process each time, with its store made and the module cache warm."""

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import Timing, timing

_ASK = [sys.executable, "-c", "from adapters.cli import main; main()", "ask", "--json", "Was a ceasefire agreed?"]
_NOTHING = [sys.executable, "-c", "pass"]


def timings(home: Path, runs: int) -> list[Timing]:
    """`sherpa ask`, and beside it a Python that does nothing."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHERPA_")}
    environment["SHERPA_HOME"] = str(home)
    return [
        timing(name, _times(command, home, environment, runs)) for name, command in (("python -c pass", _NOTHING), ("sherpa ask", _ASK))
    ]


def _times(command: list[str], folder: Path, environment: dict[str, str], runs: int) -> list[float]:
    taken = []
    for run in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)  # noqa: S603 - the command is this file's own
        if run:  # the first makes the store and warms the module cache
            taken.append(time.perf_counter() - start)
    return taken
