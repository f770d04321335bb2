"""Which sentences of a text stand inside quotation marks from end to end, so that they do not say who speaks."""

import re
from collections.abc import Sequence

from index.articles import Span

_OPENING = re.compile(r"[“\"«]|(?<![^\s(\[—–-])['‘](?=[^\W\d_])")
_CLOSING_SINGLE = re.compile(r"(?<=[\w.,!?…])['’\"](?!\w)")  # news mixes the marks: 'We know." She added
_CLOSING = {'"': re.compile('["”]'), "“": re.compile('[”"]'), "«": re.compile("»"), "'": _CLOSING_SINGLE, "‘": _CLOSING_SINGLE}
_WORDS = re.compile(r"[^\W\d_]{2,}")

#: "he said" outside the quotation marks tells who speaks; fewer words do not.
SPEAKER_WORDS = 2


def bare_quotations(body: str, sentences: Sequence[Span]) -> list[bool]:
    """For each sentence, whether it is quoted with fewer than `SPEAKER_WORDS` words outside the marks. A paragraph closes them."""
    bare: list[bool] = []
    mark: str | None = None
    last = 0
    for start, end in sentences:
        if "\n" in body[last:start]:
            mark = None
        quoted = mark is not None
        outside, mark = _outside(body[start:end], mark)
        bare.append((quoted or len(outside) < end - start) and len(_WORDS.findall(outside)) < SPEAKER_WORDS)
        last = end
    return bare


def _outside(text: str, mark: str | None) -> tuple[str, str | None]:
    """What of `text` stands outside quotation marks, and the mark still open at its end; `mark` is open at its beginning."""
    outside = ""
    place = 0
    while found := (_CLOSING[mark] if mark else _OPENING).search(text, place):
        if mark is None:
            outside += text[place : found.start()] + " "
        mark = None if mark else found.group()
        place = found.end()
    return (outside + text[place:] if mark is None else outside), mark
