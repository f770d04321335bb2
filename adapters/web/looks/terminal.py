"""How a reply looks in a terminal: the lines that Rich makes, as HTML."""

from io import StringIO

from markupsafe import Markup, escape

from adapters.terminal.render import console, lines
from adapters.web.looks.frame import link
from bot.blocks import Reply

#: Columns of the terminal that is shown.
COLUMNS = 80

_TERMINAL = Markup('<div class="look look-terminal" role="group" aria-label="As it looks in a terminal"><pre tabindex="0">{}</pre></div>')
_STYLED = Markup('<span class="{}">{}</span>')


def shown(reply: Reply, columns: int = COLUMNS) -> Markup:
    """The reply in a terminal that shows links."""
    screen = console(StringIO(), columns)
    made = []
    for line in lines(reply, screen, links=True):
        for text, style, _ in line.render(screen, end="\n"):
            looks = " ".join(f"look-{name}" for name in ("bold", "dim", "italic") if style and getattr(style, name))
            piece = link(text, style.link) if style and style.link else escape(text)
            made.append(_STYLED.format(looks, piece) if looks else piece)
    return _TERMINAL.format(Markup().join(made))
