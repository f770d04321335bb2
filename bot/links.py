"""Addresses that open a page at a sentence."""

import re
from typing import Protocol
from urllib.parse import quote

from bot.fragments import find_directive
from index.articles import StoredArticle

#: What may stand in an address as it is (RFC 3986, section 2): reserved, unreserved and the percent sign.
_ADDRESS_SAFE = ":/?#[]@!$&'()*+,;=-._~%"
_DIRECTIVE = re.compile(r":~:.*", re.DOTALL)


class Reader(Protocol):
    """Sherpa's own pages of articles, which `Citing` has links to where an article has no address of its own. Of any thread."""

    def page(self, article: StoredArticle) -> str | None:
        """The address of this revision's page, without a fragment, for whoever may see the article now; None where there is none."""


def page_address(url: str) -> str:
    """`url` with everything but the characters of RFC 3986 percent-encoded, so that it cannot end a link, a line or a control sequence."""
    return quote(url.strip().encode("utf-8", "replace"), safe=_ADDRESS_SAFE)


def sentence_address(url: str, title: str, body: str, start: int, end: int) -> str:
    """`url` with a text fragment that opens it at `body[start:end]`; see `bot.fragments`.

    A fragment that the address has stays before it, and one text fragment replaces another.
    """
    address = _DIRECTIVE.sub("", page_address(url))
    directive = find_directive(title, body, start, end).encoded
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}" if directive else address
