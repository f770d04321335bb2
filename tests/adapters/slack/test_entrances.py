"""Every way in: commands, mentions, direct messages, threads, the shortcut, the list of sources, Sherpa's own tab."""

from typing import Any

import pytest
from slack_check import button, buttons, quotations, visible
from slack_world import ALICE, BOB, QUESTION, World

from adapters.slack.conversations import BAD_SIDE, EMPTY, GONE
from adapters.slack.layout import CHOOSE, SOURCE
from bench.standins import slack_payloads as payloads
from bot.alert_replies import NO_SUBSCRIPTIONS
from bot.desk import NO_WORDS
from bot.replies import EXAMPLES


def raw(inner: dict[str, Any], text: str) -> dict[str, Any]:
    """The message with a text in Slack's own marks."""
    return {**inner, "text": text}


async def test_ask_is_answered_to_its_asker_alone_with_a_button_to_share(both: World) -> None:
    answer = await both.ask(QUESTION)
    assert answer.method == "response"
    assert answer.body["response_type"] == "ephemeral"
    assert answer.body["replace_original"] is False
    assert quotations(answer.body)
    assert visible(answer.body).startswith(QUESTION)
    assert {"Share in channel", "Why this answer", "More"} <= {each["text"]["text"] for each in buttons(answer.body)}
    assert "Delete" not in str(answer.body["blocks"])
    assert all(quotation in answer.body["text"] for quotation in quotations(answer.body))


async def test_a_mention_is_answered_in_a_thread_under_it(both: World) -> None:
    event = await both.event(payloads.mention(ALICE, QUESTION))
    (answer,) = await both.shown()
    assert answer.method == "chat.postMessage"
    assert answer.body["channel"] == payloads.CHANNEL
    assert answer.body["thread_ts"] == event["event"]["ts"]
    assert quotations(answer.body)
    assert "Delete" in str(answer.body["blocks"])
    assert "Thread" not in str(answer.body["blocks"])


async def test_a_mention_in_a_thread_is_answered_there(both: World) -> None:
    await both.event(payloads.mention(ALICE, QUESTION, thread="1700000000.000100"))
    (answer,) = await both.shown()
    assert answer.body["thread_ts"] == "1700000000.000100"


async def test_a_direct_message_is_answered_under_it_after_a_status(both: World) -> None:
    event = await both.event(payloads.direct(ALICE, QUESTION))
    (answer,) = await both.shown()
    assert answer.body["thread_ts"] == event["event"]["ts"]
    assert quotations(answer.body)
    (status,) = both.slack.calls("assistant.threads.setStatus")
    assert status.body["thread_ts"] == event["event"]["ts"]
    assert both.slack.requests.index(status) < both.slack.requests.index(answer)


async def test_an_answer_does_not_depend_on_the_status(http: World) -> None:
    http.slack.fail("assistant.threads.*", error="unknown_method")
    await http.event(payloads.direct(ALICE, QUESTION))
    assert quotations((await http.shown())[0].body)


async def test_what_is_written_directly_goes_on_from_what_was_before(both: World) -> None:
    await both.event(payloads.direct(ALICE, QUESTION))
    await both.shown()
    await both.quiet()
    await both.event(payloads.direct(ALICE, "and what did he say?"))
    answer = (await both.shown(2))[1]
    assert f"Taken with the question before it: {QUESTION}" in visible(answer.body)


async def test_a_thread_of_its_own_does_not_lean_on_other_conversations(http: World) -> None:
    await http.event(payloads.direct(ALICE, QUESTION))
    await http.shown()
    await http.quiet()
    await http.event(payloads.direct(ALICE, "and what did he say?", thread="1700000000.000100"))
    assert "Taken with" not in visible((await http.shown(2))[1].body)


async def test_conversations_beside_each_other_do_not_mix(http: World) -> None:
    first = await http.event(payloads.direct(ALICE, QUESTION))
    await http.shown()
    await http.event(payloads.direct(ALICE, "Was a ceasefire agreed?"))
    await http.shown(2)
    await http.quiet()
    await http.event(payloads.direct(ALICE, "and what did he say?", thread=first["event"]["ts"]))
    assert f"Taken with the question before it: {QUESTION}" in visible((await http.shown(3))[2].body)


async def test_in_a_thread_where_it_answered_nobody_has_to_mention_it(both: World) -> None:
    asked = await both.event(payloads.mention(ALICE, QUESTION))
    await both.shown()
    await both.quiet()
    root = asked["event"]["ts"]
    await both.event(payloads.message(BOB, "and what did he say?", thread=root))
    answer = (await both.shown(2))[1]
    assert answer.body["thread_ts"] == root
    assert f"Taken with the question before it: {QUESTION}" in visible(answer.body)


@pytest.mark.parametrize(
    "text",
    [
        "thanks!",
        "lol",
        "👍",
        "really?",
        "I think that is right.",
        "ok, talking to the editor about Putin now",
        "can you send me the file",
        "who wants pizza?",
        "How do I reset my password?",
        "Are you coming to lunch?",
        "So Trump meets the team tomorrow",
        "also the summit room is booked",
        "ok so the printer is broken",
        "so what",
        "what a summit!",
        "who is in for lunch",
        "then Putin laughed, crazy",
        "But Merz said the same at dinner",
        "when is the standup",
        "and Bob is late",
    ],
)
async def test_in_a_thread_where_it_answered_what_asks_nothing_of_it_is_left_alone(http: World, text: str) -> None:
    asked = await http.event(payloads.mention(ALICE, QUESTION))
    await http.shown()
    await http.quiet()
    await http.event(payloads.message(BOB, text, thread=asked["event"]["ts"]))
    await http.quiet()
    assert len(http.slack.answers()) == 1
    assert len(await http.rows("exchanges")) == 1, "and is not kept"


async def test_in_a_thread_where_it_answered_what_is_asked_of_somebody_else_is_left_alone(http: World) -> None:
    asked = await http.event(payloads.mention(ALICE, QUESTION))
    await http.shown()
    await http.quiet()
    await http.event(raw(payloads.message(BOB, "", thread=asked["event"]["ts"]), "<@U0ANOTHER1> and what did he say?"))
    await http.quiet()
    assert len(http.slack.answers()) == 1


async def test_in_other_threads_and_in_channels_what_is_said_is_not_even_kept(http: World) -> None:
    await http.event(payloads.message(BOB, QUESTION, thread="1700000000.000100"))
    await http.event(payloads.message(BOB, QUESTION))
    await http.quiet()
    assert http.slack.answers() == []
    assert await http.rows("events") == []


async def test_a_post_that_mentions_it_comes_as_two_events_and_is_one_question(both: World) -> None:
    mention = payloads.mention(ALICE, QUESTION)
    message = payloads.message(ALICE, mention["text"], ts=mention["ts"])
    for each in (message, mention):
        await both.event(each)
    await both.ask("Was a ceasefire agreed?")
    await both.quiet()
    assert len(both.slack.calls("chat.postMessage")) == 1


async def test_what_bots_say_what_is_edited_and_what_it_says_itself_is_left_alone(http: World) -> None:
    at = f"<@{payloads.BOT_USER}> {QUESTION}"  # as Slack writes it
    plain = payloads.message(BOB, "what a day")
    for inner in (
        raw(payloads.message(BOB, "", bot=True), at),
        {**payloads.mention(BOB, QUESTION), "bot_id": "B0ANOTHER1"},
        payloads.message_changed(plain, QUESTION),
        {**raw(payloads.message(BOB, ""), at), "user": payloads.BOT_USER},
        {**payloads.direct(ALICE, QUESTION), "user": payloads.BOT_USER},
        raw(payloads.message(BOB, "", subtype="channel_join"), at),
    ):
        await http.event(inner)
    await http.quiet()
    assert http.slack.answers() == []


async def test_what_another_bot_is_asked_too_is_left_alone_and_people_are_named(http: World) -> None:
    http.slack.users["U0ROBOT01"] = {**payloads.profile(BOB), "id": "U0ROBOT01", "is_bot": True}
    http.slack.users[BOB["id"]] = payloads.profile(BOB)
    me = f"<@{payloads.BOT_USER}>"
    await http.event(raw(payloads.mention(ALICE, ""), f"<@U0ROBOT01> {me} {QUESTION}"))
    await http.event(raw(payloads.mention(ALICE, ""), f"{me} did <@{BOB['id']}> or <@U0UNKNOWN> say ceasefire?"))
    (answer,) = await http.shown()
    await http.quiet()
    assert len(http.slack.answers()) == 1
    name = payloads.profile(BOB)["profile"]["display_name"]
    assert visible(answer.body).startswith(f"did @{name} or say ceasefire?")


@pytest.mark.parametrize("text", ["", "  ", "when:after", "!!!", "👍"])
async def test_a_command_without_a_question_says_what_to_do(http: World, text: str) -> None:
    answer = await http.ask(text)
    assert answer.body["response_type"] == "ephemeral"
    assert EMPTY in visible(answer.body) or "nothing in this to search for" in visible(answer.body)
    assert buttons(answer.body) == []


async def test_a_mention_alone_is_answered_to_its_author_alone(http: World) -> None:
    await http.event(payloads.mention(ALICE, ""))
    (answer,) = await http.shown()
    assert answer.method == "chat.postEphemeral"
    assert answer.body["user"] == ALICE["id"]
    assert "The question is empty" in visible(answer.body)


async def test_ask_takes_when_and_source_as_slacks_search_does(http: World) -> None:
    before = await http.ask("when:before what do Europeans fear?")
    assert "before the summit" in visible(before.body)
    assert "after the summit" not in visible(before.body)
    one = await http.ask('source:"seed-0.1" was a ceasefire agreed?')
    assert len({line for line in visible(one.body).splitlines() if line.startswith("[1]")}) == 1
    assert visible(one.body).startswith("was a ceasefire agreed?")
    assert BAD_SIDE in visible((await http.ask("when:soon was a ceasefire agreed?")).body)
    assert "No article fits that" in visible((await http.ask("source:zzz was a ceasefire agreed?")).body)
    assert "Name an article" in visible((await http.ask('source:"" was a ceasefire agreed?')).body)
    assert visible((await http.ask("when: was a ceasefire agreed?")).body).startswith("when: was a ceasefire agreed?")


async def test_summarize_takes_a_source_and_a_length(http: World) -> None:
    lengths = []
    for text in ("2 short", "2", "2 long"):
        answer = await http.after(payloads.slash(ALICE, "/summarize", text, response_url=http.slack.response_url()))
        assert answer.body["response_type"] == "ephemeral"
        lengths.append(len(quotations(answer.body)))
    assert lengths[0] < lengths[1] < lengths[2]
    answer = await http.after(payloads.slash(ALICE, "/summarize", "no such thing", response_url=http.slack.response_url()))
    assert "No article fits that" in visible(answer.body)


async def test_summarize_alone_shows_a_list_to_search_and_choose_from(both: World) -> None:
    shown = await both.after(payloads.slash(ALICE, "/summarize", response_url=both.slack.response_url()))
    assert visible(shown.body).startswith(CHOOSE)
    (chooser,) = [each for block in shown.body["blocks"] for each in block.get("elements", []) if each.get("type") == "external_select"]
    everything = await both.send(payloads.suggestion(ALICE, SOURCE, ""))
    assert len(everything["options"]) == 14
    offered = await both.send(payloads.suggestion(ALICE, SOURCE, "mint"))
    assert 0 < len(offered["options"]) < 14
    url = both.slack.response_url()
    chosen = await both.after(payloads.chosen(ALICE, chooser, offered["options"][0], response_url=url))
    assert chosen.body["replace_original"] is True
    assert quotations(chosen.body)
    assert await both.send(payloads.suggestion(ALICE, "something else", "mint")) == {"options": []}


async def test_sources_and_help_are_for_whoever_asks(both: World) -> None:
    sources = await both.after(payloads.slash(ALICE, "/sources", response_url=both.slack.response_url()))
    assert visible(sources.body).startswith("14 sources")
    for text in ("help", ""):
        helped = await both.after(payloads.slash(ALICE, "/sherpa", text, response_url=both.slack.response_url()))
        assert "/sherpa help" in visible(helped.body)
        assert "/ask QUESTION" in visible(helped.body)
        assert helped.body["response_type"] == "ephemeral"


async def test_sherpa_takes_the_other_commands_too_and_says_which_there_are(http: World) -> None:
    asked = await http.after(payloads.slash(ALICE, "/sherpa", f"ask {QUESTION}", response_url=http.slack.response_url()))
    assert quotations(asked.body)
    unknown = await http.after(payloads.slash(ALICE, "/sherpa", "dance", response_url=http.slack.response_url()))
    assert GONE in visible(unknown.body)


async def test_find_sources_on_a_message_shows_them_to_whoever_wants_to_know(both: World) -> None:
    claim = payloads.message(BOB, "They say Merz doubts Putin&s intentions <really>")
    found = await both.after(payloads.shortcut(ALICE, "find", claim, response_url=both.slack.response_url()))
    assert found.body["response_type"] == "ephemeral"
    assert quotations(found.body)
    assert visible(found.body).startswith("They say Merz doubts Putin&s intentions <really>")
    empty = await both.after(payloads.shortcut(ALICE, "find", payloads.message(BOB, ""), response_url=both.slack.response_url()))
    assert NO_WORDS in visible(empty.body)


async def test_the_home_tab_has_sources_what_came_lately_and_alerts(both: World) -> None:
    home = await both.after(payloads.event(payloads.home_opened(ALICE)))
    assert home.method == "views.publish"
    assert home.body["user_id"] == ALICE["id"]
    seen = visible(home.body["view"])
    assert "14 articles" in seen
    assert "Taken in lately" in seen
    assert NO_SUBSCRIPTIONS in seen
    (chooser,) = [
        each for block in home.body["view"]["blocks"] for each in block.get("elements", []) if each.get("type") == "external_select"
    ]
    option = (await both.send(payloads.suggestion(ALICE, SOURCE, "")))["options"][0]
    sheet = await both.after(payloads.chosen(ALICE, chooser, option, view=payloads.view(home.body["view"]), response_url=None))
    assert sheet.method == "views.open"
    assert quotations(sheet.body["view"])


async def test_where_a_view_comes_too_late_the_summary_is_written_directly(http: World) -> None:
    home = await http.after(payloads.event(payloads.home_opened(ALICE)))
    chooser = next(
        each for block in home.body["view"]["blocks"] for each in block.get("elements", []) if "external" in each.get("type", "")
    )
    option = (await http.send(payloads.suggestion(ALICE, SOURCE, "")))["options"][0]
    http.slack.fail("views.open", error="expired_trigger_id")
    written = await http.after(payloads.chosen(ALICE, chooser, option, view=payloads.view(home.body["view"]), response_url=None))
    assert written.method == "chat.postMessage"
    assert written.body["channel"] == ALICE["id"]
    assert quotations(written.body)


async def test_its_own_conversation_suggests_what_to_ask(both: World) -> None:
    await both.event(payloads.home_opened(ALICE, "messages"))
    await both.event(payloads.thread_started(ALICE, "1700000000.000100"))
    await both.quiet()
    tab, thread = both.slack.calls("assistant.threads.setSuggestedPrompts")
    assert [prompt["message"] for prompt in tab.body["prompts"]] == list(EXAMPLES)
    assert "thread_ts" not in tab.body
    assert thread.body["thread_ts"] == "1700000000.000100"
    assert both.slack.calls("views.publish") == []


async def test_what_sherpa_shared_in_a_channel_can_be_asked_on_below(http: World) -> None:
    url = http.slack.response_url()
    answer = await http.ask(QUESTION)
    shared = await http.after(payloads.press(ALICE, None, button(answer.body, "Share"), response_url=url), "chat.postMessage")
    await http.quiet()
    ts = shared.answer["ts"]
    await http.event(payloads.message(BOB, "and what did he say?", thread=ts))
    await http.slack.until(lambda: len(http.slack.calls("chat.postMessage")) == 2)
    assert f"Taken with the question before it: {QUESTION}" in visible(http.slack.calls("chat.postMessage")[1].body)
