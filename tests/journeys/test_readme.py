"""What README.md says exists, and the other way round."""

import re
from pathlib import Path

import pytest
import typer.main
from click import Group

from adapters import setting_names
from adapters.cli import app
from adapters.settings import PREFIX, DiscordSettings, Settings, SlackSettings
from adapters.slack.manifest import SCOPES, manifest
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
    terminal, chats = README.partition("## Discord")[::2]
    discord, slack = chats.partition("## Slack")[::2]
    typed = {command["command"].removeprefix("/") for command in manifest("socket")["features"]["slash_commands"]}
    known = ({command.name for command in commands("session")}, {command.name for command in commands("platform")}, typed)
    for named, names in zip((terminal, discord, slack), known, strict=True):
        found = set(re.findall(r"`/(\w+)[` ]", named)) - {"invite"}  # Slack's own
        assert found
        assert found <= names
    assert {f"`/{name}" in slack for name in typed} == {True}


def test_every_scope_on_slack_is_in_the_readme_with_its_reason_and_no_other() -> None:
    slack = README.partition("## Slack")[2].partition("## Settings")[0]
    assert set(re.findall(r"`([a-z_]+:[a-z]+)`", slack)) - {"connections:write", "when:before", "when:after", "to:me"} | {
        "commands"
    } == set(SCOPES)
    assert "`commands`" in slack


@pytest.mark.parametrize("heading", ["## Discord", "In one workspace", "In many workspaces"])
def test_setting_up_takes_under_ten_steps(heading: str) -> None:
    steps = README.partition(heading)[2].partition("\n\n")[2].partition("\n\n")[0]
    assert 1 <= len(re.findall(r"^\d+\. ", steps, re.MULTILINE)) < 10


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
    groups = {PREFIX: Settings, "DISCORD_": DiscordSettings, "SLACK_": SlackSettings}
    fields = {f"{prefix}{name}".upper() for prefix, group in groups.items() for name in group.model_fields if not name.endswith("_file")}
    assert {name.removesuffix("_FILE") for name in re.findall(r"`((?:SHERPA|DISCORD|SLACK)_\w+)(?:=[^`]*)?`", README)} == fields


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake (chat|test|check|bench|\w+)`", README)) <= targets


def test_every_path_that_the_readme_names_exists() -> None:
    paths = re.findall(r"`([\w./-]+/[\w.-]*)`", README)
    assert paths
    missing = [path for path in paths if not (ROOT / path).exists() and not path.startswith((".venv", "contracts", "journeys", "/"))]
    assert not missing


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_command_setting_and_path_that_a_page_of_the_docs_names_exists(page: Path) -> None:
    told = page.read_text(encoding="utf-8")
    known = typer.main.get_command(app).commands
    for name, more in re.findall(r"\bsherpa ((?!sherpa)[a-z][\w-]+)(?: ([a-z]+))?", told):
        assert name in known, name
        subcommands = getattr(known[name], "commands", None)
        assert not (subcommands and more) or more in subcommands, f"{name} {more}"
    assert set(re.findall(r"\b(?:SHERPA|DISCORD|SLACK)_[A-Z_]+", told)) <= setting_names.names()
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"`make ([a-z]+)`", told)) <= set(targets)
    paths = re.findall(r"`((?:adapters|bot|index|seeds|tests|bench|docs)/[\w./-]*)`", told)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize(("question", "reply"), EXAMPLES)
def test_the_readme_shows_what_sherpa_replies(sherpa, question: str, reply: str) -> None:  # type: ignore[no-untyped-def]
    shown = sherpa("ask", question).stdout
    for line in reply.splitlines():
        assert line.removesuffix("…") in shown
