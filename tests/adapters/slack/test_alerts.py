"""Alerts on Slack: who may subscribe what to them, what is told, and the buttons below it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from injections import INJECTIONS
from slack_check import button, buttons, is_inert, quotations, visible
from slack_world import ALICE, BOB, WAYS, World, encoded, for_http, for_many, install, world

from adapters.slack.alerts import BAD_OUTLETS, BAD_TO, NO_DIRECT, NOT_HERE, Order, read_order
from adapters.slack.layout import CHOOSE_TOPIC, ENDING
from adapters.slack.rights import POSTS_ANYWHERE, UNKNOWN, UNREAD
from adapters.slack.sending import CLOSED
from bench.standins import slack_payloads as payloads
from bench.standins.slack import Request
from bench.standins.slack_names import CREATOR, direct_channel, profile
from bot.alert_replies import NO_SUBSCRIPTIONS
from bot.alerts.subscribing import GONE, NOT_MANAGER
from bot.privacy import FORGET_HINT
from index.articles import Article
from index.cleaning import clean_line, clean_text
from index.errors import BadTopic
from index.store.subscription_rows import Subscription

QUOTA = (
    "Delegates met in Tarnholm. The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks. "
    "The quota takes effect in January and will be reviewed after six months, the two sides said in a joint statement on the quay."
)
FITS = "The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks."
OTHER = "A second herring quota, of 12 tonnes, was asked for by Dorn on Friday. Ministers of three coastal towns vote on it next week."
TOPIC = "herring quota"
QUESTION = "What was the herring quota set at?"
ALICES = direct_channel(ALICE["id"])


@pytest.fixture(params=list(WAYS))
async def both(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """By each way that one workspace can be served; ALICE is an admin there, and BOB is not."""
    async with world(tmp_path, WAYS[request.param], seeds="0") as made:
        people(made)
        yield made


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[World]:
    """One workspace, over HTTP, with those two."""
    async with world(tmp_path, for_http, seeds="0") as made:
        people(made)
        yield made


def people(world: World) -> None:
    world.slack.users.update({ALICE["id"]: profile(ALICE, admin=True), BOB["id"]: profile(BOB)})


async def give(world: World, command: str, text: str = "", by: dict[str, Any] = ALICE, **where: Any) -> str:
    """Gives a command; the one message that is seen then, by that person alone."""
    known = len(world.slack.answers())
    request = await world.after(payloads.slash(by, command, text, response_url=world.slack.response_url(), **where))
    await world.quiet()
    assert request.body["response_type"] == "ephemeral"
    assert len(world.slack.answers()) == known + 1
    return visible(request.body)


async def publish(world: World, body: str = QUOTA, outlet: str = "The Port Times", **fields: Any) -> None:
    """An article of an hour ago."""
    world.published.append(body)
    number = len(world.published)
    given = {"id": f"a{number}", "title": f"Report {number}", "published": datetime.now(UTC) - timedelta(hours=1)} | fields
    await world.sherpa.house.library.add([Article.model_validate({"body": body, "outlet": outlet} | given)])


async def told(world: World) -> list[Request]:
    """The messages that come of what is due."""
    known = len(world.slack.calls("chat.postMessage"))
    await world.sherpa.app.alerts.drain()
    return [each for each in world.slack.calls("chat.postMessage")[known:] if each.is_ok]


async def subscriptions(world: World) -> list[Subscription]:
    """All that there are."""
    alerts = world.sherpa.house.alerts
    return [each for person in (ALICE, BOB) for each in await alerts.subscriptions.of_owner("slack", person["id"])]


def press(world: World, alert: Request, label: str, by: dict[str, Any] = ALICE) -> dict[str, Any]:
    """What Slack sends when a button below an alert is pressed."""
    channel = alert.answer["channel"]
    message = world.slack.web.messages[channel][alert.answer["ts"]]
    url = world.slack.response_url(channel=channel, original=message["ts"])
    return payloads.press(by, message, button(alert.body, label), response_url=url, channel=channel)


def chosen(body: dict[str, Any], **where: Any) -> dict[str, Any]:
    """What Slack sends when the first of a list of topics is chosen."""
    (menu,) = [each for block in body["blocks"] for each in block.get("elements", []) if each.get("action_id") == ENDING]
    return payloads.chosen(ALICE, menu, menu["options"][0], **where)


async def test_what_is_subscribed_to_in_a_channel_is_told_there_once_until_it_is_ended(both: World) -> None:
    confirmed = await give(both, "/subscribe", TOPIC)
    assert "Topic: herring quota" in confirmed
    assert "It is told here as soon as there is news on it." in confirmed
    await publish(both)
    (alert,) = await told(both)
    assert alert.body["channel"] == payloads.CHANNEL
    assert "News on “herring quota”" in visible(alert.body)
    assert quotations(alert.body) == [FITS]
    assert [each["text"]["text"] for each in buttons(alert.body)] == [
        "Summarize this source",
        "More like this",
        "Mute for a day",
        "Unsubscribe",
    ]
    await publish(both, f"Our reporters write: {QUOTA}", "The Vess Post")
    assert await told(both) == []
    assert "herring quota" in await give(both, "/subscriptions", by=BOB)
    assert await give(both, "/unsubscribe", "Herring  QUOTA") == "Unsubscribed from “herring quota”."
    await publish(both, OTHER)
    assert await told(both) == []
    assert NO_SUBSCRIPTIONS in await give(both, "/subscriptions")


async def test_in_the_conversation_with_sherpa_and_with_to_me_it_is_told_to_the_person(both: World) -> None:
    assert "It is told to you" in await give(both, "/subscribe", TOPIC, by=BOB, channel=direct_channel(BOB["id"]))
    assert "It is told to you" in await give(both, "/sherpa", f"subscribe {TOPIC} to:me", by=ALICE)
    assert {(each.channel, each.kind) for each in await subscriptions(both)} == {
        (ALICES, "direct"),
        (direct_channel(BOB["id"]), "direct"),
    }
    await publish(both)
    assert {each.body["channel"] for each in await told(both)} == {ALICES, direct_channel(BOB["id"])}
    assert "herring quota" in await give(both, "/subscriptions", channel=ALICES)
    assert NO_SUBSCRIPTIONS in await give(both, "/subscriptions")
    assert "Unsubscribed" in await give(both, "/unsubscribe", TOPIC, channel=ALICES)


async def test_in_a_channel_only_admins_and_whoever_made_it_subscribe(http: World) -> None:
    assert await give(http, "/subscribe", TOPIC, by=BOB) == NOT_MANAGER
    http.slack.rooms[payloads.CHANNEL] = {"creator": BOB["id"]}
    assert "It is told here" in await give(http, "/subscribe", TOPIC, by=BOB)
    http.slack.rooms[payloads.CHANNEL] = {"creator": CREATOR}
    assert await give(http, "/unsubscribe", TOPIC, by=BOB) == NOT_MANAGER
    http.slack.users[ALICE["id"]] |= {"is_stranger": True}
    assert await give(http, "/unsubscribe", TOPIC) == NOT_MANAGER
    assert len(await subscriptions(http)) == 1


async def test_where_anyone_may_anyone_subscribes(tmp_path: Path) -> None:
    async with world(tmp_path, for_http, seeds="0", anyone_subscribes=True) as made:
        assert "It is told here" in await give(made, "/subscribe", TOPIC, by=BOB)
        assert "Unsubscribed" in await give(made, "/unsubscribe", TOPIC, by=BOB)
        assert made.slack.calls("users.info") == []


@pytest.mark.parametrize(
    ("room", "sentence"),
    [({"is_member": False}, CLOSED["not_in_channel"]), ({"is_archived": True}, CLOSED["is_archived"])],
)
async def test_where_sherpa_cannot_post_it_says_so_at_once_and_subscribes_nothing(http: World, room: dict[str, Any], sentence: str) -> None:
    http.slack.rooms[payloads.CHANNEL] = room
    assert await give(http, "/subscribe", TOPIC) == sentence
    assert await subscriptions(http) == []


async def test_in_a_private_channel_that_sherpa_does_not_see_nothing_is_subscribed(http: World) -> None:
    http.slack.fail("conversations.info", error="channel_not_found")
    assert await give(http, "/subscribe", TOPIC) == CLOSED["channel_not_found"]
    assert await subscriptions(http) == []


async def test_where_it_may_post_in_every_public_channel_it_need_not_be_in_one(http: World) -> None:
    http.slack.rooms[payloads.CHANNEL] = {"is_member": False}
    http.slack.installs.scopes += f",{POSTS_ANYWHERE}"
    assert "It is told here" in await give(http, "/subscribe", TOPIC)
    http.slack.rooms["C0PRIVATE01"] = {"is_member": False, "is_private": True}
    assert await give(http, "/subscribe", TOPIC, channel="C0PRIVATE01") == CLOSED["not_in_channel"]


@pytest.mark.parametrize(
    ("method", "error", "sentence"),
    [
        ("users.info", "internal_error", UNKNOWN),
        ("conversations.info", "missing_scope", UNREAD),
        ("conversations.info", "internal_error", "Slack does not say anything of this channel; try again later."),
    ],
)
async def test_where_slack_does_not_say_who_manages_a_channel_nothing_is_subscribed(
    http: World, method: str, error: str, sentence: str
) -> None:
    http.slack.fail(method, error=error)
    assert await give(http, "/subscribe", TOPIC) == sentence
    assert await subscriptions(http) == []


async def test_where_people_talk_to_each_other_or_sherpa_may_not_write_to_them_nothing_is_subscribed(http: World) -> None:
    assert await give(http, "/subscribe", TOPIC, channel="D0OTHERS001") == NOT_HERE
    http.slack.fail("conversations.open", error="missing_scope")
    assert await give(http, "/subscribe", f"{TOPIC} to:me") == NO_DIRECT
    http.slack.fail("conversations.open", error="user_disabled")
    assert await give(http, "/subscribe", f"{TOPIC} to:me") == "Sherpa cannot write to that person directly."
    assert await subscriptions(http) == []


async def test_a_digest_comes_by_the_clock_of_whoever_subscribed(http: World) -> None:
    assert "once a day at 8:00 (Europe/Berlin)" in await give(http, "/subscribe", f"{TOPIC} daily")
    assert "on Mondays at 8:00 (Europe/Berlin), if there is news on it, once 3 outlets have it" in await give(
        http, "/subscribe", f"outlets:3 to:me {TOPIC} weekly"
    )
    http.slack.fail("users.info", error="internal_error")
    assert "once a day at 8:00 (UTC)" in await give(http, "/subscribe", f"{TOPIC} to:me daily")


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("security guarantees", Order("security guarantees", "now", False, 1)),
        ("security guarantees weekly", Order("security guarantees", "weekly", False, 1)),
        ("to:me NATO outlets:2 DAILY", Order("NATO", "daily", True, 2)),
        ('"apocalypse now" To:Channel', Order('"apocalypse now"', "now", False, 1)),
        ("“say to:me now”", Order("“say to:me now”", "now", False, 1)),
        ('truce outlet:"France 24" now', Order('truce outlet:"France 24"', "now", False, 1)),
        ("daily", Order("daily", "now", False, 1)),
        ("", Order("", "now", False, 1)),
    ],
)
def test_options_stand_anywhere_and_the_rhythm_last(typed: str, order: Order) -> None:
    assert read_order(typed) == order


@pytest.mark.parametrize(("typed", "sentence"), [("a to:you", BAD_TO), ("a outlets:some", BAD_OUTLETS), ("a outlets:", BAD_OUTLETS)])
def test_an_option_that_cannot_be_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(BadTopic, match=sentence):
        read_order(typed)


async def test_what_cannot_be_subscribed_to_is_one_sentence(tmp_path: Path) -> None:
    async with world(tmp_path, for_http, seeds="0", alerts_per_place=1) as made:
        people(made)
        for text in ("", '"', "-china", "the", "a to:you", f"{TOPIC} outlets:99"):
            assert len((await give(made, "/subscribe", text)).splitlines()) == 1
        assert await subscriptions(made) == []
        await give(made, "/subscribe", TOPIC)
        assert "There are 1 topics here already" in await give(made, "/subscribe", "cod")
        assert "Nothing is subscribed to here as “cod”" in await give(made, "/unsubscribe", "cod")


async def test_unsubscribe_without_a_topic_shows_a_list_to_choose_from(both: World) -> None:
    assert NO_SUBSCRIPTIONS in await give(both, "/unsubscribe")
    await give(both, "/subscribe", TOPIC)
    listed = await both.after(payloads.slash(ALICE, "/unsubscribe", response_url=both.slack.response_url()))
    assert CHOOSE_TOPIC in visible(listed.body)
    ended = await both.after(chosen(listed.body, response_url=both.slack.response_url()))
    assert visible(ended.body) == "Unsubscribed from “herring quota”."
    assert ended.body["replace_original"] is True
    again = await both.after(chosen(listed.body, response_url=both.slack.response_url()))
    assert visible(again.body) == GONE


async def test_who_may_not_manage_the_channel_ends_nothing_by_the_list_either(http: World) -> None:
    await give(http, "/subscribe", TOPIC)
    listed = await http.after(payloads.slash(BOB, "/unsubscribe", response_url=http.slack.response_url()))
    http.slack.users[ALICE["id"]] = profile(ALICE)
    refused = await http.after(chosen(listed.body, response_url=http.slack.response_url()))
    assert visible(refused.body) == NOT_MANAGER
    assert len(await subscriptions(http)) == 1


async def test_the_home_tab_lists_a_persons_own_subscriptions_and_ends_them(both: World) -> None:
    await give(both, "/subscribe", "ceasefire")
    await give(both, "/subscribe", f"{TOPIC} to:me")
    home = (await both.after(payloads.event(payloads.home_opened(ALICE)))).body["view"]
    assert "1. herring quota\nat once" in visible(home)
    assert "ceasefire" not in visible({"blocks": home["blocks"][-3:]})
    drawn = await both.after(chosen(home, view=payloads.view(home), response_url=None), "views.publish")
    assert NO_SUBSCRIPTIONS in visible(drawn.body["view"])
    assert [each.topic for each in await subscriptions(both)] == ["ceasefire"]
    await both.after(chosen(home, view=payloads.view(home), response_url=None), "views.publish")


async def test_of_another_persons_conversation_nothing_is_ended_by_the_home_tab(http: World) -> None:
    await give(http, "/subscribe", f"{TOPIC} to:me")
    home = (await http.after(payloads.event(payloads.home_opened(ALICE)))).body["view"]
    stolen = chosen(home, view=payloads.view(home), response_url=None)
    stolen["user"] = {name: BOB[name] for name in stolen["user"]}
    await http.after(stolen, "views.publish")
    assert len(await subscriptions(http)) == 1


async def test_the_form_subscribes_whoever_sends_it_by_themself(both: World) -> None:
    await publish(both)
    answer = await both.ask(QUESTION, BOB)
    opened = await both.after(
        payloads.press(BOB, None, button(answer.body, "Alert me"), response_url=both.slack.response_url()), "views.open"
    )
    values = {"sherpa:topic": {"sherpa:topic": {"type": "plain_text_input", "value": TOPIC}}}
    sent = payloads.submission(BOB, payloads.view(opened.body["view"]), values)
    confirmed = await both.after(sent, "chat.postEphemeral")
    assert "It is told to you as soon as there is news on it." in visible(confirmed.body)
    (subscription,) = await subscriptions(both)
    assert (subscription.channel, subscription.kind) == (direct_channel(BOB["id"]), "direct")


async def test_what_the_form_cannot_do_is_one_sentence(http: World) -> None:
    await publish(http)
    answer = await http.ask(QUESTION, BOB)
    opened = await http.after(
        payloads.press(BOB, None, button(answer.body, "Alert me"), response_url=http.slack.response_url()), "views.open"
    )
    values = {"sherpa:topic": {"sherpa:topic": {"type": "plain_text_input", "value": TOPIC}}}
    http.slack.fail("conversations.open", error="cannot_dm_bot")
    refused = await http.after(payloads.submission(BOB, payloads.view(opened.body["view"]), values), "chat.postEphemeral")
    assert visible(refused.body) == "Sherpa cannot write to that person directly."
    assert await subscriptions(http) == []


async def test_the_buttons_below_an_alert(both: World) -> None:
    await give(both, "/subscribe", TOPIC)
    await publish(both)
    (alert,) = await told(both)
    summary = await both.after(press(both, alert, "Summarize", BOB))
    assert summary.body["response_type"] == "ephemeral"
    assert FITS in quotations(summary.body)
    alike = await both.after(press(both, alert, "More like this", BOB))
    assert "On “herring quota”:\nReport 1" in visible(alike.body)
    for label in ("Mute", "Unsubscribe"):
        assert visible((await both.after(press(both, alert, label, BOB))).body) == NOT_MANAGER
    muted = await both.after(press(both, alert, "Mute"))
    assert visible(muted.body) == "Muted “herring quota” for a day; what is published meanwhile is not told later."
    await publish(both, OTHER)
    assert await told(both) == []
    assert "muted until" in await give(both, "/subscriptions")
    assert visible((await both.after(press(both, alert, "Unsubscribe"))).body) == "Unsubscribed from “herring quota”."
    assert visible((await both.after(press(both, alert, "Unsubscribe"))).body) == GONE


async def test_the_buttons_of_an_alert_work_in_a_direct_conversation_and_from_another_process(http: World) -> None:
    await give(http, "/subscribe", f"{TOPIC} to:me", by=BOB)
    await publish(http)
    (alert,) = await told(http)
    async with http.another() as other:
        known = len(http.slack.answers())
        assert (await other.post(encoded(press(http, alert, "Unsubscribe", BOB))))[0] == 200
        await http.shown(known + 1)
    assert visible(http.slack.answers()[-1].body) == "Unsubscribed from “herring quota”."


async def test_below_an_alert_people_ask_without_a_mention_and_what_they_ask_leans_on_no_alert(http: World) -> None:
    await give(http, "/subscribe", TOPIC)
    await publish(http)
    (alert,) = await told(http)
    below = await http.after(payloads.event(payloads.message(BOB, "When does the quota take effect?", thread=alert.answer["ts"])))
    assert below.body["thread_ts"] == alert.answer["ts"]
    assert "takes effect in January" in visible(below.body)
    assert "Taken with" not in visible(below.body)


async def test_in_ones_own_conversation_what_is_asked_goes_on_from_the_last_question_and_not_from_an_alert(http: World) -> None:
    await publish(http)
    await http.after(payloads.event(payloads.direct(ALICE, QUESTION)))
    await give(http, "/subscribe", f"{TOPIC} to:me")
    await publish(http, OTHER)
    assert len(await told(http)) == 1
    on = await http.after(payloads.event(payloads.direct(ALICE, "and by whom?")))
    assert f"Taken with the question before it: {QUESTION}" in visible(on.body)


async def test_a_message_whose_answer_was_lost_is_found_and_not_sent_again(http: World) -> None:
    await give(http, "/subscribe", TOPIC)
    await publish(http)
    http.slack.lose("chat.postMessage")
    await http.sherpa.app.alerts.drain()
    assert len(http.slack.messages()) == 1
    ((delivery,), (showing,)) = await http.rows("deliveries"), await http.rows("showings")
    assert delivery["state"] == "sent"
    assert delivery["message"] == showing["message"] == f"{payloads.CHANNEL}/{http.slack.messages()[0]['ts']}"


async def test_what_a_process_sent_that_died_before_it_could_note_it_is_found_by_the_next(http: World) -> None:
    await give(http, "/subscribe", TOPIC)
    await publish(http)
    await http.sherpa.app.alerts.drain()
    (delivery,) = await http.rows("deliveries")
    async with http.sherpa.house.store.writing() as connection:
        await connection.exec_driver_sql("UPDATE deliveries SET state = 'due', message = ''")
    async with http.another() as other:
        await other.app.alerts.drain()
    assert await http.rows("deliveries") == [{**delivery, "attempt": 2, "owner": (await http.rows("deliveries"))[0]["owner"]}]
    assert len(http.slack.messages()) == 1


async def test_a_channel_that_sherpa_is_thrown_out_of_is_told_nothing_until_somebody_subscribes_again(http: World) -> None:
    await give(http, "/subscribe", TOPIC)
    await publish(http)
    http.slack.fail("chat.postMessage", error="not_in_channel")
    (warning,) = await told(http)
    assert warning.body["channel"] != payloads.CHANNEL
    assert "A channel is no longer told of" in visible(warning.body)
    assert f"paused: {CLOSED['not_in_channel']}" in await give(http, "/subscriptions")
    await give(http, "/subscribe", TOPIC)
    await publish(http, OTHER)
    assert len(await told(http)) == 1


async def test_a_burst_of_the_longest_stories_is_one_message_within_the_limits(http: World) -> None:
    await give(http, "/subscribe", "berth")
    for n in range(40):
        words = f"At berth {n} the {'xyzabcdefghi'[n % 12] * 7}{n} unloaded {n * 7} crates of {'very ' * 60}small fish before {n} o'clock."
        await publish(http, words, title=f"{n} {'Long title ' * 80}"[:900], outlet=f"Outlet {n} {'of the coast ' * 20}"[:250])
    (alert,) = await told(http)
    assert "40 new stories on “berth”" in visible(alert.body)
    assert len(quotations(alert.body)) >= 3


async def test_a_topic_and_an_article_made_of_tricks_ping_nobody_and_link_nothing(http: World) -> None:
    tricks = list(INJECTIONS.values())
    for text in (f"zebra OR {text}"[:190].encode("utf-8", "ignore").decode() for text in tricks[::12]):
        shown = await http.after(payloads.slash(ALICE, "/subscribe", text, response_url=http.slack.response_url()))
        assert is_inert(shown.body)
    for command in ("/subscriptions", "/unsubscribe"):
        assert is_inert((await http.after(payloads.slash(ALICE, command, response_url=http.slack.response_url()))).body)
    for n, text in enumerate(tricks[::9]):
        outlet, body = f"Zebra {clean_line(text)}"[:250], f"The zebra of day {n} said: {clean_text(text)[:300]}."
        await publish(http, body, outlet, title=outlet, id=f"trick-{n}")
    (alert,) = await told(http)
    assert len(quotations(alert.body)) >= 3
    assert is_inert(alert.body)
    assert is_inert((await http.after(press(http, alert, "More like this"))).body)


async def test_in_a_workspace_of_an_organisation_that_installed_sherpa_it_is_told(tmp_path: Path) -> None:
    async with world(tmp_path, for_many, seeds="0") as made:
        people(made)
        await install(made, made.slack.grant("E0ALPS00001", enterprise="E0ALPS00001", org=True))
        where = {"enterprise": "E0ALPS00001", "org": True}
        assert "It is told here" in await give(made, "/subscribe", TOPIC, **where)
        assert "It is told to you" in await give(made, "/subscribe", f"{TOPIC} to:me", **where)
        await publish(made)
        async with made.another() as other:  # it knows of the organisation by the database alone
            await other.app.alerts.drain()
        assert len(made.slack.messages()) == len(made.slack.messages(ALICES)) == 1


async def test_where_sherpa_is_taken_out_of_a_workspace_its_subscriptions_and_alerts_are_gone(tmp_path: Path) -> None:
    async with world(tmp_path, for_many, seeds="0") as made:
        people(made)
        for team in (payloads.TEAM, payloads.OTHER_TEAM):
            await install(made, made.slack.grant(team))
        for text in (TOPIC, f"{TOPIC} to:me"):
            await give(made, "/subscribe", text)
        await give(made, "/subscribe", f"{TOPIC} to:me", team=payloads.OTHER_TEAM)
        await publish(made)
        await made.event(payloads.uninstalled())
        await made.quiet()
        assert [each.workspace for each in await subscriptions(made)] == [payloads.OTHER_TEAM]
        assert payloads.TEAM not in str([await made.rows(table) for table in ("subscriptions", "alerts", "deliveries")])
        assert len(await told(made)) == 1


async def test_privacy_says_what_is_stored_and_forget_me_deletes_what_is_ones_own_in_this_workspace(both: World) -> None:
    assert "Questions\nwith who asked and where, for 30 days" in await give(both, "/privacy", by=BOB)
    await publish(both)
    await both.ask(QUESTION)
    await give(both, "/subscribe", TOPIC)
    await give(both, "/subscribe", f"{TOPIC} to:me")
    assert await give(both, "/forget") == FORGET_HINT
    elsewhere = await both.sherpa.house.desk.forget("slack", ALICE["id"], workspace=payloads.OTHER_TEAM)
    assert "There was nothing of yours to delete." in str(elsewhere)
    forgotten = await give(both, "/forget", "me")
    assert "Deleted: 1 question and 1 subscription of yours." in forgotten
    assert "What you had channels told stays, without your name." in forgotten
    assert await subscriptions(both) == []
    assert "herring quota" in await give(both, "/subscriptions")
    assert ALICE["id"] not in str([await both.rows(table) for table in ("exchanges", "subscriptions", "inbox")])
