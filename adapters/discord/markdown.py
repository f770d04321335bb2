"""Discord's markdown: text as it stands, whatever is in it.

Discord takes a backslash before any sign that is no letter, digit or space for that sign itself (its client's rule `escape`). So nothing
is left out or put between, and what a reader copies is what was written. A sign that does something only in some places is left alone in
others: prose is full of colons, and who copies a message on a phone gets the backslashes too.
"""

import re

#: What does something, with the sign last that a backslash keeps from it.
_TRICKS = re.compile(
    r"""
    [\\*_~`|<\[\]]                     # formatting; mentions, timestamps, custom emoji; masked links
    | ^\s*[-+>\#]                      # lists, smaller lines, quotes, headings, where a line begins
    | ^\s*\d+\.                        # numbered lists
    | @(?=everyone|here)
    | :(?=//|[\w~+-]+:)                # addresses, and emoji by name
    | (?<=\.\w\w)/|(?<=\.\w\w\w)/      # invitations such as discord.gg/…, which need no scheme
    | &(?=\#?\w+;)                     # entities, which some programs that show Discord's messages read as HTML does
    """,
    re.VERBOSE | re.MULTILINE,
)
#: What would end a masked link's address, and an address may hold as it is.
_ENDS_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E"})


def escape(text: str) -> str:
    """Markdown that shows `text`."""
    return _TRICKS.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    trick = found.group()
    return f"{trick[:-1]}\\{trick[-1]}"


def masked_link(text: str, url: str) -> str:
    """`text` that opens `url`, without a preview of it (the angle brackets say so). `url` holds only the characters of RFC 3986."""
    return f"[{escape(text)}](<{url.translate(_ENDS_ADDRESS)}>)"


def bold(text: str) -> str:
    """Markdown that shows `text` bold; it has no white space at its ends."""
    return f"**{escape(text)}**"


def quiet(markdown: str) -> str:
    """Small and grey: one line, or nothing."""
    return f"-# {markdown}" if markdown else ""
