"""Discord's markdown: text as it stands, whatever is in it.

Discord takes a backslash before any sign that is no letter, digit or space for that sign itself (its client's rule `escape`). So nothing
is left out or put between, and what a reader copies is what was written.
"""

import re

#: What begins formatting, a mention, a timestamp, a custom emoji, a spoiler, a masked link, a heading or a quote anywhere in a line; the
#: colon and the slash, since without them there are no addresses, invitations (discord.gg/…) or :emoji:; the
#: ampersand, since some programs that show Discord's messages read HTML's entities.
_ANYWHERE = re.compile(r"[\\*_~`|<>\[\]#@:/&]")
#: What begins a list or a smaller line where a line begins.
_BULLET = re.compile(r"^(\s*)([-+])", re.MULTILINE)
_ORDINAL = re.compile(r"^(\s*\d+)\.", re.MULTILINE)
#: What would end a masked link's address, and an address may hold as it is.
_ENDS_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E"})


def escape(text: str) -> str:
    """Markdown that shows `text`."""
    return _ORDINAL.sub(r"\1\\.", _BULLET.sub(r"\1\\\2", _ANYWHERE.sub(r"\\\g<0>", text)))


def masked_link(text: str, url: str) -> str:
    """`text` that opens `url`, without a preview of it (the angle brackets say so). `url` holds only the characters of RFC 3986."""
    return f"[{escape(text)}](<{url.translate(_ENDS_ADDRESS)}>)"


def bold(text: str) -> str:
    """Markdown that shows `text` bold; it has no white space at its ends."""
    return f"**{escape(text)}**"


def quiet(markdown: str) -> str:
    """Small and grey: one line, or nothing."""
    return f"-# {markdown}" if markdown else ""
