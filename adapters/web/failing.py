"""What went wrong while a page was made, as a page that says so."""

from secrets import token_hex

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.logs import log_unexpected
from adapters.web.templating import Templates
from index.errors import IndexUnavailable, StoreUnavailable

NO_PAGE = "There is no page here; the address may be cut off, or mistyped."
READ_ONLY = ("Only to be read", "This page can only be read; open it in a browser.")
UNAVAILABLE = "Sherpa cannot look into its articles just now; try again in a minute."


class Failing:
    """ASGI middleware: nobody sees a traceback."""

    def __init__(self, app: ASGIApp, templates: Templates) -> None:
        self._app = app
        self._templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers in the place of what failed before it had begun to answer."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except HTTPException as error:  # of a file which is not there, or of a method that no page takes
            if begun:
                raise
            read_only = error.status_code == 405
            answer = self._templates.failure(error.status_code, *(READ_ONLY if read_only else ("No such page", NO_PAGE)))
            answer.headers.update(error.headers or {})
            await answer(scope, receive, send)
        except (StoreUnavailable, IndexUnavailable):
            if begun:
                raise
            answer = self._templates.failure(503, "Not just now", UNAVAILABLE)
            answer.headers["Retry-After"] = "60"
            await answer(scope, receive, send)
        except Exception as error:
            if begun:
                raise
            reference = token_hex(4)
            log_unexpected(error, reference)
            sentence = f"Sherpa did not foresee this; if it comes again, tell whoever runs Sherpa that the log has it under {reference}."
            await self._templates.failure(500, "Something went wrong", sentence)(scope, receive, send)
