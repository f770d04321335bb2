"""How far long work has come, where a person waits and sees nothing else."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress


class Watched:
    """A bar on standard error, from the first `done` on: only if that is a terminal, and results go elsewhere or, where it is the work of a
    `single` result, come when it is over.

    `whole` is how many bytes there are to be read in all, or what else `done` tells of, where that is known. `what` is counted.
    """

    def __init__(self, whole: int | None, what: str = "articles", *, single: bool = False) -> None:
        self._whole = whole
        self._what = what
        self._wanted = sys.stderr.isatty() and (single or not sys.stdout.isatty())
        self._opened = ExitStack()
        self._progress: Progress | None = None
        self._first = 0  # how many there were when the bar began

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._opened.close()

    def done(self, count: int, read: int) -> None:
        """So many are done by now, with so many bytes."""
        if not self._wanted:
            return
        if self._progress is None:
            self._first = count
            self._progress = self._opened.enter_context(_bar(self._what, known=self._whole is not None))
            self._progress.add_task("", total=self._whole, count=0, rate=0.0)
        [task] = self._progress.tasks
        rate = (count - self._first) / task.elapsed if task.elapsed else 0.0
        self._progress.update(task.id, completed=read, count=count, rate=rate, refresh=count == self._first)


def _bar(what: str, *, known: bool) -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = [TextColumn(f"{{task.fields[count]:,}} {what}, {{task.fields[rate]:,.0f}} a second")]
    share = [BarColumn(), TaskProgressColumn(), TimeRemainingColumn(compact=True)] if known else []
    return Progress(*columns, *share, console=Console(stderr=True), redirect_stdout=False)


def size(what: Sequence[str]) -> int | None:
    """The bytes of the one file that is named; None where it is something else, or several."""
    path = Path(what[0])
    return path.stat().st_size if len(what) == 1 and path.is_file() else None
