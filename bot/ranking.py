"""Which sentences answer: every candidate gets a score, the plain weighted sum of a few features between 0 and 1."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.candidates import Candidate
from bot.counting import counted, gives_number
from bot.evidence import Evidence
from bot.matching import Matcher
from bot.questions import Question
from bot.speech import speaks
from index.articles import Stance, StoredArticle
from index.embeddings import Embeddings

#: What each feature counts for. A plain sum does as well as fitted weights here: see "Quality" in bench/README.md for both,
#: cross-validated.
WEIGHTS: Mapping[str, float] = {
    "coverage": 1.0,  # of the question's information, in the sentence
    "context": 0.1,  # the same, with what stands around the sentence
    "meaning": 0.8,  # cosine of question and sentence
    "around": 0.2,  # cosine of question and the sentence with its neighbours
    "kind": 0.6,  # something of the kind asked for: a number, a time, a place, names
    "speech": 0.06,  # reports speech, where that is asked for
    "speaker": 0.5,  # and by whom it is asked for
    "side": 0.1,  # from before or after the event, as the question asks
    "supposed": -0.3,  # to a question of yes or no: what would be if, or whether
}

#: What a match in the sentence before, two before, after and the title counts for in the context of a sentence.
BEFORE, TWO_BEFORE, AFTER, TITLE = 0.5, 0.3, 0.35, 0.3

#: What a sentence gets for something of a kind that much of any news has (a day, a name, a number), beside 1 for the sharp kinds.
LOOSE = 0.5

#: Other names in a sentence from which a question "who?" is fully served.
NAMES = 3


_SUPPOSED = re.compile(r"\b(?:if|whether|unless)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A candidate with its score and what that is made of."""

    candidate: Candidate
    score: float
    features: Mapping[str, float]
    matches: Mapping[str, float]  #: by term of the question, how good its counterpart is, 0..1

    @property
    def coverage(self) -> float:
        """Share of the question's information in the sentence, 0..1."""
        return self.features["coverage"]


class Ranker:
    """Scores the sentences that one question may be answered with; `speakers` are terms of the names of whose words it asks for."""

    def __init__(self, question: Question, matcher: Matcher, embeddings: Embeddings, evidence: Evidence, speakers: frozenset[str]) -> None:
        self._question = question
        self._matcher = matcher
        self._embeddings = embeddings
        self._evidence = evidence
        self._speakers = speakers
        self._vector = embeddings.vector(question.text)
        self._own = frozenset(question.terms)
        self._counted = counted(question.text)
        self._sides: dict[str, Stance | None] = {}

    def rank(self) -> list[Scored]:
        """The evidence's sentences, best first; ties by article and place."""
        sentences = self._evidence.sentences
        beside = [other for each in sentences for step in (-2, -1, 1) if (other := self._evidence.neighbour(each, step))]
        if self._evidence.breadth.near:
            self._matcher.prepare([*sentences, *beside])
        self._embeddings.vectors([each.text for each in (*sentences, *beside)])  # at once, which is quicker than one by one
        scored = [self.score(each) for each in sentences]
        return sorted(scored, key=lambda each: (-each.score, each.candidate.article.id, each.candidate.ordinal))

    def score(self, candidate: Candidate) -> Scored:
        """One candidate that the matcher was prepared for."""
        matches = self._matcher.matches(candidate)
        features = {
            "coverage": self._matcher.coverage(matches),
            "context": self._matcher.coverage(self.in_context(candidate, matches)),
            "meaning": self._meaning(candidate),
            "around": self._around(candidate),
            "kind": self._of_kind(candidate),
            "speech": float(self._question.asks_speech and (candidate.says or candidate.quoted)),
            "side": float(self._question.side is not None and self._side(candidate.article) == self._question.side),
            "supposed": float(self._question.yes_or_no and _SUPPOSED.search(candidate.text) is not None),
            "speaker": float(bool(self._speakers) and speaks(candidate, self._evidence.named(candidate), self._speakers)),
        }
        score = sum(WEIGHTS[name] * value for name, value in features.items())
        return Scored(candidate, score, features, matches)

    def in_context(self, candidate: Candidate, matches: Mapping[str, float]) -> dict[str, float]:
        """As `matches`, with those that the neighbours and the title have instead, at a discount."""
        best = dict(matches)
        for step, share in ((-1, BEFORE), (-2, TWO_BEFORE), (1, AFTER)):
            other = self._evidence.neighbour(candidate, step)
            if other:
                for term, value in self._matcher.matches(other).items():
                    best[term] = max(best.get(term, 0.0), share * value)
        for term in self._evidence.titles.get(candidate.article.id, frozenset()) & self._own:
            best[term] = max(best.get(term, 0.0), TITLE)
        return {term: value for term, value in best.items() if term in self._matcher.weights}

    def _side(self, article: StoredArticle) -> Stance | None:
        if article.id not in self._sides:
            self._sides[article.id] = self._evidence.event.stance(article)
        return self._sides[article.id]

    def _meaning(self, candidate: Candidate) -> float:
        return max(0.0, float(self._embeddings.vector(candidate.text) @ self._vector))

    def _around(self, candidate: Candidate) -> float:
        vector = self._embeddings.vector(candidate.text)
        total = vector.copy()
        for step in (-1, 1):
            other = self._evidence.neighbour(candidate, step)
            if other:
                total += self._embeddings.vector(other.text)
        length = float(total @ total) ** 0.5
        return max(0.0, float(total @ self._vector) / length) if length else 0.0

    def _of_kind(self, candidate: Candidate) -> float:
        kind = self._question.kind
        if kind is None:
            return 0.0
        if kind.name != "a person":
            sharp = kind.sharp or (self._counted and gives_number(candidate, self._counted[-1], self._matcher))
            return (1.0 if sharp else LOOSE) * (kind.given.search(candidate.text) is not None)
        names = {token.term for token in candidate.tokens if token.start > 0 and candidate.text[token.start].isupper()}
        return LOOSE * min(NAMES, len(names - self._own)) / NAMES
