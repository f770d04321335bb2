"""The benchmark of readers runs, in small."""

import json
import subprocess
import sys


def test_readers_all_get_their_pages_while_questions_are_answered() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench.readers", "--readers", "40", "--seconds", "1"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    *measured, last = map(json.loads, run.stdout.splitlines())

    assert [set(each["statuses"]) for each in measured] == [{"200"}] * 5, run.stderr
    assert measured[1]["requests"] < measured[3]["requests"]
    assert last["machine"]["cpus"]
