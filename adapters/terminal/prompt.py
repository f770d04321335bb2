"""Where a person types: history across sessions, and completion of commands and sources."""

from collections.abc import AsyncGenerator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory

from bot.commands import Command, commands
from bot.service import Service


def prompt_session(home: Path, service: Service) -> PromptSession[str]:
    """Asks for lines, with the history in `home`."""
    return PromptSession(
        [("bold", "› ")],
        history=FileHistory(str(home / "chat-history")),
        completer=SessionCompleter(service),
        complete_while_typing=True,
    )


class SessionCompleter(Completer):
    """Completes a command's name after a slash, and sources after a command that takes one."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        """Nothing: completions need the event loop, so `get_completions_async` gives them."""
        return []

    async def get_completions_async(self, document: Document, complete_event: CompleteEvent) -> AsyncGenerator[Completion, None]:
        """For what stands before the cursor, the best first."""
        line = document.text_before_cursor.lstrip()
        name, space, typed = line.partition(" ")
        if not name.startswith("/"):
            return
        if not space:
            for command in commands("session"):
                if command.name.startswith(name.removeprefix("/")):
                    yield Completion(f"/{command.name}", -len(name), display_meta=command.summary)
            return
        if name.removeprefix("/") in _TAKING_SOURCES:
            for offer in await self._service.offers(typed):
                shown = f"{offer.number}  {offer.title}"
                yield Completion(offer.article_id, -len(typed), display=shown, display_meta=offer.outlet or "outlet unknown")


def _takes_source(command: Command) -> bool:
    return bool(command.options) and command.options[0].type == "source"


_TAKING_SOURCES = frozenset(command.name for command in commands("session") if _takes_source(command))
