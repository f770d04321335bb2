"""Pages and feeds come in over HTTP, politely and within limits."""

import asyncio
import gzip
import ssl
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest
from news_names import got, refused

from bench.standins import news_faults as faults
from bench.standins.news_web import Behaviour, NewsWeb, until
from index.news.errors import Busy
from index.news.fetching import Fetched, Fetcher, FetchLimits, NotModified

AGENT = "Sherpa/0.1 (+https://sherpa.example/contact)"
QUICK = FetchLimits(connect=1.0, between=0.2, whole=0.4, interval=0.0)
PATIENT = FetchLimits(interval=0.0)

TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody; reading everybody's certificates takes time

Make = Callable[..., Fetcher]


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as web:
        yield web


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[Fetcher] = []

    def make(limits: FetchLimits = PATIENT) -> Fetcher:
        made.append(Fetcher(user_agent=AGENT, allow_private=True, limits=limits, tls=TLS))
        return made[-1]

    yield make
    for fetcher in made:
        await fetcher.close()


async def test_a_page_comes_with_what_its_headers_say(web: NewsWeb, make: Make) -> None:
    web.page(
        "/a",
        "<p>Größe</p>".encode("latin-1"),
        content_type='Text/HTML; Charset="ISO-8859-1"',
        etag='"1"',
        last_modified="Fri, 15 Aug 2025 19:00:00 GMT",
        cache_control="public, max-age=600",
    )
    assert await make().get(f"{web.address('/a')}#part") == Fetched(
        url=web.address("/a"),
        moved_to=None,
        status=200,
        content="<p>Größe</p>".encode("latin-1"),
        content_type="text/html",
        charset="iso-8859-1",
        etag='"1"',
        last_modified="Fri, 15 Aug 2025 19:00:00 GMT",
        max_age=600,
    )


async def test_what_headers_do_not_say_is_none(web: NewsWeb, make: Make) -> None:
    web.behave("/a", faults.wrong_length(b"text", 4))
    web.page("/b", "text", content_type="")
    first, second = await got(make(), web.address("/a")), await got(make(), web.address("/b"))
    assert (first.content_type, first.charset, first.etag, first.last_modified, first.max_age) == ("text/html", None, None, None, None)
    assert (second.content_type, second.charset) == ("", None)


async def test_sherpa_says_who_it_is_and_what_it_reads(web: NewsWeb, make: Make) -> None:
    web.page("/a", "")
    await make().get(web.address("/a"))
    headers = web.asked("/a")[0].headers
    assert headers["user-agent"] == AGENT
    assert headers["host"] == f"127.0.0.1:{web.port}"
    assert headers["accept-encoding"] == "gzip, deflate, br"
    assert "application/rss+xml" in headers["accept"]
    assert "cookie" not in headers


async def test_proxies_of_the_environment_are_passed_by(web: NewsWeb, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.page("/a", "text")
    assert (await got(make(), web.address("/a"))).content == b"text"


@pytest.mark.parametrize(
    ("kept", "given"),
    [
        ({"etag": '"1"'}, {"etag": '"1"'}),
        ({"last_modified": "Fri, 15 Aug 2025 19:00:00 GMT"}, {"last_modified": "Fri, 15 Aug 2025 19:00:00 GMT"}),
        ({"etag": '"ü"'}, {"etag": '"ü"'}),
    ],
)
async def test_what_has_not_changed_is_not_sent_again(web: NewsWeb, make: Make, kept: dict[str, str], given: dict[str, str]) -> None:
    web.page("/a", "text", **kept)
    web.behave("/old", faults.redirect("/a", 301))
    first = await got(make(), web.address("/a"))
    assert {name: getattr(first, name) for name in kept} == kept
    assert await make().get(web.address("/a"), **given) == NotModified(web.address("/a"), None)
    assert await make().get(web.address("/old"), **given) == NotModified(web.address("/a"), web.address("/a"))
    web.page("/a", "more", etag='"2"', last_modified="Sat, 16 Aug 2025 19:00:00 GMT")
    assert (await got(make(), web.address("/a"), **given)).content == b"more"


async def test_not_modified_answers_only_who_asked_for_it(web: NewsWeb, make: Make) -> None:
    web.page("/a", "", status=304)
    assert (await refused(make(), web.address("/a"))).reason == "304"


async def test_permanent_redirects_from_the_start_are_remembered(web: NewsWeb, make: Make) -> None:
    web.page("/end", "text")
    web.behave("/d", faults.redirect("/end", 301))
    web.behave("/c", faults.redirect("d", 302))
    web.behave("/b", faults.redirect(web.address("/c"), 308))
    web.behave("/a", faults.redirect("/b#part", 301))
    answer = await got(make(), web.address("/a"))
    assert (answer.url, answer.moved_to, answer.content) == (web.address("/end"), web.address("/c"), b"text")
    assert (await got(make(), web.address("/c"))).moved_to is None


async def test_redirects_lead_to_other_hosts(web: NewsWeb, make: Make) -> None:
    async with NewsWeb() as other:
        other.page("/b", "text")
        web.behave("/a", faults.redirect(other.address("/b")))
        assert (await got(make(), web.address("/a"))).url == other.address("/b")
        assert other.asked("/robots.txt")


async def test_redirects_end(web: NewsWeb, make: Make) -> None:
    web.behave("/a", faults.endless_redirects(301))
    web.behave("/nowhere", faults.redirect(""))
    web.behave("/file", faults.redirect("file:///etc/passwd"))
    web.behave("/secret", faults.redirect("http://reader:secret@127.0.0.1/"))
    assert (await refused(make(), web.address("/a"))).reason == "too many redirects"
    assert len([asked for asked in web.requests if asked.path.startswith("/a")]) == 11
    assert (await refused(make(), web.address("/nowhere"))).reason == "bad answer"
    assert (await refused(make(), web.address("/file"))).reason == "no http address"
    assert (await refused(make(), web.address("/secret"))).reason == "credentials in the address"


TEXT = b"<p>" + b"The summit ended without a deal. " * 3_000 + b"</p>"


def by_coding(value: str | bytes | None) -> str:
    """Bytes would make the name of a test another each time: gzip holds when it was packed."""
    return value if isinstance(value, str) else ""


def raw_deflate(text: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(text) + engine.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("X-GZip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:5_000]) + gzip.compress(TEXT[5_000:])),
        ("gzip", gzip.compress(TEXT) + bytes(20)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("gzip, br", brotli.compress(gzip.compress(TEXT))),
        ("identity", TEXT),
        ("gzip", TEXT),
        ("deflate", TEXT),
        ("br", TEXT),
        (None, gzip.compress(TEXT)),
        ("gzip", gzip.compress(gzip.compress(TEXT))),
    ],
    ids=by_coding,
)
async def test_bodies_are_unpacked_whatever_is_said_of_them(web: NewsWeb, make: Make, coding: str | None, body: bytes) -> None:
    web.page("/a", body, **({"content_encoding": coding} if coding else {}))
    assert (await got(make(), web.address("/a"))).content == TEXT


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT)[:-20]),
        ("gzip", gzip.compress(TEXT)[:12]),
        ("gzip", gzip.compress(TEXT)[:150] + b"damage" + gzip.compress(TEXT)[156:]),
        ("br", brotli.compress(TEXT)[:-5]),
        ("zstd", b"\x28\xb5\x2f\xfd"),
        ("gzip, gzip, gzip", b""),
    ],
    ids=by_coding,
)
async def test_what_cannot_be_unpacked_whole_is_refused(web: NewsWeb, make: Make, coding: str, body: bytes) -> None:
    web.page("/a", body, content_encoding=coding)
    assert (await refused(make(), web.address("/a"))).reason == "bad answer"


async def test_an_empty_body_is_empty_in_every_coding(web: NewsWeb, make: Make) -> None:
    for coding in ("gzip", "deflate", "br"):
        web.page("/a", "", content_encoding=coding)
        assert (await got(make(), web.address("/a"))).content == b""


BAD_ANSWERS: dict[str, tuple[Behaviour, str]] = {
    "never answers": (faults.silent(), "too slow"),
    "drips its body": (faults.drip(), "too slow"),
    "drips its headers": (faults.drip(b"HTTP/1.1 200 OK\r\nX: "), "too slow"),
    "drips its status": (faults.drip(b"HTTP/1.1 200 "), "too slow"),
    "closes in the middle": (faults.cut_off(TEXT), "bad answer"),
    "announces too much": (faults.wrong_length(TEXT, len(TEXT) + 1), "bad answer"),
    "announces nonsense": (faults.no_http(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\ntext"), "bad answer"),
    "is no HTTP": (faults.no_http(), "bad answer"),
    "says nothing": (faults.no_http(b""), "bad answer"),
    "has headers without an end": (faults.endless_headers(), "bad answer"),
    "sends 100 MB": (faults.huge(), "too large"),
    "announces 100 MB": (faults.huge(announced=True), "too large"),
    "is a gzip bomb": (faults.gzip_bomb(), "compressed bomb"),
    "is a deflate bomb": (faults.deflate_bomb(), "compressed bomb"),
    "is a Brotli bomb": (faults.brotli_bomb(), "compressed bomb"),
    "is a bomb in a bomb": (faults.nested_bomb(), "compressed bomb"),
}


@pytest.mark.parametrize(("behaviour", "reason"), BAD_ANSWERS.values(), ids=BAD_ANSWERS.keys())
async def test_what_a_host_does_wrong_is_refused_with_its_reason(web: NewsWeb, make: Make, behaviour: Behaviour, reason: str) -> None:
    web.behave("/a", behaviour)
    limits = QUICK if reason == "too slow" else PATIENT
    assert (await refused(make(limits), web.address("/a"))).reason == reason
    web.page("/b", "text")
    assert (await got(make(), web.address("/b"))).content == b"text"


async def test_what_a_host_announces_too_little_of_is_cut(web: NewsWeb, make: Make) -> None:
    web.behave("/a", faults.wrong_length(b"text and more", 4))
    assert (await got(make(), web.address("/a"))).content == b"text"


async def test_a_large_body_is_never_held_whole(web: NewsWeb, make: Make) -> None:
    web.behave("/a", faults.huge())
    web.behave("/b", faults.brotli_bomb())
    fetcher = make()
    tracemalloc.start()
    for path in ("/a", "/b"):
        await refused(fetcher, web.address(path))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 30_000_000  # the cap's 6 MB as it grows, and what the server has made of its own
    await until(lambda: not web.open_connections)


async def test_callers_can_ask_for_less_or_more(web: NewsWeb, make: Make) -> None:
    web.page("/a", b"x" * 1_000)
    web.page("/b", gzip.compress(b"x" * 1_001), content_encoding="gzip")
    assert len((await got(make(), web.address("/a"), most_bytes=1_000)).content) == 1_000
    assert (await refused(make(), web.address("/a"), most_bytes=999)).reason == "too large"
    assert (await refused(make(), web.address("/b"), most_bytes=1_000)).reason == "too large"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 451, 500, 503, 300])
async def test_an_error_is_refused_with_its_status(web: NewsWeb, make: Make, status: int) -> None:
    web.page("/a", "sorry", status=status)
    error = await refused(make(), web.address("/a"))
    assert (error.reason, isinstance(error, Busy)) == (str(status), False)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", range(120, 121)),
        ("0", range(1)),
        ("9999999999999999", range(86_400, 86_401)),
        ("in an hour", range(3_500, 3_601)),
        ("Fri, 15 Aug 2025 19:00:00 GMT", range(1)),
        ("Friday, 15-Aug-25 19:00:00 GMT", range(1)),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_host_says_for_how_long(web: NewsWeb, make: Make, status: int, header: str, seconds: range) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    web.behave("/a", faults.busy(header.replace("in an hour", soon), status))
    error = await refused(make(), web.address("/a"))
    assert isinstance(error, Busy)
    assert error.reason == str(status)
    assert int(error.retry_after) in seconds


async def test_a_wait_that_cannot_be_read_is_none(web: NewsWeb, make: Make) -> None:
    for value in ("soon", "-5", "1.5", "Fri, 99 Aug 2025 19:00:00 GMT"):
        web.behave("/a", faults.busy(value))
        assert not isinstance(await refused(make(), web.address("/a")), Busy)


async def test_a_port_where_nobody_listens_is_not_reachable(make: Make) -> None:
    async with NewsWeb() as gone:
        address = gone.address("/a")
    assert (await refused(make(), address)).reason == "not reachable"


async def test_closing_ends_what_is_open(web: NewsWeb, make: Make) -> None:
    web.behave("/a", faults.silent())
    fetcher = make()
    fetch = asyncio.ensure_future(fetcher.get(web.address("/a"), obey_robots=False))
    await until(lambda: bool(web.asked("/a")))
    fetch.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetch
    await fetcher.close()
    await until(lambda: not web.open_connections)
