"""`whole`: what writes to the database is not broken off in the middle."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def whole(write: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """A write that ends by itself also where whoever waits for it is cancelled meanwhile, and then hears of that afterwards.

    A transaction whose task is cancelled while its connection is being opened is nobody's to undo, and keeps SQLite from everyone.
    """

    @wraps(write)
    async def done(*given: P.args, **named: P.kwargs) -> T:
        task = asyncio.create_task(write(*given, **named))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait({task})
            raise

    return done
