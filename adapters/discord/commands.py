"""The commands as Discord registers them, made from the one table, and what someone gave with one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from discord import AppCommandOptionType, AppCommandType, Permissions

from bot.commands import Command, Option, commands

#: Everywhere: in servers, in Sherpa's own direct messages, in those of others; for who adds it to a server or to themself.
_EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}

#: Options that Discord alone has, beside those of the table.
_OWN: dict[str, list[dict[str, Any]]] = {
    "subscribe": [
        {
            "type": AppCommandOptionType.role.value,
            "name": "role",
            "description": "A role that is pinged each time; without one nobody is",
            "required": False,
        }
    ]
}

#: What is for those who manage a server: in servers that Sherpa was added to, and in its direct messages, where it says that there is none.
_FOR_MANAGERS = {
    "contexts": [0, 1],
    "integration_types": [0],
    "default_member_permissions": Permissions(manage_guild=True).value,
}


def payloads(without: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """All commands but those `without`, as Discord's bulk overwrite takes them. The same at each start, so that a change can be told."""
    typed = [_typed(command) for command in commands("platform") if command.name not in without]
    on_message = [{"type": AppCommandType.message.value, "name": command.label, **_EVERYWHERE} for command in commands("message")]
    return [*typed, *on_message]


def _typed(command: Command) -> dict[str, Any]:
    return {
        "type": AppCommandType.chat_input.value,
        "name": command.name,
        "description": command.summary,
        "options": [_part(part) for part in command.parts] or _options(command),
        **(_FOR_MANAGERS if command.for_managers else _EVERYWHERE),
    }


def _part(part: Command) -> dict[str, Any]:
    kind = AppCommandOptionType.subcommand.value
    return {"type": kind, "name": part.name, "description": part.summary, "options": _options(part)}


def _options(command: Command) -> list[dict[str, Any]]:
    return [*map(_option, command.options_at("platform")), *_OWN.get(command.name, ())]


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
        case "source" | "feed" | "topic":
            return described | {"autocomplete": True}
        case "text":
            return described


@dataclass(frozen=True, slots=True)
class Given:
    """A command that someone gave: its name, with that of its part ("feed add"), or its label where it was chosen on a message."""

    name: str
    options: Mapping[str, str]
    focused: str | None = None  #: the option that is being typed
    message: Mapping[str, Any] | None = None  #: that it was chosen on, as Discord describes it
    role: Mapping[str, Any] | None = None  #: that was chosen, as Discord describes it


def given(data: Mapping[str, Any]) -> Given:
    """What an interaction's data says."""
    name, options = str(data["name"]), data.get("options", ())
    if options and options[0].get("type") == AppCommandOptionType.subcommand.value:
        name, options = f"{name} {options[0]['name']}", options[0].get("options", ())
    focused = next((option["name"] for option in options if option.get("focused")), None)
    values = {option["name"]: str(option.get("value", "")) for option in options}
    resolved = data.get("resolved", {})
    return Given(
        name=name,
        options=values,
        focused=focused,
        message=resolved.get("messages", {}).get(str(data.get("target_id"))),
        role=resolved.get("roles", {}).get(values.get("role")),
    )
