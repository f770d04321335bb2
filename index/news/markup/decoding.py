"""From a page's bytes to its text, whatever was declared about its encoding."""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from index.byte_order_marks import BOMS

#: Bytes at the beginning in which a page names its encoding; browsers look at 1,024, but old pages put scripts first.
_DECLARED_WITHIN = 8_192

#: Bytes of text in other scripts that are enough to guess an encoding from.
_SAMPLE = 16_384

#: Share of bytes above ASCII from which a text in no declared encoding is not in a Western European one.
_FOREIGN = 0.15

#: What the label stands for in browsers (WHATWG Encoding, section 4.2), where Python takes it by the letter.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_ESCAPING = frozenset({"iso2022_jp", "hz", "utf-7"})  # all their bytes are ASCII
_REFERENCE = re.compile(r"&#(?:(1[2-5]\d)(?!\d)|x([89][0-9a-f])(?![0-9a-f]));?", re.IGNORECASE)
_REPLACED = re.compile("\ufffd")


def decode(content: bytes, charset: str | None = None) -> str:
    """The page's text, without NUL characters; `charset` is what the HTTP header says. Never fails: what is in no encoding becomes U+FFFD.

    A byte order mark decides; then, text that is valid UTF-8 is UTF-8 whatever is declared, since text in other encodings is never by
    accident; then the header, the page itself, and a guess. Latin-1 is read as windows-1252, as browsers do.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _plain(content.decode(encoding, "replace"))
    declared = [found for label in (charset, _meta_charset(content)) if label and (found := _known(label))]
    for encoding in _candidates(content, declared):
        try:
            return _plain(content.decode(encoding))
        except (UnicodeError, LookupError):
            continue
    return _plain(content.decode("utf-8" if _is_damaged_utf8(content) else "cp1252", "replace"))


def _plain(text: str) -> str:
    """Without NULs, and with references to windows-1252 (&#146;) as the characters that were meant."""
    return _REFERENCE.sub(_windows_character, text.replace("\0", ""))


def _windows_character(found: re.Match[str]) -> str:
    number = int(found[1]) if found[1] else int(found[2], 16)
    return bytes([number]).decode("cp1252", "ignore")


def _candidates(content: bytes, declared: list[str]) -> Iterator[str]:
    yield from (encoding for encoding in declared if encoding in _ESCAPING)
    yield from _wide(content)
    yield "utf-8"
    if not _is_damaged_utf8(content):
        yield from (encoding for encoding in declared if encoding != "utf-8")
        if not any(encoding != "utf-8" for encoding in declared):
            yield from _guesses(content)


def _wide(content: bytes) -> Iterator[str]:
    """UTF-16 without a mark: every other byte of its markup is NUL."""
    head = content[:1_000]
    if len(head) > 20 and head.count(0) > len(head) // 4:
        yield "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _is_damaged_utf8(content: bytes) -> bool:
    """Mostly UTF-8, with some bytes that are not: cut at a limit, or pasted together."""
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return damaged > 0 and sum(not character.isascii() for character in text) > 2 * damaged


def _guesses(content: bytes) -> Iterator[str]:
    sample = content.translate(None, bytes(range(128)))
    if len(sample) > _FOREIGN * len(content):
        start = max(0, len(content) // 2 - _SAMPLE // 2)  # the middle is text, the beginning is scripts
        if best := from_bytes(content[start : start + _SAMPLE]).best():
            yield best.encoding
    yield "cp1252"


def _meta_charset(content: bytes) -> str | None:
    found = _META.search(content, 0, _DECLARED_WITHIN)
    return found[1].decode("ascii") if found else None


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
        b"".decode(name)  # names of things that are no text encodings, such as "rot13", fail here
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name, name)
