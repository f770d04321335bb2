"""Settings: from the environment, else from `.env` in the working folder. The one place where the environment is read.

A secret `NAME` may instead lie in a file that `NAME_FILE` names, as container platforms hand secrets over.
"""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import BadSetting

PREFIX = "SHERPA_"
#: The port, where none is set.
WEB_PORT = 8080
DOTENV = ".env"


def _user_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("sherpa", appauthor=False)


def _expanded(path: Path) -> Path:
    return path.expanduser()


def _two_words(text: str) -> str:
    if len(text.split()) < 2:
        raise ValueError("two words at least")
    return text


def _time_zone(text: str) -> str:
    from bot.alerts.digests import is_zone

    if not is_zone(text):
        raise ValueError("no time zone")
    return text


def _web_address(text: str) -> str:
    return _address("https?", text).rstrip("/")


def _maybe_web_address(text: str | None) -> str | None:
    return None if text is None else _web_address(text)


def _socket_address(text: str | None) -> str | None:
    return None if text is None else _address("wss?", text)


def _address(scheme: str, text: str) -> str:
    """`text`, where others can take it apart too: it has a host, no port that cannot be, and nothing that is secret."""
    from urllib.parse import urlsplit

    if not re.fullmatch(rf"{scheme}://[^/\s]\S*", text):
        raise ValueError("no address")
    parts = urlsplit(text)  # raises ValueError itself, as `port` does
    if not parts.hostname or parts.port == 0 or "@" in parts.netloc:
        raise ValueError("no address")
    return text


class _FromEnvironment(BaseSettings):
    """Each field is the setting <PREFIX><NAME>; its description completes "<PREFIX><NAME> must be …"."""

    model_config = SettingsConfigDict(env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        """For each `<name>_file` that is given, the field `<name>` with what the file holds."""
        secrets = {}
        for field, path in given.items():
            secret = field.removesuffix("_file")
            if secret == field or secret not in cls.model_fields or path is None:
                continue
            if given.get(secret) is not None:
                raise BadSetting(_name(cls, secret), f"Set {_name(cls, secret)} or {_name(cls, field)}, not both.")
            secrets[secret] = _secret(_name(cls, field), Path(path).expanduser())
        return {**given, **secrets}


class Settings(_FromEnvironment):
    """What Sherpa itself needs to know."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    home: Annotated[Path, AfterValidator(_expanded), Field(default_factory=_user_data, description="a folder that Sherpa may write to")]
    database_url: Annotated[
        SecretStr | None, Field(description="a database address, such as sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    ] = None
    database_url_file: Annotated[Path | None, Field(description="a file that holds the database address")] = None
    seeds: Annotated[str, Field(description="1 for the articles that Sherpa comes with, 0 for none, or a folder of articles")] = "1"
    engine: Annotated[Literal["auto", "memory", "tantivy"], Field(description="auto, memory or tantivy")] = "auto"
    summit_date: Annotated[date, Field(description="a day such as 2025-08-15")] = date(2025, 8, 15)
    summit_words: Annotated[str, AfterValidator(_two_words), Field(description="two or more words with spaces between them")] = (
        "summit alaska trump putin"
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Field(description="debug, info, warning or error")] = "warning"

    questions_per_person: Annotated[int, Field(ge=1, description="a number from 1 up, of questions that one person may ask a minute")] = 15
    questions_per_channel: Annotated[
        int, Field(ge=1, description="a number from 1 up, of questions that may be asked in one channel a minute")
    ] = 240
    web_host: Annotated[str, Field(description="an address of this machine to listen at, such as 127.0.0.1 or 0.0.0.0")] = "127.0.0.1"
    web_port: Annotated[int | None, Field(ge=0, le=65_535, description="a port, 1 to 65535, or 0 for any that is free")] = None
    web_proxies: Annotated[
        str, Field(description="the addresses of proxies that say whose requests they pass on, with commas between them, or * for any")
    ] = "127.0.0.1"
    public_url: Annotated[
        str | None, AfterValidator(_maybe_web_address), Field(description="the https address at which browsers reach Sherpa")
    ] = None

    link_days: Annotated[
        int, Field(ge=1, le=3650, description="a number of days, 1 to 3650, for which a link to an article of a workspace's own opens it")
    ] = 30
    link_secret: Annotated[SecretStr | None, Field(min_length=16, description="16 characters or more that nobody can guess")] = None
    link_secret_file: Annotated[Path | None, Field(description="a file that holds the secret for links")] = None

    allow_private_addresses: Annotated[bool, Field(description="1 to fetch from this machine and its own network too, else 0")] = False
    poll_seconds: Annotated[
        float, Field(ge=1, le=86_400, description="a number of seconds, from 1 up: the shortest time between two polls of one feed")
    ] = 300
    feed_patience_days: Annotated[
        int, Field(ge=1, le=365, description="a number of days, 1 to 365, after which a feed that fails is no longer polled")
    ] = 7
    chat_feeds: Annotated[bool, Field(description="1 to let whoever manages a server or workspace add feeds for it, else 0")] = False
    feeds_per_workspace: Annotated[
        int, Field(ge=1, le=10_000, description="a number from 1 to 10000, of feeds that may be added for one server or workspace")
    ] = 20
    contact: Annotated[
        str | None,
        Field(max_length=200, pattern=r"^[\x20-\x7e]+$", description="a page or mail address, in plain letters, where you are found"),
    ] = None

    alerts_per_place: Annotated[int, Field(ge=1, description="a number from 1 up, of topics that one channel or person is told of")] = 50
    alert_burst: Annotated[
        int, Field(ge=1, description="a number from 1 up, of alerts waiting for one channel from which on they come as one message")
    ] = 5
    anyone_subscribes: Annotated[bool, Field(description="1 to let anyone change what a Slack channel is told, else 0")] = False
    digest_hour: Annotated[int, Field(ge=0, le=23, description="an hour, 0 to 23, at which daily and weekly digests come")] = 8
    time_zone: Annotated[str, AfterValidator(_time_zone), Field(description="a time zone such as Europe/Paris")] = "UTC"

    keep_article_days: Annotated[
        int | None, Field(ge=1, le=36_500, description="a number of days from 1 up, for which articles are kept after they came in")
    ] = None
    keep_articles: Annotated[int | None, Field(ge=1, description="a number from 1 up, of articles that are kept: the newest")] = None
    keep_days: Annotated[int, Field(ge=1, le=3650, description="a number of days, 1 to 3650, for which questions are kept")] = 30

    @property
    def port(self) -> int:
        """The port that is listened at where something has to be."""
        return WEB_PORT if self.web_port is None else self.web_port

    @property
    def seed_folder(self) -> Path | None:
        """The folder of articles that every new store gets, or None."""
        from index.seeds import SEEDS

        chosen = {"1": SEEDS, "0": None}
        return chosen[self.seeds] if self.seeds in chosen else Path(self.seeds).expanduser()


class DiscordSettings(_FromEnvironment):
    """What it needs to be on Discord; without a token it is not."""

    model_config = SettingsConfigDict(env_prefix="DISCORD_")

    token: Annotated[SecretStr | None, Field(description="the bot's token, from the page Bot of its application")] = None
    token_file: Annotated[Path | None, Field(description="a file that holds the bot's token")] = None
    guild_id: Annotated[int | None, Field(ge=1, description="the id of one server that gets the commands, while developing")] = None
    api_url: Annotated[str, AfterValidator(_web_address), Field(description="the address of Discord's API")] = "https://discord.com/api/v10"
    gateway_url: Annotated[
        str | None, AfterValidator(_socket_address), Field(description="the address of Discord's gateway, starting with wss:// or ws://")
    ] = None


class SlackSettings(_FromEnvironment):
    """What it needs to be on Slack; without a token or a client's id it is not."""

    model_config = SettingsConfigDict(env_prefix="SLACK_")

    bot_token: Annotated[SecretStr | None, Field(description="the bot's token, starting with xoxb-")] = None
    bot_token_file: Annotated[Path | None, Field(description="a file that holds the bot's token")] = None
    app_token: Annotated[SecretStr | None, Field(description="the app-level token for Socket Mode, starting with xapp-")] = None
    app_token_file: Annotated[Path | None, Field(description="a file that holds the app-level token")] = None
    signing_secret: Annotated[SecretStr | None, Field(description="the signing secret, from the page Basic Information")] = None
    signing_secret_file: Annotated[Path | None, Field(description="a file that holds the signing secret")] = None
    client_id: Annotated[str | None, Field(description="the client ID, from the page Basic Information")] = None
    client_secret: Annotated[SecretStr | None, Field(description="the client secret, from the page Basic Information")] = None
    client_secret_file: Annotated[Path | None, Field(description="a file that holds the client secret")] = None
    api_url: Annotated[str, AfterValidator(_web_address), Field(description="the address of Slack's API")] = "https://slack.com/api"
    authorize_url: Annotated[str, AfterValidator(_web_address), Field(description="where Slack asks whether to install an app")] = (
        "https://slack.com/oauth/v2/authorize"
    )

    @property
    def is_set_up(self) -> bool:
        """Whether Sherpa is to be on Slack."""
        return bool(self.bot_token or self.app_token or self.client_id)


S = TypeVar("S", bound=_FromEnvironment)


def read_settings(dotenv: Path | None = Path(DOTENV)) -> Settings:
    """The settings as they stand now; raises BadSetting for the first value that cannot be used, without showing the value."""
    return _read(Settings, dotenv)


def read_discord_settings(dotenv: Path | None = Path(DOTENV)) -> DiscordSettings:
    """As `read_settings`."""
    return _read(DiscordSettings, dotenv)


def read_slack_settings(dotenv: Path | None = Path(DOTENV)) -> SlackSettings:
    """As `read_settings`."""
    return _read(SlackSettings, dotenv)


class Setup(NamedTuple):
    """All settings."""

    sherpa: Settings
    discord: DiscordSettings
    slack: SlackSettings


def read_setup(dotenv: Path | None = Path(DOTENV)) -> Setup:
    """As `read_settings`."""
    return Setup(read_settings(dotenv), read_discord_settings(dotenv), read_slack_settings(dotenv))


def _read(settings: type[S], dotenv: Path | None) -> S:
    try:
        return settings(_env_file=dotenv)  # type: ignore[call-arg]  # an argument of pydantic-settings, no field
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        name = _name(settings, field)
        raise BadSetting(name, f"{name} must be {settings.model_fields[field].description}; change it or leave it out.") from None
    except (OSError, UnicodeDecodeError):
        raise BadSetting(DOTENV, f"The file {DOTENV} cannot be read as text; mend it or take it away.") from None


def _name(settings: type[_FromEnvironment], field: str) -> str:
    return f"{settings.model_config.get('env_prefix', '')}{field}".upper()


def _secret(name: str, path: Path) -> SecretStr:
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(name, f"The file that {name} names cannot be read; check its path and its permissions.") from None
    if not text:
        raise BadSetting(name, f"The file that {name} names is empty; it should hold the secret and nothing else.")
    return SecretStr(text)
