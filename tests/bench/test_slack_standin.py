"""The Slack of this machine, as Slack's own client finds it, and what it sends beside Slack's own samples."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bench.standins import slack_payloads as payloads
from bench.standins.slack import APP_TOKEN, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, DROPPED, RESPONSE, SIGNING_SECRET, StandIn, Workspace
from bench.standins.slack_payloads import CHANNEL, OTHER_TEAM, TEAM, Payload

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "platform" / "slack-samples"
ALICE = payloads.person(1)
GREETING: Payload = {"channel": CHANNEL, "text": "hello"}
METADATA: Payload = {"event_type": "answered", "event_payload": {"to": "Ev1"}}
MODAL: Payload = {"type": "modal", "title": {"type": "plain_text", "text": "Sources"}, "blocks": []}
BUTTON: Payload = {"type": "button", "action_id": "more", "value": "1", "block_id": "b", "text": {"type": "plain_text", "text": "More"}}

#: By sample and place in it, what Slack sends only sometimes, so that it may be missing.
SELDOM = {
    "AppHomeOpened.event": "view",
    "AppMention.event": "username app_id bot_id bot_profile subtype upload display_as_bot user_team source_team user_profile edited"
    " thread_ts",
    "AppUninstalled": "authorizations event_context",
    "BlockAction": "message channel response_url state view app_unfurl bot_access_token function_data interactivity",
    "BlockAction.actions": "text value style url placeholder confirm selected_option rich_text_value min_query_length initial_option"
    " selected_user initial_user selected_conversation initial_conversation selected_channel initial_channel selected_date initial_date"
    " selected_time initial_time",
    "BlockAction.container": "message_ts channel_id is_ephemeral thread_ts view_id attachment_id text is_app_unfurl app_unfurl_url",
    "Message.event": "client_msg_id bot_id bot_profile thread_ts parent_user_id attachments metadata edited",
    "MessageBot.event": "icons thread_ts attachments",
    "TokensRevoked": "authorizations event_context",
    "ViewSubmission": "is_cleared bot_access_token function_data interactivity",
    "*.team": "enterprise_id enterprise_name",
    "*.view": "submit_disabled",
}


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as opened:
        yield opened


def client_of(slack: StandIn, token: str | None = BOT_TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=slack.api, retry_handlers=[])


@pytest.fixture
def client(slack: StandIn) -> AsyncWebClient:
    return client_of(slack)


@pytest.fixture
async def socket(slack: StandIn) -> AsyncIterator[SocketModeClient]:
    opened = SocketModeClient(APP_TOKEN, web_client=client_of(slack, None), ping_interval=0.05)
    await opened.connect()
    yield opened
    await opened.close()


async def error_of(slack: StandIn, token: str) -> str:
    with pytest.raises(SlackApiError) as raised:
        await client_of(slack, token).auth_test()
    return str(raised.value.response["error"])


async def test_a_token_says_who_it_is_until_it_is_worth_nothing(slack: StandIn, client: AsyncWebClient) -> None:
    said = await client.auth_test()
    assert (said["team_id"], said["user_id"], said["bot_id"]) == (TEAM, payloads.BOT_USER, payloads.BOT_ID)
    assert "chat:write" in said.headers["x-oauth-scopes"]
    slack.tokens["xoxb-org"] = Workspace(TEAM, "E1", is_org=True)
    of_org = await client_of(slack, "xoxb-org").auth_test()
    assert (of_org["enterprise_id"], of_org["is_enterprise_install"]) == ("E1", True)
    assert await error_of(slack, "xoxb-wrong") == "invalid_auth"
    slack.expire("xoxb-org")
    assert await error_of(slack, "xoxb-org") == "token_expired"
    slack.revoke(BOT_TOKEN)
    assert await error_of(slack, BOT_TOKEN) == "token_revoked"


async def test_what_is_posted_is_in_the_history_and_its_metadata_for_who_asks(slack: StandIn, client: AsyncWebClient) -> None:
    first = await client.chat_postMessage(**GREETING)
    reply = await client.chat_postMessage(**GREETING, thread_ts=first["ts"], metadata=METADATA)
    last = await client.chat_postMessage(**GREETING)
    assert first["ts"] < reply["ts"] < last["ts"]
    history = await client.conversations_history(channel=CHANNEL)
    assert [message["ts"] for message in history["messages"]] == [last["ts"], first["ts"]]
    assert not (await client.conversations_history(channel=CHANNEL, oldest=last["ts"]))["messages"]
    since = await client.conversations_history(channel=CHANNEL, oldest=last["ts"], inclusive=True)
    assert [message["ts"] for message in since["messages"]] == [last["ts"]]
    replies = await client.conversations_replies(channel=CHANNEL, ts=first["ts"], include_all_metadata=True)
    assert [message.get("metadata") for message in replies["messages"]] == [None, METADATA]
    bare = await client.conversations_replies(channel=CHANNEL, ts=first["ts"])
    assert all("metadata" not in message for message in bare["messages"])
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel=payloads.OTHER_CHANNEL, text="hello")


async def test_a_long_history_comes_in_pages(client: AsyncWebClient) -> None:
    posted = [(await client.chat_postMessage(**GREETING))["ts"] for _ in range(5)]
    pages = [page["messages"] async for page in await client.conversations_history(channel=CHANNEL, limit=2)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [message["ts"] for page in pages for message in page] == posted[::-1]


async def test_a_message_is_changed_and_deleted_once(slack: StandIn, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(**GREETING)
    await client.chat_update(channel=CHANNEL, ts=posted["ts"], text="goodbye")
    assert [message["text"] for message in slack.messages()] == ["goodbye"]
    await client.chat_delete(channel=CHANNEL, ts=posted["ts"])
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_delete(channel=CHANNEL, ts=posted["ts"])


async def test_what_one_person_sees_is_an_answer_and_in_no_history(slack: StandIn, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(**GREETING, user=ALICE["id"])
    assert [request.body["user"] for request in slack.answers()] == [ALICE["id"]]
    assert slack.messages() == []


async def test_a_fault_is_answered_and_nothing_is_done(slack: StandIn, client: AsyncWebClient) -> None:
    slack.fail("chat.*", 429, "ratelimited", Retry_After="7")
    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(**GREETING)
    assert raised.value.response.headers["Retry-After"] == "7"
    assert slack.messages() == []
    await client.chat_postMessage(**GREETING)
    assert [request.status for request in await slack.called("chat.postMessage", 2)] == [429, 200]
    assert len(slack.answers()) == 1


async def test_what_a_lost_answer_was_about_is_done(slack: StandIn, client: AsyncWebClient) -> None:
    slack.lose("chat.postMessage")
    with pytest.raises(ClientConnectionError):
        await client.chat_postMessage(**GREETING)
    (lost,) = slack.calls("chat.postMessage")
    assert (lost.status, lost.answer["ts"]) == (DROPPED, slack.messages()[0]["ts"])
    assert slack.answers() == []


@pytest.mark.parametrize("done", [False, True])
async def test_a_held_request_waits_before_or_after_it_is_done(slack: StandIn, client: AsyncWebClient, done: bool) -> None:
    with slack.hold("chat.postMessage", done=done) as held:
        posting = asyncio.create_task(client.chat_postMessage(**GREETING))
        await slack.until(lambda: held.requests)
        assert len(slack.messages()) == done
        assert not posting.done()
    await posting
    with slack.hold("chat.postMessage", done=done) as held:
        posting = asyncio.create_task(client.chat_postMessage(**GREETING))
        await slack.until(lambda: held.requests)
        held.drop()
    with pytest.raises(ClientConnectionError):
        await posting
    assert len(slack.messages()) == 1 + done


async def test_a_response_address_is_good_for_five_messages(slack: StandIn) -> None:
    webhook = AsyncWebhookClient(slack.response_url())
    for kind in ("ephemeral", "in_channel", "ephemeral", "ephemeral", "ephemeral"):
        assert (await webhook.send(text=kind, response_type=kind)).status_code == 200
    refused = await webhook.send(text="once more")
    assert (refused.status_code, refused.body) == (404, "used_url")
    assert [message["text"] for message in slack.messages()] == ["in_channel"]
    assert len(slack.answers()) == 5
    assert len(slack.calls(RESPONSE)) == 6


async def test_a_response_address_changes_and_deletes_what_it_is_about(slack: StandIn, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(**GREETING)
    webhook = AsyncWebhookClient(slack.response_url(original=posted["ts"]))
    await webhook.send(text="goodbye", replace_original=True)
    assert [message["text"] for message in slack.messages()] == ["goodbye"]
    await webhook.send(delete_original=True)
    assert slack.messages() == []
    assert [request.method for request in slack.answers()] == ["chat.postMessage", RESPONSE]


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk uses it with the newest aiohttp too
async def test_a_code_is_exchanged_once_and_a_token_renewed_once(slack: StandIn) -> None:
    client = client_of(slack, None)
    secrets = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    code = slack.grant(OTHER_TEAM, rotating=True)
    had = await client.oauth_v2_access(**secrets, code=code)
    assert (had["team"]["id"], had["bot_user_id"]) == (OTHER_TEAM, payloads.bot_user(OTHER_TEAM))
    with pytest.raises(SlackApiError, match="code_already_used"):
        await client.oauth_v2_access(**secrets, code=code)
    renew = {**secrets, "grant_type": "refresh_token", "refresh_token": had["refresh_token"]}
    renewed = await client.oauth_v2_access(**renew)
    assert (await client.auth_test(token=renewed["access_token"]))["team_id"] == OTHER_TEAM
    assert renewed["expires_in"] > 0
    with pytest.raises(SlackApiError, match="invalid_refresh_token"):
        await client.oauth_v2_access(**renew)
    of_org = await client.oauth_v2_access(**secrets, code=slack.grant(TEAM, enterprise="E1", org=True))
    assert (of_org["team"], of_org["enterprise"]["id"], of_org["is_enterprise_install"]) == (None, "E1", True)
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        await client.oauth_v2_access(client_id=CLIENT_ID, client_secret="wrong", code="code")  # noqa: S106 - that is the point


async def test_windows_and_homes_are_kept_as_slack_tells_of_them(slack: StandIn, client: AsyncWebClient) -> None:
    opened = (await client.views_open(trigger_id="1.2.3", view=MODAL))["view"]
    updated = (await client.views_update(view_id=opened["id"], hash=opened["hash"], view={**MODAL, "callback_id": "new"}))["view"]
    assert (updated["id"], updated["callback_id"]) == (opened["id"], "new")
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL)
    await client.views_publish(user_id=ALICE["id"], view={"type": "home", "blocks": []})
    assert slack.web.homes[ALICE["id"]]["type"] == "home"


async def test_people_conversations_and_the_assistant(slack: StandIn, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user=ALICE["id"])
    slack.users[ALICE["id"]] = payloads.profile(ALICE, zone="Asia/Tokyo", offset=32_400)
    assert (await client.users_info(user=ALICE["id"]))["user"]["tz"] == "Asia/Tokyo"
    channel = (await client.conversations_open(users=ALICE["id"]))["channel"]["id"]
    assert (await client.chat_postMessage(channel=ALICE["id"], text="hello"))["channel"] == channel
    await client.assistant_threads_setStatus(channel_id=channel, thread_ts="1.0", status="is reading")
    await client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts="1.0", prompts=[{"title": "a", "message": "b"}])
    assert slack.calls("assistant.*")[-1].body["prompts"] == [{"title": "a", "message": "b"}]
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.api_call("chat.shout")


async def test_an_envelope_is_acknowledged_with_what_is_to_be_shown(slack: StandIn, socket: SocketModeClient) -> None:
    async def answer(connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        shown = {"text": request.payload["text"]} if request.accepts_response_payload else None
        await connection.send_socket_mode_response(SocketModeResponse(request.envelope_id, shown))

    socket.socket_mode_request_listeners.append(answer)
    given = await slack.push("slash_commands", payloads.slash(ALICE, "/sherpa", "hello"))
    assert await slack.acknowledgement(given) == {"text": "hello"}
    mention = payloads.mention(ALICE, "Who & where?")
    told = await slack.push("events_api", payloads.event(mention))
    assert await slack.acknowledgement(told) is None
    assert slack.sockets.pushed[told] <= slack.times[told]
    assert slack.messages()[0]["text"] == f"<@{payloads.BOT_USER}> Who &amp; where?"


async def test_what_is_not_acknowledged_comes_again_over_the_next_connection(slack: StandIn, socket: SocketModeClient) -> None:
    heard: list[SocketModeRequest] = []

    async def answer_again(connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        heard.append(request)
        if request.retry_attempt:
            await connection.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    socket.socket_mode_request_listeners.append(answer_again)
    told = await slack.push("events_api", payloads.event(payloads.mention(ALICE, "hello")))
    await slack.disconnect()
    await slack.until_connected(2)
    assert await slack.acknowledgement(told) is None
    assert {request.envelope_id for request in heard} == {told}
    assert heard[-1].retry_attempt == 1


async def test_asked_to_reconnect_a_client_does(slack: StandIn, socket: SocketModeClient) -> None:
    async def answer(connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        await connection.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    socket.socket_mode_request_listeners.append(answer)
    await slack.ask_to_reconnect()
    await slack.until_connected(2)
    told = await slack.push("events_api", payloads.event(payloads.home_opened(ALICE)))
    assert await slack.acknowledgement(told) is None
    assert slack.connections == 2


async def test_connections_take_turns(slack: StandIn, socket: SocketModeClient) -> None:
    heard: list[str] = []

    def listener(name: str) -> Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]:
        async def answer(connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
            heard.append(name)
            await connection.send_socket_mode_response(SocketModeResponse(request.envelope_id))

        return answer

    other = SocketModeClient(APP_TOKEN, web_client=client_of(slack, None))
    await other.connect()
    await slack.until_connected(2)
    socket.socket_mode_request_listeners.append(listener("one"))
    other.socket_mode_request_listeners.append(listener("other"))
    said = payloads.event(payloads.mention(ALICE, "hello"))
    for envelope in [await slack.push("events_api", said) for _ in range(2)]:
        await slack.acknowledgement(envelope)
    await other.close()
    assert sorted(heard) == ["one", "other"]


async def test_only_the_apps_token_opens_a_connection(slack: StandIn, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.apps_connections_open(app_token=BOT_TOKEN)


def test_a_signed_body_is_valid_and_an_old_one_is_not() -> None:
    verifier = SignatureVerifier(SIGNING_SECRET)
    for body in (
        payloads.form(payloads.slash(ALICE, "/sherpa", "Ist & < > größer?")),
        payloads.interactive(payloads.press(ALICE, None, BUTTON)),
        payloads.document(payloads.event(payloads.uninstalled())),
    ):
        assert verifier.is_valid_request(body.content, payloads.signed(body.content, SIGNING_SECRET))
        assert not verifier.is_valid_request(body.content, payloads.signed(body.content, SIGNING_SECRET, at=1_700_000_000))


def built() -> list[tuple[str, Payload]]:
    """Every kind that there is a sample of, in its forms."""
    posted = payloads.message(ALICE, "hello", thread="1.0")
    ours = payloads.message({**ALICE, "id": payloads.BOT_USER}, "hello", bot=True)
    window = payloads.view({**MODAL, "submit": MODAL["title"], "close": MODAL["title"]})
    url = {"response_url": "https://hooks.example/1"}
    option = {"text": {"type": "plain_text", "text": "A"}, "value": "a"}
    select = {**BUTTON, "type": "static_select", "placeholder": BUTTON["text"]}
    org: Any = {"enterprise": "E1", "org": True}
    return [
        ("AppHomeOpened", payloads.event(payloads.home_opened(ALICE))),
        ("AppHomeOpened", payloads.event(payloads.home_opened(ALICE, view=window))),
        ("AppMention", payloads.event(payloads.mention(ALICE, "hello", thread="1.0"))),
        ("AppMention", payloads.event(payloads.mention(ALICE, "hello"), **org)),
        ("AppUninstalled", payloads.event(payloads.uninstalled())),
        ("BlockAction", payloads.press(ALICE, posted, BUTTON, **url)),
        ("BlockAction", payloads.press(ALICE, None, BUTTON, **url, **org)),
        ("BlockAction", payloads.press(ALICE, None, BUTTON, view=window)),
        ("BlockAction", payloads.chosen(ALICE, select, option, message=ours, **url)),
        ("MessageBot", payloads.event(payloads.message(ALICE, "hello", subtype="bot_message"))),
        ("MessageChanged", payloads.event(payloads.message_changed(posted, "goodbye"))),
        ("Message", payloads.event(posted)),
        ("Message", payloads.event(ours)),
        ("Message", payloads.event(payloads.direct(ALICE, "hello"))),
        ("MessageShortcut", payloads.shortcut(ALICE, "find", posted, **url)),
        ("SlashCommand", payloads.slash(ALICE, "/sherpa", "hello", **url)),
        ("SlashCommand", payloads.slash(ALICE, "/sherpa", **org)),
        ("TokensRevoked", payloads.event(payloads.tokens_revoked(bot=[payloads.BOT_USER]))),
        ("ViewSubmission", payloads.submission(ALICE, window, {})),
    ]


def differences(made: Any, sample: Any, at: str) -> list[str]:
    """What one has and the other has not. Blocks are not compared (of a view, the samples have none), nor is it missed if a message
    within another payload has not all that Slack can say of one."""
    if isinstance(made, list) and isinstance(sample, list) and made and sample:
        return differences(made[0], sample[0], at)
    if not isinstance(made, dict) or not isinstance(sample, dict):
        return []
    seldom = {"authed_users", "authed_teams", "enterprise_id", "enterprise_name"} if "." not in at else set()
    seldom |= {key for pattern, keys in SELDOM.items() if fnmatch(at, pattern) for key in keys.split()}
    missing = sample.keys() - made.keys() - seldom if not at.endswith("message") else set()
    unnamed = made.keys() - sample.keys() - ({"blocks"} if at.endswith(".view") else set())
    found = [f"{at}.{key} is Slack's alone" for key in missing] + [f"{at}.{key} is ours alone" for key in unnamed]
    inner = (made.keys() & sample.keys()) - {"blocks", "state"}
    return found + [line for key in inner for line in differences(made[key], sample[key], f"{at}.{key}")]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"Slack's samples are not in {SAMPLES}")
def test_what_is_sent_has_the_keys_of_slacks_samples() -> None:
    for name, made in built():
        sample = json.loads((SAMPLES / f"{name}Payload.json").read_text(encoding="utf-8"))
        assert differences(made, sample, name) == []
    assert {f"{name}Payload" for name, _ in built()} == {path.stem for path in SAMPLES.glob("*.json")}
