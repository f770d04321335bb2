"""Settings: from the environment, else from `.env` in the working folder. The one place where the environment is read.

A secret `NAME` may instead lie in a file that `NAME_FILE` names, as container platforms hand secrets over.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import BadSetting

PREFIX = "SHERPA_"
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


class Settings(BaseSettings):
    """Each field is the setting SHERPA_<NAME>; its description completes "SHERPA_<NAME> must be …"."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True)

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

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        path = given.get("database_url_file")
        if path is None:
            return given
        if given.get("database_url") is not None:
            raise BadSetting(f"{PREFIX}DATABASE_URL", f"Set {PREFIX}DATABASE_URL or {PREFIX}DATABASE_URL_FILE, not both.")
        return {**given, "database_url": _secret(f"{PREFIX}DATABASE_URL_FILE", Path(path).expanduser())}

    @property
    def seed_folder(self) -> Path | None:
        """The folder of articles that every new store gets, or None."""
        from index.seeds import SEEDS

        chosen = {"1": SEEDS, "0": None}
        return chosen[self.seeds] if self.seeds in chosen else Path(self.seeds).expanduser()


def read_settings(dotenv: Path | None = Path(DOTENV)) -> Settings:
    """The settings as they stand now; raises BadSetting for the first value that cannot be used, without showing the value."""
    try:
        return Settings(_env_file=dotenv)  # type: ignore[call-arg]  # an argument of pydantic-settings, no field
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        name = f"{PREFIX}{field}".upper()
        raise BadSetting(name, f"{name} must be {Settings.model_fields[field].description}; change it or leave it out.") from None
    except (OSError, UnicodeDecodeError):
        raise BadSetting(DOTENV, f"The file {DOTENV} cannot be read as text; mend it or take it away.") from None


def _secret(name: str, path: Path) -> SecretStr:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(name, f"The file that {name} names cannot be read; check its path and its permissions.") from None
    if not text:
        raise BadSetting(name, f"The file that {name} names is empty; it should hold the secret and nothing else.")
    return SecretStr(text)
