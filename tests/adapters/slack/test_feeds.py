"""Feeds of a workspace's own: who may keep them, and what is said of them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from injections import INJECTIONS
from slack_check import visible
from slack_world import ALICE, BOB, WAYS, World, for_http, for_many, install, world
from sqlalchemy import text as sql

from adapters.slack.text import address
from adapters.slack.usage import options_usage
from adapters.wiring import telling_of_feeds
from bench.standins import slack_payloads as payloads
from bench.standins.news_web import NewsWeb
from bench.standins.slack_names import direct_channel, profile
from bot.places import Place, collection
from index.cleaning import clean_line
from index.store.feeds import Feeds, StoredFeed

ALLOWED: dict[str, Any] = {"chat_feeds": True, "allow_private_addresses": True, "feeds_per_workspace": 3}
OWN = collection("slack", payloads.TEAM)


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as made:
        feed = "<?xml version='1.0'?><rss version='2.0'><channel><title>The &lt;!channel&gt; Times</title></channel></rss>"
        made.page("/feed", feed, content_type="application/rss+xml")
        made.page("/page", f'<html><head><link rel="alternate" type="application/rss+xml" href="{made.address("/feed")}"></head></html>')
        yield made


@pytest.fixture(params=list(WAYS))
async def both(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """By each way that one workspace can be served; ALICE is an admin there, and BOB is not."""
    async with world(tmp_path, WAYS[request.param], **ALLOWED) as made:
        people(made)
        yield made


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[World]:
    """One workspace, over HTTP, with those two."""
    async with world(tmp_path, for_http, **ALLOWED) as made:
        people(made)
        yield made


def people(world: World) -> None:
    world.slack.users.update({ALICE["id"]: profile(ALICE, admin=True), BOB["id"]: profile(BOB)})


async def give(world: World, text: str, by: dict[str, Any] = ALICE, command: str = "/feed", **where: Any) -> str:
    """Gives /feed; what is seen then, and by that person alone."""
    url = world.slack.response_url(**where)
    request = await world.after(payloads.slash(by, command, text, response_url=url, **where))
    assert request.body["response_type"] == "ephemeral"
    return visible(request.body)


async def feeds(world: World) -> list[StoredFeed]:
    return await Feeds(world.sherpa.house.store).listed()


async def test_a_feed_is_added_listed_and_removed_for_its_workspace_and_only_its_admin_sees_it(both: World, web: NewsWeb) -> None:
    there = web.address("/feed")
    added = await give(both, f"add {web.address('/page')}")
    assert f"Added: The <!channel> Times ({there}). Its articles can be asked about here, by this workspace alone." in added
    (kept,) = await feeds(both)
    assert (kept.collection, kept.address) == (OWN, there)
    assert kept.added_by == f"slack {payloads.TEAM} {payloads.CHANNEL} {ALICE['id']}"
    assert f"The <!channel> Times\n{there} · works · 0 articles · not polled yet" in await give(both, "list")
    assert "Was there already" in await give(both, f"feed ADD <{there}|news>", command="/sherpa")
    assert await give(both, "remove times") == f"Removed: The <!channel> Times ({there}). Its articles stay."
    assert await feeds(both) == []
    assert both.slack.calls("chat.postMessage") == []


async def test_it_is_acknowledged_before_anything_is_fetched(http: World, web: NewsWeb) -> None:
    with http.slack.hold("users.info") as held:
        await http.send(payloads.slash(ALICE, "/feed", f"add {web.address('/feed')}", response_url=http.slack.response_url()))
        await http.slack.until(lambda: held.requests)
        assert web.requests == []
        held.release()
    await http.quiet()
    assert len(await feeds(http)) == 1


async def test_who_is_no_admin_keeps_none_nor_does_anyone_of_whom_slack_says_nothing(http: World, web: NewsWeb) -> None:
    await give(http, f"add {web.address('/feed')}")
    known = len(web.requests)
    for text in (f"add {web.address('/other')}", "list", f"remove {web.address('/feed')}", ""):
        assert await give(http, text, by=BOB) == "Only the workspace's owners and admins can keep its feeds."
    http.slack.users[ALICE["id"]] = {**profile(ALICE, admin=True), "is_stranger": True}
    assert "Only the workspace's owners" in await give(http, "list")
    http.slack.fail("users.info", error="internal_error")
    assert await give(http, "list") == "Slack does not say who manages this workspace; try again later."
    assert (len(await feeds(http)), len(web.requests)) == (1, known)


async def test_what_cannot_be_a_feed_is_refused_with_its_reason(http: World, web: NewsWeb) -> None:
    for text, reason in (
        ("add", "Give the feed's address"),
        ("add news", "is no address that starts with http"),
        (f"add {web.address('/gone')}", "404"),
        ("remove", "Give the feed's address or title"),
        ("remove it", "There is no such feed here"),
        ("paint it", "Say /feed add and an address"),
        ("", "Say /feed add and an address"),
    ):
        assert reason in await give(http, text)
    assert await feeds(http) == []


async def test_addresses_of_the_own_network_stay_refused(tmp_path: Path, web: NewsWeb) -> None:
    async with world(tmp_path, for_http, chat_feeds=True) as made:
        people(made)
        assert "is at a private address" in await give(made, f"add {web.address('/feed')}")
        assert (web.requests, await feeds(made)) == ([], [])


async def test_where_it_is_not_allowed_the_command_says_so_and_help_does_not_name_it(tmp_path: Path) -> None:
    async with world(tmp_path, for_http) as made:
        people(made)
        assert await give(made, "list") == "Whoever runs Sherpa has not allowed feeds to be added in chat."
        assert "/feed" not in await give(made, "help", command="/sherpa")
        assert made.slack.calls("users.info") == []


async def test_help_and_the_manifest_say_what_can_be_typed(http: World) -> None:
    assert "/feed add ADDRESS | list | remove ADDRESS" in await give(http, "help", command="/sherpa")
    assert "/subscribe TOPIC [now|daily|weekly] [to:me|to:channel] [outlets:NUMBER]" in await give(http, "help", command="/sherpa")
    assert options_usage()["feed"] == "add address | list | remove address"


async def test_titles_do_nothing_and_many_feeds_are_within_the_limits(http: World) -> None:
    store = Feeds(http.sherpa.house.store)
    for n, text in enumerate(INJECTIONS.values()):
        await store.add(f"https://news.example/{n}/{'x' * 900}", OWN, datetime.now(UTC), title=clean_line(text)[:300])
    assert "more" in await give(http, "list")
    for n in range(0, len(INJECTIONS), 9):
        assert "Removed:" in await give(http, f"remove https://news.example/{n}/{'x' * 900}")


async def test_a_workspaces_feeds_are_not_anothers_and_go_with_it(tmp_path: Path, web: NewsWeb) -> None:
    async with world(tmp_path, for_many, **ALLOWED) as made:
        for team in (payloads.TEAM, payloads.OTHER_TEAM):
            await install(made, made.slack.grant(team))
        people(made)
        await give(made, f"add {web.address('/feed')}")
        assert "has no feeds of its own" in await give(made, "list", by={**ALICE, "team_id": payloads.OTHER_TEAM}, team=payloads.OTHER_TEAM)
        await made.event(payloads.uninstalled())
        await made.quiet()
        assert await feeds(made) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://news.example/a&b", "https://news.example/a&b"),
        ("<https://news.example/a&amp;b>", "https://news.example/a&b"),
        ("<https://news.example|news.example>", "https://news.example"),
        ("The Port Times", "The Port Times"),
    ],
)
def test_an_address_is_read_as_it_was_typed(typed: str, meant: str) -> None:
    assert address(typed) == meant


async def test_an_app_without_the_scope_writes_to_the_person_all_the_same(http: World) -> None:
    http.slack.fail("conversations.open", error="missing_scope")
    there = Place(platform="slack", workspace=payloads.TEAM, channel=payloads.CHANNEL)
    assert (await http.sherpa.app.messenger.direct(there, ALICE["id"])).channel == ALICE["id"]


async def test_whoever_added_a_feed_is_told_directly_and_after_a_crash_not_again(http: World, web: NewsWeb) -> None:
    await give(http, f"add {web.address('/feed')}")
    telling, store = telling_of_feeds(http.sherpa.house, "slack", http.sherpa.app.messenger), http.sherpa.house.store
    async with store.writing() as connection:
        await connection.execute(sql("UPDATE feeds SET state = 'disabled', reason = '404'"))
    for tellings in (1, 2):
        await telling.tell(asyncio.Event())
        ((row,), (told,)) = await http.rows("feeds"), http.slack.messages(direct_channel(ALICE["id"]))
        assert "A feed that you added is no longer polled: The <!channel> Times" in visible(told)
        assert row["told"]
        assert row["tellings"] == tellings
        async with store.writing() as connection:
            await connection.execute(sql("UPDATE feeds SET told = '', telling = ''"))  # as if it had died before it could note that
