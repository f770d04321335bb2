"""Which of the ranked sentences are shown: the best, then those that add something."""

from collections import Counter
from collections.abc import Sequence

from bot.candidates import Candidate, same_words
from bot.ranking import Scored
from index.embeddings import Embeddings

#: What likeness to a sentence already chosen costs, times its cosine: maximal marginal relevance (Carbonell and Goldstein 1998).
REPETITION = 0.2
#: Share of words in common from which two sentences say the same.
SAME = 0.6
#: Quotations from one story, the copies of one text.
PER_STORY = 2
#: A sentence counts as saying what the best one says from this share of its score and coverage.
AGREES = 0.85

#: Sentences that are considered for showing, per sentence shown.
CONSIDERED = 12


def select(ranked: Sequence[Scored], most: int, embeddings: Embeddings) -> list[Scored]:
    """Up to `most` of the ranked sentences, best first: none says the same as another, and at most two are of one story."""
    pool = list(ranked[: most * CONSIDERED])
    chosen: list[Scored] = []
    stories: Counter[str] = Counter()
    while pool and len(chosen) < most:
        best = max(pool, key=lambda each: each.score - REPETITION * _likeness(each, chosen, embeddings))
        chosen.append(best)
        stories[best.candidate.article.story_id] += 1
        pool = [
            each
            for each in pool
            if stories[each.candidate.article.story_id] < PER_STORY and not says_the_same(each.candidate, best.candidate)
        ]
    return chosen


def alternate(rankings: Sequence[Sequence[Scored]], most: int, embeddings: Embeddings) -> list[Scored]:
    """For a question with several parts: the best sentence of each part in turn, under the same rules."""
    chosen: list[Scored] = []
    stories: Counter[str] = Counter()
    queues = [select(ranked, most, embeddings) for ranked in rankings]
    while len(chosen) < most and any(queues):
        for queue in queues:
            while queue:
                each = queue.pop(0)
                if stories[each.candidate.article.story_id] < PER_STORY and not any(
                    says_the_same(each.candidate, other.candidate) for other in chosen
                ):
                    chosen.append(each)
                    stories[each.candidate.article.story_id] += 1
                    break
    return chosen[:most]


def agreeing(ranked: Sequence[Scored], best: Scored) -> list[Scored]:
    """Those that answer as the best one does: of about its score, with about its share of the question."""
    return [each for each in ranked if each.score >= AGREES * best.score and each.coverage >= AGREES * best.coverage]


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences have mostly the same words."""
    return same_words(one, other) > SAME


def _likeness(each: Scored, chosen: Sequence[Scored], embeddings: Embeddings) -> float:
    vector = embeddings.vector(each.candidate.text)
    return max((float(vector @ embeddings.vector(other.candidate.text)) for other in chosen), default=0.0)
