"""Standard streams that were closed before the process began."""

import os
import sys

#: By number: the name in `sys`, how a stream of that name is opened, and the direction of what stands in its place. Input and output get
#: the wrong one, so that using them fails as it should; what is said on standard error is lost.
_STREAMS = (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))


def hold_closed() -> None:
    """Opens something in place of each that is closed. Else a file that is opened next, such as the database, would get its number, and
    take in what is written to the stream.
    """
    for number, (name, mode, direction) in enumerate(_STREAMS):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, direction)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def end_output() -> None:
    """Writes out what is left of standard output. What cannot be written is forgotten: the interpreter would fail with it at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        forget_output()


def forget_output() -> None:
    """What is left of standard output goes nowhere, also at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
