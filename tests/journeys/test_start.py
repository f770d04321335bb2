"""How soon `sherpa ask` answers from nothing: what it loads, and what that costs."""

import os
import subprocess
import sys
from pathlib import Path

#: Seconds of processor time that one question may take as a whole process; on an idle machine they pass as fast on the clock.
MOST_SECONDS = 1.2

#: What runs beside it on the same processors only ever adds to that: the least of several is the cost.
TRIES = 10

#: What a question answered as JSON has no use for.
NOT_NEEDED = ("rich", "prompt_toolkit", "structlog", "tantivy", "numba", "discord", "slack_bolt", "matplotlib")

_ASK = """
import sys
from adapters.cli import perform
status = perform(["ask", "--json", "Was a ceasefire agreed?"])
print(*[name for name in sys.argv[1:] if name in sys.modules], file=sys.stderr)
sys.exit(status)
"""


def test_a_question_loads_nothing_that_it_does_not_need(environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASK, *NOT_NEEDED], env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr.split() == []


def test_a_question_is_answered_soon_after_the_process_starts(environment: dict[str, str], tmp_path: Path) -> None:
    arguments = [str(Path(sys.executable).with_name("sherpa")), "ask", "--json", "Was a ceasefire agreed?"]
    seconds = []
    for _ in range(TRIES):
        process = subprocess.Popen(arguments, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        seconds.append(usage.ru_utime + usage.ru_stime)
        if seconds[-1] < MOST_SECONDS:
            break
    assert min(seconds) < MOST_SECONDS
