"""Whether a sentence ends at a mark, by the words on either side of it. Pure functions; `index.sentences` finds the marks.

The answer is None where the words do not tell ("in the U.S. Officials said"): then a trained model is asked.
"""

import re

from index.abbreviations import AFTER_HOURS, BEFORE_NAMES, BEFORE_NUMBERS, INSIDE_OR_LAST, OFFICES, ONLY_CAPITALISED, SPEECH, STARTERS

OPENERS = "\"'“‘«‹([{¿¡„‚`"
CLOSERS = "\"'”’»›)]}"
_BRACKETS = ")]}"
_DASHES = "-–—"

_LAST_WORD = re.compile(r"[^\s\-–—/]*\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")  # U.S, a.m, J.D
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_CAPITAL_INSIDE = re.compile(r"[a-z]{1,3}['’-]?[A-Z]")  # iPhone, al-Shabaab, d'Estaing
_LISTED = re.compile(r"\W*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\W*")  # "1." before an item
_LETTERS = re.compile(r"[^\W\d_]*")
_FIRST_WORD = re.compile(r"(\w+)(?:['’]\w+)?[\s,]")
_SPEAKER = re.compile(r"(?:[A-Z][\w'’.-]*\s){1,4}(?P<verb>[a-z]+)(?P<after>\W|\Z)\s?(?P<next>\w*)")
_CLAUSE = frozenset(("that", "he", "she", "it", "they", "there"))
_EXCLAIMED_NAME = re.compile(r"(?:Inc|Corp|Co|Ltd|News|Finance|Japan|Mail|Sports)\b")  # Yahoo! Inc
_CAPITALISED = re.compile(r"[A-Z](?:[a-z]|['’ ])")
_ADDRESS = re.compile(r"(?:Com|Org|Net|Co|Tv|Io)\b|\S*?(?:[@/\\_\d]|\.\w)")


def ends(before: str, signs: str, close: str, following: str, *, whole: bool, caseless: bool) -> bool | None:
    """Whether a sentence ends at `signs` (".", "?!", "...") and the quotation marks and brackets after it (`close`).

    `before` and `following` are the text on either side; white space stands before `following`. `whole`: `before` is all of the sentence so
    far; `caseless`: the paragraph is all capitals or has none, so that capitals tell nothing.
    """
    first = following.lstrip(OPENERS)
    if not _can_begin(first, before, caseless=caseless):
        return False
    quoted = bool(close.strip(_BRACKETS))
    if quoted and _is_attribution(first, alone=signs == "."):
        return False
    if signs[0] in "!?":
        return not before.endswith("(") and not (signs == "!" and _EXCLAIMED_NAME.match(first))
    if signs != ".":
        return not re.match(r"I\b", first)  # "rapidly... I'm not": the capital of "I" tells nothing
    if whole and _LISTED.fullmatch(before):
        return False
    return quoted or _full_stop_ends(last_word(before), first, starter=not caseless and _starts_sentence(first))


def begins_glued(before: str, following: str) -> bool:
    """Whether a sentence begins right after a full stop, without a space: `reached.The`, but not `U.S.Army` or `Booking.Com`."""
    word = last_word(before)
    if len(word) < 2 or not word.isalpha() or not word[-1].islower() or is_abbreviation(word):
        return False
    bare = following[1:] if following[:1] in ("“", "‘") else following
    return bool(_CAPITALISED.match(bare)) and not _ADDRESS.match(bare)


def is_abbreviation(word: str) -> bool:
    """Whether a full stop after this word may belong to the word."""
    lower = word.lower()
    if len(word) == 1 or _DOTTED.fullmatch(word):
        return True
    known = lower in BEFORE_NAMES or lower in BEFORE_NUMBERS or lower in INSIDE_OR_LAST
    return known and not (word.islower() and lower in ONLY_CAPITALISED)


def last_word(before: str) -> str:
    """The last word of `before`, without quotation marks and brackets; parts joined by a hyphen, dash or slash are words."""
    found = _LAST_WORD.search(before)
    return found.group().strip(OPENERS + CLOSERS) if found else ""


def _can_begin(first: str, before: str, *, caseless: bool) -> bool:
    if not first or first[0] in ",;:.?!%":
        return False
    if first[0] in _DASHES:
        rest = first.lstrip(_DASHES + " ")
        return bool(rest) and not rest[0].islower() and not is_abbreviation(last_word(before))
    return caseless or not first[0].islower() or bool(_CAPITAL_INSIDE.match(first))


def _full_stop_ends(word: str, first: str, *, starter: bool) -> bool | None:
    """The same for one full stop outside quotation marks; `starter`: what follows is a word that begins sentences."""
    lower = word.lower()
    if _DOTTED.fullmatch(word):
        return _dotted_ends(lower, first, starter=starter)
    if len(word) == 1 and word.isupper():
        return starter
    if lower in BEFORE_NUMBERS:
        return not first[0].isdigit()
    if is_abbreviation(word):
        if lower in BEFORE_NAMES:
            return starter and lower == "st"  # a street, not a saint
        return True if starter or lower == "etc" else None
    # Short words and those without vowels may be abbreviations that no table has.
    return True if not word.isalpha() or (len(word) >= 3 and _VOWEL.search(word)) else None


def _dotted_ends(lower: str, first: str, *, starter: bool) -> bool | None:
    found = _LETTERS.match(first)
    word = found.group() if found else ""
    if lower in ("e.g", "i.e"):
        return False
    if starter and word.lower() not in OFFICES:
        return True
    if lower in ("a.m", "p.m"):
        return bool(word) and word.lower() not in AFTER_HOURS and not word.isupper()
    return False if word.lower() in OFFICES else None


def _starts_sentence(first: str) -> bool:
    found = _FIRST_WORD.match(first)
    return found is not None and found[1].lower() in STARTERS


def _is_attribution(first: str, *, alone: bool) -> bool:
    """Whether what follows a quotation says whose it is ("Trump asked reporters"); `alone`: and nothing else ("Trump said.")."""
    found = _SPEAKER.match(first)
    if found is None or found["verb"] not in SPEECH or _starts_sentence(first):
        return False
    return found["after"] == "." if alone else found["next"] not in _CLAUSE
