"""Sentences as candidates for quotation: their terms, who is named in them, who speaks.

Made lazily and kept, since news is asked about again and again.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.analysis import Analyzer, Token
from index.articles import StoredArticle

#: Sentences whose analysis is kept; each takes some 3 KB.
KEPT = 20_000

#: Verbs of saying, thinking and wanting, as news reports them.
SAYS = re.compile(
    r"\b(?:said|says|saying|told|tells|wrote|writes|posted|added|adding|asked|warned|urged|accus(?:ed|ing)|called|described|voiced|"
    r"noted|stressed|insisted|argued|claimed|announced|suggested|responded|replied|railed|praised|hailed|vowed|promised|pledged|expressed|"
    r"confirmed|reiterated|welcomed|acknowledged|admitted|interjected|concluded|stated|remarked|demanded|declared|denied|repeated|cautioned|"
    r"critici[sz]ed|condemned|"
    r"threatened|signal(?:l)?ed|hinted|hoped|hopes|thinks|believes|wants|fears?|refused|agreed|rejected|according to)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile("[\"\u201c\u201d]|(?<!\\w)['\u2018](?=\\w)")
PRONOUN = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Candidate:
    """One sentence of an article; `text == article.body[start:end]`."""

    article: StoredArticle
    ordinal: int
    text: str
    start: int
    tokens: tuple[Token, ...]
    terms: frozenset[str]
    source: frozenset[str]  #: terms of the article's outlet and agency
    surfaces: Mapping[str, str]  #: a term's word as it stands here

    @property
    def end(self) -> int:
        """Offset after the sentence in the article's body."""
        return self.start + len(self.text)

    @cached_property
    def says(self) -> bool:
        """Whether it reports speech, thought or will."""
        return SAYS.search(self.text) is not None

    @cached_property
    def quoted(self) -> bool:
        """Whether it has quotation marks."""
        return _QUOTED.search(self.text) is not None

    @cached_property
    def pronoun(self) -> bool:
        """Whether it speaks of him or her."""
        return PRONOUN.search(self.text) is not None


class Candidates:
    """Makes candidates and keeps the latest. For one thread."""

    def __init__(self, kept: int = KEPT) -> None:
        self._analyzer = Analyzer()
        self._kept = kept
        self._cache: OrderedDict[tuple[str, int, int, int], Candidate] = OrderedDict()

    def get(self, article: StoredArticle, ordinal: int) -> Candidate | None:
        """The article's sentence of that number; None where it has none."""
        if not 0 <= ordinal < len(article.sentences):
            return None
        key = (article.id, article.revision, article.sequence, ordinal)
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._make(article, ordinal)
            if len(self._cache) > self._kept:
                self._cache.popitem(last=False)
        else:
            self._cache.move_to_end(key)
        return found

    def _make(self, article: StoredArticle, ordinal: int) -> Candidate:
        start, end = article.sentences[ordinal]
        text = article.body[start:end]
        tokens = self._analyzer.tokens(text)
        surfaces: dict[str, str] = {}
        for token in tokens:
            surfaces.setdefault(token.term, text[token.start : token.end])
        return Candidate(
            article=article,
            ordinal=ordinal,
            text=text,
            start=start,
            tokens=tuple(tokens),
            terms=frozenset(surfaces),
            source=_source_terms(article.outlet, article.agency),
            surfaces=surfaces,
        )


@lru_cache(maxsize=1_000)
def _source_terms(outlet: str | None, agency: str | None) -> frozenset[str]:
    return frozenset(Analyzer().terms(f"{outlet or ''} {agency or ''}"))


def same_words(one: Candidate, other: Candidate) -> float:
    """Jaccard similarity of their terms, 0..1; 1 for the same sentence in two copies."""
    union = len(one.terms | other.terms)
    return len(one.terms & other.terms) / union if union else 1.0


def title_terms(articles: Sequence[StoredArticle]) -> dict[str, frozenset[str]]:
    """The terms of each article's title, by article id."""
    analyzer = Analyzer()
    return {article.id: frozenset(analyzer.terms(article.title)) for article in articles}
