"""The Web API of Slack on this machine: what it remembers, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bench.standins.slack_installs import Installs, Refused, Workspace
from bench.standins.slack_interactions import view as told
from bench.standins.slack_names import (
    APP,
    CHANNEL,
    CHANNEL_NAME,
    CREATOR,
    OTHER_CHANNEL,
    OTHER_TEAM,
    TEAM,
    Payload,
    bot_profile,
    direct_channel,
    new_ts,
)

#: What of a message is kept as it was sent.
KEPT = ("text", "blocks", "attachments", "metadata", "thread_ts")

#: Messages that a page of a history has if the `limit` is not given, and at most (Slack's documentation).
PAGE, LARGEST_PAGE = 100, 999

#: How often a response address may be used (Slack's documentation, "Handling user interaction").
USES = 5


@dataclass(slots=True)
class ResponseUrl:
    """What a response address is for; `original` is the ts of the message that can be replaced, if all of the channel see it."""

    channel: str
    workspace: Workspace
    original: str | None
    uses: int = 0


class Api:
    """`socket` makes the address of a Socket Mode connection, good for one."""

    def __init__(self, installs: Installs, socket: Callable[[], str]) -> None:
        self.installs = installs
        self.channels = {CHANNEL: TEAM, OTHER_CHANNEL: OTHER_TEAM}  #: the channels that not every workspace has
        self.messages: dict[str, dict[str, Payload]] = {}  #: for each channel all messages by ts, in the order they came
        self.users: dict[str, Payload] = {}
        self.rooms: dict[str, Payload] = {}  #: what conversations.info says of a channel otherwise than of any, by id
        self.views: dict[str, Payload] = {}  #: all windows that were opened, by id
        self.homes: dict[str, Payload] = {}  #: for each user what was published last
        self._socket = socket
        self._urls: dict[str, ResponseUrl] = {}

    def call(self, method: str, body: Payload, token: str) -> tuple[Payload, dict[str, str]]:
        """The answer, and its headers."""
        try:
            match method:
                case "oauth.v2.access":
                    return {"ok": True, **self.installs.exchange(body)}, {}
                case "apps.connections.open":
                    self.installs.check_app(token)
                    return {"ok": True, "url": self._socket()}, {}
            workspace = self.installs.workspace(token)
            return {"ok": True, **self._route(method, body, workspace)}, {"X-OAuth-Scopes": self.installs.scopes}
        except Refused as refused:
            return {"ok": False, "error": refused.error}, {}

    def new_url(self, channel: str, team: str, original: str | None) -> str:
        """The id of a response address."""
        id_ = uuid4().hex
        self._urls[id_] = ResponseUrl(channel, Workspace(team), original)
        return id_

    def respond(self, id_: str, body: Payload) -> tuple[int, str]:
        """The status and the text of the answer to what was sent to a response address."""
        url = self._urls.get(id_)
        if url is None or url.uses >= USES:
            return 404, "used_url" if url else "expired_url"
        url.uses += 1
        try:
            if body.get("delete_original") or body.get("replace_original"):
                self._respond_to_original(url, body)
            elif body.get("response_type") == "in_channel":
                self.post(url.channel, body, url.workspace)
        except Refused as refused:
            return 400, refused.error
        return 200, "ok"

    def post(self, channel: str, body: Payload, workspace: Workspace) -> Payload:
        """The message that Sherpa now has in the channel."""
        if not any(body.get(part) for part in ("text", "blocks", "attachments")):
            raise Refused("no_text")
        made = {
            "type": "message",
            "user": workspace.bot_user,
            "bot_id": workspace.bot_id,
            "app_id": APP,
            "bot_profile": bot_profile(workspace.team),
            "team": workspace.team,
            "ts": new_ts(),
            "text": "",
            **{part: body[part] for part in KEPT if body.get(part)},
        }
        return self.keep(channel, made)

    def keep(self, channel: str, message: Payload) -> Payload:
        """The message, which the channel now has."""
        self.messages.setdefault(channel, {})[message["ts"]] = message
        return message

    def edit(self, channel: str, ts: str, body: Payload) -> Payload:
        """The message as it is now. Raises Refused."""
        message = self._message(channel, ts)
        message |= {part: body[part] for part in KEPT if part in body and part != "thread_ts"}
        message["edited"] = {"user": message["user"], "ts": new_ts()}
        return message

    def delete(self, channel: str, ts: str) -> None:
        """The channel has the message no more. Raises Refused."""
        self._message(channel, ts)
        del self.messages[channel][ts]

    def _respond_to_original(self, url: ResponseUrl, body: Payload) -> None:
        if url.original is None:  # only one person sees it, and nothing is kept
            return
        if body.get("delete_original"):
            self.delete(url.channel, url.original)
        else:
            self.edit(url.channel, url.original, body)

    def _route(self, method: str, body: Payload, workspace: Workspace) -> Payload:  # noqa: PLR0911 - a table of routes
        match method.split("."):
            case ["auth", "test"]:
                return workspace.about()
            case ["chat", "postMessage" | "postEphemeral" | "update" | "delete" as act]:
                return self._chat(act, body, workspace)
            case ["conversations", "open"]:
                return {"channel": {"id": direct_channel(str(body.get("users")))}}
            case ["conversations", "info"]:
                return {"channel": self._info(self._channel(body, workspace))}
            case ["conversations", "history" | "replies" as which]:
                return self._history(which, body, self._channel(body, workspace))
            case ["views", "open" | "update" | "publish" as act]:
                return self._views(act, body, workspace)
            case ["users", "info"]:
                if str(body.get("user")) not in self.users:
                    raise Refused("user_not_found")
                return {"user": self.users[str(body["user"])]}
            case ["assistant", "threads", "setStatus" | "setSuggestedPrompts" | "setTitle" as act]:
                if "channel_id" not in body or (act != "setSuggestedPrompts" and "thread_ts" not in body):
                    raise Refused("invalid_arguments")
                return {}
        raise Refused("unknown_method")

    def _chat(self, act: str, body: Payload, workspace: Workspace) -> Payload:
        channel, ts = self._channel(body, workspace), str(body.get("ts", ""))
        match act:
            case "postMessage":
                message = self.post(channel, body, workspace)
                return {"channel": channel, "ts": message["ts"], "message": message}
            case "postEphemeral":
                if "user" not in body:
                    raise Refused("invalid_arguments")
                return {"message_ts": new_ts()}
            case "update":
                message = self.edit(channel, ts, body)
                return {"channel": channel, "ts": ts, "text": message["text"], "message": message}
        self.delete(channel, ts)
        return {"channel": channel, "ts": ts}

    def _channel(self, body: Payload, workspace: Workspace) -> str:
        """The channel that is meant: a person's is the conversation with them."""
        channel = str(body.get("channel", ""))
        if not channel or (not workspace.is_org and self.channels.get(channel, workspace.team) != workspace.team):
            raise Refused("channel_not_found")
        return direct_channel(channel) if channel[0] in "UW" else channel

    def _info(self, channel: str) -> Payload:
        if channel[0] not in "CG":  # Sherpa asks for no scope that lets it look at conversations of people
            raise Refused("missing_scope")
        usual = {"creator": CREATOR, "is_channel": True, "is_private": False, "is_archived": False, "is_member": True}
        return {"id": channel, "name": CHANNEL_NAME, **usual, **self.rooms.get(channel, {})}

    def _message(self, channel: str, ts: str) -> Payload:
        if ts not in self.messages.get(channel, {}):
            raise Refused("message_not_found")
        return self.messages[channel][ts]

    def _history(self, which: str, body: Payload, channel: str) -> Payload:
        """`history`: what begins threads or is in none, newest first. `replies`: a thread, oldest first, and its beginning always."""
        everything = sorted(self.messages.get(channel, {}).values(), key=lambda message: float(message["ts"]))
        thread = str(body.get("ts", ""))
        first: list[Payload] = []
        if which == "history":
            rest = [message for message in everything if message.get("thread_ts", message["ts"]) == message["ts"]]
        else:
            first = [message for message in everything if message["ts"] == thread]
            rest = [message for message in everything if message.get("thread_ts") == thread != message["ts"]]
            if not first and not rest:
                raise Refused("thread_not_found")
        rest = [message for message in rest if _is_within(message["ts"], body)]
        if which == "history":
            rest.reverse()
        cursor = str(body.get("cursor", ""))
        rest = rest[next((place for place, message in enumerate(rest, 1) if message["ts"] == cursor), 0) :]
        size = max(min(int(body.get("limit", PAGE)), LARGEST_PAGE) - len(first), 1)
        given = first + rest[:size]
        if not _is_yes(body.get("include_all_metadata")):
            given = [{key: value for key, value in message.items() if key != "metadata"} for message in given]
        more = {"response_metadata": {"next_cursor": rest[size - 1]["ts"]}} if size < len(rest) else {}
        return {"messages": given, "has_more": bool(more), **more}

    def _views(self, act: str, body: Payload, workspace: Workspace) -> Payload:
        given = body.get("view")
        if not isinstance(given, dict) or given.get("type") != ("home" if act == "publish" else "modal"):
            raise Refused("invalid_arguments")
        match act:
            case "open" if body.get("trigger_id"):
                made = told(given, team=workspace.team)
            case "update":
                before = self._view(body)
                made = told(given, team=workspace.team, of=before)
            case "publish" if body.get("user_id"):
                made = told(given, team=workspace.team, of=self.homes.get(body["user_id"]))
                self.homes[body["user_id"]] = made
                return {"view": made}
            case _:
                raise Refused("invalid_arguments")
        self.views[made["id"]] = made
        return {"view": made}

    def _view(self, body: Payload) -> Payload:
        """The window that is meant. Raises Refused, also if it is no more what the caller thinks."""
        named = (view for view in self.views.values() if body.get("external_id") and view["external_id"] == body["external_id"])
        view = self.views.get(str(body.get("view_id"))) or next(named, None)
        if view is None:
            raise Refused("not_found")
        if body.get("hash", view["hash"]) != view["hash"]:
            raise Refused("hash_conflict")
        return view


def _is_within(ts: str, body: Payload) -> bool:
    """Whether a history that is asked for has what came at this time."""
    at, oldest, latest = float(ts), float(body.get("oldest") or 0), float(body.get("latest") or "inf")
    return oldest < at < latest or (_is_yes(body.get("inclusive")) and at in (oldest, latest))


def _is_yes(value: Any) -> bool:
    """Whether an argument is true, in whichever way it came."""
    return str(value).lower() in ("1", "true")
