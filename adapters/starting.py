"""The console script. It loads nothing before it is ready for Ctrl-C: loading the rest takes longer than some people wait."""

import os
import signal

#: The exit status of a program that Ctrl-C ended: 128 and SIGINT's number.
INTERRUPTED = 130


def main() -> None:
    """Does what the command line says."""
    heard = signal.getsignal(signal.SIGINT)
    if heard is signal.default_int_handler:  # whoever started it may want it to hear nothing
        signal.signal(signal.SIGINT, _end)
    from adapters.cli import main as perform

    signal.signal(signal.SIGINT, heard)
    perform()


def _end(_number: int, _frame: object) -> None:
    """At once: nothing is begun yet, and an exception could come out of the middle of any import, or be lost there."""
    os._exit(INTERRUPTED)
