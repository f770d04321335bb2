"""How the process stands: coming up, at work or ending, and which chat platforms it is connected to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

Phase = Literal["starting", "running", "stopping"]


class Standing:
    """One for each process. `platforms` are those that it is to be on."""

    def __init__(self, platforms: Sequence[str]) -> None:
        self.phase: Phase = "starting"
        self._connections: dict[str, Callable[[], bool] | None] = dict.fromkeys(platforms)

    @contextmanager
    def connection(self, platform: str, is_up: Callable[[], bool]) -> Iterator[None]:
        """For as long as the block lasts, `is_up` says whether the process is connected to the platform."""
        self._connections[platform] = is_up
        try:
            yield
        finally:
            self._connections[platform] = None

    def connected(self) -> dict[str, bool]:
        """By platform, whether the process is connected to it now."""
        return {platform: is_up is not None and is_up() for platform, is_up in self._connections.items()}
