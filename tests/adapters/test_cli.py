import logging

import pytest

from adapters import cli
from bot.commands import commands

#: Commands of one platform's own, which the table of all commands knows nothing of.
OF_PLATFORMS = {"discord-invite", "slack-manifest"}


def test_every_command_of_the_shell_is_there_and_no_other() -> None:
    there = {each.name or each.callback.__name__ for each in cli.app.registered_commands}  # type: ignore[union-attr]  # all have one
    there |= {each.name for each in cli.app.registered_groups}
    assert there == {each.name for each in commands("shell")} | OF_PLATFORMS


def test_a_failure_that_no_one_foresaw_is_a_sentence_with_a_reference_that_the_log_has(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert cli._unexpected(RuntimeError("what someone asked")) == 1
    (record,) = caplog.records
    said = capsys.readouterr().err
    assert said == f"Something went wrong that Sherpa did not foresee; the log has it under {record.__dict__['reference']}.\n"
    assert "what someone asked" not in caplog.text
