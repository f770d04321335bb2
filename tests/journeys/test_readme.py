"""What README.md says exists, and the other way round."""

import re
from pathlib import Path

import pytest
import typer.main
from click import Group

from adapters.cli import app
from adapters.settings import PREFIX, DiscordSettings, Settings
from bot.blocks import LABELS
from bot.commands import commands

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ sherpa ask \"(.+?)\"\n(.*?)```", README, re.DOTALL)


def test_every_command_is_in_the_readme_and_no_other() -> None:
    command = typer.main.get_command(app)
    assert isinstance(command, Group) or hasattr(command, "commands")
    assert set(re.findall(r"^\| `sherpa ([\w-]+)", README, re.MULTILINE)) == set(command.commands)


def test_every_command_of_the_chats_that_the_readme_names_exists() -> None:
    terminal, discord = README.partition("## Discord")[::2]
    for named, where in ((terminal, commands("session")), (discord.partition("## Slack")[0], commands("platform"))):
        found = set(re.findall(r"`/(\w+)`", named))
        assert found
        assert found <= {command.name for command in where}


def test_every_command_and_button_on_discord_is_in_the_readme() -> None:
    for command in commands("platform"):
        assert f"`/{command.name}`" in README
    for command in commands("message"):
        assert f"**{command.label}**" in README
    assert f"**{LABELS['alert']}**" in README


def test_every_option_that_the_readme_names_exists() -> None:
    command = typer.main.get_command(app)
    known = {option for each in command.commands.values() for parameter in each.params for option in parameter.opts}
    named = set(re.findall(r"`(--[a-z-]+)", README))
    assert named
    assert named <= known


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    sherpa, discord = ({name for name in settings.model_fields if not name.endswith("_file")} for settings in (Settings, DiscordSettings))
    fields = {f"{PREFIX}{name}".upper() for name in sherpa} | {f"DISCORD_{name}".upper() for name in discord}
    assert {name.removesuffix("_FILE") for name in re.findall(r"`((?:SHERPA|DISCORD)_\w+)(?:=…)?`", README)} == fields


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake (chat|test|check|bench|\w+)`", README)) <= targets


def test_every_path_that_the_readme_names_exists() -> None:
    paths = re.findall(r"`([\w./-]+/[\w.-]*)`", README)
    assert paths
    missing = [path for path in paths if not (ROOT / path).exists() and not path.startswith((".venv", "contracts", "journeys", "/"))]
    assert not missing


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize(("question", "reply"), EXAMPLES)
def test_the_readme_shows_what_sherpa_replies(sherpa, question: str, reply: str) -> None:  # type: ignore[no-untyped-def]
    shown = sherpa("ask", question).stdout
    for line in reply.splitlines():
        assert line.removesuffix("…") in shown
