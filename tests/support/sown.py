"""Homes whose database has the seeds already, for tests of what comes after a first start."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from index.library import open_library
from index.seeds import SEEDS

_NAME = "sherpa.db"


def sow(home: Path) -> Path:
    """Leaves the home as a first start would have, but without its index; its path. Copying is quicker than taking the seeds in anew."""
    home.mkdir(parents=True, exist_ok=True)
    (home / _NAME).write_bytes(_database())
    return home


@cache
def _database() -> bytes:
    with ThreadPoolExecutor(1) as thread:  # here a loop may be running
        return thread.submit(asyncio.run, _made()).result()


async def _made() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / _NAME
        library = await open_library(f"sqlite:///{file}", Path(folder), seeds=SEEDS, engine="memory")
        await library.close()
        return file.read_bytes()
