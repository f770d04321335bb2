"""Pages wait for questions: whoever asks, in a chat or in a browser, is answered first, however many read."""

import asyncio
from contextlib import AsyncExitStack

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.quiet import Quiet

#: Pages that are made at once. Each step of an answer waits for the event loop to come round, and so for all pages that are ready in that
#: round: at a third of a millisecond each, this many cost a step one or two milliseconds, and a thousand a third of a second.
AT_ONCE = 4
#: Seconds that a page waits for questions at the most, so that reading goes on where somebody always asks.
LONGEST = 0.05


class Yielding:
    """ASGI middleware. `quiet` is broken while a question is being answered, in a chat or, by this, in a browser."""

    def __init__(self, app: ASGIApp, quiet: Quiet) -> None:
        self._app = app
        self._quiet = quiet
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """In its turn."""
        async with AsyncExitStack() as turn:
            if is_asking(scope):
                turn.enter_context(self._quiet.broken())
            else:
                await turn.enter_async_context(self._turns)
                await self._quiet.wait(LONGEST)

            async def sending(message: Message) -> None:
                await turn.aclose()  # the page is made; whoever is slow to take it holds up nobody else
                await send(message)

            await self._app(scope, receive, sending)


def is_asking(scope: Scope) -> bool:
    """Whether the page is an answer or a summary, which sentences are chosen for."""
    return bool(scope["path"] == "/" and scope["query_string"]) or scope["path"].startswith("/summary/")
