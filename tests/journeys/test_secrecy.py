"""Nothing that is secret, and nothing that somebody wrote, stands on standard error, at the level that says most, whatever happens."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from adapters.settings import PREFIX, DiscordSettings, Settings, SlackSettings

MARK = "Zanzibar"
GROUPS = {PREFIX: Settings, "DISCORD_": DiscordSettings, "SLACK_": SlackSettings}
#: The names of all settings that are secret: those that a file may hold instead.
SECRETS = [
    f"{prefix}{name}".upper().removesuffix("_FILE")
    for prefix, group in GROUPS.items()
    for name in group.model_fields
    if name.endswith("_file")
]
#: Where nobody answers.
NOWHERE = {"DISCORD_API_URL": "http://127.0.0.1:9/api", "SLACK_API_URL": "http://127.0.0.1:9/api", "SLACK_CLIENT_ID": "1.2"}
NO_DATABASE = f"postgresql://sherpa:{MARK}%20open@127.0.0.1:9/news"

#: Libraries warn of their own.
SETTINGS = {**{name: f"{MARK}-{name}" for name in SECRETS}, **NOWHERE, "SHERPA_LOG_LEVEL": "debug", "PYTHONWARNINGS": "ignore"}


def ended(done: CompletedProcess[str], status: int) -> CompletedProcess[str]:
    assert done.returncode == status, done.stderr
    assert MARK not in done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_there_are_secrets() -> None:
    assert {"SHERPA_DATABASE_URL", "DISCORD_TOKEN", "SLACK_SIGNING_SECRET"} <= set(SECRETS)


@pytest.mark.parametrize("arguments", [("run", "discord", "slack"), ("doctor",)])
def test_no_secret_is_said_where_nothing_answers(sherpa, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    done = ended(sherpa(*arguments, **{**SETTINGS, "SHERPA_DATABASE_URL": ""}), 1)
    assert "127.0.0.1:9" in done.stderr + done.stdout
    assert MARK not in done.stdout


@pytest.mark.parametrize("arguments", [("ask", f"Was {MARK} agreed on?"), ("run", "web")])
def test_no_password_of_a_database_is_said(sherpa, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    done = ended(sherpa(*arguments, SHERPA_DATABASE_URL=NO_DATABASE, SHERPA_LOG_LEVEL="debug"), 1)
    assert "127.0.0.1:9/news" in done.stderr + done.stdout
    assert MARK not in done.stdout


@pytest.mark.parametrize("arguments", [("status",), ("export", "a.jsonl"), ("doctor",)])
def test_an_address_that_nobody_can_take_apart_is_one_sentence_without_its_password(sherpa, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    settings = {"SHERPA_DATABASE_URL": f"postgresql://sherpa:{MARK}@[host/news", "SHERPA_LOG_LEVEL": "debug", "PYTHONWARNINGS": "ignore"}
    done = ended(sherpa(*arguments, **settings), 1)
    assert "The database address cannot be read" in done.stderr + done.stdout
    assert MARK not in done.stdout


def test_no_text_of_an_article_or_a_question_is_said(sherpa, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    news = tmp_path / "news.jsonl"
    texts = [f"{MARK} has signed the treaty. " * 5, f"{MARK} has not.", 7]
    news.write_text("\n".join(json.dumps({"title": f"{MARK} {n}", "text": text}) for n, text in enumerate(texts)), encoding="utf-8")
    ended(sherpa("add", str(news), SHERPA_LOG_LEVEL="debug"), 1)
    assert MARK in ended(sherpa("ask", f"Has {MARK} signed?", SHERPA_LOG_LEVEL="debug", SHERPA_ENGINE="tantivy"), 0).stdout
