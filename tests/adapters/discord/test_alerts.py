"""Alerts on Discord: subscribing, the messages that tell, and their buttons."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from discord_world import LINKS, OURS, World, check_message, custom_ids, kinds, labels, markdown, quotations, seen
from injections import INJECTIONS

from adapters.discord import alerts
from adapters.discord.commands import payloads
from adapters.discord.layout import layout, mentions, offered_topic
from adapters.discord.messenger import CLOSED
from adapters.discord.render import paragraphs
from bot import alert_replies
from bot.alerts.subscribing import NOT_MANAGER
from bot.answering import Said
from bot.blocks import Line, Quotation, Reply
from bot.fitting import utf16
from bot.results import Subscribed
from index.articles import Article
from index.cleaning import clean_line, clean_text
from index.store.subscription_rows import Subscription

QUOTA = (
    "Delegates met in Tarnholm. The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks. "
    "The quota takes effect in January and will be reviewed after six months, the two sides said in a joint statement on the quay."
)
SENTENCE = "The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks."


@pytest.fixture
def carol(world: World) -> Any:
    """Somebody with the permission Manage Channels."""
    keepers = world.guild.create_role("keepers", permissions=discord.Permissions(manage_channels=True))
    return world.guild.add_member(world.env.create_user("carol"), roles=[keepers])


async def publish(world: World, body: str = QUOTA, **fields: Any) -> None:
    """An article of this hour, and the sending of what is due."""
    given = {"id": "made", "title": "Quota set", "outlet": "The Port Times", "published": datetime.now(UTC) - timedelta(hours=1)}
    await world.sherpa.house.service.add([Article.model_validate({"body": body} | given | fields)])
    await world.sherpa.client.alerts.drain()


async def subscribed(world: World, channel: Any = None) -> list[Subscription]:
    workspace, there = ("", channel.id) if channel else (str(world.guild.id), world.channel.id)
    return await world.sherpa.house.alerts.subscriptions.of_place("discord", workspace, str(there))


def posted(world: World) -> int:
    """How many messages were sent to the channel, whatever became of them."""
    return sum(request.path == f"/channels/{world.channel.id}/messages" for request in world.env.http_requests)


def forbid(world: World, **permissions: bool) -> None:
    """Takes permissions from Sherpa."""
    for role in world.env.backend.get_guild(world.guild.id).roles.values():
        if role.name in ("@everyone", "TestBot"):
            role.permissions &= ~discord.Permissions(**permissions).value


async def alerted(world: World, carol: Any) -> discord.Message:
    """The message that tells the channel."""
    await carol.slash(world.channel, "subscribe", topic="herring quota")
    await publish(world)
    return world.last()


async def test_a_channel_is_subscribed_with_one_private_confirmation_and_told_once(world: World, carol: Any) -> None:
    confirmed = await carol.slash(world.channel, "subscribe", topic="Herring  quota")
    assert confirmed.ephemeral
    assert "Topic: Herring quota" in seen(confirmed.response)
    assert "Subscribed. It is told here as soon as there is news on it." in seen(confirmed.response)
    assert world.sent() == 0
    await publish(world)
    message = world.last()
    assert "News on “Herring quota”" in seen(message)
    assert quotations(message) == [SENTENCE]
    assert "**herring quota**" in markdown(message)
    assert "The Port Times" in seen(message)
    assert labels(message) == ["Summarize this source", "More like this", "Mute for a day", "Unsubscribe"]
    await publish(world, f"Our reporters write: {QUOTA}", id="copy", outlet="The Vess Post")
    assert world.sent() == 1


async def test_rhythm_and_outlets_are_taken(world: World, carol: Any) -> None:
    confirmed = await carol.slash(world.channel, "subscribe", topic="herring", rhythm="weekly", outlets=3)
    assert "It is told here on Mondays at 8:00 (UTC), if there is news on it, once 3 outlets have it." in seen(confirmed.response)
    refused = await carol.slash(world.channel, "subscribe", topic="herring", outlets=51)
    assert "The number of outlets must be from 1 to 50" in seen(refused.response)


async def test_whoever_does_not_manage_the_channel_changes_nothing_there(world: World, carol: Any) -> None:
    refused = await world.alice.slash(world.channel, "subscribe", topic="herring")
    assert (refused.ephemeral, seen(refused.response)) == (True, NOT_MANAGER)
    await carol.slash(world.channel, "subscribe", topic="herring")
    refused = await world.alice.slash(world.channel, "unsubscribe", topic="herring")
    assert (refused.ephemeral, seen(refused.response)) == (True, NOT_MANAGER)
    assert len(await subscribed(world)) == 1
    listed = await world.alice.slash(world.channel, "subscriptions")
    assert listed.ephemeral
    assert "1. herring" in seen(listed.response)


async def test_topics_complete_and_are_unsubscribed_from(world: World, carol: Any) -> None:
    for topic in ("herring quota", "night ferry"):
        await carol.slash(world.channel, "subscribe", topic=topic)
    (choice,) = await carol.autocomplete(world.channel, "unsubscribe", "topic", "FERRY")
    assert choice["name"] == "night ferry"
    ended = await carol.slash(world.channel, "unsubscribe", topic=choice["value"])
    assert (ended.ephemeral, seen(ended.response)) == (True, "Unsubscribed from “night ferry”.")
    await carol.slash(world.channel, "unsubscribe", topic="Herring QUOTA")
    assert await subscribed(world) == []
    await publish(world)
    assert world.sent() == 0


async def test_anyone_subscribes_themselves_from_a_channel_and_is_told_directly(world: World) -> None:
    confirmed = await world.alice.slash(world.channel, "subscribe", topic="herring quota", to="me")
    assert confirmed.ephemeral
    assert "It is told to you as soon as there is news on it." in seen(confirmed.response)
    await world.alice.slash(world.channel, "subscribe", topic="night ferry", to="me")
    assert [seen(message) for message in world.direct(world.alice)] == [alerts.HELLO], "to see whether they take messages, once"
    await publish(world)
    assert quotations(world.direct(world.alice)[-1]) == [SENTENCE]
    assert await subscribed(world) == []


async def test_in_a_direct_message_it_is_that_person(world: World) -> None:
    alice = world.users["alice"]
    await alice.slash("subscribe", topic="herring quota")
    assert "1. herring quota" in seen((await alice.slash("subscriptions")).response)
    assert await world.users["bob"].autocomplete("unsubscribe", "topic", "") == []
    await publish(world)
    (told,) = world.direct(world.alice)
    assert quotations(told) == [SENTENCE]
    await world.alice.slash(world.channel, "subscriptions")
    assert seen((await alice.slash("unsubscribe", topic="herring quota")).response) == "Unsubscribed from “herring quota”."


@pytest.mark.parametrize(("method", "path"), [("POST", "/users/@me/channels"), ("POST", "/channels/*/messages")])
async def test_who_takes_no_messages_is_told_so_and_not_subscribed(world: World, method: str, path: str) -> None:
    world.env.inject_error(method, path, status=403, code=50007)
    refused = await world.alice.slash(world.channel, "subscribe", topic="herring", to="me")
    assert (refused.ephemeral, seen(refused.response)) == (True, alerts.NO_DIRECT)
    assert await subscribed(world, world.users["alice"].dm_channel) == []


async def test_a_topic_that_cannot_be_read_is_said_so_and_nothing_is_sent(world: World, carol: Any) -> None:
    for topic, to in (("-", "me"), ("-", "channel"), ('"', "me")):
        refused = await carol.slash(world.channel, "subscribe", topic=topic, to=to)
        assert refused.ephemeral
        assert "Subscribed" not in seen(refused.response)
    assert world.sent() == 0


async def test_where_sherpa_may_not_write_nothing_is_subscribed(world: World, carol: Any) -> None:
    forbid(world, send_messages=True)
    refused = await carol.slash(world.channel, "subscribe", topic="herring")
    assert (refused.ephemeral, seen(refused.response)) == (True, alerts.MAY_NOT_WRITE)
    assert await subscribed(world) == []


async def test_a_thread_is_subscribed_where_sherpa_may_write_in_threads(world: World, carol: Any) -> None:
    await world.alice.send(world.channel, f"{world.me} Was a ceasefire agreed?")
    await world.press(world.last(), "thread")
    (thread,) = world.channel.threads
    forbid(world, send_messages=True)
    confirmed = await carol.slash(thread, "subscribe", topic="herring quota")
    assert "It is told here" in seen(confirmed.response)
    await carol.slash(thread, "subscriptions")
    await publish(world)
    assert quotations(thread.last_message) == [SENTENCE]
    forbid(world, send_messages_in_threads=True)
    refused = await carol.slash(thread, "subscribe", topic="night ferry")
    assert (refused.ephemeral, seen(refused.response)) == (True, alerts.MAY_NOT_WRITE)
    assert await subscribed(world) == []


async def test_a_role_is_pinged_where_who_chose_it_may_ping_it_and_nobody_else_is(world: World) -> None:
    readers = world.guild.create_role("readers", mentionable=True)
    everyones = discord.Permissions(manage_channels=True, mention_everyone=True)
    dora = world.guild.add_member(world.env.create_user("dora"), roles=[world.guild.create_role("staff", permissions=everyones)])
    confirmed = await dora.slash(world.channel, "subscribe", topic="herring quota", role=readers)
    assert "It is told here as soon as there is news on it, and pings the role." in seen(confirmed.response)
    assert "pings a role" in seen((await dora.slash(world.channel, "subscriptions")).response)
    await publish(world, f"{QUOTA} <@&165511591545143296> @everyone")
    message = world.last()
    assert message.role_mentions == [world.guild.me.guild.get_role(readers.id)]
    assert not message.mention_everyone
    posted = [request.json for request in world.env.http_requests if request.path.endswith("/messages")]
    assert [body["allowed_mentions"].get("roles") for body in posted] == [[readers.id]]
    assert posted[0]["allowed_mentions"]["parse"] == []
    await dora.slash(world.channel, "subscribe", topic="herring quota")
    assert [each.role for each in await subscribed(world)] == [""]


async def test_a_role_that_may_not_be_pinged_is_not(world: World, carol: Any) -> None:
    forbid(world, mention_everyone=True)
    quiet, loud = world.guild.create_role("quiet"), world.guild.create_role("loud", mentionable=True)
    everyones = discord.Permissions(manage_channels=True, mention_everyone=True)
    dora = world.guild.add_member(world.env.create_user("dora"), roles=[world.guild.create_role("staff", permissions=everyones)])
    for by, role, options, why in (
        (carol, quiet, {}, alerts.NOT_YOUR_ROLE),
        (dora, quiet, {}, alerts.NOT_MY_ROLE),
        (dora, world.guild.default_role, {}, alerts.NOT_EVERYONE),
        (dora, loud, {"to": "me"}, alerts.NO_ROLE_HERE),
    ):
        refused = await by.slash(world.channel, "subscribe", topic="herring", role=role, **options)
        assert (refused.ephemeral, seen(refused.response)) == (True, why)
    assert await subscribed(world) == []
    assert world.sent() == 0


async def test_roles_take_their_room_from_the_text() -> None:
    said = Said(Reply(blocks=(Quotation(text="They met. " * 600), Line(text="x" * 3_000))), pings=tuple("1" * 20 for _ in range(5)))
    allowed = {"parse": [], "roles": ["1" * 20]}
    check_message({"components": layout(said, threads=False).to_components(), "allowed_mentions": allowed, "flags": 1 << 15})
    assert mentions(Said(Reply())).to_dict() == {"parse": []}


def test_the_command_offers_a_role_to_ping() -> None:
    (command,) = [each for each in payloads() if each["name"] == "subscribe"]
    assert [(option["name"], option["type"]) for option in command["options"]] == [
        ("topic", 3),
        ("rhythm", 3),
        ("to", 3),
        ("outlets", 4),
        ("role", 8),
    ]


@pytest.mark.parametrize("restarted", [False, True])
async def test_the_buttons_of_an_alert_work_after_a_restart_and_in_any_process(world: World, carol: Any, *, restarted: bool) -> None:
    message = await alerted(world, carol)
    if restarted:
        async with world.sherpa.elsewhere() as other:
            await world.env.restart_bot(other)
            await press_all(world, carol, message)
            await world.env.restart_bot(world.sherpa.again())
    else:
        await press_all(world, carol, message)
    assert await subscribed(world) == []


async def press_all(world: World, carol: Any, message: discord.Message) -> None:
    summary = await world.press(message, "Summarize")
    assert summary.ephemeral
    assert SENTENCE in quotations(summary.response)
    alike = await world.press(message, "More like this")
    assert alike.ephemeral
    assert seen(alike.response).startswith("On “herring quota”:\n")
    assert "Quota set" in seen(alike.response)
    for label in ("Mute", "Unsubscribe"):
        refused = await world.press(message, label)
        assert (refused.ephemeral, seen(refused.response)) == (True, NOT_MANAGER)
    muted = await world.press(message, "Mute", by=carol)
    assert muted.ephemeral
    assert "Muted “herring quota” for a day" in seen(muted.response)
    assert "muted until" in seen((await carol.slash(world.channel, "subscriptions")).response)
    ended = await world.press(message, "Unsubscribe", by=carol)
    assert (ended.ephemeral, seen(ended.response)) == (True, "Unsubscribed from “herring quota”.")
    gone = await world.press(message, "Unsubscribe", by=carol)
    assert seen(gone.response) == "That subscription is gone already."


async def test_in_a_direct_message_its_buttons_are_that_persons(world: World) -> None:
    alice = world.users["alice"]
    await alice.slash("subscribe", topic="herring quota")
    await publish(world)
    (told,) = world.direct(world.alice)
    ended = await alice.click(told, label="Unsubscribe")
    assert seen(ended.response) == "Unsubscribed from “herring quota”."


async def test_what_is_asked_after_an_alert_does_not_go_on_from_it(world: World, carol: Any) -> None:
    question = "Does the German chancellor trust Putin?"
    alice = world.users["alice"]
    await alice.slash("subscribe", topic="herring quota")
    await alice.send_dm(question)
    await carol.slash(world.channel, "subscribe", topic="herring quota")
    await publish(world)
    await alice.send_dm("and what did he say?")
    assert f"Taken with the question before it: {question}" in seen(world.direct(world.alice)[-1])
    await world.alice.send(world.channel, f"{world.me} and what did Putin say?", reply_to=world.last())
    assert "Taken with" not in seen(world.last())


async def test_a_place_that_is_gone_is_paused_and_says_so(world: World, carol: Any) -> None:
    await carol.slash(world.channel, "subscribe", topic="herring quota")
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=404, code=10003)
    await publish(world)
    await publish(world, QUOTA.replace("herring", "cod and herring").replace("Wednesday", "Friday") + " Gulls were seen.", id="next")
    assert posted(world) == 1, "after the one that was refused none is tried"
    assert f"paused: {CLOSED}" in seen((await carol.slash(world.channel, "subscriptions")).response)
    counts = await world.sherpa.house.alerts.outbox.counts()
    assert (counts.due, counts.dead) == (0, 1)
    await carol.slash(world.channel, "subscribe", topic="herring quota")
    await publish(world, "The harbour of Dorn freezes over. Its herring quota went unused all winter, the harbour master said.", id="third")
    assert posted(world) == 2


async def test_an_alert_made_of_tricks_pings_nobody_and_links_nothing(world: World, carol: Any) -> None:
    bodies = [f"The zebra of the {n * 7} coasts said: {clean_text(text)[:300]}." for n, text in enumerate(INJECTIONS.values())]
    await carol.slash(world.channel, "subscribe", topic="zebra")
    before = len(world.env.http_requests)
    now = datetime.now(UTC)
    await world.sherpa.house.service.add(
        [
            Article(id=f"trick-{n}", title=f"Zebra {text}"[:900], outlet=f"Zebra {text}"[:250], body=body, published=now)
            for n, (text, body) in enumerate(zip(INJECTIONS.values(), bodies, strict=True))
        ]
    )
    await world.sherpa.client.alerts.drain()
    told = [request.json for request in world.env.http_requests[before:] if request.path.endswith("/messages")]
    assert told
    for body in told:
        text = "\n".join(part["content"] for part in body["components"] if part["type"] == 10)
        assert kinds(text) <= OURS | LINKS
        assert body["allowed_mentions"]["parse"] == []


async def test_topics_made_of_tricks_do_nothing(world: World) -> None:
    alice = world.users["alice"]
    for text in list(INJECTIONS.values())[::12]:
        confirmed = await alice.slash("subscribe", topic=f"zebra {clean_line(text)}"[:190])
        refused = await alice.slash("unsubscribe", topic=f"cod {clean_line(text)}"[:190])
        for result in (confirmed, refused):
            assert kinds(markdown(result.response)) <= OURS | LINKS
    assert kinds(markdown((await alice.slash("subscriptions")).response)) <= OURS | LINKS
    choices = await alice.autocomplete("unsubscribe", "topic", "")
    assert all(1 <= utf16(choice["name"]) <= 100 for choice in choices)


@pytest.mark.parametrize("text", INJECTIONS.values(), ids=INJECTIONS.keys())
def test_in_an_alert_a_topic_is_text(text: str) -> None:
    topic = " ".join(text.split())
    shown = Subscribed(topic=topic, here="here", rhythm="now", outlets=1, hour=8, zone="UTC")
    for reply in (alert_replies.alert([], [topic, "x"]), alert_replies.subscriptions([shown])):
        assert all(kinds(paragraph.markdown) <= OURS for paragraph in paragraphs(reply))


@pytest.mark.parametrize("text", INJECTIONS.values(), ids=INJECTIONS.keys())
def test_what_is_offered_is_short(text: str) -> None:
    name, value = offered_topic(clean_line(text) or "x", "0123456789abcdef")
    assert 1 <= utf16(name) <= 100
    assert value == "0123456789abcdef"


async def test_a_button_below_an_answer_subscribes_whoever_pressed(world: World) -> None:
    answer = (await world.ask("Was a ceasefire agreed?")).response
    sent = await world.bob.submit_modal(await world.press(answer, "Alert", by=world.bob), {"topic": "herring quota"})
    assert sent.ephemeral
    assert "Topic: herring quota" in seen(sent.response)
    await publish(world)
    assert quotations(world.direct(world.bob)[-1]) == [SENTENCE]
    assert await subscribed(world) == []
    opened = await world.press(answer, "Alert")
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    refused = await world.alice.submit_modal(opened, {"topic": "herring quota"})
    assert (refused.ephemeral, seen(refused.response)) == (True, alerts.NO_DIRECT)
    assert await subscribed(world, world.users["alice"].dm_channel) == []


async def test_with_the_server_go_its_subscriptions_and_no_others(world: World, carol: Any) -> None:
    await carol.slash(world.channel, "subscribe", topic="herring quota")
    await world.users["alice"].slash("subscribe", topic="herring quota")
    await world.sherpa.client.on_guild_remove(world.sherpa.client.get_guild(world.guild.id))  # type: ignore[arg-type]  # it is there
    assert await subscribed(world) == []
    await publish(world)
    assert len(world.direct(world.alice)) == world.sent() == 1


async def test_what_is_stored_is_said_and_forgotten_at_once(world: World, carol: Any) -> None:
    said = await world.alice.slash(world.channel, "privacy")
    assert said.ephemeral
    assert "What Sherpa stores" in seen(said.response)
    question = (await world.ask("Was a ceasefire agreed?")).response
    await world.users["alice"].slash("subscribe", topic="herring")
    await carol.slash(world.channel, "subscribe", topic="herring")
    forgotten = await world.alice.slash(world.channel, "forget", who="me")
    assert (forgotten.ephemeral, seen(forgotten.response)) == (True, "Deleted: 1 question and 1 subscription of yours.")
    assert await world.sherpa.exchanges.get(custom_ids(question)[0].rpartition(":")[2], world.sherpa.clock()) is None
    assert len(await subscribed(world)) == 1
    theirs = await carol.slash(world.channel, "forget", who="me")
    assert "What you had channels told stays, without your name." in seen(theirs.response)
    assert [each.owner for each in await subscribed(world)] == [""]
