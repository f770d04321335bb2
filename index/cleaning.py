"""What is taken out of a text before it is stored, so that whatever is stored is safe to show.

Removed: C0 and C1 control characters but tab and newline, bidirectional controls (Unicode UAX #9, section 2), zero-width
and tag characters that hide text, lone surrogates, and the combining marks after the fourth in a run ("zalgo").
"""

import re
import unicodedata

#: A letter takes at most this many combining marks in any orthography in use (Vietnamese and Tibetan transliteration need 2 to 4).
MAX_COMBINING_MARKS = 4

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"  # C0 less tab and newline, DEL, C1 less NEL
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"  # bidirectional and invisible formatting
    "\ud800-\udfff\U000e0000-\U000e007f]"  # surrogates, tags
)
_LINE_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
#: One character more in a row than is left of a run of marks, all of which may be marks. None are below U+0300 or among general punctuation
#: and currency signs, which is all that most news has beyond ASCII.
_PILE = re.compile(f"[^\\x00-\\u02ff\\u2000-\\u20cf]{{{MAX_COMBINING_MARKS + 1}}}")


def clean_text(text: str) -> str:
    """`text` with line ends as newlines and without what could hide, reorder or pile up characters.

    Idempotent. Offsets change, so it is applied once, at intake, before anything is measured.
    """
    return _limit_marks(_CONTROLS.sub("", _LINE_BREAKS.sub("\n", text)))


def clean_line(text: str) -> str:
    """`clean_text` on one line: white space runs become single spaces, ends are trimmed."""
    return " ".join(clean_text(text).split())


def _limit_marks(text: str) -> str:
    if text.isascii() or not _PILE.search(text):
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if run <= MAX_COMBINING_MARKS:
            kept.append(character)
    return "".join(kept)
