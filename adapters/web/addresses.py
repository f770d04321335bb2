"""Addresses of Sherpa's own pages. Pure."""

from collections.abc import Mapping
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


def summary_path(article_id: str) -> str:
    """Where the article is read in a few of its own sentences."""
    return f"/summary/{quote(article_id, safe='')}"


def again(params: Mapping[str, str], **changed: str) -> str:
    """The page that is shown, with other parameters."""
    return _query(**{**params, **changed})


def _query(**parts: str) -> str:
    given = {name: value for name, value in parts.items() if value}
    return f"?{urlencode(given)}" if given else ""
