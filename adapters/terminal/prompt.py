"""Where a person types: history across sessions, and completion of commands and sources."""

from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory

from bot.commands import Command, commands
from bot.results import Source
from bot.service import Service
from bot.wording import outlet_words

#: As many completions as a screen shows without scrolling far.
MOST = 25


def prompt_session(home: Path, service: Service) -> PromptSession[str]:
    """Asks for lines, with the history in `home`."""
    return PromptSession(
        [("bold", "› ")],
        history=FileHistory(str(home / "chat-history")),
        completer=SessionCompleter(service),
        complete_while_typing=True,
    )


class SessionCompleter(Completer):
    """Completes a command's name after a slash, and sources after a command that takes one. The list of sources is read once."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._sources: list[Source] | None = None

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
            if self._sources is None:
                self._sources = await self._service.sources()
            for source in matching(typed, self._sources):
                yield Completion(
                    source.citation.article_id, -len(typed), display=_shown(source), display_meta=outlet_words(source.citation)
                )


def matching(typed: str, sources: Sequence[Source]) -> list[Source]:
    """The sources that may be meant, at most `MOST`: first by number or id, then those whose title or outlet has all that is typed."""
    wanted = typed.casefold().split()
    named = [source for source in sources if typed.strip() and _is_named(typed.strip().casefold(), source)]
    worded = [source for source in sources if all(word in _words(source) for word in wanted) and source not in named]
    return [*named, *worded][:MOST]


def _is_named(typed: str, source: Source) -> bool:
    return str(source.number).startswith(typed) or source.citation.article_id.casefold().startswith(typed)


def _words(source: Source) -> str:
    return f"{source.citation.title} {outlet_words(source.citation)}".casefold()


def _shown(source: Source) -> str:
    return f"{source.number}  {source.citation.title}"


def _takes_source(command: Command) -> bool:
    return bool(command.options) and command.options[0].type == "source"


_TAKING_SOURCES = frozenset(command.name for command in commands("session") if _takes_source(command))
