"""When the articles do not say it. A score does not tell a near miss from an answer; what the question asks of whom does.

Each ground is a rule on the question's structure with a sentence that says it to the asker. They are tried in order; the first that
holds declines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.counting import counted, gives_number
from bot.evidence import Evidence
from bot.kinds import named_time
from bot.matching import Corpus, Matcher
from bot.people import is_office
from bot.questions import Question, Word
from bot.ranking import Ranker, Scored
from bot.speech import speaks
from index.analysis import Analyzer
from index.articles import published_day
from index.gazetteer import same_country
from index.synonyms import is_english

#: Share of a question's information in names that no article has, from which it is about them.
NAMES_SHARE = 0.2
#: A question's capitals say nothing where so many of its words have one ("Title Case").
TITLE_CASE = 0.7
#: Off the subject: this share of the question's information is in words that no article has, and no sentence is this near in meaning
#: (cosine).
UNKNOWN_SHARE = 0.5
FAR = 0.25
#: Sentences in which an answer of the kind asked for is looked for.
LOOKED_AT = 20
#: Kinds of answers that have no form of their own: "at the depot" is a place, "the drivers" are people.
SAID_IN_ANY_WORDS = ("a place", "a person")
#: Score below which the best sentence has next to nothing of the question.
WEAK = 0.45
#: What the sentences of somebody who is asked about have to cover of what they are asked on, with what stands around them.
ON_THE_TOPIC = 0.05

_WRITES = re.compile(r"\b(?:write|written|wrote)\b", re.IGNORECASE)

_analyzer = Analyzer()


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything a rule may look at."""

    question: Question
    corpus: Corpus
    evidence: Evidence
    matcher: Matcher
    ranker: Ranker
    ranked: Sequence[Scored]


def unknown_words(question: Question, corpus: Corpus) -> list[Word]:
    """The question's words of which no article has any form, in order."""
    return [word for word in question.words if not any(corpus.frequencies.get(term, 0) for term in word.terms)]


def reason(grounds: Grounds) -> str | None:
    """Why the question is declined, in a sentence; None where it can be answered."""
    if not grounds.ranked:
        return "No article has any of these words."
    return next((said for rule in _RULES if (said := rule(grounds))), None)


def _about_unknown_names(grounds: Grounds) -> str | None:
    missing = [word for word in unknown_words(grounds.question, grounds.corpus) if word.weight == 1 and _is_name(word, grounds)]
    if not missing or _share(missing, grounds.matcher) < NAMES_SHARE:
        return None
    return f"No article mentions {_series([word.text for word in missing])}."


def _is_name(word: Word, grounds: Grounds) -> bool:
    """A capital, a country that no article names in any form, or letters that are no English word."""
    if not word.text.isalpha() or len(word.text) < 2:
        return False
    country = same_country(word.terms[0])
    if country:
        return not any(grounds.corpus.frequencies.get(term, 0) for term in country)
    words = grounds.question.words
    title_case = len(words) > 3 and sum(each.text[0].isupper() for each in words) > TITLE_CASE * len(words)
    return (word.capitalised and not title_case) or not is_english(word.text)


def _office_is_unknown(grounds: Grounds) -> str | None:
    """It is asked what the holder of an office said that no article names: "the pope"."""
    asked = _analyzer.terms(grounds.question.speaker)
    if not asked or not is_office(asked[-1]) or grounds.corpus.frequencies.get(asked[-1], 0) or grounds.evidence.offices.people(asked):
        return None
    return f"No article mentions {grounds.question.speaker}."


def _speaker_is_silent(grounds: Grounds) -> str | None:
    asked = _analyzer.terms(grounds.question.speaker)
    if _WRITES.search(grounds.question.text):
        return None  # authors are written about more than quoted
    if not asked or same_country(asked[-1]) or asked[-1] in _sources(grounds):
        return None
    holders = frozenset().union(*(holder for _, _, holder in grounds.evidence.offices.people(asked)))
    if not holders and not _is_called_so(asked[-1], grounds.evidence):
        return None
    name = holders if holders and is_office(asked[-1]) else holders | {asked[-1]}  # one chief does not speak for another
    said = [each for each in grounds.ranked if speaks(each.candidate, grounds.evidence.named(each.candidate), name)]
    who = grounds.question.speaker
    if not said:
        return f"The articles name {who} but quote nothing by them on this."
    topic = {term for word in grounds.question.words if word.weight == 1 for term in word.terms} - set(asked)
    asked_for = sum(grounds.matcher.weights[term] for term in topic)
    if asked_for and max(_on(topic, each, grounds) for each in said) < ON_THE_TOPIC * asked_for:
        return f"The articles quote {who}, but not on this."
    return None


def _is_called_so(term: str, evidence: Evidence) -> bool:
    """Whether the articles write the term with a capital, as a name."""
    return any(each.surfaces[term][0].isupper() for each in evidence.sentences if term in each.surfaces)


def _on(topic: set[str], scored: Scored, grounds: Grounds) -> float:
    context = grounds.ranker.in_context(scored.candidate, scored.matches)
    return sum(grounds.matcher.weights[term] * value for term, value in context.items() if term in topic)


def _nothing_is_counted(grounds: Grounds) -> str | None:
    nouns = counted(grounds.question.text)
    if not nouns or nouns[-1] not in grounds.matcher.weights:
        return None
    if any(gives_number(each.candidate, nouns[-1], grounds.matcher) for each in grounds.ranked):
        return None
    return "No article gives that number."


def _nothing_of_the_kind(grounds: Grounds) -> str | None:
    """No sentence near the top that has anything of what the question is about gives something of the kind asked for."""
    kind = grounds.question.kind
    if kind is None or kind.name in SAID_IN_ANY_WORDS:
        return None
    about = grounds.matcher.weights.keys() - kind.words or grounds.matcher.weights.keys()
    if any(each.features["kind"] and about & each.matches.keys() for each in grounds.ranked[:LOOKED_AT]):
        return None
    return f"No article gives {kind.name} for this."


def _another_time(grounds: Grounds) -> str | None:
    """The question names a month or year of which no article is, and that no sentence has together with anything else asked for."""
    if not _days(grounds):
        return None  # undated articles may be of any time
    for word in grounds.question.words:
        time = named_time(word.text)
        if time is None or any(time in (day.month, day.year) for day in _days(grounds)):
            continue
        others = frozenset(term for other in grounds.question.words if other is not word for term in other.terms)
        if not any(set(word.terms) & each.matches.keys() and others & each.matches.keys() for each in grounds.ranked):
            return f"No article reports on this in {word.text}."
    return None


def _days(grounds: Grounds) -> list[date]:
    return [day for article in grounds.evidence.articles.values() if (day := published_day(article.published))]


def _off_the_subject(grounds: Grounds) -> str | None:
    unknown = unknown_words(grounds.question, grounds.corpus)
    if _share(unknown, grounds.matcher) < UNKNOWN_SHARE or grounds.ranked[0].features["meaning"] >= FAR or _has_known_name(grounds):
        return None
    return "The articles are about other things."


def _nothing_near(grounds: Grounds) -> str | None:
    return "The articles hold nothing near this." if grounds.ranked[0].score < WEAK else None


def _has_known_name(grounds: Grounds) -> bool:
    """Whether the question has a name from the articles: an outlet's or agency's, or a word that they never write without a capital.

    Countries are in news of any subject.
    """
    terms = {term for word in grounds.question.words for term in word.terms if not same_country(term)}
    written = [(term, each.surfaces[term]) for each in grounds.evidence.sentences for term in terms & each.terms]
    lower = {term for term, surface in written if surface[0].islower()}
    return any(term not in lower for term, _ in written) or bool(terms & _sources(grounds))


def _sources(grounds: Grounds) -> frozenset[str]:
    return frozenset().union(*(each.source for each in grounds.evidence.sentences))


def _share(some: Sequence[Word], matcher: Matcher) -> float:
    return sum(max(matcher.weights.get(term, 0.0) for term in word.terms) for word in some) / matcher.total


def _series(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


_RULES = (
    _about_unknown_names,
    _office_is_unknown,
    _speaker_is_silent,
    _nothing_is_counted,
    _nothing_of_the_kind,
    _another_time,
    _off_the_subject,
    _nothing_near,
)
