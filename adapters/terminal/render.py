"""Replies on a terminal, styled by Rich, and as plain text where there is none."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TextIO

from adapters.terminal.layout import INDENT, Row, block_rows, rows
from bot.blocks import Block, Reply
from bot.fitting import Limits, fit

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

#: A terminal has no limit of its own; this many characters are more than anyone scrolls back through.
LIMITS = Limits(total=200_000, heading=1_000, block=150_000, blocks=500)

#: Lines longer than this many columns are hard to follow from one to the next.
WIDEST = 100
#: With fewer columns beside what stands before it, a paragraph goes below that.
NARROWEST = 20

_STYLES = {"heading": "bold", "quote": "", "mark": "bold", "plain": "", "quiet": "dim", "title": "dim italic"}

#: What terminals that show links (OSC 8) put into the environment, and what begins their TERM.
_LINKING_VARIABLES = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WEZTERM_PANE", "ALACRITTY_WINDOW_ID", "GHOSTTY_RESOURCES_DIR")
_LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "Tabby"})
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
#: The first release of VTE (GNOME's terminal and its kin) that shows them without a known crash.
_LINKING_VTE = 5002


def size(part: str | Block) -> int:
    """How many characters of plain text a heading or a block takes with the line ends around it: `bot.fitting.Size`."""
    laid = rows(Reply(heading=part), links=False) if isinstance(part, str) else block_rows(part, links=False)
    return sum(len(row.text) + 1 for row in laid) + 1


def plain(reply: Reply, *, hints: bool = False) -> str:
    """The reply as text that ends with a line end: no styles, one line a paragraph, addresses in full."""
    return "".join(row.text.rstrip() + "\n" for row in rows(fit(reply, LIMITS, size), links=False, hints=hints))


def console(out: TextIO, width: int | None = None) -> "Console":
    """A console that shows text as it is: no markup, no emoji codes, no highlighting. Rich heeds NO_COLOR and TERM, and without a `width`
    the terminal's own."""
    from rich.console import Console

    return Console(file=out, width=width, markup=False, emoji=False, highlight=False)


def show(reply: Reply, screen: "Console", *, links: bool, hints: bool = False) -> None:
    """Prints the reply as wide as the terminal is, up to `WIDEST` columns."""
    for line in lines(reply, screen, links=links, hints=hints):
        screen.print(line, soft_wrap=True)


def lines(reply: Reply, screen: "Console", *, links: bool, hints: bool = False) -> Iterator["Text"]:
    """The reply's lines, styled, none wider than the screen and `WIDEST`, but for what must not be broken: addresses."""
    for row in rows(fit(reply, LIMITS, size), links=links, hints=hints):
        yield from _lines(row, screen)


def _lines(row: Row, screen: "Console") -> Iterator["Text"]:
    from rich.text import Text

    if row.whole:
        yield Text(row.lead).append_text(_styled(row))
        return
    lead, width = row.lead, min(screen.width, WIDEST)
    if lead.strip() and width - len(lead) < NARROWEST:
        yield from Text(lead.rstrip()).wrap(screen, width)
        lead = " " * INDENT
    for line in _styled(row).wrap(screen, max(width - len(lead), 1)):
        yield Text.assemble(lead, line)
        lead = " " * len(lead)


def _styled(row: Row) -> "Text":
    from rich.style import Style
    from rich.text import Text

    text = Text()
    for piece in row.pieces:
        style = Style.parse(_STYLES[piece.look])
        text.append(piece.text, style=style + Style(link=piece.url, underline=True) if piece.url else style)
    return text


def shows_links(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is known to show links (OSC 8); one that does not know them may print their addresses as rubbish."""
    term = environment.get("TERM", "")
    if term == "dumb" or term.startswith(("screen", "tmux")):
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        any(name in environment for name in _LINKING_VARIABLES)
        or environment.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or term.startswith(_LINKING_TERMS)
        or (vte.isdecimal() and int(vte) >= _LINKING_VTE)
    )
