"""What a job prints: results on standard output, errors on standard error, styled only where a person looks on."""

import os
import sys
from typing import TYPE_CHECKING, Any

from adapters.published import json_line
from bot.wording import series
from index.cleaning import clean_line
from index.errors import BadSource, SherpaError

if TYPE_CHECKING:
    from bot.blocks import Reply


class Output:
    """Standard output, as JSON or as replies with a blank line between them; flushed after each, so that who reads along sees it now."""

    def __init__(self, *, as_json: bool) -> None:
        _use_utf8()
        self.as_json = as_json
        self._begun = False

    def json(self, value: dict[str, Any]) -> None:
        """One object on a line of its own."""
        sys.stdout.write(json_line(value) + "\n")
        sys.stdout.flush()

    def line(self, text: str) -> None:
        """One line of plain text."""
        sys.stdout.write(clean_line(text) + "\n")
        sys.stdout.flush()

    def reply(self, reply: "Reply") -> None:
        """The reply, by Rich on a terminal, else as plain text."""
        from adapters.terminal import render

        if self._begun:
            sys.stdout.write("\n")
        self._begun = True
        if sys.stdout.isatty():
            render.show(reply, render.console(sys.stdout), links=render.shows_links(os.environ))
        else:
            sys.stdout.write(render.plain(reply))
        sys.stdout.flush()


def complain(error: SherpaError) -> None:
    """The error's sentence on standard error, and on the same line what may have been meant."""
    suggestions = error.suggestions if isinstance(error, BadSource) else ()
    say_error(str(error) + (f" Did you mean {series(suggestions, last='or')}?" if suggestions else ""))


def say_error(sentence: str) -> None:
    """One sentence on standard error."""
    say(sentence)


def say(sentence: str) -> None:
    """A sentence on what is going on, on standard error, since standard output is for results."""
    sys.stderr.write(clean_line(sentence) + "\n")
    sys.stderr.flush()


def _use_utf8() -> None:
    """News is written with more letters than some systems' default encodings have; JSON is UTF-8 by definition (RFC 8259, section 8.1)."""
    if sys.stdout.encoding.lower() != "utf-8" and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
