"""Manners: in time, quiet, patient, and gone when it is no longer wanted."""

import asyncio
import logging
from typing import Any

import discord
import pytest
import simcord
from discord_world import GRACE, Sherpa, World, client_of, custom_ids, labels, quotations, seen

from adapters.discord.client import intents
from bot.places import Place
from index.articles import Article
from index.errors import StoreUnavailable

QUESTION = "Was a ceasefire agreed?"


class Broken:
    """A service that fails when it is asked."""

    def __init__(self, service: Any, error: Exception) -> None:
        self._service = service
        self._error = error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._service, name)

    async def ask(self, text: str, **options: Any) -> Any:
        raise self._error


class Slow:
    """A service that answers, or fails, when it is told to."""

    def __init__(self, world: World, error: Exception | None = None) -> None:
        self._world = world
        self._service = world.sherpa.house.service
        self._error = error
        self._may_answer = asyncio.Event()
        world.sherpa.house.desk._answering.service = self  # type: ignore[assignment]  # as much of a Service as is used

    def __getattr__(self, name: str) -> Any:
        return getattr(self._service, name)

    async def ask(self, text: str, **options: Any) -> Any:
        await self._world.env.external_wait(self._may_answer.wait(), reason="told to answer")
        if self._error:
            raise self._error
        return await self._service.ask(text, **options)

    async def take_long(self) -> None:
        """Until patience is at its end; then answers."""
        await self._world.env.advance_time(GRACE)
        self._may_answer.set()
        await self._world.env.settle()


def announced(world: World) -> list[Any]:
    """What was said first to commands: type 5 is "is thinking…"."""
    return [request.json for request in world.env.http_requests if request.path.endswith("/callback")]


def test_no_privileged_intent_is_asked_for() -> None:
    wanted = intents()
    assert not wanted.message_content
    assert not wanted.members
    assert not wanted.presences
    assert wanted.guilds


def test_a_client_keeps_no_messages_and_no_members(sherpa: Sherpa) -> None:
    assert sherpa.client._connection.max_messages is None
    assert sherpa.client._connection.member_cache_flags == discord.MemberCacheFlags.none()
    assert isinstance(sherpa.client, discord.AutoShardedClient)


async def test_on_several_shards_every_server_is_answered(sherpa: Sherpa) -> None:
    sherpa.client.shard_count = 2
    async with simcord.run(sherpa.client) as env:
        for shard in (0, 1):
            guild = env.create_guild(shard_id=shard)
            channel = guild.create_text_channel("summit")
            result = await guild.add_member(env.create_user(f"on-{shard}")).slash(channel, "ask", question=QUESTION)
            assert quotations(result.response)


async def test_what_takes_long_is_acknowledged_first(world: World) -> None:
    slow = Slow(world)
    result = await world.ask(QUESTION)
    await slow.take_long()
    assert announced(world) == [{"type": 5}]
    assert not result.ephemeral
    assert quotations(result.response)
    assert "More" in labels(result.response)


async def test_an_announcement_that_discord_holds_back_is_made_again(world: World) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=429)
    slow = Slow(world)
    result = await world.ask(QUESTION)
    await slow.take_long()
    await world.env.advance_time(1)
    assert announced(world) == [{"type": 5}, {"type": 5}]
    assert quotations(result.response)


async def test_what_takes_long_and_is_private_is_announced_privately(world: World) -> None:
    claim = await world.bob.send(world.channel, "Melania's letter was handed to Putin")
    slow = Slow(world)
    result = await world.alice.context_menu(world.channel, "Find sources", claim)
    await slow.take_long()
    assert announced(world) == [{"type": 5, "data": {"flags": 64}}]
    assert result.ephemeral
    assert quotations(result.response)


async def test_what_fails_after_it_was_announced_to_all_is_told_to_the_asker_alone(world: World) -> None:
    slow = Slow(world, RuntimeError(QUESTION))
    result = await world.ask(QUESTION)
    await slow.take_long()
    assert announced(world) == [{"type": 5}]
    assert result.response is None
    (told,) = result.followups
    assert told.ephemeral
    assert "Something went wrong that Sherpa did not foresee." in seen(told)


@pytest.mark.parametrize("way", ["slash", "mention"])
async def test_an_unforeseen_error_is_told_to_the_asker_alone_with_a_reference_that_the_log_has(
    world: World, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.sherpa.house.desk._answering.service = Broken(world.sherpa.house.service, RuntimeError(QUESTION))  # type: ignore[assignment]  # as above
    with caplog.at_level(logging.ERROR):
        if way == "slash":
            result = await world.ask(QUESTION)
            assert result.ephemeral
            text = seen(result.response)
        else:
            await world.alice.send(world.channel, f"{world.me} {QUESTION}")
            text = seen(world.direct(world.alice)[-1])
    references = [record.__dict__["reference"] for record in caplog.records if "reference" in record.__dict__]
    assert len(references) == 1
    assert references[0] in text
    assert QUESTION not in caplog.text


async def test_a_foreseen_error_is_its_own_sentence(world: World) -> None:
    error = StoreUnavailable("The disk that holds the database is full; make room and try again.")
    world.sherpa.house.desk._answering.service = Broken(world.sherpa.house.service, error)  # type: ignore[assignment]  # as above
    result = await world.ask(QUESTION)
    assert result.ephemeral
    assert seen(result.response) == str(error)


@pytest.mark.simcord(check_errors=True)
async def test_an_answer_that_comes_too_late_is_logged_and_no_more(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    with caplog.at_level(logging.WARNING):
        result = await world.ask(QUESTION)
    assert not result.acknowledged
    (record,) = [record for record in caplog.records if record.name.startswith("adapters")]
    assert record.__dict__["reason"] == "too late"
    assert QUESTION not in caplog.text


async def test_an_interaction_that_another_process_answered_is_left_alone(world: World) -> None:
    answered: list[int] = []

    async def take(event: str) -> bool:
        answered.append(1)
        return False

    world.sherpa.house.desk.take = take  # type: ignore[method-assign]  # another process was faster
    result = await world.ask(QUESTION)
    assert answered
    assert not result.acknowledged


async def test_two_questions_at_once_are_answered_and_of_25_some_wait(world: World) -> None:
    results = [await world.ask(QUESTION) for _ in range(25)]
    answered = [result for result in results if not result.ephemeral]
    held = [result for result in results if result.ephemeral]
    assert len(answered) == 15
    assert seen(held[0].response) == "You have asked a lot at once; ask again in 4 seconds."
    assert not (await world.ask(QUESTION, by=world.bob)).ephemeral
    world.sherpa.clock.seconds += 60
    assert not (await world.ask(QUESTION)).ephemeral


async def test_who_asks_too_much_by_mention_is_told_so_once_and_directly(world: World) -> None:
    for _ in range(20):
        await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    (told,) = world.direct(world.alice)
    assert "You have asked a lot at once" in seen(told)


async def test_a_channel_has_a_budget_too(world: World) -> None:
    place = Place(platform="discord", workspace=str(world.guild.id), channel=str(world.channel.id))
    for person in range(240):
        assert world.sherpa.house.desk.hold(str(person), place) is None
    result = await world.ask(QUESTION)
    assert result.ephemeral
    assert "Much is being asked here; ask again in 1 second." in seen(result.response)


async def test_summaries_lists_and_buttons_have_no_cooldown(world: World) -> None:
    for _ in range(17):
        last = await world.ask(QUESTION)
    assert last.ephemeral
    assert not (await world.alice.slash(world.channel, "summarize", source="1")).ephemeral
    assert not (await world.alice.slash(world.channel, "sources")).ephemeral


async def test_what_was_asked_in_a_server_is_forgotten_when_sherpa_is_removed_from_it(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    await world.press(message, "👍")
    id_ = custom_ids(message)[0].rpartition(":")[2]
    guild = world.sherpa.client.get_guild(world.guild.id)
    assert guild is not None
    state = world.sherpa.client._connection
    state.parse_guild_delete({"id": str(guild.id), "unavailable": True})
    await heard(world)
    assert await world.sherpa.exchanges.get(id_, world.sherpa.clock()) is not None
    state.parse_guild_delete({"id": str(guild.id)})
    await heard(world)
    assert await world.sherpa.exchanges.get(id_, world.sherpa.clock()) is None
    assert await world.sherpa.exchanges.ratings() == {True: 0, False: 0}


async def heard(world: World) -> None:
    """Until what came in has been dealt with."""
    await asyncio.sleep(0)
    await asyncio.gather(*world.sherpa.client._answering)


async def test_a_server_sees_its_own_articles_and_no_other_does(world: World) -> None:
    await world.sherpa.house.service.add(
        [
            Article(id="ours", title="Ours", body="The herring treaty was signed in Karrow.", collection=f"discord:{world.guild.id}"),
            Article(id="theirs", title="Theirs", body="The cod treaty was signed in Vess.", collection="discord:1"),
        ]
    )
    assert quotations((await world.ask("Was the herring treaty signed?")).response) == ["The herring treaty was signed in Karrow."]
    assert "Searched 15 articles" in seen((await world.ask("Was the cod treaty signed in Vess?")).response)
    names = [choice["name"] for choice in await world.alice.autocomplete(world.channel, "summarize", "source", "")]
    assert any("Ours" in name for name in names)
    assert not any("Theirs" in name for name in names)


async def test_once_told_to_stop_what_is_being_answered_is_finished_and_nothing_new_begun(sherpa: Sherpa) -> None:
    client, slow = client_of(sherpa.house), asyncio.Event()
    finished: list[str] = []

    async def answer() -> None:
        async with client._answers():
            await slow.wait()
            finished.append("answered")

    task = asyncio.ensure_future(answer())
    await asyncio.sleep(0)

    async def close() -> None:
        finished.append("closed")

    client.close = close  # type: ignore[method-assign]  # nothing was connected
    stopping = asyncio.ensure_future(client.stop())
    await asyncio.sleep(0)
    slow.set()
    await asyncio.gather(task, stopping)
    assert finished == ["answered", "closed"]
    assert client._stopping
