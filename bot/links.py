"""Addresses that open a page at a sentence."""

import re
from urllib.parse import quote

#: A quotation of more words is named by its first and last words: a whole one must stand in a single block of the page to be found, and
#: makes an address of a thousand characters.
MAX_WHOLE = 12
#: So many words at each end; six in a row hardly ever stand twice on one page.
ENDS = 6

#: What may stand in an address as it is (RFC 3986, section 2): reserved, unreserved and the percent sign.
_ADDRESS_SAFE = ":/?#[]@!$&'()*+,;=-._~%"
_DIRECTIVE = re.compile(r":~:.*", re.DOTALL)


def page_address(url: str) -> str:
    """`url` with everything but the characters of RFC 3986 percent-encoded, so that it cannot end a link, a line or a control sequence."""
    return quote(url.strip().encode("utf-8", "replace"), safe=_ADDRESS_SAFE)


def sentence_address(url: str, text: str) -> str:
    """`url` with a text fragment that opens it at `text` (WICG, Scroll to Text Fragment, section 3.3: `#:~:text=start,end`).

    A fragment that the address has stays before it, and one text fragment replaces another.
    """
    words = text.split()
    if not words:
        return page_address(url)
    whole = len(words) <= MAX_WHOLE
    directive = _encoded(words) if whole else f"{_encoded(words[:ENDS])},{_encoded(words[-ENDS:])}"
    address = _DIRECTIVE.sub("", page_address(url))
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def _encoded(words: list[str]) -> str:
    """Percent-encoded, `-`, `,` and `&` too: they are the syntax of a text fragment. `quote` leaves the hyphen alone."""
    return quote(" ".join(words).encode("utf-8", "replace"), safe="").replace("-", "%2D")
