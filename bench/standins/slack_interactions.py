"""What Slack sends when a person does something with Sherpa: commands, buttons, choices, shortcuts, forms."""

from typing import Any
from uuid import uuid4

from bench.standins.slack_names import (
    APP,
    CHANNEL,
    CHANNEL_NAME,
    TEAM,
    VERIFICATION_TOKEN,
    Payload,
    bot_id,
    domain,
    new_id,
    new_trigger,
    new_ts,
)


def slash(
    by: Payload,
    command: str,
    text: str = "",
    *,
    channel: str = CHANNEL,
    team: str = TEAM,
    response_url: str = "",
    enterprise: str | None = None,
    org: bool = False,
) -> Payload:
    """A command that a person gives; over HTTP, its fields are a form's. Slack leaves `text` as it was typed."""
    grid = {"enterprise_id": enterprise, "enterprise_name": "Alps"} if enterprise else {}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team,
        "team_domain": domain(team),
        **grid,
        "channel_id": channel,
        "channel_name": CHANNEL_NAME,
        "user_id": by["id"],
        "user_name": by["name"],
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "true" if org else "false",
        "response_url": response_url,
        "trigger_id": new_trigger(),
    }


def view(given: Payload, *, team: str = TEAM, of: Payload | None = None) -> Payload:
    """A view that Sherpa gave, as Slack tells of it: a new one, or the one `of` before, updated."""
    id_ = of["id"] if of else new_id("V")
    return {
        "id": id_,
        "team_id": team,
        "type": given["type"],
        "title": _plain(given.get("title", {"type": "plain_text", "text": "View Title"})),
        "submit": _plain(given.get("submit")),
        "close": _plain(given.get("close")),
        "blocks": [{"block_id": uuid4().hex[:5], **block} for block in given.get("blocks", [])],
        "private_metadata": given.get("private_metadata", ""),
        "callback_id": given.get("callback_id", ""),
        "external_id": given.get("external_id", ""),
        "state": {"values": {}},
        "hash": f"{new_ts()}.{uuid4().hex[:8]}",
        "clear_on_close": given.get("clear_on_close", False),
        "notify_on_close": given.get("notify_on_close", False),
        "root_view_id": id_,
        "previous_view_id": None,
        "app_id": APP,
        "app_installed_team_id": team,
        "bot_id": bot_id(team),
    }


def press(by: Payload, message: Payload | None, element: Payload, **where: Any) -> Payload:
    """A button that a person presses, as it was sent, with its `block_id` if it has one. `message` is None where only they see it.

    `where`: `response_url`, `channel`; or `view`, in place of a message; `team`, `enterprise`, `org` as in `event`."""
    return _actions(by, message, _action(element), {}, **where)


def chosen(by: Payload, element: Payload, option: Payload | None, *, message: Payload | None = None, **where: Any) -> Payload:
    """An option that a person chooses in a select or in an overflow menu; None takes the choice back. The rest as for `press`."""
    given = {**option, "text": _plain(option["text"])} if option else None
    action = {**_action(element), "selected_option": given}
    state = {action["block_id"]: {action["action_id"]: {"type": element["type"], "selected_option": given}}}
    return _actions(by, message, action, {} if element["type"] == "overflow" else state, **where)


def suggestion(
    by: Payload, action_id: str, value: str, *, block_id: str | None = None, message: Payload | None = None, **where: Any
) -> Payload:
    """A person has typed `value` in a select whose options Sherpa gives. The rest as for `press`."""
    made = _where(by, message, **where)
    kept = {key: value for key, value in made.items() if key not in ("response_url", "trigger_id")}
    return {**kept, "type": "block_suggestion", "action_id": action_id, "block_id": block_id or uuid4().hex[:5], "value": value}


def shortcut(by: Payload, callback_id: str, message: Payload, *, response_url: str = "", channel: str = CHANNEL, **origin: Any) -> Payload:
    """A person chooses one of Sherpa's shortcuts in a message's menu; the message as an event or the history has it."""
    made = _origin(by, **origin)
    return {
        **made,
        "type": "message_action",
        "callback_id": callback_id,
        "trigger_id": new_trigger(),
        "message_ts": message["ts"],
        "response_url": response_url,
        "message": _shown(message),
        "user": {key: value for key, value in made["user"].items() if key != "username"},
        "channel": {"id": channel, "name": CHANNEL_NAME},
        "action_ts": new_ts(),
    }


def submission(by: Payload, of: Payload, values: Payload, **origin: Any) -> Payload:
    """A person sends a form; `of` is its view as Slack tells of it, `values` by block and by action."""
    sent = {**of, "state": {"values": values}}
    return {**_origin(by, **origin), "type": "view_submission", "api_app_id": APP, "trigger_id": new_trigger(), "view": sent}


def _action(element: Payload) -> Payload:
    """What is said of an element that was used; Slack makes up the ids that it was sent without."""
    told = {key: value for key, value in element.items() if key in ("type", "value", "style", "url", "confirm")}
    told |= {key: _plain(element[key]) for key in ("text", "placeholder") if key in element}
    ids = {"action_id": element.get("action_id", uuid4().hex[:5]), "block_id": element.get("block_id", uuid4().hex[:5])}
    return {**told, **ids, "action_ts": new_ts()}


def _plain(text: Payload | None) -> Payload | None:
    """A text as Slack gives it back."""
    return {"emoji": True, **text} if text else None


def _actions(by: Payload, message: Payload | None, action: Payload, state: Payload, **where: Any) -> Payload:
    made = {**_where(by, message, **where), "type": "block_actions", "actions": [action]}
    if "view" in made:
        values = made["view"]["state"]["values"] | state
        return {**made, "view": {**made["view"], "state": {"values": values}}}
    return {**made, "state": {"values": state}}


def _where(
    by: Payload, message: Payload | None, *, response_url: str = "", channel: str = CHANNEL, view: Payload | None = None, **origin: Any
) -> Payload:
    """What is said of the place where something was used."""
    made = {**_origin(by, **origin), "api_app_id": APP, "trigger_id": new_trigger()}
    if view:
        return {**made, "container": {"type": "view", "view_id": view["id"]}, "view": view}
    container = {"type": "message", "message_ts": message["ts"] if message else new_ts(), "channel_id": channel}
    container |= {"is_ephemeral": message is None, **({"thread_ts": message["thread_ts"]} if message and "thread_ts" in message else {})}
    shown = {"message": _shown(message)} if message else {}
    return {**made, "container": container, "channel": {"id": channel, "name": CHANNEL_NAME}, "response_url": response_url, **shown}


def _shown(message: Payload) -> Payload:
    """A message as an interaction has it: without what only an event says of it."""
    return {**{key: value for key, value in message.items() if key not in ("channel", "channel_type", "event_ts")}, "type": "message"}


def _origin(by: Payload, *, team: str = TEAM, enterprise: str | None = None, org: bool = False) -> Payload:
    """What every interaction says of the person and of the installation."""
    grid = {"enterprise_id": enterprise, "enterprise_name": "Alps"} if enterprise else {}
    return {
        "user": {name: by[name] for name in ("id", "username", "name", "team_id")},
        "token": VERIFICATION_TOKEN,
        "team": {"id": team, "domain": domain(team), **grid},
        "enterprise": {"id": enterprise, "name": "Alps"} if enterprise else None,
        "is_enterprise_install": org,
    }
