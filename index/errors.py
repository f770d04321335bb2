"""Everything Sherpa raises on purpose.

    SherpaError                  has a sentence for people: str(error)
    ├── BadInput                 what was given cannot be used; nothing was changed
    │   ├── BadQuestion          empty, or nothing in it to search for
    │   ├── BadSource            no such source, or several that fit (`suggestions`)
    │   ├── BadTopic             a topic that cannot be read
    │   ├── NotThere             what is gone on from has expired, was removed, or is of another place
    │   ├── NotAllowed           something that others may do and this person may not
    │   ├── TooMany              more of something than may be kept
    │   ├── Refused, BadFeed, BadPage   what is at an address cannot be fetched or read: see `index.news.errors`
    │   ├── BadFile              a file that is missing, empty or not what it should be
    │   │   └── BadLine          one line of it (`line`, counted from 1)
    │   └── BadSetting           a setting with a value that cannot be
    └── Unavailable              a part Sherpa needs does not work
        ├── StoreUnavailable     the database cannot be opened or is of another kind or a newer schema
        ├── IndexUnavailable     the index folder cannot be opened, or its lock is never released
        ├── Undelivered          a message could not be shown now; another try later may do
        └── PlaceClosed          a message cannot be shown there until somebody changes something

The sentence says what is wrong and what to do. It holds no secret and no text of a question or an article, so it may be logged.
"""

from collections.abc import Sequence
from pathlib import Path


class SherpaError(Exception):
    """Base of all expected failures; `str(error)` is one sentence for the person who caused or can mend it."""


class BadInput(SherpaError):
    """What was given cannot be used."""


class BadQuestion(BadInput):
    """A question that is empty or has nothing to search for."""


class BadSource(BadInput):
    """No article fits what was asked for, or more than one does."""

    def __init__(self, sentence: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.suggestions = tuple(suggestions)


class BadTopic(BadInput):
    """A topic that cannot be read."""


class NotThere(BadInput):
    """What was to be gone on from has expired, was removed, or belongs to another place."""


class NotAllowed(BadInput):
    """Something that this person may not do."""


class TooMany(BadInput):
    """More of something than may be kept."""


class BadFile(BadInput):
    """A file that is missing, empty, unreadable or of a kind that Sherpa does not read."""

    def __init__(self, path: Path | str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = str(path)


class BadLine(BadFile):
    """One line of a file; `line` counts from 1 and `field` names the field, where there is one."""

    def __init__(self, path: Path | str, line: int, sentence: str, field: str | None = None) -> None:
        super().__init__(path, sentence)
        self.line = line
        self.field = field


class BadSetting(BadInput):
    """A setting whose value cannot be used; `name` is its environment variable."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


class Unavailable(SherpaError):
    """A part that Sherpa needs does not work."""


class StoreUnavailable(Unavailable):
    """The database cannot be opened, is no database, or has a schema newer than this program."""


class IndexUnavailable(Unavailable):
    """The index folder cannot be opened or written."""


class Undelivered(Unavailable):
    """A message could not be shown; another try later may do."""


class PlaceClosed(Unavailable):
    """A message cannot be shown there, now or later: the place is gone, or takes nothing from Sherpa, until somebody changes that."""
