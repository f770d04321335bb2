"""Names that look like settings of Sherpa's and are none: most are misspelt, and what they set is not in force."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from adapters.settings import DOTENV, PREFIX, DiscordSettings, Settings, SlackSettings

_FIELDS = {PREFIX: Settings.model_fields, "DISCORD_": DiscordSettings.model_fields, "SLACK_": SlackSettings.model_fields}

#: How like a name is to the one that is meant, of 100: two letters of ten may be wrong.
ALIKE = 80


class Unknown(NamedTuple):
    """A name, where it stands, the setting that may be meant or "", and whether no other program could have a use for it."""

    name: str
    where: str
    nearest: str
    is_ours: bool


def names() -> set[str]:
    """Those of all settings."""
    return {f"{prefix}{field}".upper() for prefix, fields in _FIELDS.items() for field in fields}


def unknown(environment: Mapping[str, str] = os.environ, dotenv: Path = Path(DOTENV)) -> Iterator[Unknown]:
    """In the order of their names. Those that only begin like a platform's are left out unless they are much like a setting."""
    known = names()
    for where, given in (("the environment", environment), (DOTENV, _given_in(dotenv))):
        for name in sorted({name.upper() for name in given} - known):
            if not name.startswith(tuple(_FIELDS)):
                continue
            nearest, is_ours = _nearest(name, known), name.startswith(PREFIX)
            if nearest or is_ours:
                yield Unknown(name, where, nearest, is_ours)


def _given_in(dotenv: Path) -> Iterable[str]:
    """The names in the file; none where it cannot be read, which whoever reads the settings says."""
    from dotenv import dotenv_values

    try:
        return dotenv_values(dotenv, interpolate=False)
    except (OSError, UnicodeDecodeError):
        return ()


def _nearest(name: str, known: set[str]) -> str:
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[0] if found else ""
