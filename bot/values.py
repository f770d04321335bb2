"""Values that sentences give: times of day, shares, lengths of time, numbers, lists of people.

The same value has the same key, however it is written.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.counting import counted
from bot.kinds import Kind
from bot.people import is_office
from bot.questions import Question
from index.analysis import Analyzer, word_terms
from index.gazetteer import same_country


class Value(NamedTuple):
    """A value in the sentence's own words. `size` is its magnitude, where it has one: seconds, shares of 1, things."""

    text: str
    size: float | None = None


#: The values of a sentence by what they are, so that the same ones meet.
Values = dict[str, Value]

_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen".split()
    )
}
_TENS = {word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_MONTHS = {"month": 1, "year": 12, "decade": 120}
_SECONDS_A_MONTH = 2_629_800  # a twelfth of 365.25 days

#: Words that make a number a bound: "nearly 20%" is another value than "one fifth". "About" and its like leave it as it is.
_BOUNDS = {"nearly": "<", "almost": "<", "less than": "<", "under": "<", "up to": "<", "over": ">", "more than": ">", "at least": ">"}

_BOUND = rf"(?:(?P<bound>{'|'.join(_BOUNDS)}|about|around|some|roughly)\s+)?"
_WORDS = rf"(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS)}))?|{'|'.join(_UNITS)}"
_FIGURES = r"\d[\d,]*(?:\.\d+)?\u00bd?"

_CLOCK = re.compile(r"\b(?P<hour>\d{1,2})(?::?(?P<minute>\d{2}))? ?(?:(?P<half>a|p)\.?m\b\.?|(?:gmt|utc)\b|hours\b)", re.IGNORECASE)
_SHARE = re.compile(
    rf"{_BOUND}(?:(?P<number>{_FIGURES}|{_WORDS})\s?(?:%|per\s?cent\b)"
    rf"|(?P<parts>(?:\b(?:one|two|three|four|a)[- ])?)\b(?P<part>{'|'.join(_PARTS)})s?\b)",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    rf"{_BOUND}\b(?P<number>{_FIGURES}|{_WORDS}|half an?|an?(?! second))(?P<half>[- ]and[- ]a[- ]half)?[- ]"
    rf"(?P<unit>{'|'.join([*_SECONDS, *_MONTHS])})s?\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?<![:.\d])\b(?P<number>{_FIGURES}|{_WORDS})(?:[- ](?P<scale>{'|'.join(_SCALES)}))?\b(?!:\d| ?(?:%|per\s?cent|[ap]\.?m\b|gmt|\d))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"[A-Z][\w\u2019'-]+(?: [A-Z][\w\u2019'-]+)+")
#: Words with a capital before a name that are none of it, beside offices and countries.
_FIELDS = frozenset(
    "the state treasury commerce defense defence foreign finance interior justice energy trade transport health deputy special former "
    "national security house white committee council party ministry department".split()
)

#: Questions on who makes up a group; to others, sources name different people without differing.
_GROUP = re.compile(
    r"\b(?:delegations?|teams?|members?|join\w*|accompan\w+|bring|brought|attend\w*|represent\w*|present|includ\w+|cabinet|panel)\b",
    re.IGNORECASE,
)

#: A number counts a noun that stands at most so many characters after it: "85 of the attack drones".
_REACH = 40

_analyzer = Analyzer()


def values(kind: Kind, text: str, question: Question) -> Values:
    """What the sentence gives of the kind, in its order; empty for kinds without values that could be compared."""
    reader = _READERS.get(kind.name)
    return reader(text, question) if reader else {}


def _clock(text: str, question: Question) -> Values:
    """By hour and minute of the day as printed: zones are not reckoned with, so that 1900 GMT and 11 am stay apart."""
    found = {}
    for match in _CLOCK.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        if hour < 24 and minute < 60:
            found[f"{hour:02d}:{minute:02d}"] = Value(match.group().strip())
    return found


def _shares(text: str, question: Question) -> Values:
    found = {}
    for match in _SHARE.finditer(text):
        if match["number"]:
            share = _amount(match["number"]) / 100
        elif match["parts"] or match["part"].lower() == "half":
            share = _amount(match["parts"].strip(" -") or "one") / _PARTS[match["part"].lower()]
        else:
            continue  # the third of them is no share
        found[f"{_bound(match)}{share:.4g}"] = Value(match.group(), share)
    return found


def _lengths(text: str, question: Question) -> Values:
    found = {}
    for match in _LENGTH.finditer(text):
        amount, unit = _amount(match["number"]) + (0.5 if match["half"] else 0), match["unit"].lower()
        seconds = amount * (_SECONDS[unit] if unit in _SECONDS else _MONTHS[unit] * _SECONDS_A_MONTH)
        found[f"{_bound(match)}{seconds:.6g}"] = Value(match.group(), seconds)
    return found


def _numbers(text: str, question: Question) -> Values:
    """All numbers but years; to "how many", those alone of what it counts."""
    nouns = counted(question.text)
    places = [token.start for token in _analyzer.tokens(text) if nouns and token.term == nouns[-1]]
    matches = [match for match in _NUMBER.finditer(text) if match.end() + 1 in places or not _YEAR.fullmatch(match.group())]
    counting = [match for match in matches if any(0 < place - match.end() <= _REACH for place in places)]
    if not nouns:
        counting = matches
    return {f"{size:g}": Value(match.group(), size) for match in counting if (size := _amount(match["number"]) * _scale(match))}


def _people(text: str, question: Question) -> Values:
    """Lists of people who make up a group: only sentences with two or more names have one. All names are one value."""
    if not _GROUP.search(question.text):
        return {}
    names = [name for match in _NAME.finditer(text) if len(name := [word for word in match.group().split() if _is_of_a_name(word)]) > 1]
    surnames = " ".join(sorted(name[-1] for name in names))
    return {surnames: Value(", ".join(" ".join(name) for name in names))} if len(names) > 1 else {}


def _is_of_a_name(word: str) -> bool:
    terms = word_terms(word.lower())
    return word.lower() not in _FIELDS and not any(is_office(term) or same_country(term) for term in terms)


def _amount(number: str) -> float:
    """17 for "seventeen", 1200 for "1,200", 1 for "an", 3.5 for "3½"."""
    folded = number.lower()
    if folded[0].isdigit():
        return float(folded.replace(",", "").removesuffix("\u00bd")) + (0.5 if folded.endswith("\u00bd") else 0)
    if folded.startswith("half"):
        return 0.5
    return sum(_words(folded)) or 1.0


def _words(number: str) -> Iterator[int]:
    for word in number.split("-"):
        yield _TENS.get(word, 0) + _UNITS.get(word, 0)


def _scale(match: re.Match[str]) -> int:
    return _SCALES[match["scale"].lower()] if match["scale"] else 1


def _bound(match: re.Match[str]) -> str:
    return _BOUNDS.get((match["bound"] or "").lower(), "")


_READERS: dict[str, Callable[[str, Question], Values]] = {
    "a time of day": _clock,
    "a time": _clock,
    "a share": _shares,
    "a length of time": _lengths,
    "a number": _numbers,
    "a person": _people,
}
