import re
from datetime import date
from pathlib import Path

import pytest

from adapters.secret_values import secrets
from adapters.settings import (
    PREFIX,
    DiscordSettings,
    Settings,
    SlackSettings,
    read_discord_settings,
    read_settings,
    read_slack_settings,
)
from index.errors import BadSetting
from index.seeds import SEEDS

EXAMPLE = Path(__file__).parents[2] / ".env.example"


OF_PLATFORMS = {"DISCORD_": DiscordSettings, "SLACK_": SlackSettings}
NAMES = [f"{PREFIX}{field}".upper() for field in Settings.model_fields] + [
    f"{prefix}{field}".upper() for prefix, settings in OF_PLATFORMS.items() for field in settings.model_fields
]

#: What looks like an address of the web, and nobody can go to, or should.
NO_ADDRESSES = [
    "https://[",
    "https://[::1",
    "https://:443",
    "https://sherpa.example:65536",
    "https://sherpa.example:0",
    "https://sherpa.example:x",
    "https://me:sesame@sherpa.example",
    "https://me@sherpa.example/news",
    "https://sherpa.example/a news",
]


@pytest.fixture(autouse=True)
def only_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def written(folder: Path, text: str) -> Path:
    path = folder / ".env"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^#?(\w+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(NAMES)


def test_the_example_shows_the_defaults(tmp_path: Path) -> None:
    defaults = read_settings(None)
    example = written(tmp_path, re.sub(r"^#(?=\w+=)(?!.*_FILE)", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    shown = read_settings(example)
    assert shown.model_copy(update={"home": defaults.home, "database_url": None}) == defaults
    assert read_discord_settings(example) == read_discord_settings(None)
    assert read_slack_settings(example) == read_slack_settings(None)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv = written(tmp_path, "SHERPA_SUMMIT_DATE=2024-01-01\nSHERPA_ENGINE=memory\n")
    monkeypatch.setenv("SHERPA_SUMMIT_DATE", "2026-02-03")
    settings = read_settings(dotenv)
    assert (settings.summit_date, settings.engine) == (date(2026, 2, 3), "memory")


def test_an_empty_value_is_no_value(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, "SHERPA_DATABASE_URL=\n")).database_url is None


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("SHERPA_ENGINE", "lucene", "auto, memory or tantivy"),
        ("SHERPA_SUMMIT_DATE", "soon", "a day such as 2025-08-15"),
        ("SHERPA_SUMMIT_WORDS", "summit", "two or more words with spaces between them"),
        ("SHERPA_LOG_LEVEL", "loud", "debug, info, warning or error"),
        ("SHERPA_QUESTIONS_PER_PERSON", "0", "a number from 1 up, of questions that one person may ask a minute"),
        *[("SHERPA_PUBLIC_URL", address, "the https address at which browsers reach Sherpa") for address in NO_ADDRESSES],
        ("SHERPA_KEEP_DAYS", "forever", "a number of days, 1 to 3650, for which questions are kept"),
    ],
)
def test_a_bad_value_is_named_with_what_is_wanted(name: str, value: str, wanted: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as caught:
        read_settings(written(tmp_path, f"{name}={value}\n"))
    assert caught.value.name == name
    assert str(caught.value) == f"{name} must be {wanted}; change it or leave it out."


def test_a_secret_may_lie_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("postgresql://sherpa:opensesame@db/news\n", encoding="utf-8")
    settings = read_settings(written(tmp_path, f"SHERPA_DATABASE_URL_FILE={tmp_path / 'secret'}\n"))
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://sherpa:opensesame@db/news"
    assert "opensesame" not in repr(settings)


def test_every_secret_may_lie_in_a_file() -> None:
    groups = (Settings, DiscordSettings, SlackSettings)
    secret = {(group, name) for group in groups for name, field in group.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert secret == {(group, name.removesuffix("_file")) for group in groups for name in group.model_fields if name.endswith("_file")}


@pytest.mark.parametrize("content", ["abc.def\n", "abc.def\r\n", "\ufeff abc.def \n\n"])
def test_of_a_secrets_file_neither_ends_of_lines_nor_marks_count(content: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(content.encode())
    token = read_discord_settings(written(tmp_path, f"DISCORD_TOKEN_FILE={tmp_path / 'token'}\n")).token
    assert token is not None
    assert token.get_secret_value() == "abc.def"


@pytest.mark.parametrize(
    ("address", "passwords"),
    [
        ("postgresql://sherpa:open%20sesame@db/news", ["open%20sesame", "open sesame"]),
        ("postgresql://sherpa:open@sesame@db/news", ["open@sesame", "open"]),
        ("postgresql://sherpa@db/news?application_name=x&password=open+sesame", ["open+sesame", "open sesame"]),
        ("postgresql://sherpa:sesame@[db/news", ["sesame"]),
        ("postgresql://db/news", []),
    ],
)
def test_what_is_secret_is_known_as_it_may_be_written(address: str, passwords: list[str], tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, f"SHERPA_DATABASE_URL={address}\n"))
    assert secrets(settings) == [address, *passwords]


@pytest.mark.parametrize(
    ("content", "extra", "sentence"),
    [
        (None, "", "The file that SHERPA_DATABASE_URL_FILE names cannot be read; check its path and its permissions."),
        (" \n", "", "The file that SHERPA_DATABASE_URL_FILE names is empty; it should hold the secret and nothing else."),
        ("x", "SHERPA_DATABASE_URL=sqlite:///y\n", "Set SHERPA_DATABASE_URL or SHERPA_DATABASE_URL_FILE, not both."),
    ],
)
def test_a_secret_file_that_cannot_serve_is_said(content: str | None, extra: str, sentence: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "secret").write_text(content, encoding="utf-8")
    with pytest.raises(BadSetting, match=re.escape(sentence)):
        read_settings(written(tmp_path, f"SHERPA_DATABASE_URL_FILE={tmp_path / 'secret'}\n{extra}"))


def test_a_settings_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"\xff\xfe\x00SHERPA")
    with pytest.raises(BadSetting, match="cannot be read as text"):
        read_settings(path)


def test_seeds_are_sherpas_own_none_or_a_folder(tmp_path: Path) -> None:
    folders = [read_settings(written(tmp_path, f"SHERPA_SEEDS={value}\n")).seed_folder for value in ("1", "0", str(tmp_path))]
    assert folders == [SEEDS, None, tmp_path]


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("DISCORD_GUILD_ID", "my server", "the id of one server that gets the commands, while developing"),
        ("DISCORD_API_URL", "discord.com", "the address of Discord's API"),
        ("DISCORD_API_URL", "https://me:sesame@discord.example", "the address of Discord's API"),
        ("DISCORD_GATEWAY_URL", "wss://[", "the address of Discord's gateway, starting with wss:// or ws://"),
        ("DISCORD_GATEWAY_URL", "https://gateway.example", "the address of Discord's gateway, starting with wss:// or ws://"),
    ],
)
def test_a_bad_value_for_discord_is_named_too(name: str, value: str, wanted: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as caught:
        read_discord_settings(written(tmp_path, f"{name}={value}\n"))
    assert str(caught.value) == f"{name} must be {wanted}; change it or leave it out."


def test_the_token_can_lie_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("abc.def.ghi\n", encoding="utf-8")
    settings = read_discord_settings(written(tmp_path, f"DISCORD_TOKEN_FILE={secret}\n"))
    assert settings.token is not None
    assert settings.token.get_secret_value() == "abc.def.ghi"
    assert "abc.def.ghi" not in repr(settings) + str(settings)
    with pytest.raises(BadSetting, match=r"^Set DISCORD_TOKEN or DISCORD_TOKEN_FILE, not both\.$"):
        read_discord_settings(written(tmp_path, f"DISCORD_TOKEN_FILE={secret}\nDISCORD_TOKEN=x\n"))
