"""What README.md says exists, and the other way round. What it shares with the other documents is tried in `test_documents`."""

import re
from pathlib import Path

import pytest
import typer.main

from adapters.cli import app
from adapters.setting_names import names
from bot.commands import commands

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ sherpa ask \"(.+?)\"\n(.*?)```", README, re.DOTALL)


def first_cells(heading: str) -> str:
    """The first cells of the table whose first column has that heading."""
    rows = README.partition(f"| {heading} |")[2].partition("\n\n")[0].splitlines()
    return "\n".join(row.split(" | ")[0] for row in rows)


def test_every_command_of_the_shell_has_a_row_and_no_other() -> None:
    assert set(re.findall(r"`sherpa ([\w-]+)", first_cells("command"))) == set(typer.main.get_command(app).commands)


def test_every_command_of_the_chats_has_a_row_and_no_other() -> None:
    assert set(re.findall(r"`/(\w+)`", first_cells("in a chat"))) == {command.name for command in commands("platform")}
    assert all(f"**{command.label}**" in README for command in commands("message"))


def test_every_setting_has_a_row_and_no_other() -> None:
    assert set(re.findall(r"`(\w+)`", first_cells("setting"))) == {name for name in names() if not name.endswith("_FILE")}


@pytest.mark.parametrize("heading", ["## Discord", "In one workspace", "In many workspaces"])
def test_setting_up_takes_under_ten_steps(heading: str) -> None:
    steps = README.partition(heading)[2].partition("\n\n")[2].partition("\n\n")[0]
    assert 1 <= len(re.findall(r"^\d+\. ", steps, re.MULTILINE)) < 10


def test_a_newcomer_can_read_it_in_five_minutes() -> None:
    """At 238 words a minute, as adults read non-fiction on the average (Brysbaert 2019); tables are looked into, not read."""
    prose = re.sub(r"^\|.*\n|```.*?```", "", README, flags=re.MULTILINE | re.DOTALL)
    assert len(prose.split()) <= 5 * 238


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize(("question", "reply"), EXAMPLES)
def test_the_readme_shows_what_sherpa_replies(sherpa, question: str, reply: str) -> None:  # type: ignore[no-untyped-def]
    shown = sherpa("ask", question).stdout
    for line in reply.splitlines():
        assert line.removesuffix("…") in shown
