import io
import json
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from adapters import logs


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def configured() -> Iterator[Callable[..., None]]:
    """`logs.configure`, and in the end all as it was."""
    root, hook = logging.getLogger(), threading.excepthook
    handlers, level = root.handlers[:], root.level
    yield logs.configure
    root.handlers[:] = handlers
    root.setLevel(level)
    threading.excepthook = hook
    logging.captureWarnings(False)


@pytest.fixture
def written(configured: Callable[..., None]) -> io.StringIO:
    """What goes to a terminal."""
    out = Screen()
    configured("warning", out)
    return out


def test_a_line_has_time_level_place_and_data(written: io.StringIO) -> None:
    logging.getLogger("index.engine").warning("index rebuilt", extra={"passages": 120})
    line = written.getvalue()
    assert line.count("\n") == 1
    for part in ("Z [warning", "index rebuilt", "[index.engine]", "passages=120"):
        assert part in line


def test_where_nobody_looks_on_a_line_is_an_object_of_json(configured: Callable[..., None]) -> None:
    out = io.StringIO()
    configured("info", out)
    logging.getLogger("index.engine").info("index rebuilt", extra={"passages": 120, "outlet": "Süddeutsche\nZeitung"})
    (line,) = out.getvalue().splitlines()
    said: dict[str, Any] = json.loads(line)
    assert said.pop("timestamp").endswith("Z")
    assert said == {
        "event": "index rebuilt",
        "level": "info",
        "logger": "index.engine",
        "passages": 120,
        "outlet": "Süddeutsche\nZeitung",
    }


@pytest.mark.parametrize("screen", [True, False])
def test_a_secret_is_taken_out_of_every_line(configured: Callable[..., None], screen: bool) -> None:
    out = Screen() if screen else io.StringIO()
    configured("info", out, secrets=['open "sesame"', "xoxb-123"])
    logging.getLogger("adapters").error('with xoxb-123 and open "sesame"', extra={"given": 'open "sesame"'})
    assert "sesame" not in out.getvalue()
    assert "xoxb-123" not in out.getvalue()
    assert out.getvalue().count(logs.SCRUBBED) == 3


def test_of_a_thread_that_fails_no_text_is_written(configured: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()
    configured("warning", out)

    def fail() -> None:
        raise KeyError("what someone asked")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert json.loads(out.getvalue())["error"] == "KeyError"
    assert "what someone asked" not in out.getvalue() + capsys.readouterr().err


def test_what_is_below_the_level_is_not_written(written: io.StringIO) -> None:
    logging.getLogger("index.engine").info("index rebuilt")
    assert written.getvalue() == ""


def test_a_failure_is_logged_by_kind_and_place_and_without_its_text(written: io.StringIO) -> None:
    try:
        raise KeyError("what someone asked")  # noqa: TRY301
    except KeyError as error:
        logs.log_unexpected(error, "ab12cd34")
        logging.getLogger("bot").exception("broken")
    text = written.getvalue()
    assert text.count("error=KeyError") == 2
    assert "reference=ab12cd34" in text
    assert "test_a_failure_is_logged" in text
    assert "what someone asked" not in text
    assert "Traceback" not in text


def test_a_failure_before_the_settings_are_read_is_logged_too(capsys: pytest.CaptureFixture[str], written: io.StringIO) -> None:
    logging.getLogger().handlers[:] = []
    logs.log_unexpected(KeyError("what someone asked"), "ab12cd34")
    assert '"reference": "ab12cd34"' in capsys.readouterr().err
    assert written.getvalue() == ""


def test_of_a_librarys_line_only_what_it_always_says_is_written(written: io.StringIO) -> None:
    library = logging.getLogger("discord.http")
    address = "https://chat.example/webhooks/1/SECRET-TOKEN"
    library.warning("We are being rate limited. %s %s responded with 429.", "POST", address, extra={"url": address})
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task exception=KeyError('what someone asked')>")
    text = written.getvalue()
    assert "We are being rate limited. %s %s responded with 429." in text
    assert "Task exception was never retrieved" in text
    assert "SECRET-TOKEN" not in text
    assert "what someone asked" not in text


def test_a_reconnect_is_one_line(written: io.StringIO) -> None:
    try:
        raise ConnectionResetError("wss://gateway.example/?token=SECRET")  # noqa: TRY301
    except ConnectionResetError:
        logging.getLogger("discord.client").exception("Attempting a reconnect in %.2fs", 1.5)
    assert written.getvalue().count("\n") == 1
    assert "error=ConnectionResetError" in written.getvalue()
    assert "SECRET" not in written.getvalue()
