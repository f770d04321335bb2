"""What a question is answered from: the passages found, as candidate sentences, with who is who in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.candidates import PRONOUN, Candidate, Candidates, title_terms
from bot.event import Event
from bot.kinds import Kind
from bot.people import Offices, introductions
from index.articles import StoredArticle
from index.retrieval import Hit

#: Letters of a term that are looked for in a text as it stands: variants of names and inflected words differ after them.
BEGINNING = 5

#: What something of the kind asked for counts for at that look, as a share of the question's weight: about as in the ranking.
OF_KIND = 0.3

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Breadth:
    """How widely a question is looked into."""

    passages: int  #: that are looked through
    scored: int  #: sentences that are scored in full, the most promising by their words
    beyond: bool  #: whether sentences that stand around the passages count as their context
    near: bool  #: whether words of near meaning count for the question's; synonyms and other names always do

    def at_least(self, quotations: int) -> "Breadth":
        """Wide enough for so many quotations from as many passages."""
        return replace(self, passages=max(self.passages, quotations), scored=max(self.scored, 2 * quotations))


#: On all but the largest corpora: cheap there, and a question in other words than the articles' needs it.
WIDE = Breadth(passages=100, scored=400, beyond=True, near=True)
#: On a large corpus, where enough passages share the question's words; an answer takes a few milliseconds.
NARROW = Breadth(passages=5, scored=6, beyond=False, near=False)
#: On a large corpus, before it is said that no article has something.
SECOND_LOOK = Breadth(passages=24, scored=24, beyond=False, near=False)


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named in a sentence: by name, by office, or by "he" and "she". People are sets of terms of their names."""

    places: tuple[tuple[int, frozenset[str]], ...] = ()  #: where in the text, and who; pronouns too
    people: frozenset[str] = NOBODY  #: all that are named or meant by their office
    meant: frozenset[str] = NOBODY  #: whom a pronoun may mean


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of the passages that were found, in the order in which they were found, each once; for one question and one thread.

    `names` are terms of the names of all who are introduced with an office, and of whom the question asks about.
    """

    sentences: tuple[Candidate, ...]
    articles: Mapping[str, StoredArticle]
    titles: Mapping[str, frozenset[str]]
    offices: Offices
    names: frozenset[str]
    candidates: Candidates
    event: Event
    breadth: Breadth
    _known: Mapping[tuple[str, int], Candidate]
    _named: dict[Candidate, Named] = field(default_factory=dict)

    def neighbour(self, candidate: Candidate, step: int) -> Candidate | None:
        """The sentence `step` after the candidate in its article; None beyond its ends, or beyond the passages where that is too far."""
        if not self.breadth.beyond:
            return self._known.get((candidate.article.id, candidate.ordinal + step))
        return self.candidates.get(candidate.article, candidate.ordinal + step)

    def named(self, candidate: Candidate) -> Named:
        """Who is named in the sentence. "He" is whoever is named first in the nearest of the two sentences before that names somebody."""
        found = self._named.get(candidate)
        if found is None:
            found = self._by_name(candidate)
            if self.names and candidate.pronoun:
                meant = self._before(candidate)
                if meant:
                    pronouns = tuple((pronoun.start(), meant) for pronoun in PRONOUN.finditer(candidate.text))
                    found = Named(found.places + pronouns, found.people, meant)
            self._named[candidate] = found
        return found

    def _by_name(self, candidate: Candidate) -> Named:
        if not self.names:
            return Named()
        places = [(token.start, frozenset([token.term])) for token in candidate.tokens if token.term in self.names]
        if self.offices.holders:
            terms = [token.term for token in candidate.tokens]
            places += [(candidate.tokens[place].start, holder) for _, place, holder in self.offices.people(terms)]
        return Named(tuple(places), NOBODY.union(*(name for _, name in places)))

    def _before(self, candidate: Candidate) -> frozenset[str]:
        for step in (-1, -2):
            other = self.neighbour(candidate, step)
            places = self._by_name(other).places if other is not None else ()
            if places:
                return min(places, key=lambda each: each[0])[1]
        return NOBODY


def gather(
    hits: Sequence[Hit],
    articles: Mapping[str, StoredArticle],
    *,
    terms: Mapping[str, float],
    kind: Kind | None,
    asked_about: frozenset[str],
    candidates: Candidates,
    event: Event,
    breadth: Breadth = WIDE,
) -> Evidence:
    """The evidence of these hits. `terms` are the question's with what they weigh; `asked_about` are those of names in it.

    Hits of articles that are no longer there are passed over.
    """
    places = dict.fromkeys(
        (hit.article_id, ordinal)
        for hit in hits
        if hit.article_id in articles
        for ordinal in range(hit.first, min(hit.last + 1, len(articles[hit.article_id].sentences)))
    )
    promising = _promising(list(places), articles, terms, kind, breadth.scored)
    found = {place: candidate for place in promising if (candidate := candidates.get(articles[place[0]], place[1]))}
    used = {article_id: articles[article_id] for article_id, _ in found}
    offices = introductions([candidate.text for candidate in found.values()] + [article.title for article in used.values()])
    return Evidence(
        sentences=tuple(found.values()),
        articles=articles,
        titles=title_terms(list(used.values())),
        offices=offices,
        names=offices.names | asked_about,
        candidates=candidates,
        event=event,
        breadth=breadth,
        _known=found,
    )


def _promising(
    places: Sequence[tuple[str, int]],
    articles: Mapping[str, StoredArticle],
    terms: Mapping[str, float],
    kind: Kind | None,
    most: int,
) -> Sequence[tuple[str, int]]:
    """Of more sentences than are scored, those with most of the question's words by how these begin, and something of the kind asked for.

    A look that needs no analysis.
    """
    if len(places) <= most:
        return places
    beginnings = [(term[:BEGINNING], weight) for term, weight in terms.items()]
    of_kind = OF_KIND * sum(terms.values())
    seen: dict[tuple[str, int], float] = {}
    for article_id, ordinal in places:
        text = articles[article_id].sentence(ordinal)
        folded = text.casefold()
        seen[article_id, ordinal] = sum(weight for beginning, weight in beginnings if beginning in folded)
        if kind is not None and kind.given.search(text):
            seen[article_id, ordinal] += of_kind
    return sorted(places, key=lambda place: -seen[place])[:most]
