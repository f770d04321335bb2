"""Buttons below an answer: by whoever asked and by others, after a restart, expired, of elsewhere."""

import discord
import pytest
from discord_world import World, custom_ids, is_verbatim, labels, markdown, quotations, seen

from bot.onward import ELSEWHERE, GONE, NOT_YOURS, THANKS

QUESTION = "Was a ceasefire agreed?"


async def test_more_shows_what_was_not_shown_yet_and_goes_on_until_nothing_is_left(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    shown = quotations(message)
    for _ in range(20):
        following = (await world.press(message, "More")).response
        assert not following.ephemeral
        if not quotations(following):
            break
        assert not set(shown) & set(quotations(following))
        assert all(map(is_verbatim, quotations(following)))
        assert f"[{len(shown) + 1}]" in seen(following)
        shown += quotations(following)
        if "More" not in labels(following):
            break
    assert len(shown) > 3
    assert "That is all the articles say on it." in seen((await world.press(message, "More")).response)


async def test_someone_else_sees_more_alone_and_takes_nothing_from_the_asker(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    theirs = await world.press(message, "More", by=world.bob)
    assert theirs.ephemeral
    again = await world.press(theirs.response, "More", by=world.bob)
    assert again.ephemeral
    assert not set(quotations(again.response)) & set(quotations(theirs.response))
    ours = await world.press(message, "More")
    assert not ours.ephemeral
    assert quotations(ours.response) == quotations(theirs.response)


async def test_the_source_is_summarized_in_the_open_for_the_asker_and_privately_for_others(world: World) -> None:
    message = (await world.ask("Does the German chancellor trust Putin?")).response
    ours = await world.press(message, "Summarize")
    theirs = await world.press(message, "Summarize", by=world.bob)
    assert (ours.ephemeral, theirs.ephemeral) == (False, True)
    for result in (ours, theirs):
        assert "Trump's Push For Peace Shifts to Zelenskiy" in seen(result.response)
        assert quotations(result.response)
        assert all(map(is_verbatim, quotations(result.response)))


async def test_a_private_summary_can_be_shared(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    theirs = await world.press(message, "Summarize", by=world.bob)
    shared = await world.press(theirs.response, "Share", by=world.bob)
    assert not shared.ephemeral
    assert quotations(shared.response) == quotations(theirs.response)
    assert "Shared by bob" in seen(shared.response)


async def test_why_is_told_to_whoever_asks_alone(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    result = await world.press(message, "Why", by=world.bob)
    assert result.ephemeral
    text = seen(result.response)
    assert "Terms, in how many passages, with what weight:" in text
    assert "ceasefire" in text
    assert "Confidence" in text


async def test_a_refusal_says_why_too(world: World) -> None:
    message = (await world.ask("What did Putin say about Bratislava?")).response
    result = await world.press(message, "Why")
    assert "Declined:" in seen(result.response)


async def test_a_topic_is_subscribed_to_in_a_form_that_is_filled_in(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    opened = await world.press(message, "Alert")
    form = opened.modal
    assert form is not None
    assert form["title"] == "Alert me on this topic"
    (box,) = [part["component"] for part in form["components"]]
    assert box["value"] == "ceasefire agreed"
    assert form["custom_id"].rpartition(":")[2] == custom_ids(message)[0].rpartition(":")[2]
    sent = await world.alice.submit_modal(opened, {"topic": "ceasefire"})
    assert sent.ephemeral
    text = seen(sent.response)
    assert "Topic: ceasefire" in text
    assert "stored stories would have matched" in text


async def test_a_topic_that_cannot_be_read_is_said_so_privately(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    sent = await world.alice.submit_modal(await world.press(message, "Alert"), {"topic": "-"})
    assert sent.ephemeral
    assert "Topic:" not in seen(sent.response)


async def test_opinions_are_kept_one_for_each_person_without_who(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    for by, label in ((world.alice, "👍"), (world.bob, "👎"), (world.bob, "👍"), (world.alice, "Not helpful")):
        result = await world.press(message, label, by=by)
        assert result.ephemeral
        assert seen(result.response) == THANKS
    assert await world.sherpa.exchanges.ratings() == {True: 1, False: 1}


async def test_an_answer_is_deleted_by_its_asker(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    refused = await world.press(message, "Delete", by=world.bob)
    assert refused.ephemeral
    assert seen(refused.response) == NOT_YOURS
    assert world.last().id in (message.id, refused.response.id)
    more = (await world.press(message, "More")).response
    id_ = custom_ids(message)[0].rpartition(":")[2]
    await world.press(message, "Delete")
    assert more.id == world.last().id
    assert await world.sherpa.exchanges.get(id_, world.sherpa.clock()) is not None


async def test_with_its_last_message_what_was_asked_is_forgotten(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    await world.press(message, "Delete")
    assert await world.sherpa.exchanges.get(custom_ids(message)[0].rpartition(":")[2], world.sherpa.clock()) is None


async def test_an_answer_is_deleted_by_a_moderator(world: World) -> None:
    role = world.guild.create_role("Mods", permissions=discord.Permissions(manage_messages=True))
    moderator = world.guild.add_member(world.env.create_user("mod"), roles=[role])
    await world.ask(QUESTION)
    message = (await world.ask("Does the German chancellor trust Putin?")).response
    result = await world.press(message, "Delete", by=moderator)
    assert result.acknowledged
    assert world.last().id != message.id


@pytest.mark.parametrize("label", ["More", "Summarize", "Why", "👍", "Delete", "Alert"])
async def test_buttons_work_after_a_restart_and_in_another_process(world: World, label: str) -> None:
    message = (await world.ask(QUESTION)).response
    async with world.sherpa.elsewhere() as other:
        await world.env.restart_bot(other)
        result = await world.press(message, label)
        match label:
            case "More":
                assert quotations(result.response)
                assert not set(quotations(result.response)) & set(quotations(message))
            case "Summarize":
                assert "Delete" in labels(result.response)
                assert all(map(is_verbatim, quotations(result.response)))
            case "Why":
                assert "Confidence" in seen(result.response)
            case "👍":
                assert seen(result.response) == THANKS
            case "Delete":
                assert world.channel.last_message is None
            case _:
                assert result.modal is not None
        await world.env.restart_bot(world.sherpa.again())


async def test_a_button_of_an_answer_that_is_too_old_says_so_privately(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    world.sherpa.clock.seconds = 31 * 24 * 3_600
    for label in ("More", "Summarize", "Alert", "Why", "👍", "thread", "Delete"):
        result = await world.press(message, label)
        assert result.ephemeral
        assert seen(result.response) == GONE
    await world.sherpa.house.desk.expire()
    assert seen((await world.press(message, "More")).response) == GONE


@pytest.mark.parametrize(
    "made_up", ["sherpa:more:0123456789abcdef", "sherpa:more:' OR 1=1", "sherpa:explode:0123456789abcdef", "other:thing"]
)
async def test_a_made_up_button_is_answered_privately(world: World, made_up: str) -> None:
    result = await world.alice.click(await world.forge(world.channel, made_up), custom_id=made_up)
    assert result.ephemeral
    assert seen(result.response) == GONE


async def test_a_button_from_another_server_says_so_privately(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    (more, *_) = custom_ids(message)
    elsewhere = world.env.create_guild(name="Elsewhere")
    channel = elsewhere.create_text_channel("there")
    mallory = elsewhere.add_member(world.env.create_user("mallory"))
    result = await mallory.click(await world.forge(channel, more), custom_id=more)
    assert result.ephemeral
    assert seen(result.response) == ELSEWHERE


async def test_every_button_ends_in_the_id_of_its_exchange(world: World) -> None:
    message = (await world.ask(QUESTION)).response
    ids = {id_.rpartition(":")[2] for id_ in custom_ids(message)}
    (id_,) = ids
    exchange = await world.sherpa.exchanges.get(id_, world.sherpa.clock())
    assert exchange is not None
    assert exchange.text == QUESTION
    assert await world.sherpa.exchanges.by_message("discord", str(world.guild.id), str(message.id), world.sherpa.clock()) == exchange
    assert markdown(message)
