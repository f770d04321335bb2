"""The REST API of Discord on this machine: what it remembers, and what it answers."""

from typing import Any

from bench.standins import payloads
from bench.standins.payloads import APPLICATION, CHANNEL, GUILD, OTHER_CHANNEL, OTHER_GUILD, Payload

#: The flag of a message that one person alone sees (Discord's documentation, "Message flags").
EPHEMERAL = 64


class Rest:
    """`gateway` is the address of the gateway."""

    def __init__(self) -> None:
        self.gateway = ""
        self.messages: dict[str, Payload] = {}
        self.commands: list[Payload] = []
        self.guilds = {GUILD: CHANNEL, OTHER_GUILD: OTHER_CHANNEL}  #: the servers that Sherpa is in, each with its channel
        self.flags = 0  #: the application's
        self.nonces: dict[tuple[str, str], str] = {}  #: for what was sent with a nonce the message that shows it
        self.acknowledged: dict[str, str] = {}  #: for each interaction's token the message that answers it
        self.private: set[str] = set()  #: tokens whose answer, once there is one, is for one person

    def route(self, method: str, parts: list[str], body: Any) -> tuple[int, Any]:  # noqa: PLR0911, PLR0912 - a table of routes
        """The status and the body of the answer; None for no body."""
        match method, parts:
            case "GET", ["users", "@me"]:
                return 200, payloads.SHERPA
            case "GET", ["oauth2", "applications", "@me"]:
                return 200, {
                    "id": APPLICATION,
                    "name": "Sherpa",
                    "icon": None,
                    "description": "",
                    "bot_public": True,
                    "bot_require_code_grant": False,
                    "verify_key": "",
                    "flags": self.flags,
                    "owner": payloads.person(0),
                }
            case "GET", ["users", "@me", "guilds"]:
                return 200, [{"id": guild, "name": "Server", "permissions": payloads.PERMISSIONS, "owner": False} for guild in self.guilds]
            case "GET", ["gateway", "bot"]:
                limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
                return 200, {"url": self.gateway, "shards": 1, "session_start_limit": limits}
            case "PUT", ["applications", _, *_, "commands"]:
                self.commands = [{**command, "id": payloads.new_id(), "application_id": APPLICATION} for command in body]
                return 200, self.commands
            case "GET", ["applications", _, *_, "commands"]:
                return 200, self.commands
            case "POST", ["users", "@me", "channels"]:
                return 200, payloads.direct_channel(payloads.user(str(body["recipient_id"]), "person"))
            case "POST", ["channels", channel, "messages"]:
                return 200, self._message(channel, body)
            case "POST", ["channels", _, "typing"]:
                return 204, None
            case "POST", ["channels", _, "messages", id_, "threads"]:
                return 201, {
                    **payloads.channel(id_, GUILD),
                    "type": 11,
                    "parent_id": CHANNEL,
                    "owner_id": APPLICATION,
                    "name": body["name"],
                    "thread_metadata": {
                        "archived": False,
                        "auto_archive_duration": 1440,
                        "archive_timestamp": payloads.JOINED,
                        "locked": False,
                    },
                    "message_count": 0,
                    "member_count": 1,
                }
            case "DELETE", ["channels", _, "messages", id_]:
                return (204, None) if self.messages.pop(id_, None) else (404, {"message": "Unknown Message", "code": 10008})
            case "POST", ["interactions", id_, token, "callback"]:
                return self._callback(id_, token, body)
            case _, ["webhooks", _, token, *rest]:
                return self._webhook(method, token, rest, body)
        return 404, {"message": "404: Not Found", "code": 0}

    def _message(self, channel: str, body: Payload, id_: str | None = None) -> Payload:
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):  # one that was sent before is not shown again
            known = self.nonces.setdefault((channel, str(nonce)), id_ or payloads.new_id())
            if known in self.messages:
                return self.messages[known]
            id_ = known
        made = payloads.message(payloads.SHERPA, channel, body.get("content") or "", components=body.get("components", []))
        self.messages[id_ or made["id"]] = made = {**made, "id": id_ or made["id"], "flags": body.get("flags", 0)}
        return made

    def _callback(self, id_: str, token: str, body: Payload) -> tuple[int, Any]:
        if token in self.acknowledged:
            return 400, {"message": "Interaction has already been acknowledged.", "code": 40060}
        self.acknowledged[token] = message_id = payloads.new_id()
        kept: Payload = {"id": id_, "type": 2, "response_message_id": message_id, "response_message_loading": body["type"] == 5}
        if body["type"] != 4:
            if (body.get("data") or {}).get("flags", 0) & EPHEMERAL:
                self.private.add(token)
            return 200, {"interaction": kept}
        return 200, {"interaction": kept, "resource": {"type": 4, "message": self._message(CHANNEL, body["data"], message_id)}}

    def _webhook(self, method: str, token: str, rest: list[str], body: Any) -> tuple[int, Any]:
        if token not in self.acknowledged:
            return 404, {"message": "Unknown Webhook", "code": 10015}
        if method == "DELETE":
            self.messages.pop(self.acknowledged[token], None)
            return 204, None
        if rest and token in self.private:
            body = {**body, "flags": body.get("flags", 0) | EPHEMERAL}
        return 200, self._message(CHANNEL, body, self.acknowledged[token] if rest else None)
