"""Connections: a name is looked up once, what it stands for is checked, and the connection goes to what was checked.

So a name that stands for something else a moment later changes nothing (DNS rebinding). TLS and `Host` know the name alone.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpcore

from index.news.errors import Refused
from index.news.hosts import check_address, literal_address

#: Gives the IP addresses of a host's name, best first, as text. Raises OSError where there are none.
Resolve = Callable[[str], Awaitable[Sequence[str]]]

#: Lookups wait in a thread of the system's for as long as it likes, so names that are never answered need room beside the others.
_LOOKUPS_AT_ONCE = 32
#: A host with more addresses is tried at the first of them.
_MOST_TRIED = 4


class SystemResolver:
    """The system's own lookup, in threads of its own: names that nobody answers for hold up no other work."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_LOOKUPS_AT_ONCE, thread_name_prefix="lookup")

    async def __call__(self, host: str) -> Sequence[str]:
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host)
        return list(dict.fromkeys(found))

    def close(self) -> None:
        """Waits for no lookup."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects httpcore to addresses that `check_address` lets through, and to no others; raises Refused."""

    def __init__(self, resolve: Resolve, *, allow_private: bool, network: httpcore.AsyncNetworkBackend) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        self._network = network

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Looks up, checks and connects within `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                addresses = (await self._checked(host))[:_MOST_TRIED]
                share = None if timeout is None else timeout / len(addresses)
                for address in addresses:
                    try:
                        return _Stream(await self._network.connect_tcp(address, port, share, local_address, socket_options))
                    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                        failure = error
        except TimeoutError as error:
            raise _too_slow(host) from error
        if isinstance(failure, httpcore.ConnectTimeout):
            raise _too_slow(host) from failure
        raise Refused("not reachable", f"{host} takes no connection; check the address, or try again later.") from failure

    async def _checked(self, host: str) -> Sequence[str]:
        """All addresses of `host`, if each of them may be connected to: a mixture is what an attack looks like."""
        addresses = [host] if literal_address(host) else await self._looked_up(host)
        for address in addresses:
            kind = check_address(address, allow_private=self._allow_private)
            if kind is not None:
                mending = "" if check_address(address, allow_private=True) else ", or set SHERPA_ALLOW_PRIVATE_ADDRESSES=1 to read this one"
                raise Refused("private address", f"{host} is at a private address ({kind}); give a public one{mending}.")
        return addresses

    async def _looked_up(self, host: str) -> Sequence[str]:
        try:
            addresses = await self._resolve(host)
        except (OSError, UnicodeError) as error:
            raise _not_found(host) from error
        if not addresses:
            raise _not_found(host)
        return addresses


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that is closed if TLS is given up on; httpcore leaves it open if that is by cancelling."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 (httpcore's signature)
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 (httpcore's signature)
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's signature)
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except asyncio.CancelledError:
            await asyncio.shield(self._stream.aclose())
            raise


def _look_up(host: str) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def _not_found(host: str) -> Refused:
    return Refused("name not found", f"There is no host called {host}; check the address.")


def _too_slow(host: str) -> Refused:
    return Refused("too slow", f"{host} takes no connection in time; try again later.")
