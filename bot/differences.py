"""Where two sources that answer the same question give another time, number, share or list of people."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.kinds import Kind
from bot.questions import Question
from bot.ranking import Scored

#: A second source counts when it answers nearly as well: this share of the best sentence's coverage of the question.
COMPARABLE = 0.6

_CLOCK = re.compile(r"\b(\d{1,2})(?::?(\d{2}))? ?(?:(a|p)\.?m\b\.?|(gmt|utc)\b|hours\b)", re.IGNORECASE)
_SHARE = re.compile(
    r"(?:(?:nearly|about|almost|around|over|more than|some|roughly|less than|under|at least)\s+)?"
    r"(?:\d[\d.,]*\s?(?:%|per\s?cent|percent)|(?:one|two|three|four|a)[- ](?:half|third|quarter|fifth|sixth|tenth)s?|half)\b%?",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?:(?:nearly|about|almost|around|over|more than|up to|some|roughly|less than|under|at least)\s+)?"
    r"(?:\d[\d.,\u00bd]*|an?(?! second)|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ](?:and-a-half[- ])?"
    r"(?:second|minute|hour|day|week|month|year|decade)s?\b",
    re.IGNORECASE,
)
_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen".split()
    )
}
_TENS = {word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_COUNT = re.compile(
    rf"\b(\d[\d,.]*|(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS)}))?|{'|'.join(_UNITS)})\b(?! ?(?:%|per\s?cent|[ap]\.?m|gmt))",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w\u2019'-]+ (?:[A-Z][\w\u2019'-]+ )?[A-Z][\w\u2019'-]+")

#: Questions on who makes up a group; to others, sources name different people without differing.
_GROUP = re.compile(
    r"\b(?:delegations?|teams?|members?|join\w*|accompan\w+|bring|brought|attend\w*|represent\w*|present|includ\w+|cabinet|panel)\b",
    re.IGNORECASE,
)


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
    values = _VALUES.get(kind.name) if kind else None
    if kind is None or values is None:
        return None
    given = [(place, each, says) for place, each in enumerate(ranked) if (says := values(each.candidate.text, question))]
    if not given or (given[0][0] > 0 and given[0][1].coverage < COMPARABLE * ranked[0].coverage):
        return None
    place, first, says = given[0]
    for other_place, other, other_says in given[1:]:
        comparable = other.coverage >= COMPARABLE * first.coverage and other.candidate.article.story_id != first.candidate.article.story_id
        if comparable and not set(says) & set(other_says) and set(first.matches) & set(other.matches):
            return Found(_about(kind), place, other_place, next(iter(says.values())), next(iter(other_says.values())))
    return None


def _about(kind: Kind) -> str:
    return {"a person": "who it was"}.get(kind.name, "the" + kind.name.removeprefix("a"))


def _clock(text: str, question: Question) -> dict[str, str]:
    """Times of day, by hour and minute of the half day, so that 1900 GMT and 11 am stay apart and 7 pm is 1900."""
    found = {}
    for match in _CLOCK.finditer(text):
        hour, minute = int(match.group(1)), match.group(2) or "00"
        if match.group(3) and match.group(3).lower() == "p" and hour < 12:
            hour += 12
        if hour < 24 and int(minute) < 60:
            found[f"{hour:02d}:{minute}"] = match.group().strip()
    return found


def _shares(text: str, question: Question) -> dict[str, str]:
    return {match.group().lower(): match.group() for match in _SHARE.finditer(text)}


def _lengths(text: str, question: Question) -> dict[str, str]:
    return {match.group().lower().replace("-", " "): match.group() for match in _LENGTH.finditer(text)}


def _counts(text: str, question: Question) -> dict[str, str]:
    return {_figures(match.group(1)): match.group() for match in _COUNT.finditer(text)}


def _figures(number: str) -> str:
    """`17` for "seventeen", `1200` for "1,200"."""
    words = number.lower().split("-")
    if not words[0].isalpha():
        return number.replace(",", "").rstrip(".")
    return str(sum(_TENS.get(word, 0) + _UNITS.get(word, 0) for word in words))


def _names(text: str, question: Question) -> dict[str, str]:
    """Lists of people who make up a group: only sentences with two or more names have one. All names are one value."""
    names = [match.group() for match in _NAME.finditer(text)]
    if len(names) < 2 or not _GROUP.search(question.text):
        return {}
    return {" ".join(sorted(name.split()[-1] for name in names)): ", ".join(names)}


_VALUES: dict[str, Callable[[str, Question], dict[str, str]]] = {
    "a time of day": _clock,
    "a time": _clock,
    "a share": _shares,
    "a length of time": _lengths,
    "a number": _counts,
    "a person": _names,
}
