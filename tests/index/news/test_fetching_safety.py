"""Sherpa connects to the public internet and to nothing else, whatever an address, a name or a redirect says."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator

import pytest
from news_names import PUBLIC, LocalNetwork, Names, got, refused

from bench.standins import news_faults as faults
from bench.standins.news_tls import client_tls, server_tls
from bench.standins.news_web import NewsWeb
from index.news.connecting import SystemResolver
from index.news.fetching import Fetcher, FetchLimits

LIMITS = FetchLimits(interval=0.0)
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

#: What the attacker's names stand for.
HOSTILE_NAMES = {
    "loopback.example": ["127.0.0.1"],
    "far.loopback.example": ["127.8.8.8"],
    "ten.example": ["10.0.0.1"],
    "sixteen.example": ["172.16.0.1"],
    "home.example": ["192.168.0.1"],
    "metadata.example": ["169.254.169.254"],
    "metadata6.example": ["fd00:ec2::254"],
    "azure.example": ["168.63.129.16"],
    "linklocal.example": ["169.254.7.7"],
    "zone.example": ["fe80::1%eth0"],
    "carrier.example": ["100.64.0.1"],
    "any.example": ["0.0.0.0"],  # noqa: S104 (nothing is bound)
    "any6.example": ["::"],
    "one.example": ["::1"],
    "unique.example": ["fc00::1"],
    "multicast.example": ["224.0.0.251"],
    "multicast6.example": ["ff02::fb"],
    "broadcast.example": ["255.255.255.255"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "compatible.example": ["::127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "6to4.example": ["2002:7f00:1::1"],
    "teredo.example": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "isatap.example": ["2606:4700::5efe:7f00:1"],
    "mixed.example": [PUBLIC, "10.0.0.1"],
    "mixed6.example": [PUBLIC, "::1"],
}

PRIVATE = {
    **{name: f"http://{name}/" for name in HOSTILE_NAMES},
    "dotted": "http://127.0.0.1/",
    "tls": "https://127.0.0.1/",
    "port": "http://127.0.0.1:6379/",
    "decimal": "http://2130706433/",
    "hexadecimal": "http://0x7f000001/",
    "hexadecimal parts": "http://0x7f.1/",
    "octal": "http://0177.0.0.1/",
    "short": "http://127.1/",
    "zero": "http://0/",
    "decimal metadata": "http://2852039166/latest/meta-data/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "metadata IPv6": "http://[fd00:ec2::254]/",
    "any IPv6": "http://[::]/",
    "loopback IPv6": "http://[::1]/",
    "mapped": "http://[::ffff:127.0.0.1]/",
    "mapped in hexadecimal": "http://[0:0:0:0:0:ffff:7f00:1]/",
    "zone": "http://[fe80::1%25eth0]/",
    "final dot": "http://127.0.0.1./",
    "name with a final dot": "http://loopback.example./",
    "escaped": "http://%31%32%37.0.0.1/",
    "circled digits": "http://①②⑦.0.0.1/",
    "full width": "http://ｌｏｏｐｂａｃｋ.example/",
    "tab inside": "http://127.0.\t0.1/",
    "another's port": "http://10.0.0.1:443/",
}

NO_ADDRESSES = {
    "file": ("file:///etc/passwd", "no http address"),
    "ftp": ("ftp://127.0.0.1/", "no http address"),
    "gopher": ("gopher://127.0.0.1:6379/_FLUSHALL", "no http address"),
    "no host": ("http:///etc/passwd", "no http address"),
    "no scheme": ("127.0.0.1/", "no http address"),
    "user alone": ("http://user@/", "no http address"),
    "backslash": ("http://public.example\\.loopback.example/", "no http address"),
    "too many numbers": ("http://127.0.0.1.1/", "no http address"),
    "too large a number": ("http://4294967296/", "no http address"),
    "broken IPv6": ("http://[::1/", "no http address"),
    "port that cannot be": ("http://public.example:70000/", "no http address"),
    "label that cannot be": (f"http://{'a' * 64}.example/", "no http address"),
    "broken IDNA": ("http://xn--a/", "name not found"),
    "endless": ("http://public.example/" + "a" * 10_000, "no http address"),
    "name and password": ("http://public.example:secret@127.0.0.1/", "credentials in the address"),
    "name": ("http://public.example@127.0.0.1/", "credentials in the address"),
    "backslash and at": ("http://public.example\\@127.0.0.1/", "credentials in the address"),
    "no such name": ("http://nowhere.example/", "name not found"),
    "no addresses": ("http://empty.example/", "name not found"),
}

HOSTILE = {**{name: (url, "private address") for name, url in PRIVATE.items()}, **NO_ADDRESSES}


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as web:
        yield web


def names() -> Names:
    return Names(**{name: [answer] for name, answer in HOSTILE_NAMES.items()}, public_example=[[PUBLIC]], empty_example=[[]])


@contextlib.asynccontextmanager
async def fetching(network: LocalNetwork, resolve: Names | None = None, tls: ssl.SSLContext = TLS) -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(user_agent="Sherpa/0.1", limits=LIMITS, resolve=resolve or names(), network=network, tls=tls)
    yield fetcher
    await fetcher.close()


@pytest.mark.parametrize(("url", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_address_is_refused_before_anything_is_connected(url: str, reason: str) -> None:
    network = LocalNetwork()
    async with fetching(network) as fetcher:
        for obey_robots in (True, False):
            assert (await refused(fetcher, url, obey_robots=obey_robots)).reason == reason
    assert network.connected == []


#: Beside a page's own address these name its own host, and are no attack.
RELATIVE = {"no scheme", "no host"}


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in RELATIVE])
async def test_a_redirect_to_a_hostile_address_is_refused(web: NewsWeb, name: str) -> None:
    url, reason = HOSTILE[name]
    web.behave("/a", faults.redirect(url, 301))
    network = LocalNetwork()
    async with fetching(network) as fetcher:
        assert (await refused(fetcher, f"http://public.example:{web.port}/a")).reason == reason
    assert set(network.connected) == {PUBLIC}


async def test_a_redirect_of_robots_txt_leads_nowhere_private(web: NewsWeb) -> None:
    web.behave("/robots.txt", faults.redirect("http://metadata.example/latest/"))
    web.page("/a", "text")
    network = LocalNetwork()
    async with fetching(network) as fetcher:
        assert (await refused(fetcher, f"http://public.example:{web.port}/a")).reason == "private address"
    assert set(network.connected) == {PUBLIC}


async def test_the_connection_goes_to_the_address_that_was_checked(web: NewsWeb) -> None:
    web.page("/a", "text")
    network, rebinding = LocalNetwork(), Names(rebinding_example=[[PUBLIC], ["127.0.0.1"]])
    async with fetching(network, rebinding) as fetcher:
        answer = await got(fetcher, f"http://rebinding.example:{web.port}/a", obey_robots=False)
        assert answer.content == b"text"
        assert (network.connected, rebinding.lookups) == ([PUBLIC], ["rebinding.example"])
        assert web.asked("/a")[0].headers["host"] == f"rebinding.example:{web.port}"
        assert (await refused(fetcher, f"http://rebinding.example:{web.port}/a", obey_robots=False)).reason == "private address"
    assert network.connected == [PUBLIC]


async def test_each_hop_is_looked_up_and_checked_again(web: NewsWeb) -> None:
    web.behave("/a", faults.redirect(f"http://rebinding.example:{web.port}/b"))
    network, rebinding = LocalNetwork(), Names(rebinding_example=[[PUBLIC], ["10.0.0.1"]])
    async with fetching(network, rebinding) as fetcher:
        error = await refused(fetcher, f"http://rebinding.example:{web.port}/a", obey_robots=False)
    assert (error.reason, network.connected, web.asked("/b")) == ("private address", [PUBLIC], [])


async def test_a_host_is_tried_at_its_other_addresses(web: NewsWeb) -> None:
    web.page("/a", "text")
    network, several = LocalNetwork("2606:4700::1"), Names(several_example=[["2606:4700::1", PUBLIC]])
    async with fetching(network, several) as fetcher:
        assert (await got(fetcher, f"http://several.example:{web.port}/a", obey_robots=False)).content == b"text"
    assert network.connected == ["2606:4700::1", PUBLIC]


async def test_a_host_that_is_closed_everywhere_is_not_reachable() -> None:
    network = LocalNetwork(PUBLIC)
    async with fetching(network) as fetcher:
        assert (await refused(fetcher, "http://public.example/")).reason == "not reachable"


async def test_a_certificate_is_of_the_name_and_not_of_the_address() -> None:
    async with NewsWeb(server_tls()) as web:
        web.page("/a", "text")
        network = LocalNetwork()
        same = Names(news_example=[[PUBLIC]], other_example=[[PUBLIC]])
        async with fetching(network, same, client_tls()) as fetcher:
            assert (await got(fetcher, f"https://news.example.:{web.port}/a")).content == b"text"
            assert (await refused(fetcher, f"https://other.example:{web.port}/a")).reason == "no TLS"
        async with fetching(network, same) as fetcher:
            assert (await refused(fetcher, f"https://news.example:{web.port}/a")).reason == "no TLS"


async def test_what_speaks_no_tls_is_refused() -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server, fetching(LocalNetwork()) as fetcher:
        port = server.sockets[0].getsockname()[1]
        assert (await refused(fetcher, f"https://public.example:{port}/")).reason == "no TLS"


async def test_giving_up_on_tls_closes_the_connection(web: NewsWeb) -> None:
    fetcher = Fetcher(user_agent="Sherpa/0.1", allow_private=True, limits=FetchLimits(whole=0.1), tls=TLS)
    assert (await refused(fetcher, f"https://127.0.0.1:{web.port}/")).reason == "too slow"  # the web waits for a request without TLS
    await fetcher.close()


async def test_the_setting_opens_this_machine_but_no_metadata(web: NewsWeb) -> None:
    web.page("/a", "text")
    network = LocalNetwork()
    fetcher = Fetcher(user_agent="Sherpa/0.1", allow_private=True, limits=LIMITS, resolve=names(), network=network, tls=TLS)
    assert (await got(fetcher, f"http://one.example:{web.port}/a")).content == b"text"
    assert (await got(fetcher, f"http://[::1]:{web.port}/a")).content == b"text"
    assert web.asked("/a")[1].headers["host"] == f"[::1]:{web.port}"
    assert (await refused(fetcher, "http://metadata.example/")).reason == "private address"
    await fetcher.close()


async def test_a_name_that_is_never_answered_for_is_too_slow() -> None:
    async def never(_host: str) -> list[str]:
        return await asyncio.Future()

    fetcher = Fetcher(user_agent="Sherpa/0.1", limits=FetchLimits(connect=0.05), resolve=never, tls=TLS)
    assert (await refused(fetcher, "http://news.example/")).reason == "too slow"
    await fetcher.close()


async def test_the_system_looks_names_up_itself() -> None:
    resolver = SystemResolver()
    assert "127.0.0.1" in await resolver("127.0.0.1")
    with pytest.raises(socket.gaierror):
        await resolver("no such host")
    resolver.close()
