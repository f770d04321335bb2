"""What stands around a message on a chat platform: who says it, and what can be pressed below."""

from collections.abc import Iterable
from typing import Literal

from markupsafe import Markup

Platform = Literal["discord", "slack"]

#: Of links that lead elsewhere.
REL = "nofollow noreferrer"

_FRAME = Markup(
    '<div class="look look-{platform}" role="group" aria-label="As it looks in {name}">'
    '<span class="look-avatar" aria-hidden="true">S</span><div class="look-message">'
    '<p class="look-from"><strong class="look-name">Sherpa</strong> <span class="look-badge">APP</span></p>'
    "{before}{body}{after}</div></div>"
)
_NOTE = Markup('<p class="look-note">{}</p>')
_BUTTON = Markup('<span class="look-button">{}</span>')
_ROW = Markup('<p class="look-buttons">{}</p>')
_LINK = Markup('<a href="{url}" rel="{rel}">{text}</a>')


def framed(platform: Platform, body: Markup, *, before: str = "", after: str = "") -> Markup:
    """The message from Sherpa. `before` and `after` are what the platform itself says around one that a single person sees."""
    notes = [_NOTE.format(note) if note else Markup() for note in (before, after)]
    return _FRAME.format(platform=platform, name=platform.title(), body=body, before=notes[0], after=notes[1])


def buttons(labels: Iterable[str]) -> Markup:
    """A row of them: pictures of buttons, which do nothing here."""
    return _ROW.format(Markup(" ").join(_BUTTON.format(label) for label in labels))


def link(text: str | Markup, url: str) -> Markup:
    """The text, that opens the address where that is one of the web; else the text alone."""
    return _LINK.format(url=url, rel=REL, text=text) if is_of_the_web(url) else Markup.escape(text)


def is_of_the_web(url: str) -> bool:
    """Whether chat platforms and browsers open it as a page, and do nothing else."""
    return url.startswith(("https://", "http://"))
