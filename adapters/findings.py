"""What `sherpa doctor` finds."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that Sherpa needs. `good` is None for what is left out on purpose; the sentence says how to mend what is not good."""

    name: str
    good: bool | None
    sentence: str
