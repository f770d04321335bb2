"""What Slack sends, as Slack would write it: people, events, and, made next door, interactions; and how it signs them."""

import base64
import json
import time
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from slack_sdk.signature import SignatureVerifier

from bench.standins.slack_interactions import chosen, press, shortcut, slash, submission, suggestion, view
from bench.standins.slack_names import (
    APP,
    BOT_ID,
    BOT_USER,
    CHANNEL,
    OTHER_BOT_ID,
    OTHER_CHANNEL,
    OTHER_TEAM,
    TEAM,
    VERIFICATION_TOKEN,
    Payload,
    bot_id,
    bot_profile,
    bot_user,
    direct_channel,
    escaped,
    new_id,
    new_ts,
    person,
    profile,
    rich,
)

__all__ = [
    "APP",
    "BOT_ID",
    "BOT_USER",
    "CHANNEL",
    "OTHER_BOT_ID",
    "OTHER_CHANNEL",
    "OTHER_TEAM",
    "TEAM",
    "VERIFICATION_TOKEN",
    "Body",
    "Payload",
    "bot_id",
    "bot_profile",
    "bot_user",
    "chosen",
    "direct",
    "direct_channel",
    "document",
    "escaped",
    "event",
    "form",
    "home_opened",
    "interactive",
    "mention",
    "message",
    "message_changed",
    "new_id",
    "new_ts",
    "person",
    "press",
    "profile",
    "rich",
    "shortcut",
    "signed",
    "slash",
    "submission",
    "suggestion",
    "thread_started",
    "tokens_revoked",
    "uninstalled",
    "view",
]


class Body(NamedTuple):
    """What goes over HTTP."""

    content: bytes
    content_type: str


def event(inner: Payload, *, team: str = TEAM, enterprise: str | None = None, org: bool = False) -> Payload:
    """The event in its wrapper. `org`: Sherpa is installed in the whole organization `enterprise`, and not in the workspace."""
    ended = inner["type"] in ("app_uninstalled", "tokens_revoked")  # of an installation that is no more, nothing authorizes
    authorization = {
        "enterprise_id": enterprise,
        "team_id": None if org else team,
        "user_id": bot_user(team),
        "is_bot": True,
        "is_enterprise_install": org,
    }
    about = {"et": inner["type"], "tid": team, "aid": APP, "cid": inner.get("channel")}
    context = f"4-{base64.b64encode(json.dumps(about).encode()).decode()}"
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team,
        **({"enterprise_id": enterprise} if enterprise else {}),
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(time.time()),
        "is_ext_shared_channel": False,
        **({} if ended else {"authorizations": [authorization], "event_context": context}),
    }


def mention(
    by: Payload, text: str, *, channel: str = CHANNEL, team: str = TEAM, thread: str | None = None, ts: str | None = None
) -> Payload:
    """A message that mentions Sherpa, as an `app_mention`; `thread` is the ts of its first message."""
    at = ts or new_ts()
    return {
        "type": "app_mention",
        "client_msg_id": str(uuid4()),
        "user": by["id"],
        "text": f"<@{bot_user(team)}> {escaped(text)}",
        "blocks": rich(text, to=bot_user(team)),
        "ts": at,
        "team": by["team_id"],
        "channel": channel,
        "event_ts": at,
        **({"thread_ts": thread} if thread else {}),
    }


def message(
    by: Payload,
    text: str,
    *,
    channel: str = CHANNEL,
    channel_type: str = "channel",
    thread: str | None = None,
    parent: str | None = None,
    subtype: str | None = None,
    bot: bool = False,
    ts: str | None = None,
) -> Payload:
    """A message as an event. `parent`: the user who began the `thread`, if that is another. `bot`: by another app's bot, or by
    Sherpa, if it is by that user. Slack has a `subtype` for most that is no plain message; a `bot_message` is by no user."""
    at = ts or new_ts()
    made: Payload = {
        "type": "message",
        "text": escaped(text),
        "blocks": rich(text),
        "ts": at,
        "channel": channel,
        "channel_type": channel_type,
        "event_ts": at,
        **({"subtype": subtype} if subtype else {}),
        **({"thread_ts": thread} if thread else {}),
    }
    if subtype == "bot_message":
        return {**made, "bot_id": OTHER_BOT_ID, "username": by["name"]}
    made |= {"user": by["id"], "team": by["team_id"], **({"parent_user_id": parent or by["id"]} if thread else {})}
    if not bot:
        return {**made, "client_msg_id": str(uuid4())}
    ours = by["id"] == bot_user(by["team_id"])
    of = bot_profile(by["team_id"]) if ours else {**bot_profile(by["team_id"]), "id": OTHER_BOT_ID, "app_id": "A0OTHERS001"}
    return {**made, "bot_id": of["id"], "bot_profile": of}


def direct(by: Payload, text: str, *, thread: str | None = None, parent: str | None = None, ts: str | None = None) -> Payload:
    """A message to Sherpa alone."""
    return message(by, text, channel=direct_channel(by["id"]), channel_type="im", thread=thread, parent=parent, ts=ts)


def message_changed(before: Payload, text: str) -> Payload:
    """The event that the message of another event, by the same person, now has another text."""
    kept = {key: value for key, value in before.items() if key not in ("channel", "channel_type", "event_ts")}
    kept = {**kept, "type": "message", "user_team": before["team"], "source_team": before["team"]}
    at = new_ts()
    now = {**kept, "text": escaped(text), "blocks": rich(text), "edited": {"user": before["user"], "ts": at}}
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": before["channel"],
        "channel_type": before.get("channel_type", "channel"),
        "hidden": True,
        "message": now,
        "previous_message": kept,
        "ts": at,
        "event_ts": at,
    }


def home_opened(by: Payload, tab: str = "home", *, view: Payload | None = None) -> Payload:
    """A person looks at Sherpa's home, or at its `messages`; `view` is what was published there."""
    shown = {"view": view} if view else {}
    return {
        "type": "app_home_opened",
        "user": by["id"],
        "channel": direct_channel(by["id"]),
        "tab": tab,
        "event_ts": new_ts(),
        **shown,
    }


def thread_started(by: Payload, thread: str | None = None, *, viewing: str | None = CHANNEL) -> Payload:
    """A person opens a conversation with the assistant, beside the channel they are `viewing`."""
    context = {"channel_id": viewing, "team_id": by["team_id"], "enterprise_id": None} if viewing else {}
    opened = {"user_id": by["id"], "context": context, "channel_id": direct_channel(by["id"]), "thread_ts": thread or new_ts()}
    return {"type": "assistant_thread_started", "assistant_thread": opened, "event_ts": new_ts()}


def uninstalled() -> Payload:
    """The workspace removed Sherpa."""
    return {"type": "app_uninstalled"}


def tokens_revoked(*, bot: list[str] | None = None, oauth: list[str] | None = None) -> Payload:
    """These users' tokens are worth nothing now: `bot` those that Sherpa is, `oauth` people."""
    return {"type": "tokens_revoked", "tokens": {"oauth": oauth or [], "bot": bot or []}}


def signed(body: bytes, secret: str, *, at: float | None = None) -> dict[str, str]:
    """The headers of a request with this body, sent `at` so many seconds since 1970, or now."""
    sent = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=sent, body=body)
    return {"X-Slack-Request-Timestamp": sent, "X-Slack-Signature": str(signature)}


def form(payload: Payload) -> Body:
    """A slash command, over HTTP."""
    return Body(urlencode(payload).encode(), "application/x-www-form-urlencoded")


def interactive(payload: Payload) -> Body:
    """An interaction, over HTTP."""
    return form({"payload": json.dumps(payload)})


def document(payload: Payload) -> Body:
    """An event in its wrapper, over HTTP."""
    return Body(json.dumps(payload).encode(), "application/json")
