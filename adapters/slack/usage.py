"""What is typed for the commands on Slack. Pure."""

from bot import replies
from bot.commands import Command, Option, commands

HELP = "/sherpa help"

#: Options that are typed otherwise than by their name or one of their choices.
_HINTS = {
    "when": "[when:before|after]",
    "source": "[source:NUMBER]",
    "rhythm": "[now|daily|weekly]",
    "to": "[to:me|to:channel]",
    "outlets": "[outlets:NUMBER]",
}


def usage(command: Command) -> str:
    """What is typed for a command: Slack has a /help of its own."""
    return HELP if command.name == "help" else f"/{command.name}"


def options_usage() -> dict[str, str]:
    """For each command that can be typed, what goes with it."""
    return {
        command.name: " | ".join(f"{part.name} {_options(part)}".strip() for part in command.parts) or _options(command)
        for command in commands("platform")
    }


def _options(command: Command) -> str:
    return " ".join(map(_option, command.options_at("platform")))


def _option(option: Option) -> str:
    return option_usage(option) if not option.required else "|".join(option.choices) or option.name


def option_usage(option: Option) -> str:
    """What is typed for an option of a command."""
    return _HINTS[option.name] if not option.required and option.name in _HINTS else replies.option_usage(option)
