"""How well a sentence covers a question's words: exactly, by another name for the same, or by a word of near meaning.

Each question word takes its best counterpart in the sentence, weighted by idf: the unsupervised alignment of Yadav, Sharp and Surdeanu
(SIGIR 2018), with names of offices and countries beside embeddings.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.candidates import Candidate
from bot.evidence import Evidence
from bot.questions import LIGHT_WEIGHT, PART_WEIGHT, Question, Word
from index.embeddings import Embeddings
from index.gazetteer import same_country
from index.synonyms import synonym_terms

#: What a counterpart that is not the word itself counts for. Set by hand and left alone: neighbours of these values rank the same.
PERSON_FOR_OFFICE = 0.9
OFFICE_FOR_PERSON = 0.8
SAME_COUNTRY = 0.7
SOURCE = 0.9
SYNONYM = 0.7
PERSON_FOR_PRONOUN = 0.5

#: Cosine from which two words count as near; unrelated words of the static embeddings stay under it. At 1 they would count NEAR_MOST.
NEAR = 0.45
NEAR_MOST = 0.9

#: How good a counterpart of a question's word is marked in a quotation.
MARKED = 0.7

#: Highest idf. Above it a word is so rare that its rarity says nothing more about what is asked (about one passage in ninety).
MAX_IDF = 4.5


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is known of the searched articles as a whole: passages in all, and in how many each term stands."""

    passages: int
    frequencies: Mapping[str, int]

    def idf(self, term: str) -> float:
        """Lucene's inverse document frequency (as the engines'), capped."""
        n = self.frequencies.get(term, 0)
        return min(MAX_IDF, math.log(1 + (self.passages - n + 0.5) / (n + 0.5)))

    def weight(self, word: Word) -> dict[str, float]:
        """What each term of a question's word weighs.

        A hyphenated word weighs once: by its joined form if articles have that, else by its parts.
        """
        joined, *parts = word.terms
        if not parts:
            return {joined: word.weight * self.idf(joined)}
        has_joined = self.frequencies.get(joined, 0) > 0
        weights = {joined: word.weight * self.idf(joined) * (1.0 if has_joined else PART_WEIGHT)}
        for part in parts:
            weights[part] = word.weight * self.idf(part) * (PART_WEIGHT if has_joined else 1.0)
        return weights

    def weights(self, question: Question) -> dict[str, float]:
        """What each of the question's terms weighs."""
        weights: dict[str, float] = {}
        for word in question.words:
            for term, weight in self.weight(word).items():
                weights[term] = max(weights.get(term, 0.0), weight)
        return weights

    def query(self, question: Question) -> dict[str, float]:
        """The weights without idf, which the engine adds, of the terms that any passage has: to search with."""
        return {term: weight / self.idf(term) for term, weight in self.weights(question).items() if self.frequencies.get(term, 0)}


class Matcher:
    """One question against many sentences."""

    def __init__(self, question: Question, corpus: Corpus, evidence: Evidence, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self._evidence = evidence
        self.weights = weights = corpus.weights(question)
        self._surfaces = {term: word.text if len(word.terms) == 1 else term for word in reversed(question.words) for term in word.terms}
        self.total = sum(weights.values()) or 1.0
        self._marks: dict[str, bool] = {}
        self._heavy = tuple(term for word in question.words if word.weight > LIGHT_WEIGHT for term in word.terms)
        terms = [term for word in question.words for term in word.terms]
        self._holder: dict[str, frozenset[str]] = {}
        for owner, office, holder in evidence.offices.people(terms):
            self._holder.update({terms[owner]: holder, terms[office]: holder})
        self._countries = {term: same_country(term) for term in weights}
        self._near = {term: dict.fromkeys(synonym_terms(self._surfaces[term]), SYNONYM) for term in weights}
        self._measured: set[str] = set()

    def prepare(self, candidates: Sequence[Candidate]) -> None:
        """Measures nearness to all words of the candidates at once; `matches` knows no other near words."""
        new = {term: word for candidate in candidates for term, word in candidate.surfaces.items() if term not in self._measured}
        if not new or not self.weights:
            return
        self._measured.update(new)
        mine = self._embeddings.vectors([word.lower() for word in self._surfaces.values()])
        cosines = mine @ self._embeddings.vectors([word.lower() for word in new.values()]).T
        rows, columns = (cosines > NEAR).nonzero()
        own, theirs = list(self._surfaces), list(new)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            near = (float(cosines[row, column]) - NEAR) / (1 - NEAR) * NEAR_MOST
            self._near[own[row]][theirs[column]] = max(near, self._near[own[row]].get(theirs[column], 0.0))

    def matches(self, candidate: Candidate) -> dict[str, float]:
        """For each term of the question that has a counterpart in the sentence, how good that is, 0..1."""
        found = {}
        for term in self.weights:
            value = 1.0 if term in candidate.terms else self._otherwise(term, candidate)
            if value:
                found[term] = value
        return found

    def likeness(self, term: str, other: str) -> float:
        """How good a counterpart the sentence's term `other` is for the question's `term`, 0..1."""
        if term == other:
            return 1.0
        return max(SAME_COUNTRY if other in self._countries.get(term, ()) else 0.0, self._near.get(term, {}).get(other, 0.0))

    def is_marked(self, other: str) -> bool:
        """Whether the sentence's term `other` is a counterpart, good enough to be shown as one, of a word that the question is about."""
        known = self._marks.get(other)
        if known is None:
            known = self._marks[other] = any(self.likeness(term, other) >= MARKED for term in self._heavy)
        return known

    def coverage(self, matches: Mapping[str, float]) -> float:
        """The share of the question's information that has a counterpart, 0..1."""
        return sum(self.weights[term] * value for term, value in matches.items()) / self.total

    def _otherwise(self, term: str, candidate: Candidate) -> float:
        if term in candidate.source:
            return SOURCE
        holder = self._holder.get(term, frozenset())
        named = self._evidence.named(candidate)
        if holder & named.people:
            return PERSON_FOR_OFFICE
        if term in named.people:
            return OFFICE_FOR_PERSON
        best = SAME_COUNTRY if self._countries[term] & candidate.terms else 0.0
        if term in named.meant or holder & named.meant:
            best = max(best, PERSON_FOR_PRONOUN)
        near = self._near[term]
        if near:
            best = max(best, max((near[other] for other in near.keys() & candidate.terms), default=0.0))
        return best
