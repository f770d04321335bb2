"""What is counted while Sherpa runs, for whoever watches over it. Nothing here is of a person, a place or a text.

Names and units follow Prometheus's conventions; labels have only values that this program has words for.
"""

from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

from prometheus_client import CollectorRegistry, Counter, GCCollector, Histogram, Info, PlatformCollector, ProcessCollector
from prometheus_client import disable_created_metrics as without_times_of_creation

from bot.observing import Outcome as Answering

if TYPE_CHECKING:
    from index.news.polling import Polled

#: "sent"; "closed" where the place takes nothing; "given up" after the last try.
Outcome = Literal["sent", "closed", "given up"]

#: Seconds that most questions are answered in lie between the first and the middle; people wait for the last in no chat.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """One for each process, with a registry of its own."""

    def __init__(self) -> None:
        without_times_of_creation()  # type: ignore[no-untyped-call]  # they are a line more for each counter, of use to nobody
        self.registry = registry = CollectorRegistry()
        self._messages = Counter(
            "sherpa_messages", "Messages that were to be shown to people on chat platforms.", ["platform", "outcome"], registry=registry
        )
        self._questions = Counter(
            "sherpa_questions", "Questions that people asked, by what came of them.", ["platform", "outcome"], registry=registry
        )
        self._seconds = Histogram(
            "sherpa_question_duration_seconds",
            "Time from taking a question up to knowing what to say, in seconds, without the time to show it.",
            ["platform"],
            buckets=SECONDS,
            registry=registry,
        )
        self._summaries = Counter("sherpa_summaries", "Articles that were summarized for people.", ["platform"], registry=registry)
        self._polls = Counter("sherpa_polls", "Polls of feeds by this process, by what came of them.", ["outcome"], registry=registry)
        self._taken_in = Counter("sherpa_articles_polled", "New texts that polls of this process took in.", registry=registry)
        Info("sherpa_version", "The version of Sherpa that runs.", registry=registry).info({"version": version("summit-sherpa")})
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)

    def message(self, platform: str, outcome: Outcome) -> None:
        """Counts a message and what became of it."""
        self._messages.labels(platform, outcome).inc()

    def messages(self, platform: str, outcome: Outcome) -> int:
        """How many there were."""
        return int(self.registry.get_sample_value("sherpa_messages_total", {"platform": platform, "outcome": outcome}) or 0)

    def question(self, platform: str, outcome: Answering, seconds: float) -> None:
        """See `bot.observing.Observer`."""
        self._questions.labels(platform, outcome).inc()
        self._seconds.labels(platform).observe(seconds)

    def summary(self, platform: str) -> None:
        """See `bot.observing.Observer`."""
        self._summaries.labels(platform).inc()

    def poll(self, polled: "Polled") -> None:
        """Counts a poll: "news", "nothing new", "failed" where the feed did, "not stored" where Sherpa's database or index did."""
        new = sum(added.new for added in polled.added)
        outcome = "not stored" if polled.trouble else "failed" if polled.feed.state != "ok" else "news" if new else "nothing new"
        self._polls.labels(outcome).inc()
        self._taken_in.inc(new)
