"""Where two sources that answer the same question give another time, number, share or list of people."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.kinds import Kind
from bot.questions import Question
from bot.ranking import Scored
from bot.values import Value, values

#: A second source counts when it answers nearly as well: this share of the best sentence's coverage of the question.
COMPARABLE = 0.6
#: Two values that are further apart than so many times measure two things: a meeting of three hours, a war of three years.
APART = 4


@dataclass(frozen=True, slots=True)
class Found:
    """That `second` gives another value than `first`: places in the ranking, and what each says in its own words."""

    about: str
    first: int
    second: int
    first_says: str
    second_says: str


def difference(question: Question, ranked: Sequence[Scored]) -> Found | None:
    """The best pair of sentences of different stories that give different values of the kind asked for.

    None where sources agree or say nothing.
    """
    kind = question.kind
    if kind is None:
        return None
    given = [(place, each, says) for place, each in enumerate(ranked) if (says := values(kind, each.candidate.text, question))]
    if not given or (given[0][0] > 0 and given[0][1].coverage < COMPARABLE * ranked[0].coverage):
        return None
    place, first, says = given[0]
    for other_place, other, other_says in given[1:]:
        comparable = other.coverage >= COMPARABLE * first.coverage and other.candidate.article.story_id != first.candidate.article.story_id
        if comparable and not set(says) & set(other_says) and set(first.matches) & set(other.matches):
            pair = next(((one, two) for one in says.values() for two in other_says.values() if _are_of_one_thing(one, two)), None)
            if pair:
                return Found(_about(kind), place, other_place, pair[0].text, pair[1].text)
    return None


def _are_of_one_thing(one: Value, other: Value) -> bool:
    if one.size is None or other.size is None:
        return True
    return max(one.size, other.size) <= APART * min(one.size, other.size)


def _about(kind: Kind) -> str:
    return {"a person": "who it was"}.get(kind.name, "the" + kind.name.removeprefix("a"))
