"""What Slack sends, read: what it is called, and what there is to do about it. Pure."""

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install, extract_team_id

from adapters.slack.layout import ALERT_FORM, ENDING, SOURCE, TOPIC, carried, pressed, typed
from adapters.slack.text import mentioned
from adapters.slack.work import Began, Chosen, Command, Ending, Find, Form, Left, Message, Opened, Origin, Press, Work
from bot.topics.grammar import parse
from index.errors import BadTopic

Body = Mapping[str, Any]

#: What people write; the other subtypes are Slack's own, or other programs'.
_WRITTEN = (None, "file_share", "thread_broadcast")
#: The callback of the shortcut on messages.
FIND = "find"


class Received(NamedTuple):
    """Something to do. Each of the names says by itself which event it is; `response` is what the acknowledgement carries."""

    names: tuple[str, ...]
    work: Work | None
    response: Mapping[str, Any] | None = None
    is_follow_up: bool = False  #: to be done only if Sherpa answered in that thread


def read(body: Body, me: str) -> Received | None:
    """What there is to do, if anything. `me`: Sherpa's own id there."""
    origin = origin_of(body)
    match body.get("type"):
        case "event_callback":
            return _event(body, body.get("event") or {}, origin, me)
        case "block_actions":
            return _action(body, origin)
        case "view_submission":
            return _form(body, origin)
        case "message_action" if body.get("callback_id") == FIND:
            return Received(_trigger(body), _find(body, origin))
        case None if "command" in body:
            return Received(_trigger(body), _command(body, origin))
    return None


def origin_of(body: Body) -> Origin:
    """Where it is from. Of what an organisation installed, Slack names the workspace beside the authorization and not in it."""
    given = dict(body)
    org = bool(extract_is_enterprise_install(given))
    team = extract_team_id(given) or given.get("team_id") or (given.get("user") or {}).get("team_id") or ""
    return Origin(team=team, enterprise=extract_enterprise_id(given), org=org)


def _event(body: Body, event: Body, origin: Origin, me: str) -> Received | None:
    name = (f"slack event {body['event_id']}",) if body.get("event_id") else ()
    at = float(body.get("event_time") or time.time())
    match event.get("type"):
        case "app_mention" | "message":
            return _message(name, event, origin, me)
        case "app_home_opened":
            tab = str(event.get("tab", "home"))
            return Received(name, Opened(origin=origin, user=event["user"], channel=event.get("channel", ""), tab=tab))
        case "assistant_thread_started":
            thread = event["assistant_thread"]
            return Received(name, Began(origin=origin, channel=thread["channel_id"], thread=thread["thread_ts"]))
        case "app_uninstalled" | "tokens_revoked" if event.get("tokens") is None or event["tokens"].get("bot"):
            return Received(name, Left(origin=origin, at=at))
        case "team_access_revoked" if event.get("team_ids"):
            return Received(name, Left(origin=origin, at=at, teams=tuple(event["team_ids"])))
    return None


def _message(name: tuple[str, ...], event: Body, origin: Origin, me: str) -> Received | None:
    user, text, channel, ts = (str(event.get(key) or "") for key in ("user", "text", "channel", "ts"))
    if event.get("subtype") not in _WRITTEN or event.get("bot_id") or event.get("hidden") or user in ("", me):
        return None
    thread = event.get("thread_ts") if event.get("thread_ts") != ts else None
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    named = event.get("type") == "app_mention" or me in mentioned(text)
    if not (direct or named) and (thread is None or mentioned(text)):
        return None
    work = Message(origin=origin, channel=channel, ts=ts, thread=thread, user=user, text=text, me=me, direct=direct, named=named)
    # A post that mentions Sherpa comes as two events.
    return Received((*name, f"slack message {origin.team} {channel} {ts}"), work, is_follow_up=not (direct or named))


def _command(body: Body, origin: Origin) -> Command:
    name, text = str(body["command"]).removeprefix("/"), str(body.get("text") or "").strip()
    if name == "sherpa":  # for whoever has another program's command of the same name
        name, _, text = text.partition(" ")
    channel, user, url = body["channel_id"], body["user_id"], body.get("response_url", "")
    return Command(origin=origin, name=name.lower() or "help", text=text.strip(), channel=channel, user=user, response_url=url)


def _find(body: Body, origin: Origin) -> Find:
    text, url = str((body.get("message") or {}).get("text") or ""), body.get("response_url", "")
    return Find(origin=origin, text=text, channel=body["channel"]["id"], user=body["user"]["id"], response_url=url)


def _action(body: Body, origin: Origin) -> Received | None:
    action: dict[str, Any] = next(iter(body.get("actions") or ()), {})
    container, message = body.get("container") or {}, body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    user, url, trigger = body["user"]["id"], body.get("response_url", ""), body.get("trigger_id", "")
    chosen = str((action.get("selected_option") or {}).get("value", ""))
    if action.get("action_id") == SOURCE:
        return Received(_trigger(body), Chosen(origin=origin, source=chosen, channel=channel, user=user, response_url=url, trigger=trigger))
    if action.get("action_id") == ENDING:
        return Received(_trigger(body), Ending(origin=origin, subscription=chosen, channel=channel, user=user, response_url=url))
    if (what := pressed(action)) is None:
        return None
    alone = bool(container.get("is_ephemeral"))
    ts = "" if alone else str(message.get("ts") or container.get("message_ts") or "")
    root = str(message.get("thread_ts") or container.get("thread_ts") or ts)
    work = Press(
        origin=origin,
        name=what.name,
        exchange=what.exchange,
        channel=channel,
        user=user,
        user_name=body["user"].get("name") or body["user"].get("username") or "someone",
        ts=ts,
        root=root,
        response_url=url,
        trigger=trigger,
    )
    return Received(_trigger(body), work)


def _form(body: Body, origin: Origin) -> Received | None:
    view = body.get("view") or {}
    if view.get("callback_id") != ALERT_FORM:
        return None
    kept, topic = carried(view), typed(view)
    exchange, channel = str(kept.get("exchange", "")), str(kept.get("channel", ""))
    work = Form(origin=origin, topic=topic, exchange=exchange, channel=channel, user=body["user"]["id"])
    try:
        parse(topic)
    except BadTopic as error:
        return Received((), None, {"response_action": "errors", "errors": {TOPIC: str(error)}})
    return Received((f"slack form {view['id']} {view.get('hash')}", *_trigger(body)), work)


def _trigger(body: Body) -> tuple[str, ...]:
    """Slack gives each command and each press a trigger of its own, and a repeated request the same."""
    return (f"slack trigger {body['trigger_id']}",) if body.get("trigger_id") else ()
