"""The commands as Discord registers them, made from the one table, and what someone gave with one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord import AppCommandOptionType, AppCommandType

from bot.commands import Command, Option, commands

#: Everywhere: in servers, in Sherpa's own direct messages, in those of others; for who adds it to a server or to themself.
_EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}


def payloads() -> list[dict[str, Any]]:
    """All commands, as Discord's bulk overwrite takes them. The same at each start, so that a change can be told."""
    typed = [_typed(command) for command in commands("platform")]
    on_message = [{"type": AppCommandType.message.value, "name": command.label, **_EVERYWHERE} for command in commands("message")]
    return [*typed, *on_message]


def _typed(command: Command) -> dict[str, Any]:
    options = [_option(option) for option in command.options_at("platform")]
    return {
        "type": AppCommandType.chat_input.value,
        "name": command.name,
        "description": command.summary,
        "options": options,
        **_EVERYWHERE,
    }


def _option(option: Option) -> dict[str, Any]:
    described = {
        "type": AppCommandOptionType.string.value,
        "name": option.name,
        "description": option.summary,
        "required": option.required,
    }
    match option.type:
        case "choice":
            return described | {"choices": [{"name": choice, "value": choice} for choice in option.choices]}
        case "number":
            return described | {"type": AppCommandOptionType.integer.value, "min_value": 1}
        case "source" | "topic":
            return described | {"autocomplete": True}
        case "text":
            return described


@dataclass(frozen=True, slots=True)
class Given:
    """A command that someone gave: its name, or its label where it was chosen on a message."""

    name: str
    options: Mapping[str, str]
    focused: str | None = None  #: the option that is being typed
    message: Mapping[str, Any] | None = None  #: that it was chosen on, as Discord describes it


def given(data: Mapping[str, Any]) -> Given:
    """What an interaction's data says."""
    options: Sequence[Mapping[str, Any]] = data.get("options", ())
    focused = next((option["name"] for option in options if option.get("focused")), None)
    messages = data.get("resolved", {}).get("messages", {})
    return Given(
        name=data["name"],
        options={option["name"]: str(option.get("value", "")) for option in options},
        focused=focused,
        message=messages.get(str(data.get("target_id"))),
    )
