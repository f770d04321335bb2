"""`python -m bench.gallery`: writes the gallery into `bench/out/gallery`."""

import asyncio
import sys
from pathlib import Path

from bench.gallery.page import sections, write


def main(folder: Path) -> None:
    """Writes it, and says where."""
    print(write(asyncio.run(sections()), folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("bench/out/gallery"))
