"""What is opened together is closed together."""

from pathlib import Path

import pytest

from adapters.settings import Settings
from adapters.wiring import open_house

#: What the environment gives of bytes that are no UTF-8: nothing can be signed with it.
UNSIGNABLE = "\udcff" * 16


def opened_below(folder: Path) -> list[str]:
    """The files there that this process has open."""
    targets = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    return [target for target in targets if target.startswith(str(folder))]


async def test_where_links_cannot_be_signed_nothing_stays_open(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, seeds="0", engine="tantivy", link_secret=UNSIGNABLE, _env_file=None)  # type: ignore[call-arg, arg-type]
    with pytest.raises(UnicodeEncodeError):
        await open_house(settings)
    assert opened_below(tmp_path) == []
