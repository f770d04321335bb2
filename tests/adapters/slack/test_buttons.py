"""What people do with an answer: its buttons, and the form that one of them opens."""

import pytest
from slack_check import button, buttons, quotations, visible
from slack_world import ALICE, BOB, QUESTION, World

from adapters.slack.buttons import LATE
from adapters.slack.layout import TOPIC
from bench.standins import slack_payloads as payloads
from bench.standins.slack import Request
from bot.onward import ELSEWHERE, GONE, NOT_YOURS_ALONE, THANKS

CEASEFIRE = "Was a ceasefire agreed?"


async def public(world: World, question: str = CEASEFIRE) -> Request:
    """An answer that all in the channel see, under Alice's question."""
    known = len(world.slack.calls("chat.postMessage"))
    await world.event(payloads.mention(ALICE, question))
    await world.slack.until(lambda: len(world.slack.calls("chat.postMessage")) > known and world.slack.calls("chat.postMessage")[-1].is_ok)
    await world.quiet()
    return world.slack.calls("chat.postMessage")[-1]


def press(world: World, answer: Request, label: str, by: dict[str, object] = ALICE) -> dict[str, object]:
    """What Slack sends when the button of an answer is pressed."""
    if answer.method == "response":
        return payloads.press(by, None, button(answer.body, label), response_url=world.slack.response_url())
    message = world.slack.web.messages[answer.body["channel"]][answer.answer["ts"]]
    url = world.slack.response_url(channel=answer.body["channel"], original=message["ts"])
    return payloads.press(by, message, button(answer.body, label), response_url=url, channel=answer.body["channel"])


async def test_every_buttons_value_ends_in_its_records_id(both: World) -> None:
    answer = await public(both)
    (exchange,) = await both.rows("exchanges")
    assert len(buttons(answer.body)) == 7
    assert all(each["value"].endswith(exchange["id"]) for each in buttons(answer.body))


async def test_more_for_its_asker_is_said_in_the_thread(both: World) -> None:
    answer = await public(both)
    more = await both.after(press(both, answer, "More"))
    assert more.method == "chat.postMessage"
    assert more.body["thread_ts"] == answer.body["thread_ts"]
    assert quotations(more.body)
    assert not set(quotations(more.body)) & set(quotations(answer.body))
    assert "[4]" in visible(more.body)


async def test_more_for_somebody_else_is_said_to_them_alone(both: World) -> None:
    answer = await public(both)
    more = await both.after(press(both, answer, "More", BOB))
    assert more.method == "response"
    assert more.body["response_type"] == "ephemeral"
    assert more.body["replace_original"] is False
    assert more.body["thread_ts"] == answer.body["thread_ts"]


async def test_more_of_what_one_person_saw_stays_theirs(both: World) -> None:
    answer = await both.ask(CEASEFIRE)
    more = await both.after(press(both, answer, "More"))
    assert more.body["response_type"] == "ephemeral"
    assert not set(quotations(more.body)) & set(quotations(answer.body))


async def test_summarize_this_source_and_why_and_feedback(both: World) -> None:
    answer = await public(both)
    summary = await both.after(press(both, answer, "Summarize"))
    assert summary.method == "chat.postMessage"
    assert len(quotations(summary.body)) >= 3
    why = await both.after(press(both, answer, "Why"))
    assert why.body["response_type"] == "ephemeral"
    assert "Confidence" in visible(why.body)
    thanks = await both.after(press(both, answer, "Not helpful", BOB))
    assert visible(thanks.body) == THANKS
    assert thanks.body["response_type"] == "ephemeral"
    (feedback,) = await both.rows("feedback")
    assert not feedback["helpful"]


async def test_share_shows_it_to_all_and_takes_away_what_one_saw(both: World) -> None:
    answer = await both.ask(CEASEFIRE)
    shared = await both.after(press(both, answer, "Share"), "chat.postMessage")
    assert shared.body["channel"] == payloads.CHANNEL
    assert quotations(shared.body) == quotations(answer.body)
    assert f"Shared by {ALICE['name']}" in visible(shared.body)
    assert "Share in channel" not in visible(shared.body)
    await both.slack.until(lambda: any(each.body.get("delete_original") for each in both.slack.calls("response")))


async def test_share_pressed_twice_shares_once(http: World) -> None:
    answer = await http.ask(CEASEFIRE)
    for _ in range(2):
        await http.send(press(http, answer, "Share"))
        await http.quiet()
    assert len(http.slack.messages()) == 1


async def test_an_answer_that_is_gone_already_is_forgotten_all_the_same(http: World) -> None:
    answer = await public(http)
    http.slack.fail("chat.delete", error="message_not_found")
    http.slack.fail("response", status=404, error="expired_url")
    await http.send(press(http, answer, "Delete"))
    await http.quiet()
    assert await http.rows("exchanges") == []


async def test_where_sherpa_is_not_in_the_channel_it_shares_through_the_command(http: World) -> None:
    answer = await http.ask(CEASEFIRE)
    http.slack.fail("chat.postMessage", error="not_in_channel")
    shared = await http.after(press(http, answer, "Share"), "response")
    assert shared.body["response_type"] == "in_channel"
    assert quotations(shared.body) == quotations(answer.body)


async def test_delete_is_for_whoever_asked(both: World) -> None:
    answer = await public(both)
    ts = answer.answer["ts"]
    refused = await both.after(press(both, answer, "Delete", BOB))
    assert visible(refused.body) == NOT_YOURS_ALONE
    assert ts in both.slack.web.messages[payloads.CHANNEL]
    await both.send(press(both, answer, "Delete"))
    await both.slack.until(lambda: ts not in both.slack.web.messages[payloads.CHANNEL])
    await both.quiet()
    assert await both.rows("exchanges") == []


async def test_a_deleted_answer_does_not_end_the_thread(http: World) -> None:
    first = await public(http, QUESTION)
    await http.event(payloads.mention(BOB, CEASEFIRE, thread=first.body["thread_ts"]))
    await http.shown(2)
    await http.quiet()
    second = http.slack.answers()[1]
    await http.send(press(http, second, "Delete", BOB))
    await http.slack.called("chat.delete")
    await http.quiet()
    await http.event(payloads.message(BOB, "and what did he say?", thread=first.body["thread_ts"]))
    await http.shown(3)
    assert f"Taken with the question before it: {QUESTION}" in visible(http.slack.answers()[2].body)


async def test_alert_opens_a_form_that_subscribes_and_shows_what_the_topic_would_have_fired_on(both: World) -> None:
    answer = await public(both, QUESTION)
    opened = await both.after(press(both, answer, "Alert me"), "views.open")
    form = opened.body["view"]
    assert form["blocks"][0]["element"]["initial_value"] == "German chancellor trust Putin"
    view = payloads.view(form)
    typed = {TOPIC: {TOPIC: {"type": "plain_text_input", "value": "ceasefire"}}}
    tried = await both.after(payloads.submission(ALICE, view, typed), "chat.postEphemeral")
    assert tried.body["user"] == ALICE["id"]
    assert "Topic: ceasefire" in visible(tried.body)
    assert "It is told to you as soon as there is news on it." in visible(tried.body)
    assert "stored stories would have matched" in visible(tried.body)


async def test_a_topic_that_cannot_be_read_is_said_in_the_form(http: World) -> None:
    answer = await public(http)
    form = (await http.after(press(http, answer, "Alert me"), "views.open")).body["view"]
    typed = {TOPIC: {TOPIC: {"type": "plain_text_input", "value": '"'}}}
    acknowledged = await http.send(payloads.submission(ALICE, payloads.view(form), typed))
    assert acknowledged["response_action"] == "errors"
    assert acknowledged["errors"][TOPIC].endswith(".")


async def test_where_sherpa_is_not_in_the_channel_what_became_of_a_topic_is_written_directly(http: World) -> None:
    answer = await public(http)
    form = (await http.after(press(http, answer, "Alert me"), "views.open")).body["view"]
    http.slack.fail("chat.postEphemeral", error="not_in_channel")
    typed = {TOPIC: {TOPIC: {"type": "plain_text_input", "value": "ceasefire"}}}
    tried = await http.after(payloads.submission(ALICE, payloads.view(form), typed), "chat.postMessage")
    assert tried.body["channel"] == ALICE["id"]


async def test_a_form_that_comes_too_late_is_said_so(http: World) -> None:
    answer = await public(http)
    http.slack.fail("views.open", error="expired_trigger_id")
    late = await http.after(press(http, answer, "Alert me"), "response")
    assert visible(late.body) == LATE


@pytest.mark.parametrize("value", ["", "0123456789abcdef", "x" * 64, "'; DROP TABLE exchanges"])
async def test_a_button_of_an_answer_that_is_gone_says_so(http: World, value: str) -> None:
    answer = await public(http)
    forged = {**button(answer.body, "More"), "value": value}
    told = await http.after(payloads.press(ALICE, None, forged, response_url=http.slack.response_url()))
    assert visible(told.body) == GONE


async def test_a_button_that_is_none_of_ours_does_nothing(http: World) -> None:
    answer = await public(http)
    await http.send(payloads.press(ALICE, None, {**button(answer.body, "More"), "action_id": "other:more"}, response_url=None))
    await http.quiet()
    assert len(http.slack.answers()) == 1


async def test_buttons_work_after_a_restart_and_from_another_process(http: World) -> None:
    answer = await public(http)
    async with http.another() as other:
        from slack_world import encoded

        status, _ = await other.post(encoded(press(http, answer, "More")))
        assert status == 200
        await http.shown(2)
    assert "[4]" in visible(http.slack.answers()[1].body)


async def test_more_pressed_by_several_at_once_shows_each_quotation_once(http: World) -> None:
    answer = await public(http)
    for _ in range(2):
        await http.send(press(http, answer, "More"))
    await http.shown(3)
    shown = [quotation for each in http.slack.answers() for quotation in quotations(each.body)]
    assert len(shown) == len(set(shown))


async def test_a_button_does_not_reach_into_another_workspace(http: World) -> None:
    answer = await public(http)
    stolen = press(http, answer, "More", BOB)
    told = await http.after({**stolen, "team": {**stolen["team"], "id": payloads.OTHER_TEAM}})  # type: ignore[dict-item]  # a dict
    assert visible(told.body) == ELSEWHERE
