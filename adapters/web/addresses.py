"""Where the pages of the reader are."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from adapters.web.signing import Signer
from index.articles import EVERYONE, StoredArticle

#: Ids that a browser would take for a step in the path, however they are written (WHATWG URL, "double-dot path segment").
_STEPS = frozenset({".", ".."})


class ReaderPages:
    """Links into the reader: `bot.links.Reader`. `clock` gives the time in UTC, from which links to a workspace's own articles run out."""

    def __init__(self, public_url: str, signer: Signer, clock: Callable[[], datetime]) -> None:
        self._public_url = public_url
        self._signer = signer
        self._clock = clock

    def page(self, article: StoredArticle) -> str | None:
        """`{public_url}/a/{id}/{revision}`, signed unless the article is everyone's; None for an id that no address can hold."""
        if article.id in _STEPS:
            return None
        address = f"{self._public_url}/a/{quote(article.id, safe='')}/{article.revision}"
        if article.collection == EVERYONE:
            return address
        return f"{address}?k={self._signer.token(article.id, article.revision, self._clock())}"
