"""News that comes in: feeds, pages and the poller of `sherpa run`, as processes, over real HTTP."""

import asyncio
import json
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from discord_process import settings_for
from sherpa_process import Run, processes, until
from sown import sow

from bench.standins.discord import StandIn
from bench.standins.news_faults import silent
from bench.standins.news_kinds import KINDS
from bench.standins.news_web import NewsWeb

QUOTA = (
    "The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks in Tarnholm.",
    "The quota takes effect in January and will be reviewed after six months, the two sides said in a joint statement.",
    "Fishing crews in the outer harbour had threatened to block the port if the limit fell below 80 tonnes.",
)


def page(title: str, *paragraphs: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f'<title>{title}</title><meta property="og:site_name" content="The Port Times">'
    return f'<!doctype html><html lang="en"><head>{head}</head><body><article><h1>{title}</h1>{text}</article></body></html>'


def rss(web: NewsWeb, *paths: str) -> str:
    date = (datetime.now(UTC) - timedelta(hours=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    items = "".join(f"<item><title>{path}</title><link>{web.address(path)}</link><pubDate>{date}</pubDate></item>" for path in paths)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Port Times</title>{items}</channel></rss>"


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as opened:
        opened.page("/quota", page("Quota set", *QUOTA))
        opened.page("/feed", rss(opened, "/quota"), content_type="application/rss+xml")
        opened.page(
            "/home", f'<html><head><link rel="alternate" type="application/rss+xml" href="{opened.address("/feed")}"></head></html>'
        )
        yield opened


@pytest.fixture
async def run(environment: dict[str, str], tmp_path: Path) -> AsyncIterator[Run]:
    settings = {"SHERPA_ALLOW_PRIVATE_ADDRESSES": "1", "SHERPA_POLL_SECONDS": "2", "SHERPA_LOG_LEVEL": "warning"}
    sow(tmp_path / "home")
    async with processes(environment, tmp_path, (), settings) as (start, _):
        yield start


async def done(run: Run, *arguments: str, **settings: str) -> tuple[int, list[Any], str]:
    """Status, the objects printed, and what was said on standard error."""
    running = await run(*arguments, **settings)
    printed = await running.printed()
    return await running.status(), [json.loads(line) for line in printed.splitlines()], running.said


async def answer(run: Run, question: str) -> str:
    running = await run("ask", question)
    return await running.printed()


async def test_a_feed_is_added_listed_checked_and_removed(run: Run, web: NewsWeb) -> None:
    address = web.address("/feed")
    status, (added,), _ = await done(run, "feeds", "add", web.address("/home"), "--json")
    assert status == 0
    assert (added["url"], added["title"], added["state"], added["articles"]) == (address, "The Port Times", "ok", 1)
    assert "❝The herring quota was set at 90 tonnes" in await answer(run, "What was the herring quota set at?")
    assert (await done(run, "feeds", "add", address, "--json"))[1] == [(await done(run, "feeds", "list", "--json"))[1][0]]
    web.page("/talks", page("Talks go on", *(text.replace("herring", "cod") for text in QUOTA)))
    web.page("/feed", rss(web, "/talks", "/quota"), content_type="application/rss+xml")
    status, (checked,), _ = await done(run, "feeds", "check", "--json")
    assert (status, checked["articles"]) == (0, 2)
    assert set(checked) == {"url", "title", "collection", "state", "reason", "last_polled", "next_poll", "articles"}
    assert (await done(run, "feeds", "remove", address, "--json"))[0] == 0
    assert (await done(run, "feeds", "list", "--json"))[1] == []
    assert "The herring quota" in await answer(run, "What was the herring quota set at?"), "its articles stay"
    status, _, said = await done(run, "feeds", "remove", address, "--json")
    assert status == 1
    assert said == f"There is no feed {address}; `sherpa feeds list` shows them.\n"


@pytest.mark.parametrize(
    ("path", "said"),
    [("/quota", "no feed"), ("/nowhere", "404"), ("/silent-not-there", "404")],
)
async def test_what_cannot_be_a_feed_is_refused(run: Run, web: NewsWeb, path: str, said: str) -> None:
    status, printed, errors = await done(run, "feeds", "add", web.address(path), "--json")
    assert (status, printed) == (1, [])
    assert said in errors
    assert len(errors.splitlines()) == 1
    assert (await done(run, "feeds", "list", "--json"))[1] == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://[bad/f", "no address that starts with http"),
        ("http://news.example:99999/f", "no address that starts with http"),
        ("ftp://news.example/f", "no address that starts with http"),
        ("http://reader:hunter2@news.example/f", "holds a name or a password"),
    ],
)
async def test_what_is_no_address_of_a_feed_is_refused_in_a_sentence(run: Run, address: str, said: str) -> None:
    status, printed, errors = await done(run, "feeds", "add", address, "--json")
    assert (status, printed) == (1, [])
    assert said in errors
    assert len(errors.splitlines()) == 1
    assert "hunter2" not in errors


async def test_of_a_feed_that_is_added_once_each_page_that_fails_is_named(run: Run, web: NewsWeb) -> None:
    web.page("/broken", "", status=500)
    web.page("/mixed", rss(web, "/broken", "/quota"), content_type="application/rss+xml")
    status, printed, errors = await done(run, "add", "--json", web.address("/mixed"))
    assert status == 1
    assert [each["title"] for each in printed] == ["Quota set"]
    assert "500" in errors
    assert len(errors.splitlines()) == 1


async def test_what_was_read_of_a_feed_is_stored_while_the_rest_is_waited_for(run: Run, web: NewsWeb) -> None:
    async with NewsWeb() as other:
        other.behave("/silent", silent())
        date = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        links = (web.address("/quota"), other.address("/silent"))
        items = "".join(f"<item><link>{link}</link><pubDate>{date}</pubDate></item>" for link in links)
        web.page("/slow", f"<rss version='2.0'><channel><title>Slow</title>{items}</channel></rss>", content_type="application/rss+xml")
        running = await run("add", "--json", web.address("/slow"))
        assert running.process.stdout is not None
        assert json.loads(await running.process.stdout.readline())["title"] == "Quota set"
        await running.stop(signal.SIGINT)
    assert "The herring quota" in await answer(run, "What was the herring quota set at?")


async def test_private_addresses_are_refused_unless_they_are_allowed(run: Run, web: NewsWeb) -> None:
    for what in (("feeds", "add", web.address("/feed")), ("add", web.address("/quota"))):
        status, _, said = await done(run, *what, "--json", SHERPA_ALLOW_PRIVATE_ADDRESSES="0")
        assert status == 1
        assert len(said.splitlines()) == 1
    assert web.requests == []


async def test_pages_and_feeds_are_added_by_their_addresses(run: Run, web: NewsWeb) -> None:
    what = (web.address("/quota"), web.address("/nowhere"), web.address("/feed"))
    status, printed, said = await done(run, "add", "--json", *what)
    assert status == 1
    assert [(each["input"], each["title"], each["outlet"], each["new"]) for each in printed] == [
        (what[0], "Quota set", "The Port Times", True),
        (what[2], "Quota set", "The Port Times", False),
    ]
    assert printed[0]["text"] == "\n\n".join(QUOTA)
    assert "404" in said
    _, (tried,), _ = await done(run, "add", "--json", "--dry-run", what[0])
    assert tried["article_id"] == printed[0]["article_id"]


async def test_an_article_in_another_language_is_kept_and_said_not_to_be_searched(run: Run, web: NewsWeb) -> None:
    french = (
        "Le quota de hareng a été fixé à 90 tonnes mercredi par la délégation de Vess, au terme d'une semaine de discussions à Tarnholm.",
        "Le quota entrera en vigueur en janvier et sera réexaminé après six mois, ont indiqué les deux parties dans un communiqué commun.",
        "Les équipages du port extérieur avaient menacé de bloquer le port si la limite tombait en dessous de 80 tonnes.",
    )
    web.page("/quota-fr", page("Le quota est fixé", *french).replace('lang="en"', 'lang="fr"'))
    running = await run("add", web.address("/quota-fr"))
    assert "it is in another language (fr) than English, and not searched" in await running.printed()
    assert await running.status() == 0
    assert "❝Le quota" not in await answer(run, "Quel quota de hareng a été fixé à Tarnholm?")
    listed = await run("sources")
    assert "Le quota est fixé" in await listed.printed()


async def test_feeds_travel_as_opml_and_a_broken_list_adds_none(run: Run, web: NewsWeb, tmp_path: Path) -> None:
    await done(run, "feeds", "add", web.address("/feed"), "--json")
    assert (await done(run, "feeds", "export", "feeds.opml"))[0] == 0
    await done(run, "feeds", "remove", web.address("/feed"), "--json")
    known = len(web.requests)
    status, imported, _ = await done(run, "feeds", "import", "feeds.opml", "--json")
    assert (status, [each["url"] for each in imported]) == (0, [web.address("/feed")])
    assert len(web.requests) == known, "nothing is fetched"
    (tmp_path / "broken.opml").write_text('<opml><body><outline xmlUrl="https://a.example/"><outline', encoding="utf-8")
    status, printed, said = await done(run, "feeds", "import", "broken.opml", "--json")
    assert (status, printed, len(said.splitlines())) == (1, [], 1)
    assert len((await done(run, "feeds", "list", "--json"))[1]) == 1


async def test_status_says_what_there_is(run: Run, web: NewsWeb) -> None:
    await done(run, "feeds", "add", web.address("/feed"), "--json")
    _, (found,), _ = await done(run, "status", "--json")
    assert found["articles"] == 15
    assert found["passages"] > found["articles"] > found["stories"] - 2
    assert found["feeds"] == {"ok": 1, "failing": 0, "disabled": 0}
    running = await run("status")
    assert "15 articles" in await running.printed()


async def test_while_it_runs_what_is_published_can_be_asked_about_among_feeds_that_fail(run: Run, web: NewsWeb, tmp_path: Path) -> None:
    web.page("/feed", rss(web), content_type="application/rss+xml")
    async with StandIn() as discord, AsyncExitStack() as stack:
        failing = {await kind.opened(stack): kind for kind in KINDS}
        await import_feeds(run, tmp_path, *failing, web.address("/feed"))
        running = await run("run", **settings_for(discord))
        await discord.until_ready()
        await until(lambda: len(web.asked("/feed")) >= 1)
        web.page("/feed", rss(web, "/quota"), content_type="application/rss+xml")
        await said(run, "The herring quota was set at 90 tonnes")
        web.page("/quota", page("Quota set", *(text.replace("90 tonnes", "95 tonnes") for text in QUOTA)))
        web.page("/feed", rss(web, "/quota"), content_type="application/rss+xml")  # of another second
        await said(run, "The herring quota was set at 95 tonnes")
        listed = {each["url"]: each["reason"] for each in (await done(run, "feeds", "list", "--json"))[1]}
        assert {kind.name: listed[address] for address, kind in failing.items() if not kind.slow} == {
            kind.name: kind.reason for kind in KINDS if not kind.slow
        }
        assert await running.stop() == 0


async def said(run: Run, sentence: str) -> None:
    """Waits until that is the answer; each question is a process of its own."""
    async with asyncio.timeout(60):
        while f"❝{sentence}" not in await answer(run, "What was the herring quota set at?"):
            pass


async def import_feeds(run: Run, folder: Path, *addresses: str) -> None:
    outlines = "".join(f'<outline xmlUrl="{address}"/>' for address in addresses)
    (folder / "feeds.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    assert (await done(run, "feeds", "import", "feeds.opml", "--json"))[0] == 0


def end_leases(folder: Path) -> None:
    """As if the time were over for which a process that died has its feeds."""
    with closing(sqlite3.connect(folder / "home" / "sherpa.db")) as database, database:
        database.execute("UPDATE feeds SET until = ''")


async def test_killed_in_the_middle_of_a_poll_nothing_is_lost_and_nothing_comes_twice(run: Run, web: NewsWeb, tmp_path: Path) -> None:
    paths = [f"/news{n}" for n in range(6)]
    for n, path in enumerate(paths):
        web.page(path, page(f"News {n}", f"Number {n} of the reports from the harbour came in on Wednesday, in the rain.", *QUOTA))
    web.page("/feed", rss(web, *paths), content_type="application/rss+xml")
    await import_feeds(run, tmp_path, web.address("/feed"))
    async with StandIn() as discord:
        for n in (1, 3):
            running = await run("run", **settings_for(discord))
            await until(lambda n=n: len({each.path for each in web.requests if each.path in paths}) >= n)  # type: ignore[misc]  # bound now
            await running.kill()
            end_leases(tmp_path)
    assert len((await done(run, "feeds", "check", "--json"))[1]) == 1
    running = await run("sources", "--json")
    titles = [json.loads(line)["title"] for line in (await running.printed()).splitlines()]
    assert sorted(title for title in titles if title.startswith("News")) == sorted(f"News {n}" for n in range(6))
