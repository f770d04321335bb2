"""Sherpa on the web as a process of its own, and how the browser is started that looks at it."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Seconds that the process has to end.
PATIENCE = 30

#: Chromium has no sandbox as root, finds little shared memory in containers, and looks for its maker's servers unless it is told not to.
CHROMIUM = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_RUN = [sys.executable, "-c", "from adapters.cli import main; main()", "run", "web"]


@contextmanager
def on_the_web(home: Path, **settings: str) -> Iterator[str]:
    """Sherpa on the web with these settings, its data in `home`, and its address. It has to end well."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHERPA_") and name != "PYTHONWARNINGS"}
    environment = {**kept, "SHERPA_HOME": str(home), "SHERPA_WEB_PORT": "0", **settings}
    process = subprocess.Popen(_RUN, env=environment, cwd=home, stderr=subprocess.PIPE, text=True)  # noqa: S603 - this file's own
    assert process.stderr is not None
    try:
        said = next((line for line in process.stderr if "on the web" in line), "")
        (address,) = re.findall(r"http://[\d.:]+\d", said)
        reading = threading.Thread(target=process.stderr.read)  # or what it says later would fill the pipe, and stop it
        reading.start()
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(PATIENCE)
    reading.join()
    process.stderr.close()
    assert status == 0
