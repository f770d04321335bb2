"""What a process that runs for long asks of the system's allocator."""

import ctypes
from contextlib import suppress

#: `M_ARENA_MAX` of glibc's mallopt(3): the pools of memory that threads take from. By default there are eight a processor, and each keeps
#: what the largest thing ever parsed in it has left.
_ARENA_MAX = -8
POOLS = 2


def share_pools() -> None:
    """Has all threads share a few pools. Called before there are threads; where the system's library knows of none, it does nothing.

    `python -m bench.feeds` measures what memory is held.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, POOLS)
