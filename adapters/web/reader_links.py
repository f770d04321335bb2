"""Links into the reader, from replies on every platform."""

from collections.abc import Callable
from datetime import datetime

from adapters.web.addresses import reader_path
from adapters.web.signing import Signer
from index.articles import EVERYONE, StoredArticle

#: Ids that a browser would take for a step in the path, however they are written (WHATWG URL, "double-dot path segment").
_STEPS = frozenset({".", ".."})


class ReaderLinks:
    """Links into the reader: `bot.links.Reader`. `clock` gives the time in UTC, from which links to a workspace's own articles run out."""

    def __init__(self, public_url: str, signer: Signer, clock: Callable[[], datetime]) -> None:
        self._public_url = public_url
        self._signer = signer
        self._clock = clock

    def page(self, article: StoredArticle) -> str | None:
        """`{public_url}/a/{id}/{revision}`, signed unless the article is everyone's; None for an id that no address can hold."""
        if article.id in _STEPS:
            return None
        signature = "" if article.collection == EVERYONE else self._signer.token(article.id, article.revision, self._clock())
        return self._public_url + reader_path(article.id, article.revision, signature)
