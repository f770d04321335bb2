"""What a question is answered from: the passages found, as candidate sentences, with who is who in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.candidates import PRONOUN, Candidate, Candidates, title_terms
from bot.event import Event
from bot.people import Offices, introductions
from index.articles import StoredArticle
from index.retrieval import Hit


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of the passages that were found, in the order in which they were found, each once.

    `names` are terms of the names of all who are introduced with an office, and of whom the question asks about.
    """

    sentences: tuple[Candidate, ...]
    articles: Mapping[str, StoredArticle]
    titles: Mapping[str, frozenset[str]]
    offices: Offices
    names: frozenset[str]
    candidates: Candidates
    event: Event

    def neighbour(self, candidate: Candidate, step: int) -> Candidate | None:
        """The sentence `step` after the candidate in its article; None beyond its ends."""
        return self.candidates.get(candidate.article, candidate.ordinal + step)


def gather(
    hits: Sequence[Hit], articles: Mapping[str, StoredArticle], asked_about: frozenset[str], candidates: Candidates, event: Event
) -> Evidence:
    """The evidence of these hits; `asked_about` are terms of names in the question.

    Hits of articles that are no longer there are passed over.
    """
    found: dict[tuple[str, int], Candidate] = {}
    for hit in hits:
        article = articles.get(hit.article_id)
        if article is not None:
            for candidate in candidates.window(article, hit.first, hit.last):
                found.setdefault((article.id, candidate.ordinal), candidate)
    used = {article_id: articles[article_id] for article_id, _ in found}
    offices = introductions([candidate.text for candidate in found.values()] + [article.title for article in used.values()])
    names = offices.names | asked_about
    evidence = Evidence(tuple(found.values()), articles, title_terms(list(used.values())), offices, names, candidates, event)
    for candidate in evidence.sentences:
        for step in (-2, -1, 0, 1):
            other = evidence.neighbour(candidate, step)
            if other is not None:
                _name(other, evidence)
    for candidate in evidence.sentences:
        if candidate.pronoun:
            _mean(candidate, evidence)
    return evidence


def _name(candidate: Candidate, evidence: Evidence) -> None:
    """Says who is named, by name or office. What an earlier question left is replaced, since its evidence was other."""
    terms = [token.term for token in candidate.tokens]
    named = [(token.start, frozenset([token.term])) for token in candidate.tokens if token.term in evidence.names]
    named += [(candidate.tokens[place].start, holder) for _, place, holder in evidence.offices.people(terms)]
    candidate.named = tuple(named)
    candidate.people = frozenset().union(*(name for _, name in named))
    candidate.meant = frozenset()


def _mean(candidate: Candidate, evidence: Evidence) -> None:
    """Says whom "he" or "she" may mean: whoever is named first in the nearest sentence before that names somebody."""
    for step in (-1, -2):
        other = evidence.neighbour(candidate, step)
        if other is not None and other.people:
            meant = candidate.meant = min(other.named, key=lambda each: each[0])[1]
            candidate.named += tuple((found.start(), meant) for found in PRONOUN.finditer(candidate.text))
            return
