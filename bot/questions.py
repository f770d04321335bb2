"""Questions: cleaned, bounded and read for what they ask."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chitchat import is_chat, without_address
from bot.kinds import Kind, kind_of
from bot.topics.grammar import MAX_TOPIC
from index.analysis import Analyzer
from index.articles import Stance
from index.cleaning import clean_line
from index.errors import BadQuestion

#: Longest question that is read, in characters after trimming.
MAX_QUESTION = 300

#: What a word weighs that says how a thing is asked and not what about: with these, "what came of the coup" is about the coup.
LIGHT_WEIGHT = 0.3
#: What the parts of a hyphenated word weigh beside the joined form, or the joined form beside its parts, whichever the corpus has not.
PART_WEIGHT = 0.2
#: What the words of a question's other part, or of the question before it, weigh in this one.
CONTEXT_WEIGHT = 0.4

#: Words of a follow-up without a question mark: "and Zelenskiy", "what about Merz". Longer ones are mostly statements.
GOES_ON = 3

_analyzer = Analyzer()

#: Words of asking, and light verbs ("take place", "give a speech", "put on the table"): frequent in questions on any subject.
_LIGHT = frozenset(
    _analyzer.terms(
        "get give put take make come bring keep let set still ever already yet along like way thing place piece according versus vs "
        "compare compared mean want need happen say says tell talk call describe report write react reaction think know one first kind "
        "sort idea actually really look came went gone got done people exactly go going gets given took made brought article articles "
        "news story source sources detail details information latest update anything something everything anybody anyone everybody "
        "everyone somebody someone whoever whichever whether since per via else didn't don't doesn't isn't wasn't aren't weren't hasn't "
        "haven't won't wouldn't couldn't shouldn't can't cannot"
    )
)

_SPLIT = re.compile(
    r"\?\s+(?=\S)|;\s+|"
    r",?\s+\band\s+(?=(?:what|who|when|where|why|how|which|whose|did|does|do|was|were|is|are|has|have|had|will|would|can|could)\b)"
    r"|\s+\b(?:versus|vs\.?|compared (?:to|with))\s+",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"^\W*(?:compare|contrast|what(?:'s| is) the difference between)\b(.+?)\b(?:with|and|to|against)\b(.+)$", re.IGNORECASE
)
_FOLLOW_UP = re.compile(r"^\W*(?:and|but|so|then|also|or|ok so|what about|how about|why not|since when)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(?:he|she|they|it|him|her|them|his|their|its|that|this|those|these|there|then)\b", re.IGNORECASE)
_SPEECH = re.compile(
    r"\b(?:say|said|says|tell|told|call(?:ed)?|describe[sd]?|wrote|write|written|post(?:ed)?|warn(?:ed|ing)?|react(?:ed|ion)?|think|"
    r"claim(?:ed)?|promise[ds]?|accuse[ds]?|comment(?:ed|s)?|opinion|views?|fear|trust|believe|urged?|demand(?:ed)?|predict(?:ed)?|expect|"
    r"respond(?:ed)?|response|"
    r"hail(?:ed)?|praise[ds]?|define[ds]?|announce[ds]?|threat(?:en(?:ed)?)?|criticis\w+|criticiz\w+)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\bwhat (?:did|does|do|has|have|was|is|were|are) (?P<a>.+?) "
    r"(?:say|said|saying|tell|told|call|called|think|thinks|describe|write|written|wrote|post|posted|promise[d]?|"
    r"warn(?:ed)?|claim(?:ed)?|urge[d]?|announce[d]?|reply|respond|comment|suggest)\b"
    r"|\bhow (?:did|does|do|has|have) (?P<b>.+?) (?:describe|call|react|respond|define|characteri[sz]e|comment)\w*\b"
    r"|^(?P<c>(?!what|how|which|who|did|does|was|is)[\w\u2019'-]+(?: [\w\u2019'-]+){0,2}?)"
    r"(?:'s|\u2019s)? (?:reaction|response|comments?|view|opinion|statement|remarks|position)\b"
    r"|\b(?:reaction|response|comments?|view|opinion|statement|remarks) (?:of|by|from) (?P<d>.+?)(?: (?:on|to|about|after)\b|$)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['\u2019]s?$")


#: Words that set a question before or after the event that the news is about; a past tense asks how it came out.
_BEFORE = re.compile(
    r"\b(?:before|ahead of|prior to|going in(?:to)?|in advance of)\b|\bpre-|\b(?:expect(?:ed|s)?|due|planned|supposed) to\b|\bwill\b",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\bafter(?:wards?)?\b|\bpost-|\b(?:outcome|results?|ended?|achieved?)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"^\W*(?:was|were|did|does|do|is|are|has|have|had|will|would|can|could|should)(?:n['\u2019]t)?\b", re.IGNORECASE)
_ASKS = re.compile(r"^\W*(?:what|who|whom|whose|when|where|why|which|how)\b", re.IGNORECASE)
_BETWEEN_PEOPLE = re.compile(r"\b(?:[Ii]|[Mm]e|[Mm]y|[Mm]ine|[Ww]e|[Oo]ur|[Yy]ou|[Yy]our|[Yy]ours|[Yy]ou all|[Ll]et['\u2019]?s)\b")
_BARE = re.compile(
    r"\W*(?:and |but )?(?:since )?(?:what|who|whom|whose|when|where|why|which|how)(?: else| then| not| so)?\W*", re.IGNORECASE
)
_PAST = re.compile(r"^\W*(?:was|were|did|has|have|had)(?:n['\u2019]t)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question with its terms: the joined form first, then the parts, where it is hyphenated. `weight` is before idf, 0..1."""

    text: str
    terms: tuple[str, ...]
    weight: float
    capitalised: bool
    misspelt: bool = False  #: no article has it; its term is that of the nearest word that one has


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is read. `parts` are what it asks, one or more, each a question with one part."""

    text: str
    words: tuple[Word, ...]
    kind: Kind | None
    asks_speech: bool  #: what somebody said or thinks
    speaker: str  #: the words that name who is asked about, in a question on what somebody said; else empty
    side: Stance | None = None  #: of the event, on which it asks: what was said before it, or how it came out
    yes_or_no: bool = False
    parts: tuple["Question", ...] = ()
    cut: bool = False  #: it was longer than is read
    leans_on: str = ""  #: the question before it, where it is a follow-up

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms once, in order."""
        return tuple(dict.fromkeys(term for word in self.words for term in word.terms))

    def respelt(self, spelt: Mapping[str, str]) -> "Question":
        """The question, and its parts, with other terms for its misspelt words."""
        words = [replace(word, terms=(spelt[word.terms[0]],), misspelt=True) if word.terms[0] in spelt else word for word in self.words]
        return replace(self, words=tuple(words), parts=tuple(part.respelt(spelt) for part in self.parts))


def clean(text: str) -> tuple[str, bool]:
    """The question on one line without invisible characters, and whether it was longer than is read.

    Raises BadQuestion where nothing is left.
    """
    line = clean_line(text)
    if not line:
        raise BadQuestion("The question is empty; ask about something, for example: Was a ceasefire agreed?")
    if len(line) <= MAX_QUESTION:
        return line, False
    kept = line[:MAX_QUESTION]
    return kept[: kept.rfind(" ")] if " " in kept[MAX_QUESTION // 2 :] else kept, True


def read(text: str, before: Sequence[str] = ()) -> Question:
    """What `text` asks; `before` are the questions before it in the conversation, oldest first. Raises BadQuestion for an empty one."""
    line, cut = clean(text)
    line = without_address(line)
    question = replace(_single(line), cut=cut)
    if before and _is_follow_up(question):
        *earlier, last = before
        return replace(_lean(question, read(last, earlier)), leans_on=last)
    parts = [_single(part) for part in _split(line)]
    if len(parts) < 2 or not all(any(word.weight == 1 for word in part.words) for part in parts):
        return question
    return replace(question, parts=tuple(_share(part, [other for other in parts if other is not part]) for part in parts))


def has_nothing_to_search(text: str, before: Sequence[str] = ()) -> bool:
    """Whether the text is no question at all, or has no word to search for: only signs, emoji, words of grammar."""
    try:
        question = read(text, before)
    except BadQuestion:
        return True
    return not question.words and not is_talk(question)


def asks(text: str, before: Sequence[str] = ()) -> bool:
    """Whether the text, said after those questions to nobody in particular, asks something that articles may say.

    That is a question with its mark, one without that names somebody or points back, or two words that go on from the one before ("and
    Zelenskiy"); and not what people ask each other ("are you coming?").
    """
    try:
        question = read(text, before)
    except BadQuestion:
        return False
    if not question.words or is_talk(question) or _BETWEEN_PEOPLE.search(text):
        return False
    own = [word for word in _words(question.text, None) if word.weight == 1]
    if "?" in text:
        return bool(own) or _BARE.fullmatch(text) is not None or _POINTS_BACK.search(text) is not None
    if _FOLLOW_UP.search(text):
        return bool(own) and len(text.split()) <= GOES_ON
    asked = {word.text.casefold() for earlier in before for word in _words(earlier, None) if word.weight == 1}
    points = any(word.capitalised or word.text.casefold() in asked for word in own) or _POINTS_BACK.search(text) is not None
    return (question.yes_or_no or _ASKS.search(text) is not None) and points and not text.rstrip().endswith("!")


def topic_of(text: str) -> str:
    """The words of a question that say what it is about, as they could be typed as a topic; "" where there are none.

    Of a long one only so many of them as a topic may have.
    """
    if has_nothing_to_search(text):
        return ""
    topic = ""
    for word in dict.fromkeys(_POSSESSIVE.sub("", word.text) for word in read(text).words if word.weight == 1):
        if len(topic) + 1 + len(word) > MAX_TOPIC:
            break
        topic = f"{topic} {word}".lstrip()
    return topic


def is_talk(question: Question) -> bool:
    """Whether it is no question on the news but talk to Sherpa."""
    return is_chat(question.text)


def _single(text: str) -> Question:
    kind = kind_of(text)
    spoken = _SPEECH.search(text) is not None
    named = _SPEAKER.search(text)
    return Question(
        text=text,
        words=_words(text, kind),
        kind=kind,
        asks_speech=spoken,
        side=_side(text),
        yes_or_no=_YES_OR_NO.search(text) is not None,
        speaker=_POSSESSIVE.sub("", next((group for group in named.groups() if group), "").strip()) if named else "",
    )


def _side(text: str) -> Stance | None:
    before, after = _BEFORE.search(text), _AFTER.search(text)
    if bool(before) != bool(after):
        return "before" if before else "after"
    return "after" if _PAST.search(text) and not before else None


def _words(text: str, kind: Kind | None) -> tuple[Word, ...]:
    places: dict[tuple[int, int], list[str]] = {}
    for token in _analyzer.tokens(text):
        places.setdefault((token.start, token.end), []).append(token.term)
    seen: set[str] = set()
    found = []
    for (start, end), terms in places.items():
        if terms[0] in seen:
            continue
        seen.update(terms)
        light = terms[0] in _LIGHT or (kind is not None and terms[0] in kind.words)
        word = text[start:end]
        found.append(Word(word, tuple(terms), LIGHT_WEIGHT if light else 1.0, capitalised=word[0].isupper() and start > 0))
    return tuple(found)


def _split(line: str) -> list[str]:
    compared = _COMPARE.match(line)
    pieces = compared.groups() if compared else _SPLIT.split(line)
    return [piece.strip() for piece in pieces if piece and piece.strip()]


def _is_follow_up(question: Question) -> bool:
    if not any(character.isalnum() for character in question.text):
        return False  # signs alone lean on nothing
    heavy = [word for word in question.words if word.weight == 1]
    if _FOLLOW_UP.search(question.text) or len(heavy) == 0:
        return True
    return len(heavy) <= 2 and _POINTS_BACK.search(question.text) is not None and not any(word.capitalised for word in heavy)


def _lean(question: Question, earlier: Question) -> Question:
    own = {term for word in question.words for term in word.terms}
    borrowed = tuple(replace(word, weight=word.weight * CONTEXT_WEIGHT) for word in earlier.words if not own & set(word.terms))
    if not any(word.weight == 1 for word in question.words):  # "when?": the question before it, with this one's question word
        borrowed = tuple(word for word in earlier.words if not own & set(word.terms))
    return replace(question, words=question.words + borrowed)


def _share(part: Question, others: list[Question]) -> Question:
    for other in others:
        part = _lean(part, other)
    return part
