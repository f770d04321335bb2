"""Answers: from a question and the evidence to quotations or a refusal. Pure: what was found is handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.citing import Citing
from bot.differences import difference
from bot.evidence import Evidence
from bot.excerpts import quote, span
from bot.matching import Corpus, Matcher
from bot.people import is_office
from bot.questions import Question, Word
from bot.quotes import Quote, carriers_of
from bot.ranking import Ranker, Scored
from bot.refusals import Grounds, reason, unknown_words
from bot.results import Answer, Corroboration, Difference, Explanation, Ranked, Refusal, Searched, TermWeight
from bot.selection import agreeing, alternate, says_the_same, select
from index.analysis import Analyzer
from index.articles import Heading
from index.embeddings import Embeddings
from index.gazetteer import same_country

#: Quotations an answer shows unless asked for more: what fits a busy channel.
SHOWN = 3
#: Those after the first are shown from this share of its score; who asks for more than `SHOWN` gets them all.
WORTH_SHOWING = 0.5
#: Quotations beyond those shown that "more" has.
MORE = 6
#: Sentences that "why" explains.
EXPLAINED = 8
#: Score at which an answer is as good as certain: every word found, of the kind asked for, by whom it was asked for, and near in meaning.
FULL_SCORE = 2.0

_analyzer = Analyzer()


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's ranking and what was decided on it; the quotations are not yet made, since they name the stories' other carriers."""

    question: Question
    corpus: Corpus
    evidence: Evidence
    matcher: Matcher
    ranked: Sequence[Scored]
    chosen: Sequence[Scored]  #: those to show, best first, then those for "more"
    declined: str | None  #: why it is declined
    due: int = 1  #: of the chosen, so many are shown though they be far behind the best: of each part, and where sources differ, both
    unanswered: Sequence[str] = ()  #: of a question with several parts, a sentence on each part that is declined while another is not


def asked_about(question: Question) -> frozenset[str]:
    """Terms that the question itself gives as names: of whoever is asked about, and of its capitalised words."""
    capitalised = {term for word in question.words if word.capitalised for term in word.terms if not same_country(term)}
    return frozenset(_analyzer.terms(question.speaker)) | capitalised


def judge(question: Question, corpus: Corpus, evidence: Evidence, embeddings: Embeddings, limit: int) -> Judged:
    """Ranks the evidence, decides whether it answers, and chooses what to quote; `limit` is how many quotations are shown at most."""
    ranker, matcher, ranked = _rank(question, corpus, evidence, embeddings)
    if question.parts:
        parts = [(part, *_rank(part, corpus, evidence, embeddings)) for part in question.parts]
        reasons = [reason(Grounds(part, corpus, evidence, its_matcher, its_ranker, its)) for part, its_ranker, its_matcher, its in parts]
        answered = [each[-1] for each, said in zip(parts, reasons, strict=True) if not said]
        if answered:
            chosen = alternate(answered, limit + MORE, embeddings)
            missing = [_unanswered(part, said) for part, said in zip(question.parts, reasons, strict=True) if said]
            return Judged(question, corpus, evidence, matcher, ranked, chosen, None, len(answered), missing)
        return Judged(question, corpus, evidence, matcher, ranked, select(ranked, 1, embeddings), reasons[0])
    declined = reason(Grounds(question, corpus, evidence, matcher, ranker, ranked))
    if declined or not ranked:
        return Judged(question, corpus, evidence, matcher, ranked, select(ranked, 1, embeddings), declined)
    chosen, due = _second_opinion(question, ranked, select(ranked, limit + MORE, embeddings))
    return Judged(question, corpus, evidence, matcher, ranked, chosen, None, due)


def _unanswered(part: Question, reason: str) -> str:
    return f"\u201c{part.text}\u201d is not answered: {reason[0].lower()}{reason[1:]}"


def answer(judged: Judged, copies: Mapping[str, Sequence[Heading]], cite: Citing, limit: int, notes: Sequence[str]) -> Answer:
    """The answer that `judge` found. `copies` has the articles of each quoted story that has more than one.

    Raises ValueError where it was declined.
    """
    if judged.declined or not judged.chosen:
        raise ValueError("a declined question has no answer")
    made: list[tuple[Scored, Quote]] = []
    for each in judged.chosen:
        where = span(each, judged.matcher, judged.evidence.neighbour)
        article = each.candidate.article
        if any(other.citation.article_id == article.id and other.start < where[1] and where[0] < other.end for _, other in made):
            continue  # a neighbour quoted with one of these sentences is another of them
        carriers = carriers_of(article, copies.get(article.story_id, ()))
        made.append((each, quote(each, where, judged.matcher, cite(article), carriers)))
    shown = limit if limit > SHOWN else _worth_showing([each.score for each, _ in made[:limit]], judged.due)
    quotes = [quotation for _, quotation in made]
    return Answer(
        question=judged.question.text,
        quotes=tuple(quotes[:shown]),
        more=tuple(quotes[shown:]),
        confidence=confidence(judged.chosen[0]),
        corroboration=_corroboration(judged, copies),
        difference=_difference(judged, quotes[:shown]),
        notes=(*notes, *judged.unanswered),
        explanation=explanation(judged),
    )


def _worth_showing(scores: Sequence[float], due: int) -> int:
    """How many of the first are shown: those that are due, and after them those that are not far behind the best."""
    behind = (place for place, score in enumerate(scores) if place >= due and score < WORTH_SHOWING * scores[0])
    return next(behind, len(scores))


def refusal(judged: Judged, searched: Searched, cite: Citing, notes: Sequence[str]) -> Refusal:
    """That the articles do not say it, why, and the nearest that they have."""
    nearest = judged.chosen[0] if judged.chosen else None
    return Refusal(
        question=judged.question.text,
        kind="unanswered",
        reason=judged.declined or "",
        confidence=0.0,
        unknown_words=tuple(word.text for word in judged.question.words if _is_unknown(word, judged)),
        nearest=(
            quote(nearest, span(nearest, judged.matcher, judged.evidence.neighbour), judged.matcher, cite(nearest.candidate.article))
            if nearest
            else None
        ),
        searched=searched,
        notes=tuple(notes),
        explanation=explanation(judged),
    )


def _is_unknown(word: Word, judged: Judged) -> bool:
    """Whether no article has a word that says what is asked about, as it was typed."""
    return word.weight == 1 and (word.misspelt or word in unknown_words(judged.question, judged.corpus))


def confidence(best: Scored) -> float:
    """How sure an answer is, 0..1: its best sentence's share of the score of a certain one.

    For ordering and display; it decides nothing.
    """
    return round(min(1.0, max(0.0, best.score / FULL_SCORE)), 3)


def explanation(judged: Judged) -> Explanation:
    """The ranking as it was: the question's terms with their weights, and the best sentences with their features."""
    question, matcher, corpus = judged.question, judged.matcher, judged.corpus
    terms = tuple(
        TermWeight.model_construct(
            word=word.text, term=term, passages=corpus.frequencies.get(term, 0), weight=round(matcher.weights[term], 3)
        )
        for word in question.words
        for term in word.terms
    )
    ranked = tuple(
        Ranked.model_construct(
            text=each.candidate.text,
            article_id=each.candidate.article.id,
            title=each.candidate.article.title,
            score=round(each.score, 3),
            coverage=round(each.coverage, 3),
            features={name: round(value, 3) for name, value in each.features.items()},
        )
        for each in judged.ranked[:EXPLAINED]
    )
    asked_for = question.kind.name if question.kind else (f"what {question.speaker} said" if question.speaker else "")
    return Explanation(terms=terms, asked_for=asked_for, ranked=ranked)


def _rank(question: Question, corpus: Corpus, evidence: Evidence, embeddings: Embeddings) -> tuple[Ranker, Matcher, list[Scored]]:
    matcher = Matcher(question, corpus, evidence, embeddings)
    asked = _analyzer.terms(question.speaker)
    named = frozenset(term for term in asked if not is_office(term)) & evidence.names
    speakers = named.union(*(holder for _, _, holder in evidence.offices.people(asked)))
    ranker = Ranker(question, matcher, embeddings, evidence, speakers)
    return ranker, matcher, ranker.rank()


def _second_opinion(question: Question, ranked: Sequence[Scored], chosen: list[Scored]) -> tuple[list[Scored], int]:
    """Sees to it that where sources differ, both are among the first; and how many these are."""
    found = difference(question, ranked)
    if found is None:
        return chosen, 1
    both = [ranked[found.first], ranked[found.second]]
    rest = [each for each in chosen if not any(says_the_same(each.candidate, other.candidate) for other in both)]
    best = [each for each in both if each is ranked[0]] or [ranked[0]]
    first = list(dict.fromkeys([*best, *both]))
    return list(dict.fromkeys([*first, *rest]))[: max(len(chosen), 2)], len(first)


def _difference(judged: Judged, quotes: Sequence[Quote]) -> Difference | None:
    found = None if judged.question.parts else difference(judged.question, judged.ranked)
    if found is None:
        return None
    places = [_place(judged.ranked[at], quotes) for at in (found.first, found.second)]
    if places[0] is None or places[1] is None or places[0] == places[1]:
        return None
    return Difference(about=found.about, first=found.first_says, second=found.second_says, first_quote=places[0], second_quote=places[1])


def _place(scored: Scored, quotes: Sequence[Quote]) -> int | None:
    """Which of the quotations shows that sentence."""
    candidate = scored.candidate
    shown = (
        place
        for place, each in enumerate(quotes)
        if each.citation.article_id == candidate.article.id and each.start < candidate.end and candidate.start < each.end
    )
    return next(shown, None)


def _corroboration(judged: Judged, copies: Mapping[str, Sequence[Heading]]) -> Corroboration | None:
    """Counted over the stories with a sentence that answers as the best one does. A story is of the agency that the article or, where that
    names none, the first of its copies that names one does.
    """
    if judged.question.parts:
        return None
    articles = {each.candidate.article.story_id: each.candidate.article for each in reversed(agreeing(judged.ranked, judged.ranked[0]))}
    outlets = [article.outlet for article in articles.values()]
    named = [
        article.agency or next((copy.agency for copy in copies.get(story, ()) if copy.agency), None) for story, article in articles.items()
    ]
    agencies = {agency for agency in named if agency}
    alone = named.count(None)
    return Corroboration(
        reports=len(articles),
        outlets=len(set(outlets)) if all(outlets) else None,
        agencies=len(agencies),
        independent=alone + len(agencies),
    )
