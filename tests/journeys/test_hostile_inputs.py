"""What is given or served to do harm: `sherpa add` refuses each with one sentence that names the cause, and stores nothing of it."""

import gzip
import json
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from news_names import PUBLIC, LocalNetwork, Names
from sherpa_process import Run, kept, processes

from bench.standins import news_faults as faults
from bench.standins.news_web import Behaviour, NewsWeb
from index.news.errors import Refused
from index.news.fetching import Fetcher
from index.news.reading import Reader

STORY = (
    "The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks in Tärnholm.",
    "The quota takes effect in January and will be reviewed after six months, the two sides said in a joint statement.",
    "Fishing crews in the outer harbour had threatened to block the port if the limit fell below 80 tonnes.",
)
METADATA = "http://169.254.169.254/latest/meta-data/"
FEED = "application/rss+xml"

NO_ADDRESS = "This is no address of a page; give one that begins with http:// or https:// and a host."
CREDENTIALS = "This address holds a name or a password; give it without."
EXPANDS = "This is XML that expands: it declares entities, which Sherpa does not read."
BOMB = "The answer unpacks to far more than it is; Sherpa does not read such files."
UNASKED = "The answer is packed in a way that Sherpa did not ask for."
UNPACKED = "The answer is packed in a way that cannot be unpacked, or its end is missing."
LARGE = "The answer is larger than the 6 MB that Sherpa reads of one page."
NO_TEXT = "What stands there is no page of text but a picture, a document or another file."
ENDED = "127.0.0.1 ended in the middle of its answer, or answers something else than HTTP."


def private(host: str, kind: str) -> str:
    mending = ", or set SHERPA_ALLOW_PRIVATE_ADDRESSES=1 to read this one" if kind in ("loopback", "private", "carrier's own") else ""
    return f"{host} is at a private address ({kind}); give a public one{mending}."


#: Given to a Sherpa that connects to public addresses alone.
ADDRESSES = {
    "http://127.0.0.1:6379/": private("127.0.0.1", "loopback"),
    "http://2130706433/": private("127.0.0.1", "loopback"),
    "http://0x7f000001/": private("127.0.0.1", "loopback"),
    "http://0177.0.0.1/": private("127.0.0.1", "loopback"),
    "http://127.1/": private("127.0.0.1", "loopback"),
    "http://%31%32%37.0.0.1/": private("127.0.0.1", "loopback"),
    "http://１２７.０.０.１/": private("127.0.0.1", "loopback"),
    "http://127.0.\t0.1/": private("127.0.0.1", "loopback"),
    "http://127.0.0.1/\r\nHost: news.example\r\n\r\n": private("127.0.0.1", "loopback"),
    "http://0.0.0.0/": private("0.0.0.0", "unspecified"),  # noqa: S104 - nothing is bound
    "http://10.0.0.1/": private("10.0.0.1", "private"),
    METADATA: private("169.254.169.254", "metadata"),
    "http://[::1]/": private("::1", "loopback"),
    "http://[fd00::1]/": private("fd00::1", "private"),
    "http://[::ffff:127.0.0.1]/": private("::ffff:7f00:1", "IPv4-in-IPv6"),
    "http://[64:ff9b::7f00:1]/": private("64:ff9b::7f00:1", "IPv4-in-IPv6"),
    "http://[2002:7f00:1::]/": private("2002:7f00:1::", "IPv4-in-IPv6"),
    "http://localhost/": private("localhost", "loopback"),
    "http://LOCALHOST./": private("localhost", "loopback"),
    "file:///etc/passwd": NO_ADDRESS,
    "ftp://127.0.0.1/": NO_ADDRESS,
    "gopher://127.0.0.1:6379/_FLUSHALL": NO_ADDRESS,
    "javascript://news.example/%0aalert(1)": NO_ADDRESS,
    "data:text/html,hello": "There is no file or folder data:text/html,hello.",
    "http://reader:hunter2@127.0.0.1/": CREDENTIALS,
    "http://127.0.0.1\\@news.example/": CREDENTIALS,
    "http://news.example:99999/": NO_ADDRESS,
    "http://127.0.0.1:0/": NO_ADDRESS,
    "http://127.0.0.1\x01/": NO_ADDRESS,
    "http://\u202e127.0.0.1/": NO_ADDRESS,
    "http://[::1/": NO_ADDRESS,
    "http:///etc/passwd": NO_ADDRESS,
    "http://127.0.0.1/" + "a" * 9_000: NO_ADDRESS,
}

Serve = Callable[[NewsWeb], None]


def page(paragraphs: tuple[str, ...] = STORY) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = '<!doctype html><html lang="en"><head><title>Quota set</title></head>'
    return f"{head}<body><article><h1>Quota set</h1>{text}</article></body></html>"


def feed(text: str, doctype: str = "", after: str = "") -> str:
    item = f"<item><title>Quota set</title><guid>1</guid><description>{text}</description></item>"
    return f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel><title>News</title>{item}{after}</channel></rss>"


def entity(declared: str) -> str:
    return f"<!DOCTYPE rss [<!ENTITY {declared}>]>"


def served(content: str | bytes, content_type: str = "text/html; charset=utf-8", **headers: str) -> Serve:
    return lambda web: web.page("/it", content, content_type=content_type, **headers)


def does(behaviour: Behaviour) -> Serve:
    return lambda web: web.behave("/it", behaviour)


LAUGHS = "><!ENTITY ".join(['e0 "ha"', *(f'e{n} "{f"&e{n - 1};" * 10}"' for n in range(1, 10))])
ATTRIBUTES = " ".join(f"a{n}='x'" for n in range(200_000))
NOISE = random.Random(1).randbytes(5_000)
PACKED = gzip.compress(page().encode() + b"<!--" + NOISE + b"-->")

REFUSED: dict[str, tuple[Serve, str]] = {
    "a redirect to metadata": (does(faults.redirect(METADATA)), private("169.254.169.254", "metadata")),
    "a redirect to a file": (does(faults.redirect("file:///etc/passwd")), NO_ADDRESS),
    "a redirect to a script": (does(faults.redirect("javascript:alert(1)")), NO_ADDRESS),
    "a redirect with a password": (does(faults.redirect("http://a:b@127.0.0.1/")), CREDENTIALS),
    "a redirect nowhere": (does(faults.redirect("")), "127.0.0.1 redirects to no address."),
    "billion laughs": (served(feed("&e9;", entity(LAUGHS)), FEED), EXPANDS),
    "quadratic blowup": (served(feed("&a;" * 50_000, entity(f'a "{"a" * 100_000}"')), FEED), EXPANDS),
    "a file as an entity": (served(feed("&x;", entity('x SYSTEM "file:///etc/passwd"')), FEED), EXPANDS),
    "an address as an entity": (served(feed("&x;", entity(f'x SYSTEM "{METADATA}"')), FEED), EXPANDS),
    "a parameter entity": (served(feed("&x;", f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "{METADATA}"> %x;]>'), FEED), EXPANDS),
    "entities behind the beginning": (served(feed(STORY[0], after=entity('x "y"')), FEED), EXPANDS),
    "100,000 levels": (
        served("<rss><channel>" + "<a>" * 100_000, FEED),
        "This is XML that is nested more than 256 deep, which no feed is.",
    ),
    "5,000 namespaces": (
        served(feed("", after="".join(f"<n{n}:a xmlns:n{n}='u:{n}'/>" for n in range(5_000))), FEED),
        "This is XML with more than 100 namespaces, which no feed has.",
    ),
    "200,000 attributes": (served(f"<rss {ATTRIBUTES}><channel/></rss>", FEED), "The page is empty."),
    "a text node of 7 MB": (served(feed("word " * 1_400_000), FEED), LARGE),
    "JSON of 100,000 levels": (
        served('{"version":"https://jsonfeed.org/version/1","items":' + "[" * 100_000),
        "This looks like JSON, but cannot be read as it.",
    ),
    "a consent wall": (
        served(page(("We and our 842 partners use cookies. Accept all cookies or manage your preferences before you continue.",))),
        "The page asks for consent to cookies before it shows anything (consent wall).",
    ),
    "a paywall": (
        served(page((STORY[0], "Subscribe to continue reading this article."))),
        "Only the beginning of this article can be read without a subscription (paywall).",
    ),
    "a login": (
        served(page(("Sign in to your account to continue", "E-mail, password. Forgot your password?"))),
        "The page asks to log in before it shows anything (login page).",
    ),
    "a page that leads to itself": (served('<meta http-equiv="refresh" content="0;url=/it"><body></body>'), "The page is empty."),
    "100,000 divs": (served("<html><body>" + "<div>" * 100_000), "The page is empty."),
    "scripts alone": (
        served(f"<html><body><div id=root></div><script>{'render();' * 1_000}</script></body></html>"),
        "The page is drawn by scripts alone and holds no text.",
    ),
    "50 MB": (does(faults.huge(50_000_000)), LARGE),
    "no text": (served("<html><body><img src=a.png></body></html>"), "The page is empty."),
    "a picture that says it is HTML": (served(b"\x89PNG\r\n\x1a\n" + NOISE), NO_TEXT),
    "a PDF that says it is HTML": (served(b"%PDF-1.7\n" + NOISE), NO_TEXT),
    "a gzip bomb": (does(faults.gzip_bomb()), BOMB),
    "a brotli bomb": (does(faults.brotli_bomb()), BOMB),
    "a gzip bomb in gzip": (does(faults.nested_bomb()), BOMB),
    "an encoding that nobody asked for": (served(page(), content_encoding="zstd"), UNASKED),
    "three encodings": (served(page(), content_encoding="gzip, gzip, gzip"), UNASKED),
    "damaged gzip": (served(PACKED[:2_000] + bytes(100) + PACKED[2_100:], content_encoding="gzip"), UNPACKED),
    "gzip without its end": (served(PACKED[:-100], content_encoding="gzip"), UNPACKED),
    "less than was announced": (does(faults.cut_off(page().encode())), ENDED),
    "no HTTP": (does(faults.no_http()), ENDED),
}

#: Wrong, and read as well as can be.
READ = {
    "an external document type": served(feed(" ".join(STORY), f'<!DOCTYPE rss SYSTEM "{METADATA}x.dtd">'), FEED),
    "XInclude": served(
        feed(" ".join(STORY), after='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'), FEED
    ),
    "NULs": served(feed(" ".join(STORY).replace(" ", "\0 ")), FEED),
    "a feed without its end": served(feed(" ".join(STORY), after="<item><title>Ano")[:-16], FEED),
    "invalid UTF-8": served(feed(" ".join(STORY)).encode().replace(b"</title>", b"\xff</title>", 1), FEED),
    "windows-1252 that is called UTF-8": served(page().encode("cp1252")),
    "UTF-8 that is called Latin-1": served(page(), "text/html; charset=iso-8859-1"),
    "UTF-7": served(page().encode("utf-7"), "text/html; charset=utf-7"),
    "UTF-16 without a mark": served(page().encode("utf-16-le"), "text/html"),
    "a charset that is none": served(page(), "text/html; charset=no-such"),
    "a page that is called a picture": served(page(), "image/png"),
    "a feed that is called a page": served(feed(" ".join(STORY)), "text/html"),
    "plain text that is called gzip": served(page(), content_encoding="gzip"),
}


@pytest.fixture
async def run(environment: dict[str, str], tmp_path: Path) -> AsyncIterator[Run]:
    async with processes(environment, tmp_path, (), {"SHERPA_LOG_LEVEL": "warning", "SHERPA_SEEDS": "0"}) as (start, _):
        yield start


async def added(run: Run, serves: Mapping[str, Serve]) -> tuple[int, dict[str, str], list[str]]:
    """`sherpa add` of what each serves, on a host of its own: the status, the texts printed, and what was said, a line each."""
    async with AsyncExitStack() as stack:
        names: dict[str, str] = {}
        for name, serve in serves.items():
            web = await stack.enter_async_context(NewsWeb())
            serve(web)
            names[web.address("/it")] = name
        running = await run("add", "--json", *names, SHERPA_ALLOW_PRIVATE_ADDRESSES="1")
        printed = [json.loads(line) for line in (await running.printed()).splitlines()]
        status = await running.status()
        return status, {names[each["input"]]: each["text"] for each in printed}, running.said.splitlines()


async def test_hostile_addresses_are_refused_each_with_its_reason(run: Run, tmp_path: Path) -> None:
    running = await run("add", "--json", *ADDRESSES)
    assert await running.printed() == ""
    assert await running.status() == 1
    assert dict(zip(ADDRESSES, running.said.splitlines(), strict=True)) == ADDRESSES
    assert kept(tmp_path, "articles") == 0


async def test_hostile_names_are_refused_when_they_are_connected_to(tmp_path: Path) -> None:
    names = Names(private_example=[["10.0.0.1"]], mixed_example=[[PUBLIC, "::1"]], rebinding_example=[[PUBLIC], ["127.0.0.1"]])
    network = LocalNetwork()
    async with NewsWeb() as web:
        fetcher = Fetcher(user_agent="Sherpa/0", resolve=names, network=network)
        said = {}
        for name in ("private", "mixed", "rebinding"):  # the last is public when robots.txt is asked for, and private when the page is
            with pytest.raises(Refused) as caught:
                await Reader(fetcher).feed_at(f"http://{name}.example:{web.port}/it")
            said[name] = str(caught.value)
        await fetcher.close()
        kinds = {"private": "private", "mixed": "loopback", "rebinding": "loopback"}
        assert said == {name: private(f"{name}.example", kind) for name, kind in kinds.items()}
        assert network.connected == [PUBLIC]
        assert web.asked("/it") == []


async def test_what_is_served_to_do_harm_is_refused_with_its_reason(run: Run, tmp_path: Path) -> None:
    status, printed, said = await added(run, {name: serve for name, (serve, _) in REFUSED.items()})
    assert (status, printed) == (1, {})
    assert dict(zip(REFUSED, said, strict=True)) == {name: sentence for name, (_, sentence) in REFUSED.items()}
    assert kept(tmp_path, "articles") == 0


async def test_what_is_only_wrong_is_read_as_well_as_can_be(run: Run) -> None:
    status, printed, said = await added(run, READ)
    assert (status, said) == (0, [])
    assert {name: text.split() for name, text in printed.items()} == dict.fromkeys(READ, " ".join(STORY).split())
