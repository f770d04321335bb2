"""What kind of answer a question asks for, by its question words, and which sentences hold something of that kind."""

import re
from dataclasses import dataclass

from index.analysis import word_terms

_COUNT = (
    r"\d[\d.,:]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    r"dozens?|hundreds?|thousands?|millions?|billions?|trillions?|"
    r"half|thirds?|quarter|fifth|tenth|twice|double|triple|several|none|no one"
)
#: A number, in figures or words.
NUMBER = re.compile(rf"\b(?:{_COUNT})\b|[%\u00bd]", re.IGNORECASE)
_SHARE = re.compile(
    r"\d ?%|\bper ?cent\b|\b(?:one|two|three|\d+)[- ](?:in|out of)[- ](?:\w+)\b|"
    r"\b(?:half|third|quarter|fifth|sixth|tenth)s?\b|\bmajority\b|\bmost of\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:\d[\d.,]*|an?(?! second)|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|many|half)[- ](?:\w+[- ])?"
    r"(?:second|minute|hour|day|week|month|year|decade|centur(?:y|ie))s?\b|"
    r"\bovernight\b|\bimmediately\b|\bwithin (?:hours|days|weeks|minutes)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$\u20ac\u00a3\u00a5]\s?\d|\b\d[\d.,]*\s?(?:(?:million|billion|trillion)\s)?(?:dollars?|euros?|pounds?|yen|rubles?|roubles?|yuan|rupees?|cents?)\b|"
    r"\b(?:millions?|billions?|trillions?)\b",
    re.IGNORECASE,
)
_DISTANCE = re.compile(r"\b\d[\d.,]*[ -]?(?:km|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|feet|foot|yards?)\b", re.IGNORECASE)
_AGE = re.compile(r"\b\d{1,3}[- ]years?[- ]old\b|\baged? (?:of )?\d|, \d{2},|\bborn (?:in|on)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\b\d{1,2}:?\d\d (?:gmt|utc|hours|local)\b|\b(?:noon|midnight)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|(?-i:March)|april|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b|\bmay \d|"
    r"\b(?:in|by|since|until|early|mid|late|last|next|this) (?-i:May)\b|"
    r"\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}(?::\d\d)? ?(?:a\.?m|p\.?m)\b|\bgmt\b|"
    r"\b(?:today|tomorrow|yesterday|tonight|immediately|midnight|noon|"
    r"(?:minutes|hours?|days?|weeks?|months?|years?) (?:after|before|later|earlier|ago|prior)|last (?:week|month|year)|"
    r"next (?:week|month|year))\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:in|at|to|from|near|outside|inside|across)\s+(?:the\s+|a\s+|an\s+)?(?:[a-z]+\s+)?[A-Z][a-z]+")
_NAME = re.compile(r"(?<=\w )[A-Z][\w\u2019'\-]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of answer. `asked` finds it in a question (lower case); `given` in a sentence; `words` of the question say only the kind.

    A `sharp` kind is not given without saying so: no sentence without a time of day answers "what time".
    """

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]
    words: frozenset[str]
    sharp: bool


_SHARP = ("a share", "a sum of money", "a distance", "a length of time", "an age", "a time of day")


def _kind(name: str, asked: str, given: re.Pattern[str], words: str) -> Kind:
    terms = frozenset(term for word in words.split() for term in word_terms(word))
    return Kind(name, re.compile(asked), given, terms, sharp=name in _SHARP)


#: In order: the first that fits is the kind.
KINDS = (
    _kind(
        "a share",
        r"\bwhat (?:share|percentage|proportion|percent|fraction|odds|chances?)\b|\bhow (?:likely|much of)\b|\bthe odds\b",
        _SHARE,
        "share percentage proportion percent fraction odds chance likely much",
    ),
    _kind(
        "a length of time",
        r"\bhow (?:long|fast|quickly|soon)\b|\bwhat length\b|\b(?:shorter|longer) than\b",
        _DURATION,
        "long fast quickly soon length shorter longer short",
    ),
    _kind(
        "a sum of money",
        r"\bhow much (?:money|cash|aid)\b|"
        r"\bhow much (?:did|does|do|will|would|is|are|was|were) .*\b(?:cost|pay|paid|spend|spent|worth|earn)\b|"
        r"\b(?:what|which) (?:price|cost)\b|\bhow expensive\b",
        _MONEY,
        "much money cash price cost expensive",
    ),
    _kind("a distance", r"\bhow far (?:is|are|was|away|from)\b|\b(?:what|which) distance\b", _DISTANCE, "far distance away"),
    _kind("an age", r"\bhow old\b|\b(?:what|which) age\b", _AGE, "old age"),
    _kind(
        "a number",
        r"\bhow (?:many|much|big|large|far|high|often)\b|"
        r"\b(?:what|which) (?:number|amount|price|cost|figure|size)\b|\bdeath toll\b|\bnumber of\b",
        NUMBER,
        "many much number amount figure count toll",
    ),
    _kind("a time of day", r"\b(?:what|which) (?:time|hour)\b", _CLOCK, "time hour"),
    _kind(
        "a time",
        r"(?:^|and |, )when\b|\bsince when\b|\b(?:what|which) (?:day|date|year|month)\b|^on what\b",
        _TIME,
        "time day date year month",
    ),
    _kind(
        "a place", r"(?:^|and |, )where\b|\b(?:what|which) (?:city|place|town|venue|location)\b", _PLACE, "city place town venue location"
    ),
    _kind(
        "a person",
        r"(?:^|and |, |to |with |by )who(?:m|se)?\b|\b(?:what|which) (?:leaders?|officials?|people|person|countr(?:y|ies))\b|\bnames? of\b",
        _NAME,
        "",
    ),
)


def kind_of(question: str) -> Kind | None:
    """The kind of answer that a question asks for; None where its words do not say."""
    folded = question.lower()
    return next((kind for kind in KINDS if kind.asked.search(folded)), None)


_MONTHS = "january february march april may june july august september october november december".split()


def named_time(word: str) -> int | None:
    """The month, 1 to 12, or the year that a word of a question names. "May" and "march" have other uses, so they are none."""
    folded = word.lower()
    if folded in ("may", "march"):
        return None
    if folded in _MONTHS:
        return _MONTHS.index(folded) + 1
    return int(folded) if re.fullmatch(r"(?:19|20)\d\d", folded) else None
