"""What is told of questions and summaries to whoever counts them: never their text, nor whose they are."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.results import Answer, Refusal
from index.errors import BadInput, BadQuestion

#: "declined": the articles do not say, or there is no such article; "no question": talk, or nothing to search for; "error": something
#: that Sherpa needs does not work.
Outcome = Literal["answered", "declined", "no question", "error"]


class Observer(Protocol):
    """Called by whoever answers, from the event loop, once for each question or summary; raises nothing."""

    def question(self, platform: str, outcome: Outcome, seconds: float) -> None:
        """A question was asked on a platform; finding what to say took so many seconds, without showing it."""

    def summary(self, platform: str) -> None:
        """An article was summarized for somebody."""


class _Unobserved:
    """Where nobody counts."""

    def question(self, platform: str, outcome: Outcome, seconds: float) -> None:
        """Nothing."""

    def summary(self, platform: str) -> None:
        """Nothing."""


UNOBSERVED: Observer = _Unobserved()


@dataclass(slots=True)
class Asked:
    """A question that is being answered, and what came of it so far."""

    outcome: Outcome = "error"


def outcome_of(result: Answer | Refusal) -> Outcome:
    """What came of a question that was looked into."""
    if isinstance(result, Answer):
        return "answered"
    return "declined" if result.kind == "unanswered" else "no question"


@contextmanager
def asking(observer: Observer, platform: str) -> Iterator[Asked]:
    """Tells the observer of a question: the block answers it, and says what came of it."""
    asked, began = Asked(), time.perf_counter()
    try:
        yield asked
    except BadInput as error:
        asked.outcome = "no question" if isinstance(error, BadQuestion) else "declined"
        raise
    finally:
        observer.question(platform, asked.outcome, time.perf_counter() - began)
