"""How `sherpa run` comes to its end: told once, it finishes what it has begun; told twice, or when that takes too long, it ends at once."""

import asyncio
import logging
import os
import signal
import sys
import threading

_log = logging.getLogger(__name__)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

#: Seconds after which the process is over, whatever holds it up: who supervises it mostly kills it after ten.
LAST_SECONDS = 9.5
#: Seconds that threads may take when all that matters is done and closed: one may be asking for the address of a host, which nothing ends.
AFTERWARDS = 0.5


class Ending:
    """For one process and its event loop. `told` is set by the first signal."""

    def __init__(self, last: float = LAST_SECONDS, afterwards: float = AFTERWARDS) -> None:
        self.told = asyncio.Event()
        self._last = last
        self._afterwards = afterwards

    def listen(self) -> None:
        """Hears signals from now on."""
        for number in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, self._hear)

    def _hear(self) -> None:
        for number in _SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)  # the system's own way: it ends a process that hangs, too
        _log.info("stopping")
        self.told.set()
        _end_after(self._last, 1, "not all was finished in time")

    def finished(self, status: int) -> None:
        """All is done and closed, so that nothing is lost from here on."""
        _log.info("stopped")
        if self.told.is_set():
            _end_after(self._afterwards, status, "something still waits")


def _end_after(seconds: float, status: int, why: str) -> None:
    """In a thread of its own, which ends with the process: it is for when nothing else goes on."""

    def end() -> None:
        _log.warning("ended at once", extra={"because": why})
        sys.stderr.flush()
        os._exit(status)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
