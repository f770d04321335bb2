"""What is counted while Sherpa runs, for whoever watches over it. Nothing here is of a person, a place or a text."""

from typing import Literal

from prometheus_client import CollectorRegistry, Counter

#: "sent"; "closed" where the place takes nothing; "given up" after the last try.
Outcome = Literal["sent", "closed", "given up"]


class Metrics:
    """One for each process, with a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._messages = Counter(
            "sherpa_messages", "Messages that were to be shown to people", ["platform", "outcome"], registry=self.registry
        )

    def message(self, platform: str, outcome: Outcome) -> None:
        """Counts a message and what became of it."""
        self._messages.labels(platform, outcome).inc()

    def messages(self, platform: str, outcome: Outcome) -> int:
        """How many there were."""
        return int(self.registry.get_sample_value("sherpa_messages_total", {"platform": platform, "outcome": outcome}) or 0)
