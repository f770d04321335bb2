"""What is told of questions and summaries to whoever counts them: never their text, nor whose they are."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from index.errors import BadInput

#: "declined": the articles do not say, or nothing was asked that they could; "error": something that Sherpa needs does not work.
Outcome = Literal["answered", "declined", "error"]


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
    """A question that is being answered."""

    answered: bool = False


@contextmanager
def asking(observer: Observer, platform: str) -> Iterator[Asked]:
    """Tells the observer of a question: the block answers it, and says whether there was an answer."""
    asked, began = Asked(), time.perf_counter()
    outcome: Outcome = "error"
    try:
        yield asked
        outcome = "answered" if asked.answered else "declined"
    except BadInput:
        outcome = "declined"
        raise
    finally:
        observer.question(platform, outcome, time.perf_counter() - began)
