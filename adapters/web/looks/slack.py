"""How a reply looks in Slack: its Block Kit blocks as HTML."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from adapters.slack.layout import message, rows
from adapters.slack.render import Json
from adapters.web.looks.frame import buttons, framed, link
from bot.answering import Said
from bot.blocks import Reply

#: What Slack says above a message that others do not see.
FOR_ONE = "Only visible to you"

_BLOCK = Markup('<div class="look-block">{}</div>')
_SECTION = Markup('<p class="look-text">{}</p>')
_QUOTE = Markup('<blockquote class="look-text">{}</blockquote>')
_CONTEXT = Markup('<p class="look-block look-text look-quiet">{}</p>')
_STYLES = {"bold": Markup("<strong>{}</strong>"), "italic": Markup("<em>{}</em>")}


def shown(reply: Reply) -> Markup:
    """The message, as Slack shows it."""
    blocks = [*message(Said(reply))["blocks"], *rows(reply.actions, "")]
    return framed("slack", _joined(map(_block, blocks)), before=FOR_ONE if reply.private else "")


def _block(block: Json) -> Markup:
    match block["type"]:
        case "rich_text":
            return _BLOCK.format(_joined(map(_part, block["elements"])))
        case "context":
            return _CONTEXT.format(" ".join(element["text"] for element in block["elements"]))
        case "actions":
            return buttons(element["text"]["text"] for element in block["elements"])
    raise ValueError(block["type"])  # `adapters.slack.render` makes no other


def _part(part: Json) -> Markup:
    frame = _QUOTE if part["type"] == "rich_text_quote" else _SECTION
    return frame.format(_joined(map(_run, part["elements"])))


def _run(run: Json) -> Markup:
    if run["type"] == "link":
        return link(run["text"], run["url"])
    made = escape(run["text"])
    for style in run.get("style", ()):
        made = _STYLES[style].format(made)
    return made


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)
