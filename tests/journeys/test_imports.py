"""What the rooms load: a platform's library only in its own adapter, and what is slow only where it is used."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

_LOADED = """
import importlib, pkgutil, sys
for name in sys.argv[1].split(","):
    package = importlib.import_module(name)
    if sys.argv[2] == "all":
        for module in pkgutil.walk_packages(package.__path__, name + "."):
            importlib.import_module(module.name)
print(*{name.partition(".")[0] for name in sys.modules})
"""


def loaded(packages: str, how_much: str = "package") -> set[str]:
    """The top names of all modules that a new process has loaded after importing the packages, alone or with all their modules."""
    done = subprocess.run([sys.executable, "-c", _LOADED, packages, how_much], capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("how_much", ["package", "all"])
def test_no_platform_and_no_compiler_is_loaded(how_much: str) -> None:
    assert not {"discord", "slack_bolt", "slack_sdk", "numba", "bm25s", "matplotlib"} & loaded("bot,index", how_much)


def test_the_web_needs_no_platform_to_show_how_a_reply_looks_there() -> None:
    assert not {"discord", "slack_bolt", "slack_sdk", "aiohttp"} & loaded("adapters.web", "all")


def test_bot_loads_no_terminal() -> None:
    assert not {"rich", "typer", "prompt_toolkit"} & loaded("bot", "all")


def test_importing_the_rooms_loads_nothing_slow() -> None:
    assert not {"sqlalchemy", "tantivy", "numpy", "nupunkt", "tokenizers", "rank_bm25", "pydantic"} & loaded("bot,index")


#: Words of one platform, which the rooms behind the adapters do not know. "slack" and "discord" are also English, in the table of synonyms,
#: and an embed is also an element of HTML, so that it is not among them.
PLATFORM_WORDS = re.compile(r"discord|slack|guild|ephemeral|snowflake|mrkdwn|webhook|interaction", re.IGNORECASE)


def test_the_core_knows_no_word_of_a_platform() -> None:
    root = Path(__file__).parents[2]
    found = [
        f"{path.relative_to(root)}: {line.strip()}"
        for folder in ("bot", "index")
        for path in sorted((root / folder).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if PLATFORM_WORDS.search(line)
    ]
    assert found == []
