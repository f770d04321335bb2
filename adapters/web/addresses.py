"""Addresses of Sherpa's own pages. Pure."""

from urllib.parse import quote, urlencode


def reader_path(article_id: str, revision: int, signature: str = "") -> str:
    """Where that text of the article is read."""
    return f"/a/{quote(article_id, safe='')}/{revision}{_query(k=signature)}"


def sentence_path(article_id: str, revision: int, start: int) -> str:
    """The same, opened at a sentence or a quotation that begins there."""
    return f"{reader_path(article_id, revision)}#s{start}"


def cite_path(article_id: str, revision: int, start: int | None = None, signature: str = "") -> str:
    """Where the article, or the quotation that begins there, is taken along with its citation."""
    return f"{reader_path(article_id, revision)}/cite{_query(s='' if start is None else str(start), k=signature)}"


def _query(**parts: str) -> str:
    given = {name: value for name, value in parts.items() if value}
    return f"?{urlencode(given)}" if given else ""
