"""`Reply`: what Sherpa says, before any platform renders it.

Every string is data, as it came from people or news: a renderer escapes it. A `Quotation`'s text alone is verbatim, and alone stands
between ❝ and ❞: in everything else those two become “ and ”.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator

from bot.quotes import Frozen
from index.articles import Span

_ORDINARY_MARKS = str.maketrans("❝❞", "“”")

#: Text that is not a quotation.
Words = Annotated[str, AfterValidator(lambda text: text.translate(_ORDINARY_MARKS))]

Tone = Literal["plain", "quiet"]

#: What a reader can do next; each platform has its own way to offer it.
ActionName = Literal[
    "more", "summarize", "alert", "why", "helpful", "unhelpful", "share", "thread", "delete", "alike", "mute", "unsubscribe"
]

#: What an action is called, wherever it is offered.
LABELS: dict[ActionName, str] = {
    "more": "More",
    "summarize": "Summarize this source",
    "alert": "Alert me on this topic",
    "why": "Why this answer",
    "helpful": "👍 Helpful",
    "unhelpful": "👎 Not helpful",
    "share": "Share in channel",
    "thread": "Continue in a thread",
    "delete": "Delete",
    "alike": "More like this",
    "mute": "Mute for a day",
    "unsubscribe": "Unsubscribe",
}

#: What goes on from what is shown, and not what is thought and done of it.
_ONWARD: frozenset[ActionName] = frozenset({"more", "summarize", "alert", "why", "share", "alike", "mute", "unsubscribe"})


class Link(Frozen):
    """`url` holds only the characters of RFC 3986; `text` says what opens, and whose page it is where that is not the outlet's own."""

    text: Words
    url: str


class Line(Frozen):
    """A sentence or two of Sherpa's own; "quiet" for what can be passed over."""

    text: Words
    tone: Tone = "plain"


class Reference(Frozen):
    """Where something stands, in words: `Hindustan Times (WSJ)`, `about 16 Aug 2025, after the summit`, the title, the link."""

    source: Words
    date: Words
    title: Words = ""
    byline: Words = ""
    link: Link | None = None


class Quotation(Frozen):
    """Verbatim text of an article. `cut` says that the sentence goes on, shown by an ellipsis outside the marks."""

    text: str
    cut: bool = False
    marks: tuple[Span, ...] = ()  #: the words that matched, as offsets into `text`, in order, without overlap
    number: int | None = None  #: counted from 1 through an answer and what More adds to it
    reference: Reference | None = None  #: None where the whole reply is of one article and says so at its head
    carriers: Words = ""  #: `also carried by Mint`; in an alert on several topics before that `fits “NATO”`


class Item(Frozen):
    """One thing of a list: what it is, and quieter what goes with it."""

    text: Words
    detail: Words = ""
    number: int | None = None
    link: Link | None = None


class Listing(Frozen):
    """Things in order; `left_out` counts those that found no room."""

    title: Words = ""
    items: tuple[Item, ...]
    left_out: int = 0


Block = Line | Reference | Quotation | Listing


class Action(Frozen):
    """Something to do next. `argument` is what it is done to: for "summarize" an article's id."""

    name: ActionName
    label: Words
    argument: str = ""


class Reply(Frozen):
    """What is shown, from top to bottom. `private` is for the asker alone, where the platform can."""

    heading: Words = ""
    blocks: tuple[Block, ...] = ()
    actions: tuple[Action, ...] = ()
    private: bool = False


def action_rows(actions: Sequence[Action], most: int) -> list[list[Action]]:
    """Actions as rows of at most so many: what goes on from what is shown first, what is thought and done of it below."""
    first = [action for action in actions if action.name in _ONWARD]
    second = [action for action in actions if action.name not in _ONWARD]
    return [part[start : start + most] for part in (first, second) for start in range(0, len(part), most)]
