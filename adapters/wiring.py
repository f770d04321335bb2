"""The one place where Sherpa is put together."""

from pathlib import Path

from adapters.settings import PREFIX, Settings
from bot.service import Event, Service
from index.errors import BadSetting
from index.library import open_library


async def open_service(settings: Settings) -> Service:
    """Everything that the settings ask for, open and ready; `Service.close` closes it, and what was opened is closed when this raises.

    Raises BadSetting for a home that cannot be written to, and what `open_library` raises.
    """
    home = _made(settings.home)
    url = settings.database_url.get_secret_value() if settings.database_url else f"sqlite:///{home / 'sherpa.db'}"
    library = await open_library(url, home, seeds=settings.seed_folder or (), engine=settings.engine)
    try:
        return Service(library, Event(day=settings.summit_date, words=tuple(settings.summit_words.split())))
    except BaseException:
        await library.close()
        raise


def _made(home: Path) -> Path:
    """The home folder, readable by its owner alone: it holds what people asked."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = f"The folder {home} cannot be made ({error.strerror}); set {PREFIX}HOME to one that Sherpa may write to."
        raise BadSetting(f"{PREFIX}HOME", reason) from None
    return home.resolve()
