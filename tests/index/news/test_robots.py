"""Hosts say what robots may read and how often; Sherpa keeps to it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from news_names import FakeClock, Names, got, refused

from bench.standins import news_faults as faults
from bench.standins.news_web import Behaviour, NewsWeb, until
from index.news.fetching import Fetcher, FetchLimits

QUICK = FetchLimits(connect=1.0, between=0.1, whole=0.2, interval=0.0)
PATIENT = FetchLimits(interval=0.0)
AGENT = "Sherpa/0.1 (+https://sherpa.example)"
DAY = 24 * 3600.0


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as web:
        web.page("/a", "text")
        web.page("/private/a", "text")
        yield web


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def fetcher(clock: FakeClock) -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(user_agent=AGENT, allow_private=True, limits=PATIENT, clock=clock, sleep=clock.sleep)
    yield fetcher
    await fetcher.close()


ALLOWED = {
    "nothing": "",
    "nothing that is a rule": "<html>not found</html>",
    "nothing for anyone": "User-agent: *\nDisallow:\n",
    "others": "User-agent: OtherBot\nDisallow: /\n",
    "its own group before everyone's": "User-agent: *\nDisallow: /\n\nUser-agent: sherpa\nDisallow: /private\n",
    "the longer rule": "User-agent: *\nDisallow: /\nAllow: /a\n",
    "an end": "User-agent: *\nDisallow: /a*b$\n",
    "a mark in front": "\ufeffUser-agent: Other\nDisallow: /\n",
}
CLOSED = {
    "everyone": "User-agent: *\nDisallow: /\n",
    "Sherpa": "User-agent: Sherpa\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
    "Sherpa among others": "User-agent: other\nUser-agent: SHERPA\nDisallow: /a\n",
    "a mark in front": "\ufeffUser-agent: *\nDisallow: /\n",
    "a pattern": "User-agent: *\nDisallow: /*a$\n",
    "lines of Macintosh": "User-agent: *\rDisallow: /\r",
    "escaped": "User-agent: *\nDisallow: /%61\n",
    "no text": "User-agent: \xff*\nUser-agent: *\nDisallow: /\n",
    "comments": "# hello\nUser-agent: * # all\nDisallow: / # of it\n",
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED.keys())
async def test_what_rules_allow_is_read(web: NewsWeb, fetcher: Fetcher, text: str) -> None:
    web.page("/robots.txt", text, content_type="text/plain")
    assert (await got(fetcher, web.address("/a"))).content == b"text"


@pytest.mark.parametrize("text", CLOSED.values(), ids=CLOSED.keys())
async def test_what_rules_close_is_not_asked_for(web: NewsWeb, fetcher: Fetcher, text: str) -> None:
    web.page("/robots.txt", text.encode("latin-1" if "\xff" in text else "utf-8"))
    assert (await refused(fetcher, web.address("/a"))).reason == "robots.txt"
    assert web.asked("/a") == []
    assert (await got(fetcher, web.address("/a"), obey_robots=False)).content == b"text"


async def test_a_redirect_into_what_is_closed_is_not_followed(web: NewsWeb, fetcher: Fetcher) -> None:
    async with NewsWeb() as other:
        other.page("/robots.txt", "User-agent: *\nDisallow: /")
        web.behave("/b", faults.redirect(other.address("/b")))
        assert (await refused(fetcher, web.address("/b"))).reason == "robots.txt"
        assert other.asked("/b") == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
async def test_a_host_without_rules_allows_all(web: NewsWeb, fetcher: Fetcher, status: int) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    assert (await got(fetcher, web.address("/a"))).content == b"text"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (faults.no_http(b"HTTP/1.1 500 Oh\r\n\r\n"), "robots.txt 500"),
        (faults.busy("60"), "robots.txt 503"),
        (faults.no_http(), "bad answer"),
        (faults.redirect("ftp://127.0.0.1/"), "no http address"),
    ],
)
async def test_rules_that_cannot_be_read_keep_out_for_a_while(
    web: NewsWeb, fetcher: Fetcher, clock: FakeClock, behaviour: Behaviour, reason: str
) -> None:
    web.behave("/robots.txt", behaviour)
    for _ in range(2):
        assert (await refused(fetcher, web.address("/a"))).reason == reason
    assert len(web.asked("/robots.txt")) == 1
    web.page("/robots.txt", "")
    clock.now += 60
    assert (await got(fetcher, web.address("/a"))).content == b"text"


@pytest.mark.parametrize("behaviour", [faults.silent(), faults.drip()])
async def test_rules_that_never_come_keep_out(web: NewsWeb, behaviour: Behaviour) -> None:
    web.behave("/robots.txt", behaviour)
    fetcher = Fetcher(user_agent=AGENT, allow_private=True, limits=QUICK)
    assert (await refused(fetcher, web.address("/a"))).reason == "too slow"
    assert web.asked("/a") == []
    await fetcher.close()


@pytest.mark.parametrize("text", ["", "User-agent: *\nDisallow: /private"])
@pytest.mark.parametrize("before", [200, 404])
async def test_rules_from_before_hold_while_they_cannot_be_read(
    web: NewsWeb, fetcher: Fetcher, clock: FakeClock, text: str, before: int
) -> None:
    web.page("/robots.txt", text, status=before)
    await fetcher.get(web.address("/a"))
    clock.now += DAY + 1
    web.page("/robots.txt", "", status=500)
    assert (await got(fetcher, web.address("/a"))).content == b"text"
    assert len(web.asked("/robots.txt")) == 2


async def test_rules_are_read_once_a_day_and_host(web: NewsWeb, fetcher: Fetcher, clock: FakeClock) -> None:
    await asyncio.gather(*(fetcher.get(web.address(path)) for path in ["/a", "/private/a"] * 3))
    clock.now += DAY - 1
    await fetcher.get(web.address("/a"))
    assert len(web.asked("/robots.txt")) == 1
    web.page("/robots.txt", "User-agent: *\nDisallow: /")
    clock.now += 2
    assert (await refused(fetcher, web.address("/a"))).reason == "robots.txt"
    async with NewsWeb() as other:
        other.page("/a", "text")
        await fetcher.get(other.address("/a"))
        assert len(other.asked("/robots.txt")) == 1


async def test_redirects_of_rules_are_followed_five_times(web: NewsWeb, fetcher: Fetcher, clock: FakeClock) -> None:
    async with NewsWeb() as other:
        other.page("/robots.txt", "User-agent: *\nDisallow: /")
        web.behave("/robots.txt", faults.redirect(other.address("/robots.txt")))
        assert (await refused(fetcher, web.address("/a"))).reason == "robots.txt"
    web.behave("/robots.txt", faults.endless_redirects())
    clock.now += DAY + 1
    before = len(web.requests)
    assert (await got(fetcher, web.address("/a"))).content == b"text"
    assert len(web.requests) - before == 7


async def test_only_the_beginning_of_long_rules_is_read(web: NewsWeb, fetcher: Fetcher) -> None:
    lines = "Disallow: /private\n" * 30_000
    web.page("/robots.txt", f"User-agent: *\n{lines}Disallow: /a\n")
    assert (await got(fetcher, web.address("/a"))).content == b"text"
    assert (await refused(fetcher, web.address("/private/a"))).reason == "robots.txt"


@pytest.mark.parametrize("behaviour", [faults.huge(), faults.huge(announced=True), faults.gzip_bomb(), faults.nested_bomb()])
async def test_rules_without_an_end_are_cut(web: NewsWeb, fetcher: Fetcher, behaviour: Behaviour) -> None:
    web.behave("/robots.txt", behaviour)
    assert (await got(fetcher, web.address("/a"))).content == b"text"
    await until(lambda: not web.open_connections)


@pytest.mark.parametrize(("asked", "kept"), [("7", 7.0), ("0.5", 0.5), ("86400", 30.0), ("soon", 0.0), ("-3", 0.0)])
async def test_a_host_sets_the_pace(web: NewsWeb, fetcher: Fetcher, clock: FakeClock, asked: str, kept: float) -> None:
    web.page("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\n")
    for _ in range(3):
        await fetcher.get(web.address("/a"))
    assert clock.now == 2 * kept


async def test_a_thousand_hosts_with_long_rules_are_not_all_remembered() -> None:
    clock = FakeClock()
    async with NewsWeb() as web:
        web.page("/robots.txt", "User-agent: *\nDisallow: /private\n" + "# " + "x" * 480_000)
        web.page("/a", "text")
        names = Names(**{f"host{number}_example": [["127.0.0.1"]] for number in range(12)})
        fetcher = Fetcher(user_agent="Sherpa/0.1", allow_private=True, limits=FetchLimits(interval=0.0), resolve=names, clock=clock)
        for number in [*range(12), 11, 0]:
            await fetcher.get(f"http://host{number}.example:{web.port}/a")
        assert len(web.asked("/robots.txt")) == 13
        await fetcher.close()
