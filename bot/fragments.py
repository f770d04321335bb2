"""Text fragments: the few words by which a browser finds a passage on a page, and nothing before it.

WICG, URL Fragment Text Directives: `[prefix-,]start[,end][,-suffix]`. A browser takes the first place that fits. It ignores case, marks on
letters and how white space is broken, and looks for whole words. Each of the four has to stand in one block of the page, which a paragraph
of the text is taken for; between them blocks may change.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote

from bot.folding import are_one_word, folded

#: A passage of more characters is named by its first and last words: a whole one must stand in one piece, and makes a long address.
MAX_WHOLE = 80
#: One whose ends do not tell it from others may be named whole up to this length: Chromium's measure for its own links.
MAX_TOLD_APART = 300
#: Words at each end, or bytes where words are not parted by spaces, and characters in all, from which on a passage hardly ever stands in a
#: page's headlines and menus as well. Chromium asks for 3 words and 20 characters.
FEWEST_WORDS = 4
FEWEST_BYTES = 40
FEWEST_CHARACTERS = 20
#: Words that are tried at each end and beside it, at the most; and characters beside it that these may be, so that no more are looked at.
MOST_WORDS = 30
MAX_BESIDE = 600
#: Characters of a directive in an address, at the most: chat platforms bound what a message holds.
MAX_DIRECTIVE = 1_000
#: Characters before a passage that are looked at: hardly any news is so long, and to fold so many takes some milliseconds.
MAX_BEFORE = 200_000

#: A word ends before white space, and after a sign that ends a clause where words are not parted by spaces.
_WORD_END = re.compile(r"(?=\s)|(?<=[、。！？，；])(?![\d、。！？，；」』”’）])|\Z")


class Directive(NamedTuple):
    """Its parts, not yet encoded; all but `start` may be ""."""

    prefix: str
    start: str
    end: str
    suffix: str

    @property
    def encoded(self) -> str:
        """As it stands in an address; left shorter, or "", where it would be too long."""
        prefix, start, end, suffix = map(_encoded, self)
        beginning = f"{prefix}-,{start}" if prefix else start
        whole = "".join((beginning, f",{end}" if end else "", f",-{suffix}" if suffix else ""))
        return next((each for each in (whole, beginning) if len(each) <= MAX_DIRECTIVE), "")


#: What finds nothing: a browser opens the page at its top.
NOTHING = Directive("", "", "", "")


def find_directive(title: str, body: str, start: int, end: int) -> Directive:
    """The shortest, within reason, that finds `body[start:end]` on its page, and nothing before it in title or body.

    Where a paragraph is repeated together with those beside it, it finds the first: that reads the same.
    """
    if not body[start:end].strip():
        return NOTHING
    passage = _Passage(title, body[max(start - MAX_BEFORE, 0) : start], body[start:end], body[end : end + MAX_BESIDE])
    first = None
    for directive in passage.directives():
        if passage.is_found_by(directive):
            return directive
        first = first or directive
    return first or NOTHING


class _Passage:
    """A passage with what stands around it. `heads` of a text are its first words, fewest first, and `tails` its last."""

    def __init__(self, title: str, before: str, text: str, after: str) -> None:
        self._earlier, self._text, self._later = folded(f"{title}\n{before}"), folded(text), folded(after)
        lines = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
        self._whole = lines[0] if len(lines) == 1 else ""
        self._heads, self._tails = _heads(lines[0]), _tails(lines[-1])
        self._before, self._after = before, after
        self._begins_in_word = are_one_word(before[-1:], text[:1])
        self._ends_in_word = are_one_word(text[-1:], after[:1])

    def is_found_by(self, directive: Directive) -> bool:
        """Whether a browser finds the passage by it, and nothing before; more strictly, since parts of words count as words do."""
        prefix, start, end, suffix = map(folded, directive)
        if not start or (self._begins_in_word and not prefix) or (self._ends_in_word and not suffix):
            return False
        beginning = prefix + start + ("" if end else suffix)
        if not _is_first(beginning, self._earlier + self._text + self._later, len(self._earlier) - len(prefix)):
            return False
        rest = self._text[len(start) :]
        return _is_first(end + suffix, rest + self._later, len(rest) - len(end)) if end else not rest

    def directives(self) -> Iterator[Directive]:
        """Those that may serve, the best first: telling by themselves, then with words beside them, then with such of other paragraphs,
        since pages have pictures and advertisements between these."""
        poor: list[Directive] = []
        for directive in chain(self._alone(), self._beside(beyond=False)):
            if sum(map(len, directive)) >= FEWEST_CHARACTERS:
                yield directive
            else:
                poor.append(directive)
        yield from poor
        yield from self._beside(beyond=True)

    def _alone(self) -> Iterator[Directive]:
        if 0 < len(self._whole) <= MAX_WHOLE:
            yield Directive("", self._whole, "", "")
            return
        for head in _enough(self._heads):
            tail, is_enough = self._tail(head)
            yield Directive("", head, tail if is_enough else "", "")
        if 0 < len(self._whole) <= MAX_TOLD_APART:
            yield Directive("", self._whole, "", "")

    def _beside(self, *, beyond: bool) -> Iterator[Directive]:
        """With more and more words before or after it: of its own paragraph or, where it has none there, of those beside that."""
        prefixes, suffixes = _last_words(self._before), _first_words(self._after)
        if beyond:
            prefixes, suffixes = prefixes or _last_words(self._before.rstrip()), suffixes or _first_words(self._after.lstrip())
        if not 0 < len(self._whole) <= MAX_WHOLE:
            head = next((head for head in _enough(self._heads) if self._is_first(head)), self._heads[0])
            tail, is_enough = self._tail(head)
            needed = () if is_enough and not self._ends_in_word else suffixes
            yield from (Directive(prefix, head, tail, suffix) for prefix, suffix in _pairs(prefixes, needed))
        if 0 < len(self._whole) <= MAX_TOLD_APART:
            yield from (Directive(prefix, self._whole, "", suffix) for prefix, suffix in _pairs(prefixes, suffixes))

    def _is_first(self, head: str) -> bool:
        return _is_first(folded(head), self._earlier + self._text, len(self._earlier))

    def _tail(self, head: str) -> tuple[str, bool]:
        """The fewest last words that stand nowhere between `head` and the end, and whether there are such; else the most."""
        rest = self._text[len(folded(head)) :]
        tails = [tail for tail in _enough(self._tails) if len(folded(tail)) <= len(rest)]
        found = next((tail for tail in tails if (end := folded(tail)) and _is_first(end, rest, len(rest) - len(end))), None)
        return (found, True) if found else (tails[-1] if tails else "", False)


def _is_first(wanted: str, text: str, place: int) -> bool:
    return place >= 0 and text.find(wanted) == place


def _enough(parts: Sequence[str]) -> Sequence[str]:
    """Those of heads or tails that have words enough, else the longest."""
    few = sum(len(part.encode("utf-8", "replace")) < FEWEST_BYTES for part in parts[: FEWEST_WORDS - 1])
    return parts[few:] or parts[-1:]


def _pairs(prefixes: Sequence[str], suffixes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Something before, something after, both."""
    yield from ((prefix, "") for prefix in prefixes)
    yield from (("", suffix) for suffix in suffixes)
    yield from zip(prefixes, suffixes, strict=False)


def _first_words(after: str) -> list[str]:
    """Heads of what follows in the same paragraph."""
    beside = after.partition("\n")[0]
    heads = _heads(" ".join(beside.split()))
    return heads[:-1] if len(beside) == MAX_BESIDE else heads


def _last_words(before: str) -> list[str]:
    """Tails of what comes before in the same paragraph."""
    beside = before[-MAX_BESIDE:].rpartition("\n")[2]
    tails = _tails(" ".join(beside.split()))
    return tails[:-1] if len(beside) == MAX_BESIDE else tails


def _heads(line: str) -> list[str]:
    return [line[:end] for end in _word_ends(line)][:MOST_WORDS]


def _tails(line: str) -> list[str]:
    starts = [0, *_word_ends(line)][:-1]
    return [line[start:].lstrip() for start in reversed(starts)][:MOST_WORDS]


def _word_ends(line: str) -> list[int]:
    return [found.start() for found in _WORD_END.finditer(line) if found.start()]


def _encoded(text: str) -> str:
    """Percent-encoded, `-`, `,` and `&` too: they are the syntax of a text fragment. `quote` leaves the hyphen alone."""
    return quote(text.encode("utf-8", "replace"), safe="").replace("-", "%2D")
