import io
import logging
from collections.abc import Iterator

import pytest

from adapters import logs


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = io.StringIO()
    logs.configure("warning", out)
    yield out
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_has_time_level_place_and_data(written: io.StringIO) -> None:
    logging.getLogger("index.engine").warning("index rebuilt", extra={"passages": 120})
    line = written.getvalue()
    assert line.count("\n") == 1
    for part in ("Z [warning", "index rebuilt", "[index.engine]", "passages=120"):
        assert part in line


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
    assert "reference=ab12cd34" in capsys.readouterr().err
    assert written.getvalue() == ""


def test_of_a_librarys_line_only_what_it_always_says_is_written(written: io.StringIO) -> None:
    library = logging.getLogger("discord.http")
    library.warning("We are being rate limited. %s %s responded with 429.", "POST", "https://chat.example/webhooks/1/SECRET-TOKEN")
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
