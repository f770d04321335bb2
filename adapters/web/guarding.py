"""What stands before every page: the headers that browsers are told to be strict by, and a limit for each address."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.templating import Templates
from adapters.web.yielding import is_asking

#: Scripts and styles come from Sherpa's own files alone, nothing from elsewhere is loaded, no page may frame these, and where a reader goes
#: from here is not told whence: an address may hold a signature.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",  # what is shown may be taken down at any time
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",  # the articles are their publishers'
}

#: Pages that one address may read at once, and a second from then on: many readers may share an address, behind one gateway, and a page
#: costs a third of a millisecond.
BURST = 20_000
REFILL = 400.0
#: The same of answers, summaries and narrowed lists, which are searched for: some 20 ms of work each, a list of very many articles more.
ASKED_BURST = 1_000
ASKED_REFILL = 10.0
#: As `_from` writes them.
THIS_MACHINE = frozenset({"127.0.0.1", "::/64"})
#: Addresses that are kept in mind, the latest: at some 200 bytes each.
ADDRESSES = 20_000


class Allowance:
    """What each address may still have: a token bucket each (Turner 1986), full at first. `refill`: a second."""

    def __init__(self, burst: float = BURST, refill: float = REFILL, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._refill = refill
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """0 where the address may have one more now, which then is taken; else the seconds until it may."""
        now = self._clock()
        left, then = self._left.pop(address, (self._burst, now))
        left = min(left + (now - then) * self._refill, self._burst)
        self._left[address] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > ADDRESSES:
            self._left.popitem(last=False)
        return max(1 - left, 0) / self._refill


class Limits:
    """What each address may read, and what it may ask."""

    def __init__(self, reading: Allowance | None = None, asking: Allowance | None = None) -> None:
        self.reading = reading or Allowance()
        self.asking = asking or Allowance(ASKED_BURST, ASKED_REFILL)

    def wait(self, address: str, *, asking: bool) -> float:
        """As `Allowance.wait`. This machine itself reads without a limit: a proxy on it that does not say whose requests it passes on would
        be limited as if all its readers were one."""
        if asking:
            return self.asking.wait(address)
        return 0.0 if address in THIS_MACHINE else self.reading.wait(address)


class Guard:
    """ASGI middleware for Sherpa's own pages."""

    def __init__(self, app: ASGIApp, templates: Templates, limits: Limits) -> None:
        self._app = app
        self._templates = templates
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is within the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        seconds = self._limits.wait(_from(scope), asking=is_asking(scope) or _is_narrowed(scope))
        if seconds > 0:
            sentence = f"Too many pages were asked for from your address; try again in {math.ceil(seconds)} seconds."
            answer = self._templates.failure(429, "Too many requests", sentence)
            answer.headers["Retry-After"] = str(math.ceil(seconds))
            await answer(scope, receive, strictly)
            return
        await self._app(scope, receive, strictly)


def _is_narrowed(scope: Scope) -> bool:
    return bool(scope["path"] == "/sources" and scope["query_string"])


def _from(scope: Scope) -> str:
    """The address that asks; of IPv6 its network, of which one household has all (RFC 6177). What is no address has one limit together."""
    try:
        address = ipaddress.ip_address(scope["client"][0] if scope.get("client") else "")
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address) >> 64 << 64, 64)))
