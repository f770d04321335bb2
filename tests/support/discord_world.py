"""Sherpa in a Discord without a network, and what a reader sees there: for tests of the Discord adapter."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from jsonschema import Draft202012Validator
from simcord.preview._markdown import markdown_tokens

from adapters.discord.client import SherpaClient
from adapters.settings import Settings
from adapters.wiring import House, open_house
from index import seeds
from index.store.exchanges import Exchanges

API = Path(__file__).parents[3] / "shared" / "platform" / "discord" / "openapi.json"
BODIES = {article.id: article.body for article in seeds.load()}


#: Names for whatever could be mentioned, so that a mention that works is seen.
EVERYBODY: dict[str, Any] = {
    "users": {"80351110224678912": "victim"},
    "roles": {"165511591545143296": "moderators"},
    "channels": {"103735883630395392": "secret"},
    "emojis": {"216154654256398347": {"name": "mmLol", "animated": False}, "392938283556143104": {"name": "b1nzy", "animated": True}},
    "commands": {"1014146000000000000": "ask"},
    "everyone": True,
}
#: What Sherpa itself formats with: paragraphs, headings and smaller lines, bold, italics, and links.
OURS = {"paragraph", "inline", "text", "break", "heading", "subtext", "strong_open", "strong_close", "em_open", "em_close"}
LINKS = {"link_open", "link_close"}


class Clock:
    """Time that passes when it is told to, from now on: seconds for cooldowns, and UTC."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._start = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Sherpa:
    """A client, and what it is made of."""

    client: SherpaClient
    house: House
    clock: Clock
    exchanges: Exchanges
    home: Path

    def again(self) -> SherpaClient:
        """Another client on the same database, as after a restart or in another process."""
        return client_of(self.house)

    @asynccontextmanager
    async def elsewhere(self) -> AsyncIterator[SherpaClient]:
        """A client of another process: with a service, a desk and connections of its own, on the same database."""
        house = await open_house(Settings(home=self.home, engine="memory", _env_file=None))  # type: ignore[call-arg]  # pydantic-settings' own
        try:
            yield client_of(house)
        finally:
            await house.service.close()


def client_of(house: House) -> SherpaClient:
    client = SherpaClient(house, grace=GRACE)
    client.shard_count = 1  # Discord would say so
    return client


#: Seconds before something is said to be under way: more than an answer takes here, less than the three that Discord waits.
GRACE = 1.5


@dataclass
class World:
    """What a test acts in."""

    env: simcord.Env
    sherpa: Sherpa
    guild: Any
    channel: Any
    alice: Any
    bob: Any
    users: dict[str, Any]
    checked: int = field(default=0)

    async def ask(self, question: str, by: Any = None, **options: Any) -> Any:
        """Gives /ask."""
        return await (by or self.alice).slash(self.channel, "ask", question=question, **options)

    async def press(self, message: Any, label: str, by: Any = None) -> Any:
        """Presses the button whose label has `label` in it."""
        return await (by or self.alice).click(message, label=labelled(message, label))

    def direct(self, member: Any) -> list[discord.Message]:
        """What Sherpa wrote to somebody directly, oldest first."""
        return [message for message in self.users[member.name].dm_channel.history() if message.author.bot]

    async def hear(self, message: discord.Message, by: SherpaClient | None = None) -> None:
        """The message comes in again, here or at another client."""
        assert self.sherpa.client.user is not None
        await (by or self.sherpa.client)._messages.hear(message, self.sherpa.client.user)

    def thread(self, message: int) -> Any:
        """The thread that was made from a message."""
        (found,) = [thread for thread in self.channel.threads if thread.id == message]
        return found

    def sent(self) -> int:
        """How many messages Sherpa has sent, other than answers to commands and buttons."""
        return sum(request.method == "POST" and request.path.endswith("/messages") for request in self.env.http_requests)

    @property
    def me(self) -> str:
        """The mention of Sherpa."""
        assert self.sherpa.client.user is not None
        return self.sherpa.client.user.mention

    async def forge(self, channel: Any, custom_id: str) -> discord.Message:
        """A message of the bot's with a button that it would not have drawn there."""
        self.check_requests()
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="More", custom_id=custom_id))
        view.stop()
        there = self.sherpa.client.get_channel(channel.id)
        assert isinstance(there, discord.TextChannel)
        message = await there.send("x", view=view)
        self.checked = len(self.env.http_requests)
        return message

    def last(self) -> discord.Message:
        """The channel's last message."""
        found = self.channel.last_message
        assert found is not None
        return found

    def check_requests(self) -> None:
        """Every message sent is within Discord's limits and as its own description of its API says."""
        for request in self.env.http_requests[self.checked :]:
            check(request.method, request.path, request.json)
        self.checked = len(self.env.http_requests)


def components(message: Any) -> list[dict[str, Any]]:
    """All components of a message, of rows too, from top to bottom."""
    raw = message.components
    plain = [each if isinstance(each, dict) else each.to_dict() for each in raw]
    return list(_walked(plain))


def _walked(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from _walked(part.get("components", []))


def markdown(message: Any) -> str:
    """The message's texts as they were sent."""
    return "\n".join(part["content"] for part in components(message) if part["type"] == 10)


def labels(message: Any) -> list[str]:
    return [part["label"] for part in components(message) if part["type"] == 2]


def labelled(message: Any, text: str) -> str:
    (found, *_) = [label for label in labels(message) if text in label]
    return found


def custom_ids(message: Any) -> list[str]:
    return [part["custom_id"] for part in components(message) if part["type"] == 2]


def seen(message: Any) -> str:
    """The message as a reader sees it: without the signs of formatting."""
    return shown(markdown(message))


def shown(text: str) -> str:
    """Markdown as Discord would show it, as plain text."""
    return "\n".join(_texts(markdown_tokens(text, "text_display")))


def _texts(tokens: list[dict[str, Any]]) -> Iterator[str]:
    for token in tokens:
        if token["type"] in ("inline", "subtext"):
            yield _inline(token["children"])
        else:
            yield from _texts(token.get("children", []))


def _inline(tokens: list[dict[str, Any]]) -> str:
    pieces = []
    for token in tokens:
        kind = token["type"]
        pieces.append(
            "\n" if kind in ("softbreak", "hardbreak") else _inline(token["children"]) if "children" in token else token.get("content", "")
        )
    return "".join(pieces)


def kinds(text: str) -> set[str]:
    """The kinds of all that Discord would make of the markdown."""

    def walk(tokens: list[dict[str, Any]]) -> set[str]:
        return {token["type"] for token in tokens} | {kind for token in tokens for kind in walk(token.get("children", []))}

    return walk(markdown_tokens(text, "text_display", context=EVERYBODY))


def quotations(message: Any) -> list[str]:
    """What stands between Sherpa's quotation marks, as a reader sees it."""
    return re.findall(r"❝(.*?)❞", seen(message), re.DOTALL)


def is_verbatim(text: str) -> bool:
    return any(text in body for body in BODIES.values())


def _schema() -> dict[str, Any] | None:
    return json.loads(API.read_text(encoding="utf-8")) if API.exists() else None


SCHEMA = _schema()


def check(method: str, path: str, body: Any) -> None:
    """Holds a request against Discord's limits, and its description where that is at hand."""
    if not isinstance(body, dict) or method not in ("POST", "PATCH"):
        return
    message = body.get("data", body) if path.endswith("/callback") else body
    if "components" in message and body.get("type") != 9:
        check_message(message)
    validate(method, path, body)


def check_message(message: dict[str, Any]) -> None:
    """Limits that Discord's description leaves out."""
    parts = list(_walked(message["components"]))
    assert len(parts) <= 40
    assert sum(len(part["content"].encode("utf-16-le")) // 2 for part in parts if part["type"] == 10) <= 4_000
    assert all(part["content"].strip() for part in parts if part["type"] == 10)
    assert all(1 <= len(part["components"]) <= 5 for part in parts if part["type"] == 1)
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    assert all(1 <= len(id_) <= 100 for id_ in ids)
    assert len(set(ids)) == len(ids)
    assert all(1 <= len(part["label"]) <= 80 for part in parts if part["type"] == 2)
    assert message["allowed_mentions"]["parse"] == []
    assert not message["allowed_mentions"].get("replied_user")
    assert message["flags"] & discord.MessageFlags(components_v2=True).value
    assert not message.get("content")


def validate(method: str, path: str, body: Any) -> None:
    """Against Discord's description of its API, where it is at hand."""
    if SCHEMA is None:
        return
    operation = _operation(method, path)
    assert operation is not None, f"Discord describes no {method} {path}"
    content = operation["requestBody"]["content"]["application/json"]["schema"]
    errors = list(Draft202012Validator({**content, "components": SCHEMA["components"]}).iter_errors(_as_sent(body)))
    assert not errors, errors[0]


def _operation(method: str, path: str) -> dict[str, Any] | None:
    assert SCHEMA is not None
    found = [
        operations
        for template, operations in SCHEMA["paths"].items()
        if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", template), path) and method.lower() in operations
    ]
    literal = sorted(found, key=lambda operations: str(operations).count("{"))
    return literal[0][method.lower()] if literal else None


def _as_sent(body: Any) -> Any:
    """Discord.py writes some ids as integers, which Discord takes and does not describe."""
    if isinstance(body, list):
        return [_as_sent(each) for each in body]
    if not isinstance(body, dict):
        return body
    if "parse" in body:
        return {**body, "roles": [str(role) for role in body.get("roles", ())]}
    return {key: str(value) if key.endswith("_id") and isinstance(value, int) else _as_sent(value) for key, value in body.items()}
