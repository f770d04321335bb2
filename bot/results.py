"""What the service gives back: values that the replies are made from and that the command line prints as JSON."""

from datetime import date, datetime
from typing import Literal

from bot.quotes import Citation, Frozen, Quote


class Corroboration(Frozen):
    """Who says the same. Outlets are counted where all are known, else reports; copies of one story count once."""

    reports: int  #: stories
    outlets: int | None  #: distinct outlets, None where one is unknown
    agencies: int  #: distinct wires they came from
    independent: int  #: reports that share no wire with another of them


class Difference(Frozen):
    """Two quotations that disagree on a number, a time or who was there."""

    about: str  #: what they differ on, in a few of the sources' own words
    first: str  #: what the quotation number `first_quote` says
    second: str
    first_quote: int  #: places in `Answer.quotes`, counted from 0
    second_quote: int


class Searched(Frozen):
    """What was looked through: of the collections that the asker can see."""

    articles: int
    oldest: date | None
    newest: date | None


class TermWeight(Frozen):
    """One term of the question, as it was ranked with."""

    word: str  #: as typed
    term: str
    passages: int  #: in how many passages it stands
    weight: float


class Ranked(Frozen):
    """One sentence that was considered: shown by /why."""

    text: str
    article_id: str
    title: str
    score: float
    coverage: float  #: share of the question's information that stands in it, 0..1
    features: dict[str, float]


class Explanation(Frozen):
    """Why this answer: the ranking, as it was."""

    terms: tuple[TermWeight, ...]
    asked_for: str  #: the kind of answer looked for: "a number", "a time", "what Merz said"
    ranked: tuple[Ranked, ...]  #: best first


class Answer(Frozen):
    """Quotations that answer a question, best first; `more` are those that a reader may ask for next."""

    question: str
    quotes: tuple[Quote, ...]
    more: tuple[Quote, ...] = ()
    confidence: float  #: 0..1
    corroboration: Corroboration | None = None
    difference: Difference | None = None
    notes: tuple[str, ...] = ()  #: one sentence each: what was corrected, cut or assumed
    explanation: Explanation


class Refusal(Frozen):
    """That the articles do not say it, and why; or that the text is no question for Sherpa (`kind` "chat")."""

    question: str
    kind: Literal["unanswered", "chat", "nothing_to_search"]
    reason: str  #: one or two sentences
    confidence: float = 0.0
    unknown_words: tuple[str, ...] = ()  #: of the question, as typed, that no article has
    nearest: Quote | None = None
    searched: Searched
    notes: tuple[str, ...] = ()
    explanation: Explanation | None = None


class SummarySentence(Frozen):
    """A sentence of the article: `text == body[start:end]`."""

    text: str
    start: int
    end: int


class Summary(Frozen):
    """Verbatim sentences in the article's order."""

    citation: Citation
    byline: str | None
    sentences: tuple[SummarySentence, ...]


class Preview(Frozen):
    """Which stored articles a topic would have fired an alert on; newest first."""

    topic: str
    understood: str  #: the topic as it was read, in words
    articles: tuple[Citation, ...]
    notes: tuple[str, ...] = ()  #: a word that no article has; a topic that fits half of them


class Subscribed(Frozen):
    """A topic that a place is told of, as people see it."""

    topic: str
    here: str  #: the place, in words: "here", "to you"
    rhythm: Literal["now", "daily", "weekly"]
    outlets: int
    hour: int  #: of the day, at which digests come
    zone: str
    paused: str = ""
    muted: datetime | None = None
    pings: bool = False  #: a role, when it is told


class Source(Frozen):
    """A line of the list of sources."""

    number: int  #: counted from 1 in the order shown
    citation: Citation
    collection: str
