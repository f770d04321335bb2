"""An import that is ended in the middle leaves the database as it was, whichever way it is ended."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from export_lines import exported, summed, take

from index.store.store import Store

SHERPA = Path(sys.executable).with_name("sherpa")

#: Rows that take more room than a pipe has, many times over.
MANY = 12_000


def with_many_events(data: bytes) -> bytes:
    """The export with so many more rows."""
    lines = data.splitlines(keepends=True)[:-1]
    start = next(place for place, line in enumerate(lines) if line.startswith(b'{"table":"events"')) + 1
    many = [b'["%032x","2025-08-19T00:00:00.000000+00:00"]\n' % number for number in range(MANY)]
    return b"".join(summed([*lines[:start], *many, *lines[start:]]))


async def test_an_import_that_is_ended_halfway_leaves_nothing(url: str, store: Store, full: bytes, tmp_path: Path) -> None:
    before = await exported(store)
    number = signal.SIGKILL if url.startswith("sqlite") else signal.SIGINT
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHERPA_")}
    settings = {**kept, "SHERPA_DATABASE_URL": url, "SHERPA_HOME": str(tmp_path / "home")}
    pipes = {"stdin": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
    process = await asyncio.create_subprocess_exec(SHERPA, "import", "-", env=settings, **pipes)
    assert process.stdin
    assert process.stderr
    process.stdin.transport.set_write_buffer_limits(0)
    process.stdin.write(with_many_events(full).rpartition(b'{"table":"deliveries"')[0])
    await process.stdin.drain()  # all but what a pipe holds was read
    process.send_signal(number)
    assert await process.wait() == (-number if number is signal.SIGKILL else 130)
    assert await process.stderr.read() == b""
    process.stdin.close()
    assert await exported(store) == before
    await take(store, full)
    assert await exported(store) == full
