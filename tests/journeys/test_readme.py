"""What README.md says exists, and the other way round."""

import re
from pathlib import Path

import pytest
import typer.main
from click import Group

from adapters.cli import app
from adapters.settings import PREFIX, Settings
from bot.commands import commands

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ sherpa ask \"(.+?)\"\n(.*?)```", README, re.DOTALL)


def test_every_command_is_in_the_readme_and_no_other() -> None:
    command = typer.main.get_command(app)
    assert isinstance(command, Group) or hasattr(command, "commands")
    assert set(re.findall(r"^\| `sherpa (\w+)", README, re.MULTILINE)) == set(command.commands)


def test_every_command_of_the_chat_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`/(\w+)`", README))
    assert named
    assert named <= {command.name for command in commands("session")}


def test_every_option_that_the_readme_names_exists() -> None:
    command = typer.main.get_command(app)
    known = {option for each in command.commands.values() for parameter in each.params for option in parameter.opts}
    named = set(re.findall(r"`(--[a-z-]+)", README))
    assert named
    assert named <= known


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    fields = {f"{PREFIX}{field}".upper() for field in Settings.model_fields if not field.endswith("_file")}
    assert set(re.findall(r"`(SHERPA_\w+)`", README)) == fields


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
