"""What is open while a job runs."""

import logging
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from adapters.jobs.running import running, storing

SECRET = "sesame-sesame-sesame"  # noqa: S105 - of nothing


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """In the end."""
    root, hook = logging.getLogger(), threading.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    threading.excepthook = hook
    logging.captureWarnings(False)


@pytest.mark.parametrize("opened", [running, partial(storing, make=True)])
def test_no_secret_is_logged_while_it_is_open(opened, tmp_path: Path, monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    for name, value in {"SHERPA_HOME": str(tmp_path), "SHERPA_SEEDS": "0", "SHERPA_LINK_SECRET": SECRET}.items():
        monkeypatch.setenv(name, value)
    with opened():
        logging.getLogger("index.store").warning("opened", extra={"by": SECRET})
    said = capsys.readouterr().err
    assert "***" in said
    assert SECRET not in said
