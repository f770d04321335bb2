"""Mentions, direct messages, replies and threads."""

import discord
import pytest
from discord_world import World, is_verbatim, labels, quotations, seen

from adapters.discord.buttons import HAS_A_THREAD, NO_THREAD, NOT_YOUR_THREAD, THREAD_HINT, THREAD_IS_THERE
from adapters.discord.messages import HIDDEN

QUESTION = "Does the German chancellor trust Putin?"


async def test_a_mention_is_answered_in_place_as_a_reply(world: World) -> None:
    question = await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    answer = world.last()
    assert answer.reference is not None
    assert answer.reference.message_id == question.id
    assert quotations(answer)
    assert all(map(is_verbatim, quotations(answer)))
    assert seen(answer).startswith(QUESTION)
    assert {"More", "Delete", "Continue in a thread"} <= set(labels(answer))


async def test_a_direct_message_is_answered_without_a_mention(world: World) -> None:
    await world.users["alice"].send_dm(QUESTION)
    (answer,) = world.direct(world.alice)
    assert quotations(answer)
    assert "Continue in a thread" not in labels(answer)


async def test_in_a_direct_message_a_question_goes_on_from_the_one_before(world: World) -> None:
    await world.users["alice"].send_dm(QUESTION)
    await world.users["alice"].send_dm("and what did he say?")
    answer = world.direct(world.alice)[-1]
    assert f"Taken with the question before it: {QUESTION}" in seen(answer)
    assert any("Merz" in quotation for quotation in quotations(answer))


async def test_another_persons_direct_message_does_not_go_on_from_it(world: World) -> None:
    await world.users["alice"].send_dm(QUESTION)
    await world.users["bob"].send_dm("and what did he say?")
    assert "Taken with" not in seen(world.direct(world.bob)[-1])


async def test_a_reply_to_an_answer_goes_on_from_it(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    first = world.last()
    await world.bob.send(world.channel, f"{world.me} Was a ceasefire agreed?")
    await world.alice.send(world.channel, f"{world.me} and what did he say?", reply_to=first)
    assert f"Taken with the question before it: {QUESTION}" in seen(world.last())
    second = world.last()
    await world.alice.send(world.channel, f"{world.me} when?", reply_to=second)
    assert "Taken with the question before it: and what did he say?" in seen(world.last())


async def test_a_reply_to_a_slash_answer_and_to_more_of_it_goes_on_from_it(world: World) -> None:
    answer = (await world.ask("Was a ceasefire agreed?")).response
    more = (await world.press(answer, "More")).response
    for message in (answer.message, more.message):
        await world.alice.send(world.channel, f"{world.me} and what did Putin say?", reply_to=message)
        assert "Taken with the question before it: Was a ceasefire agreed?" in seen(world.last())


async def test_a_mention_in_a_channel_does_not_go_on_from_what_others_asked(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    await world.bob.send(world.channel, f"{world.me} and what did he say about it?")
    assert "Taken with" not in seen(world.last())


async def test_a_reply_whose_text_discord_hides_is_told_how_to_be_heard(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    answer, before = world.last(), world.sent()
    reply = await world.bob.send(world.channel, "what a day")
    reply.content, reply.reference = "", discord.MessageReference(message_id=answer.id, channel_id=answer.channel.id)
    reply.reference.resolved = answer
    await world.hear(reply)
    assert world.sent() == before, "what is passed on is no reply"
    reply.type = discord.MessageType.reply
    await world.hear(reply)
    assert world.sent() == before + 1
    assert [seen(message) for message in world.direct(world.bob)] == [HIDDEN]
    again = await world.bob.send(world.channel, "lol")
    again.content, again.reference, again.type = "", reply.reference, discord.MessageType.reply
    await world.hear(again)
    assert len(world.direct(world.bob)) == 1, "whoever goes on without the ping is told once"


@pytest.mark.parametrize("text", ["hello there", "@everyone look", "@here", "Sherpa, was a ceasefire agreed?"])
async def test_what_does_not_mention_sherpa_is_left_alone(world: World, text: str) -> None:
    before = world.sent()
    await world.alice.send(world.channel, text)
    assert world.sent() == before


async def test_bots_webhooks_sherpa_itself_and_edits_are_left_alone(world: World) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    before = world.sent()
    await robot.send(world.channel, f"{world.me} {QUESTION}")
    webhook = world.guild.create_webhook(world.channel)
    await webhook.send(f"{world.me} {QUESTION}")
    plain = await world.alice.send(world.channel, "what a day")
    await world.alice.edit(plain, f"{world.me} {QUESTION}")
    assert world.sent() == before


async def test_a_mention_alone_is_answered_to_its_author_alone(world: World) -> None:
    await world.alice.send(world.channel, world.me)
    assert world.last().author.id == world.alice.id
    assert "The question is empty" in seen(world.direct(world.alice)[-1])


async def test_names_are_read_for_the_mentions_of_others(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me} did {world.bob.mention} say ceasefire?")
    assert seen(world.last()).startswith("did @bob say ceasefire?")


async def test_a_question_deleted_before_it_is_answered_is_answered_beside_where_it_stood(world: World) -> None:
    question = await world.alice.send(world.channel, "what a day")
    await world.alice.delete(question)
    question.content, question.mentions = f"{world.me} {QUESTION}", [world.sherpa.client.user]  # type: ignore[list-item]  # it is logged in
    await world.hear(question)
    assert quotations(world.last())


async def test_where_sherpa_may_not_write_its_asker_is_told_directly(world: World) -> None:
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403, code=50013)
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    assert world.last().author.id == world.alice.id
    assert "I may not answer in #summit" in seen(world.direct(world.alice)[-1])


async def test_a_thread_is_made_from_an_answer_and_goes_on_from_it(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    answer = world.last()
    result = await world.press(answer, "thread")
    assert result.acknowledged
    thread = world.sherpa.client.get_channel(answer.id)
    assert isinstance(thread, discord.Thread)
    assert thread.name == QUESTION
    handle = world.thread(answer.id)
    assert seen(handle.last_message) == THREAD_HINT
    await world.bob.send(handle, f"{world.me} and what did he say?")
    assert f"Taken with the question before it: {QUESTION}" in seen(handle.last_message)
    assert "Continue in a thread" not in labels(handle.last_message)
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=400, code=HAS_A_THREAD)
    again = await world.press(answer, "thread")
    assert [seen(message) for message in again.followups] == [THREAD_IS_THERE]


async def test_a_thread_that_people_made_from_an_answer_goes_on_from_it_too(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    answer = world.last()
    await answer.create_thread(name="talk")
    thread = world.thread(answer.id)
    await world.bob.send(thread, f"{world.me} and what did he say?")
    assert f"Taken with the question before it: {QUESTION}" in seen(thread.last_message)


async def test_who_may_make_no_threads_has_none_made_for_them(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    world.env.backend.get_guild(world.guild.id).roles[world.guild.id].permissions &= ~(1 << 35)
    result = await world.press(world.last(), "thread", by=world.bob)
    assert result.ephemeral
    assert seen(result.response) == NOT_YOUR_THREAD
    assert not world.channel.threads


async def test_a_thread_that_may_not_be_made_is_said_so_privately(world: World) -> None:
    await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
    result = await world.press(world.last(), "thread")
    assert [(seen(message), message.ephemeral) for message in result.followups] == [(NO_THREAD, True)]


async def test_a_message_is_answered_once_whoever_hears_it(world: World) -> None:
    question = await world.alice.send(world.channel, f"{world.me} {QUESTION}")
    before = world.sent()
    await world.hear(question)
    await world.hear(question, by=world.sherpa.again())
    assert world.sent() == before
