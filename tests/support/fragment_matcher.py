"""A browser that looks for a text fragment: WICG, URL Fragment Text Directives, section 3.6.1, "find a range from a text directive".

Written for reading, and to hold against what Sherpa makes. Each line of the text is a block of the page.
"""

import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

#: Unicode UAX #29, WB6, WB7, WB11 and WB12: these do not part two letters, or two digits.
BETWEEN_LETTERS = frozenset(".:·'")
BETWEEN_DIGITS = frozenset(".,;'")
#: The first of the scripts, in Unicode's order, whose words are not parted by spaces and are no letters to UAX #29.
UNPARTED = "\u2e80"


class Fragment(NamedTuple):
    """A text directive, decoded."""

    prefix: str | None
    start: str
    end: str | None
    suffix: str | None


def parse(directive: str) -> Fragment:
    """What follows `text=`; raises ValueError for what is no directive."""
    parts = directive.split(",")
    prefix = unquote(parts.pop(0)[:-1], errors="strict") if parts[0].endswith("-") else None
    suffix = unquote(parts.pop()[1:], errors="strict") if len(parts) > 1 and parts[-1].startswith("-") else None
    start, *end = (unquote(part, errors="strict") for part in parts)
    if not start or len(end) > 1 or any("-" in part or "&" in part for part in parts):
        raise ValueError(directive)
    return Fragment(prefix, start, end[0] if end else None, suffix)


class Page:
    """A text as a browser has it: letters without case and marks, white space collapsed within blocks.

    `bounded`: whether words count, as they do; without, whatever a browser takes for the end of a word is one.
    """

    def __init__(self, text: str, *, bounded: bool = True) -> None:
        self._bounded = bounded
        signs: list[tuple[str, int]] = []
        for place, sign in enumerate(text):
            for part in compared(sign):
                if not part.isspace() or part == "\n" or (signs and not signs[-1][0].isspace()):
                    signs.append((part, place))
        self._text = "".join(sign for sign, _ in signs)
        self._places = [place for _, place in signs]

    def find(self, directive: str) -> tuple[int, int] | None:
        """Where a browser goes, as offsets into the text."""
        wanted = parse(directive)
        search = 0
        while search < len(self._text):
            if wanted.prefix is not None:
                prefix = self._string(wanted.prefix, search, starts=True, ends=False)
                if prefix is None:
                    return None
                search, begin = prefix[0] + 1, self._next(prefix[1])
                match = self._string(wanted.start, begin, starts=False, ends=wanted.end is not None or wanted.suffix is None)
                if match is None:
                    return None
                if match[0] != begin:
                    continue
            else:
                match = self._string(wanted.start, search, starts=True, ends=wanted.end is not None or wanted.suffix is None)
                if match is None:
                    return None
                search = match[0] + 1
            ended = self._end(wanted, match)
            if ended == "nowhere":
                return None
            if isinstance(ended, int):
                return self._places[match[0]], self._places[ended - 1] + 1
        return None

    def _end(self, wanted: Fragment, match: tuple[int, int]) -> "int | str":
        """Where the range ends that begins with the match; "elsewhere" where another may fit, "nowhere" where none can."""
        ended = match[1]
        while True:
            if wanted.end is not None:
                end = self._string(wanted.end, ended, starts=True, ends=wanted.suffix is None)
                if end is None:
                    return "nowhere"
                ended = end[1]
            if wanted.suffix is None:
                return ended
            following = self._next(ended)
            suffix = self._string(wanted.suffix, following, starts=False, ends=True)
            if suffix is None:
                return "nowhere"
            if suffix[0] == following:
                return ended
            if wanted.end is None:
                return "elsewhere"

    def _string(self, wanted: str, place: int, *, starts: bool, ends: bool) -> tuple[int, int] | None:
        plain = "".join(map(compared, " ".join(wanted.split())))
        while (found := self._text.find(plain, place)) >= 0:
            end = found + len(plain)
            if (not starts or self._is_boundary(found)) and (not ends or self._is_boundary(end)):
                return found, end
            place = found + 1
        return None

    def _next(self, place: int) -> int:
        while place < len(self._text) and self._text[place].isspace():
            place += 1
        return place

    def _is_boundary(self, place: int) -> bool:
        before, after = self._text[max(place - 2, 0) : place], self._text[place : place + 2]
        if not self._bounded or not before or not after:
            return True
        joined = (before[-1].isalnum() and after[0].isalnum()) or _joins(before[-1], after) or _joins(before[0], before[1:] + after[0])
        return not joined


def _joins(before: str, after: str) -> bool:
    """Whether two letters or digits are one word in spite of the sign between them; the second may be missing."""
    between, following = after[0:1], after[1:2]
    letters = before.isalpha() and following.isalpha() and max(before, following) < UNPARTED
    return (letters and between in BETWEEN_LETTERS) or (before.isdigit() and following.isdigit() and between in BETWEEN_DIGITS)


def compared(sign: str) -> str:
    """The sign as it is compared: without case, without marks, compatible forms as one, quotation marks straight."""
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign.casefold()) if not unicodedata.combining(part))
    return plain.translate(dict.fromkeys(map(ord, "“”"), '"') | dict.fromkeys(map(ord, "‘’"), "'"))
