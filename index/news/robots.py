"""What hosts let robots read (RFC 9309), and how often they want to be asked (`Crawl-delay`, which no standard has)."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx
from protego import Protego

from index.news.errors import Refused
from index.news.hosts import host_of

_log = logging.getLogger(__name__)

#: Read at the most, and at the least what a crawler has to (RFC 9309, 2.5). Bytes.
MOST_BYTES = 500 * 1024
#: That reading one may take: whoever waits for it wants to read something else. Seconds.
MOST_SECONDS = 10.0
#: Followed, also to other hosts (RFC 9309, 2.3.1.2).
MOST_REDIRECTS = 5
#: Kept at the most (RFC 9309, 2.4). Seconds.
_KEPT = 24 * 3600.0
#: Asked again after one that could not be read, which keeps Sherpa out meanwhile. Seconds.
_RETRY = 30.0
#: Longest `Crawl-delay` that is kept; some ask for a day, which would leave no news. Seconds.
_LONGEST_DELAY = 30.0
#: Held at the most: hosts, and bytes of their robots.txt together. Few are larger than 10 kB; parsed, they take up to sixty times that.
_MOST_HOSTS = 2_000
_MOST_HELD = 2_000_000
#: A longer one is read in a thread. Bytes; 8 ms.
_LONG = 10_000

#: Reads a robots.txt, redirects followed: its status and its first MOST_BYTES. Raises Refused where there is no answer.
Read = Callable[[httpx.URL], Awaitable[tuple[int, bytes]]]


@dataclass(slots=True)
class _Known:
    """What is known of one host; read by one caller, whom the others wait for."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Protego | None = None  #: None where there are none
    size: int = 0
    was_read: bool = False
    unread: Refused | None = None  #: why there are no rules to go by
    until: float = float("-inf")


class Robots:
    """The rules of many hosts, each read when it is first needed and again after a day."""

    def __init__(self, token: str, read: Read, clock: Callable[[], float]) -> None:
        """`token` is the product token that hosts name Sherpa by; `clock` gives seconds and never goes back."""
        self._token = token
        self._read = read
        self._clock = clock
        self._hosts: OrderedDict[httpx.URL, _Known] = OrderedDict()

    async def interval(self, address: httpx.URL) -> float:
        """Seconds that the host wants between requests (0 if it does not say).

        Raises Refused where it lets no robot read `address`: by its rules, or because there is no reading them
        (RFC 9309, 2.3.1.4), with that as the reason.
        """
        known = await self._known(address.copy_with(raw_path=b"/robots.txt"))
        if known.unread:
            raise Refused(known.unread.reason, str(known.unread))
        if known.rules is None:
            return 0.0
        if not known.rules.can_fetch(str(address), self._token):
            raise Refused("robots.txt", f"{host_of(address)} asks robots not to read this page (robots.txt).")
        return min(known.rules.crawl_delay(self._token) or 0.0, _LONGEST_DELAY)

    async def _known(self, place: httpx.URL) -> _Known:
        known = self._hosts.setdefault(place, _Known())
        self._hosts.move_to_end(place)
        async with known.lock:
            if known.until <= self._clock():
                await self._renew(place, known)
        self._forget_some()
        return known

    async def _renew(self, place: httpx.URL, known: _Known) -> None:
        try:
            status, content = await self._read(place)
        except Refused as trouble:
            self._keep_out(place, known, trouble)
            return
        if status >= 500:
            sentence = f"The robots.txt of {host_of(place)} answers {status}, which keeps robots out until it can be read; try again later."
            self._keep_out(place, known, Refused(f"robots.txt {status}", sentence))
            return
        content = content if 200 <= status < 300 else b""  # anything else means that there is none (RFC 9309, 2.3.1.3)
        known.rules = await _parsed(content) if content else None
        known.size = len(content)
        known.was_read, known.unread = True, None
        known.until = self._clock() + _KEPT

    def _keep_out(self, place: httpx.URL, known: _Known, trouble: Refused) -> None:
        """For a while, unless there are rules from before."""
        _log.info("robots.txt unread", extra={"host": host_of(place), "reason": trouble.reason, "known": known.was_read})
        known.unread = None if known.was_read else trouble
        known.until = self._clock() + _RETRY

    def _forget_some(self) -> None:
        held = sum(known.size for known in self._hosts.values())
        while len(self._hosts) > _MOST_HOSTS or (held > _MOST_HELD and len(self._hosts) > 1):
            _, forgotten = self._hosts.popitem(last=False)
            held -= forgotten.size


async def _parsed(content: bytes) -> Protego:
    text = content.decode("utf-8-sig", "replace")
    return await asyncio.to_thread(Protego.parse, text) if len(content) > _LONG else Protego.parse(text)
