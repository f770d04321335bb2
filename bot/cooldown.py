"""How often people may ask: a budget for each person and each channel that fills up again as time passes.

The generic cell rate algorithm (ITU-T I.371, annex A): of each key only the time is kept at which its budget is whole again. A process
counts what it hears itself, so several together let through more; what is guarded against is a flood, which each of them stops.
"""

from collections.abc import Callable

WINDOW = 60.0  #: seconds in which an empty budget fills up
#: Keys from which on those are forgotten whose budgets are whole.
MANY_KEYS = 10_000


class Cooldown:
    """`most` questions at once, and on the average as many a minute. `now` gives seconds from any start, and never goes back."""

    def __init__(self, most: int, now: Callable[[], float]) -> None:
        self._interval = WINDOW / most
        self._now = now
        self._whole_at: dict[str, float] = {}

    def take(self, key: str) -> float:
        """Takes one from the budget of `key`: 0; or, where it is empty, takes nothing and gives the seconds until there is one again."""
        now = self._now()
        whole_at = max(self._whole_at.get(key, now), now) + self._interval
        if whole_at - now > WINDOW + self._interval / 1_000:  # a hair more, for sums of fractions
            return whole_at - now - WINDOW
        if len(self._whole_at) >= MANY_KEYS:
            self._whole_at = {other: time for other, time in self._whole_at.items() if time > now}
        self._whole_at[key] = whole_at
        return 0.0

    def give_back(self, key: str) -> None:
        """Puts back what `take` took."""
        if key in self._whole_at:
            self._whole_at[key] -= self._interval
