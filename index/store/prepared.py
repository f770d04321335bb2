"""An article on its way in, with what the store and the index keep beside its text.

What segments and compares texts is imported where it is used: a process that only asks needs none of it.
"""

import hashlib
from functools import cached_property

from index.articles import Article, Span, StoredArticle
from index.passages import is_searched, texts, windows

_GIVEN_BY_STORE = {"revision", *(StoredArticle.model_fields.keys() - Article.model_fields.keys())}


class Prepared:
    """Works each thing out at its first use. A page takes milliseconds, so `work` is called in a thread before the database is locked."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same article, whatever its revision. Fields left at their defaults do not count, so that new ones may come."""
        text = self.article.model_dump_json(exclude=_GIVEN_BY_STORE, exclude_defaults=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Of the body."""
        from index.sentences import sentences

        return tuple(sentences(self.article.body))

    @cached_property
    def bands(self) -> frozenset[int]:
        """MinHash bands of the body, 64 bits, signed."""
        from index.stories import bands

        return frozenset(bands(self.article.body))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Those of each passage, with spaces between."""
        from index.analysis import Analyzer

        return tuple(" ".join(Analyzer().terms(text)) for text in texts(self.article, self.sentences))

    @property
    def passages(self) -> int:
        """How many passages the index will make of it."""
        return len(windows(len(self.sentences))) if is_searched(self.article.language) else 0

    def work(self) -> None:
        """Everything that takes long."""
        _ = self.fingerprint, self.sentences, self.bands, self.terms
