"""Articles in JSON Lines: one object a line, with the fields of `drafts.FIELDS`. Read line by line, however long the file is."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from index import drafts
from index.articles import MAX_BODY, Article
from index.errors import BadLine

#: Characters in a line: the longest text with every letter written as \uXXXX, and room for the other fields.
MAX_LINE = 7 * MAX_BODY

#: Codes that JSON has no room for and that stand for bytes which were no text (PEP 383).
_UNDECODED = re.compile("[\udc80-\udcff]")


def read_lines(lines: IO[str], path: Path, now: datetime) -> Iterator[Article | BadLine]:
    """The articles of a file opened with errors="surrogateescape"; a BadLine in place of each line that makes none. Blank lines count, and
    make nothing.
    """
    number = 0
    while line := lines.readline(MAX_LINE):
        number += 1
        too_long = len(line) == MAX_LINE and not line.endswith("\n")
        while too_long and (rest := lines.readline(MAX_LINE)) and not rest.endswith("\n"):
            pass
        if too_long:
            yield _bad(path, number, f"it is longer than {MAX_LINE:,} characters")
        elif line.strip():
            yield _article(line, path, number, now)


def _article(line: str, path: Path, number: int, now: datetime) -> Article | BadLine:
    if _UNDECODED.search(line):
        return _bad(path, number, "it is not UTF-8")
    try:
        draft = json.loads(line)
    except (ValueError, RecursionError) as error:
        place = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        return _bad(path, number, f"it is not JSON{place}")
    if not isinstance(draft, dict):
        return _bad(path, number, "it is no JSON object with title and text")
    try:
        return drafts.article(draft, now, page=path.name)
    except drafts.Unusable as error:
        return _bad(path, number, str(error), error.field)


def _bad(path: Path, number: int, reason: str, field: str | None = None) -> BadLine:
    return BadLine(path, number, f"{path}, line {number}: {reason}.", field)
