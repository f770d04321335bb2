"""Several senders on one database share what is due: all of it is sent, none of it twice, and in its order within each place."""

import asyncio
from collections import defaultdict
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.alerts.alerts import AlertRules, Alerts
from bot.alerts.noting import watch
from bot.alerts.subscribing import Wish
from bot.answering import Said
from bot.blocks import Quotation
from bot.event import Event
from bot.places import Place
from bot.service import Service
from index.articles import Article
from index.library import open_library

PLACES, STORIES = 24, 4
RULES = AlertRules(most=9, burst=100, hour=8, zone="UTC", kept=timedelta(days=1))
WORDS = ("amber", "birch", "cedar", "damson", "elder", "fennel", "gorse", "hazel", "ivy", "juniper")


class Recording:
    """Takes what several senders send, and a turn of the event loop for each."""

    def __init__(self, sent: list[tuple[str, str, str]], name: str) -> None:
        self._sent = sent
        self._name = name

    async def send(self, place: Place, said: Said, *, key: str, under: str | None = None, again: bool = False) -> str:
        await asyncio.sleep(0)
        (text,) = [block.text for block in said.reply.blocks if isinstance(block, Quotation)]
        self._sent.append((self._name, place.channel, text))
        return key

    async def direct(self, place: Place, person: str) -> Place:
        raise NotImplementedError


def story(number: int) -> str:
    return f"The harbour has news of {number}, by the {' '.join(WORDS[number:] + WORDS[:number])} pier."


async def test_two_senders_share_the_outbox(url: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        senders, sent = [], list[tuple[str, str, str]]()
        for name in ("one", "two"):
            library = await open_library(url, tmp_path / name, engine="memory")
            stack.push_async_callback(library.close)
            watch(library)
            service = Service(library, Event(None))
            alerts = Alerts(library, service, RULES, lambda: datetime.now(UTC))
            senders.append(alerts.sender("p", Recording(sent, name)))
        for number in range(PLACES):
            place = Place(platform="p", workspace="w", channel=f"c{number}")
            await alerts.subscribing.subscribe(Wish("harbour", place, "alice", manages=True))
        for number in range(STORIES):
            given = Article(id=f"a{number}", title=f"News {number}", body=story(number), published=datetime.now(UTC))
            await library.add([given])
        await asyncio.gather(*(sender.drain() for sender in senders))
        while (await alerts.outbox.counts()).due:  # one may end while the other holds the first of a place
            await senders[0].drain()
    told = defaultdict(list)
    for _, channel, text in sent:
        told[channel].append(text)
    assert dict(told) == {f"c{number}": [story(n) for n in range(STORIES)] for number in range(PLACES)}
    assert {name for name, *_ in sent} == {"one", "two"}
