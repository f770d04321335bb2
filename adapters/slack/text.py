"""Between Slack's text and plain text.

What Slack sends has three signs escaped (`&amp;`, `&lt;`, `&gt;`) and its own marks in angle brackets; what it is sent, likewise. Signs of
formatting have no escape in Slack's markup, so that what is shown to people is sent as rich text, which has none (`render`).
"""

import re
from collections.abc import Mapping

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile("[&<>]")
_ESCAPED = re.compile("&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}
#: `<@U123|name>`, `<#C123|name>`, `<!here>`, `<!subteam^S123|@name>`, `<https://…|label>`
_MARK = re.compile(r"<(?P<kind>[@#!]?)(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


def escape(text: str) -> str:
    """Text in which Slack finds no mark of its own."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], text)


def unescape(text: str) -> str:
    """The inverse of `escape`: once, so that what somebody wrote as `&lt;` stays that."""
    return _ESCAPED.sub(lambda found: _SIGNS[found[1]], text)


def mentioned(text: str) -> tuple[str, ...]:
    """Whom Slack's text mentions, in order, each once."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def plain(text: str, names: Mapping[str, str]) -> str:
    """What Slack's text says, as a person would read it. `names` are what to write for people by their ids; others are left out."""
    return unescape(_MARK.sub(lambda found: escape(_written(found, names)), text)).strip()


def address(text: str) -> str:
    """What was typed for an address or a name, where Slack may have made a link of it."""
    found = _MARK.fullmatch(text.strip())
    return unescape(found["what"]) if found and not found["kind"] else plain(text, {})


def _written(mark: re.Match[str], names: Mapping[str, str]) -> str:
    label = unescape(mark["label"] or "")
    match mark["kind"]:
        case "@":
            return names.get(mark["what"], " ")
        case "#":
            return f"#{label}" if label else " "
        case "!":
            return label or f"@{mark['what'].partition('^')[0]}"
        case _:
            return label or unescape(mark["what"])
