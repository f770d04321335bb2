"""Logs: one line each on standard error, for whoever runs Sherpa. No line holds a message's or an article's text, or a secret.

Every part logs through `logging.getLogger(__name__)` with its data in `extra`. structlog lays the lines out: as text where a person looks
on, else as JSON. It is loaded with the first line, since loading it takes a tenth of a second that most runs never need.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterable
from typing import TextIO

_log = logging.getLogger(__name__)

#: Packages whose lines hold nothing that may not be logged, since they say so above.
OWN = frozenset({"adapters", "bot", "index", "bench"})


#: What stands in a line instead of a secret.
SCRUBBED = "***"
#: Characters that a secret has at least, to be looked for: what is shorter stands in other words too.
SHORTEST = 6


def configure(level: str, out: TextIO | None = None, *, secrets: Iterable[str] = ()) -> None:
    """Logs from `level` ("debug", "info", "warning", "error") up go to `out`, standard error if None; a second call replaces the first.

    `secrets` are taken out of every line, should any part ever write one.
    """
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Lines(secrets, as_json=not (out or sys.stderr).isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    threading.excepthook = _log_thread


class _Lines(logging.Formatter):
    """`2025-08-16T10:00:00Z [warning  ] index rebuilt [index.engine] passages=120`, or the same as an object of JSON."""

    def __init__(self, secrets: Iterable[str], *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json
        forms = {form for secret in secrets if len(secret) >= SHORTEST for form in (secret, json.dumps(secret)[1:-1])}
        self._secrets = sorted(forms, key=len, reverse=True)
        self._structlog: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        if self._structlog is None:
            self._structlog = _structlog_formatter(as_json=self._as_json)
        line = self._structlog.format(_without_traceback(_without_data(record)))
        for secret in self._secrets:
            line = line.replace(secret, SCRUBBED)
        return line


#: Packages that put what they were given into what they always say.
TALKATIVE = frozenset({"slack_sdk", "slack_bolt"})


#: What every line has; all else is data.
_ALWAYS = (*logging.makeLogRecord({}).__dict__,)


def _without_data(record: logging.LogRecord) -> logging.LogRecord:
    """Of a library's line only what it always says: what it fills in may be an address with a secret, or what someone wrote."""
    if record.name.partition(".")[0] in OWN:
        return record
    kept = logging.makeLogRecord({name: record.__dict__[name] for name in _ALWAYS if name in record.__dict__})
    said = f"{record.funcName}:{record.lineno}" if record.name.partition(".")[0] in TALKATIVE else str(record.msg)
    kept.msg, kept.args = said.partition("\n")[0], None
    return kept


def _without_traceback(record: logging.LogRecord) -> logging.LogRecord:
    """Of an error what kind it is: its text may quote what someone wrote."""
    if not record.exc_info:
        return record
    kept = logging.makeLogRecord(record.__dict__)
    kept.exc_info, kept.exc_text = None, None
    kept.error = type(record.exc_info[1]).__qualname__
    return kept


def _structlog_formatter(*, as_json: bool) -> logging.Formatter:
    import structlog

    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer(colors=False)

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
    )


def _log_thread(failed: threading.ExceptHookArgs) -> None:
    """In place of a traceback, which has the error's text."""
    if failed.exc_value is not None:
        log_unexpected(failed.exc_value, "thread")


def log_unexpected(error: BaseException, reference: str) -> None:
    """Logs a failure that no one foresaw under the reference that its person was given: what kind, and where, without the error's own text,
    which may quote what someone wrote."""
    if not logging.getLogger().handlers:  # it failed before the settings were read
        configure("error")
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    _log.error("failed", extra={"reference": reference, "error": type(error).__qualname__, "at": places})
