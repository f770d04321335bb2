"""Names, addresses and time as tests want them, for Fetchers; and what they answer."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpcore
import pytest

from index.news.errors import Refused
from index.news.fetching import Fetched, Fetcher

PUBLIC = "93.184.216.34"


class FakeClock:
    """Time passes only while somebody sleeps, and those who sleep wake in order."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        wake = self.now + seconds
        while self.now < wake:
            await asyncio.sleep(0)
            self.now = min(wake, self.now + 0.25)


class Names:
    """Says which addresses a name has: at each lookup the next of its answers, and then always the last."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(answer) for name, answer in answers.items()}
        self.lookups: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        self.lookups.append(host)
        if host not in self._answers:
            raise OSError("no such name")
        answers = self._answers[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


class LocalNetwork(httpcore.AnyIOBackend):
    """Every address is this machine; `connected` has those that were asked for."""

    def __init__(self, *closed: str) -> None:
        self.connected: list[str] = []
        self._closed = closed

    async def connect_tcp(self, host: str, port: int, *rest: Any, **named: Any) -> httpcore.AsyncNetworkStream:
        self.connected.append(host)
        if host in self._closed:
            raise httpcore.ConnectError("closed")
        return await super().connect_tcp("127.0.0.1", port, *rest, **named)


async def got(fetcher: Fetcher, url: str, **arguments: Any) -> Fetched:
    """An answer that has to have a body."""
    answer = await fetcher.get(url, **arguments)
    assert isinstance(answer, Fetched)
    return answer


async def refused(fetcher: Fetcher, url: str, **arguments: Any) -> Refused:
    """Why it is refused, as it has to be, in one sentence."""
    with pytest.raises(Refused) as caught:
        await fetcher.get(url, **arguments)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert ". " not in sentence
    return caught.value
