"""What browsers take for the same text when they look for some on a page, and where a word ends for them."""

import unicodedata

#: Beyond compatible forms: by ICU's collation at its first level, and by Chromium's own rule for quotation marks.
_SAME = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ŀ": "l", "ı": "i"}
_SAME |= dict.fromkeys("“”„‟״", '"') | dict.fromkeys("‘’‚‛׳", "'")
#: Categories of what they pass over: marks on letters, and what only formats.
_PASSED_OVER = frozenset({"Mn", "Me", "Cf"})

#: What a word goes on beyond where a letter or a digit follows (Unicode UAX #29: MidLetter, MidNum, MidNumLet, ExtendNumLet).
_JOINING = frozenset(".:·'’_,;")


def folded(text: str) -> str:
    """`text` such that whatever browsers take for the same is the same; more is, since white space is gone too."""
    for sign in set(text):
        if not sign.isascii() and (plain := _folded(sign)) != sign:
            text = text.replace(sign, plain)
    return "".join(text.lower().split())


def _folded(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return "".join(_SAME.get(part, part) for part in plain if unicodedata.category(part) not in _PASSED_OVER)


def are_one_word(before: str, after: str) -> bool:
    """Whether a word may go on from the sign `before` to the sign `after`, either of which may be missing."""
    return after.isalnum() and (before.isalnum() or before in _JOINING)
