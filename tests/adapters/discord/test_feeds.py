"""Feeds of a server's own: who may keep them, and what is said of them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord_world import LINKS, OURS, World, kinds, markdown, seen, validate
from injections import INJECTIONS
from sown import sow

from adapters.discord.commands import Given, given, payloads
from adapters.discord.layout import offered_feed
from adapters.settings import Settings
from adapters.wiring import House, open_house
from bench.standins.news_web import Asked, NewsWeb
from bot.feeds.keeping import FeedOffer, FoundFeed
from bot.fitting import utf16
from bot.places import collection
from index.cleaning import clean_line


class Outside:
    """A finder whose work is not the clock's."""

    def __init__(self, world: World) -> None:
        self._env = world.env
        self._finder = world.sherpa.house.desk.feeds._finder

    async def find(self, address: str) -> FoundFeed:
        assert self._finder is not None
        found: FoundFeed = await self._env.external_wait(self._finder.find(address), reason="what is at an address")
        return found


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """One that lets feeds be added, and reads from this machine."""
    given = {"home": sow(tmp_path), "engine": "memory", "chat_feeds": True, "allow_private_addresses": True, "feeds_per_workspace": 100}
    opened = await open_house(Settings(**given, _env_file=None))
    yield opened
    await opened.service.close()


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as made:
        made.page("/feed", feed("The Port Times"), content_type="application/rss+xml")
        yield made


@pytest.fixture
def admin(world: World) -> Any:
    """Somebody with the permission Manage Server."""
    world.sherpa.house.desk.feeds._finder = Outside(world)
    keepers = world.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("carol"), roles=[keepers])


def feed(title: str) -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title><![CDATA[{title}]]></title></channel></rss>"


def own(world: World) -> str:
    return collection("discord", str(world.guild.id))


def test_the_command_is_for_servers_and_who_manages_them() -> None:
    (command,) = [each for each in payloads() if each["name"] == "feed"]
    assert command["default_member_permissions"] == discord.Permissions(manage_guild=True).value
    assert (command["contexts"], command["integration_types"]) == ([0, 1], [0])
    assert [(part["type"], part["name"]) for part in command["options"]] == [(1, "add"), (1, "list"), (1, "remove")]
    assert "feed" not in [each["name"] for each in payloads(frozenset({"feed"}))]
    validate("PUT", "/applications/1/commands", payloads())


def test_what_is_given_with_a_part_of_a_command_is_read() -> None:
    part = {"type": 1, "name": "remove", "options": [{"type": 3, "name": "address", "value": "po", "focused": True}]}
    assert given({"name": "feed", "options": [part]}) == Given("feed remove", {"address": "po"}, focused="address")
    assert given({"name": "feed", "options": [{"type": 1, "name": "list"}]}) == Given("feed list", {})


async def test_a_feed_is_added_listed_and_removed_for_its_server_and_only_its_admin_sees_it(world: World, admin: Any, web: NewsWeb) -> None:
    address = web.address("/feed")
    added = await admin.slash(world.channel, "feed add", address=address)
    assert added.ephemeral
    assert f"Added: The Port Times ({address}). Its articles can be asked about here, by this server alone." in seen(added.response)
    (kept,) = await world.sherpa.house.desk.feeds._feeds.listed()
    assert (kept.collection, kept.address) == (own(world), address)
    assert kept.added_by == f"discord {world.guild.id} {world.channel.id} {admin.id}"
    listed = await admin.slash(world.channel, "feed list")
    assert listed.ephemeral
    assert f"The Port Times\n{address} · works · 0 articles · not polled yet" in seen(listed.response)
    choices = await admin.autocomplete(world.channel, "feed remove", "address", "port")
    assert choices == [{"name": f"The Port Times, {address}", "value": address}]
    removed = await admin.slash(world.channel, "feed remove", address=choices[0]["value"])
    assert removed.ephemeral
    assert f"Removed: The Port Times ({address}). Its articles stay." in seen(removed.response)
    assert world.sent() == 0


async def test_who_does_not_manage_the_server_keeps_none_though_discord_shows_the_command(world: World, admin: Any, web: NewsWeb) -> None:
    with pytest.raises(Exception, match="default-member-permissions"):
        await world.alice.slash(world.channel, "feed list")
    await admin.slash(world.channel, "feed add", address=web.address("/feed"))
    command = world.env.backend.find_command("feed", world.guild.id)
    world.guild.set_command_permissions(int(command["id"]), {world.users["alice"]: True})
    for part, options in (("add", {"address": web.address("/other")}), ("list", {}), ("remove", {"address": web.address("/feed")})):
        refused = await world.alice.slash(world.channel, f"feed {part}", **options)
        assert refused.ephemeral
        assert seen(refused.response) == "Only people with the permission Manage Server can keep its feeds."
    assert await world.alice.autocomplete(world.channel, "feed remove", "address", "") == []
    assert len(await world.sherpa.house.desk.feeds._feeds.listed()) == 1
    assert web.asked("/other") == []


async def test_in_a_direct_message_there_is_no_server(world: World, admin: Any) -> None:
    result = await world.users["alice"].slash("feed list")
    assert seen(result.response) == "Feeds belong to a server, and this conversation is in none; give the command in the server."


async def test_what_cannot_be_a_feed_is_refused_with_its_reason(world: World, admin: Any, web: NewsWeb) -> None:
    web.page("/page", "<p>No feed.</p>")
    for address, reason in (
        ("not an address", "is no address that starts with http"),
        ("http://user:pass@news.example/feed", "holds a name or a password"),
        (web.address("/gone"), "404"),
        (web.address("/page"), "feed"),
        ("https://news.example/" + "x" * 2_000, "longer than 2,000 characters"),
    ):
        refused = await admin.slash(world.channel, "feed add", address=address)
        assert refused.ephemeral
        assert reason in seen(refused.response)
    assert await world.sherpa.house.desk.feeds._feeds.listed() == []


async def test_what_takes_long_is_acknowledged_to_the_admin_alone(world: World, admin: Any, web: NewsWeb) -> None:
    may_answer = asyncio.Event()

    async def slow(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        await may_answer.wait()
        writer.write(b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n")

    web.behave("/slow", slow)
    result = await admin.slash(world.channel, "feed add", address=web.address("/slow"))
    assert result.deferred
    assert result.ephemeral
    may_answer.set()
    await asyncio.gather(*world.sherpa.client._answering)
    assert "404" in seen(result.response)


async def test_titles_do_nothing_and_many_feeds_are_within_the_limits(world: World, admin: Any) -> None:
    feeds = world.sherpa.house.desk.feeds._feeds
    now = world.sherpa.clock()
    for n, text in enumerate(INJECTIONS.values()):
        title = clean_line(text)[:300]
        await feeds.add(f"https://news.example/{n}/{'x' * 900}", own(world), now, title=title)
    listed = await admin.slash(world.channel, "feed list")
    assert kinds(markdown(listed.response)) <= OURS | LINKS
    assert "more" in seen(listed.response)
    for n in range(0, len(INJECTIONS), 9):
        removed = await admin.slash(world.channel, "feed remove", address=f"https://news.example/{n}/{'x' * 900}")
        assert removed.ephemeral
        assert kinds(markdown(removed.response)) <= OURS | LINKS
    choices = await admin.autocomplete(world.channel, "feed remove", "address", "")
    assert len(choices) == 25
    assert all(1 <= utf16(choice["name"]) <= 100 for choice in choices)
    removed = await admin.slash(world.channel, "feed remove", address=choices[0]["value"])
    assert "Removed:" in seen(removed.response)


@pytest.mark.parametrize("text", INJECTIONS.values(), ids=INJECTIONS.keys())
def test_what_is_offered_is_short(text: str) -> None:
    name, value = offered_feed(FeedOffer("an-id", clean_line(text) or "x", f"https://news.example/{clean_line(text)}"))
    assert 1 <= utf16(name) <= 100
    assert 1 <= utf16(value) <= 100


async def test_where_it_is_not_allowed_help_does_not_name_it_and_an_old_command_says_so(world: World, admin: Any) -> None:
    assert "/feed add ADDRESS | list | remove ADDRESS" in seen((await world.alice.slash(world.channel, "help")).response)
    world.sherpa.house.desk.feeds._finder = None
    assert "/feed" not in seen((await world.alice.slash(world.channel, "help")).response)
    result = await admin.slash(world.channel, "feed list")
    assert result.ephemeral
    assert seen(result.response) == "Whoever runs Sherpa has not allowed feeds to be added in chat."


async def test_with_the_server_its_feeds_go(world: World, admin: Any, web: NewsWeb) -> None:
    await admin.slash(world.channel, "feed add", address=web.address("/feed"))
    await world.sherpa.client.on_guild_remove(world.sherpa.client.get_guild(world.guild.id))  # type: ignore[arg-type]  # it is there
    assert await world.sherpa.house.desk.feeds._feeds.listed() == []
