"""This machine: Python, what is installed, the home folder, and names that are meant for settings."""

import platform
import shutil
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from adapters.findings import Finding
from adapters.setting_names import unknown
from adapters.settings import PREFIX
from bot.wording import series

#: Bytes that are to be free where Sherpa's data lies: below, a database's and an index's own files may not be written any more.
LEAST_FREE = 200_000_000
#: By extra, the module that it brings.
EXTRAS = {"discord": "discord", "slack": "slack_bolt", "postgresql": "psycopg"}


def findings(home: Path) -> Iterator[Finding]:
    """Nothing here asks a database or the network."""
    yield _program()
    yield from findings_on_names()
    yield _home(home)


def findings_on_names() -> Iterator[Finding]:
    """One for each name that may be meant for a setting, and is none."""
    for each in unknown():
        meant = f"; is {each.nearest} meant?" if each.nearest else "; take it away, or see .env.example for what is"
        yield Finding("Setting", False if each.is_ours else None, f"{each.name} in {each.where} is none of Sherpa's{meant}")


def _program() -> Finding:
    missing = [f"[{extra}]" for extra, module in EXTRAS.items() if find_spec(module) is None]
    without = f", without the extra{'s' if len(missing) > 1 else ''} {series(tuple(missing))}" if missing else ", with all extras"
    return Finding("Sherpa", True, f"{version('summit-sherpa')} on Python {platform.python_version()}{without}")


def _home(home: Path) -> Finding:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            free = shutil.disk_usage(home).free
    except OSError as error:
        return Finding("Home", False, f"{home} cannot be written to ({error.strerror}); set {PREFIX}HOME to a folder that can")
    good = free >= LEAST_FREE
    return Finding("Home", good, f"{home}, {size_words(free)} free" + ("" if good else "; make room there"))


def size_words(size: int) -> str:
    """Bytes, as people read them."""
    value, units = float(size), ["bytes", "kB", "MB", "GB"]
    while value >= 1_000 and len(units) > 1:
        value, units = value / 1_000, units[1:]
    return f"{value:,.0f} {units[0]}" if value >= 10 or units[0] == "bytes" else f"{value:,.1f} {units[0]}"
