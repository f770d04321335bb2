"""Articles prepared ahead of who stores them: in processes of their own where there are many, since it is half of the work of taking in."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from threading import Thread
from typing import TypeVar

from index.articles import Article
from index.store.prepared import Prepared

#: Articles that come before processes are started for those that follow: a process takes as long to start as a thousand to prepare.
ALONE = 1_000

#: Batches that are under way at once for each process: one that it works on, and the next.
AHEAD = 2

#: Processes at most: one process stores what three prepare.
MOST_PROCESSES = 3

T = TypeVar("T")


def ahead(batches: Iterable[T], articles_of: Callable[[T], Sequence[Article]]) -> Generator[tuple[T, list[Prepared]]]:
    """Each batch and its articles, in order. Those of the first `ALONE` are prepared by whoever uses them.

    Later batches are asked for before earlier ones are given. Processes that are started end with the iterator, and with this process.
    """
    processes = min(MOST_PROCESSES, _processors() - 1)
    under_way: deque[tuple[T, Future[list[Prepared]] | list[Prepared]]] = deque()
    pool: ProcessPoolExecutor | None = None
    count = 0
    with ExitStack() as opened:
        for batch in batches:
            articles = articles_of(batch)
            count += len(articles)
            if pool is None and processes and count > ALONE:
                pool = opened.enter_context(_pool(processes))
                opened.callback(pool.shutdown, cancel_futures=True)
            under_way.append((batch, _submitted(pool, articles) if pool and articles else [Prepared(article) for article in articles]))
            while len(under_way) > (AHEAD * processes if pool else 0):
                yield _done(*under_way.popleft())
        while under_way:
            yield _done(*under_way.popleft())


def _processors() -> int:
    """Those that this process may use, where the system says."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _done(batch: T, prepared: Future[list[Prepared]] | list[Prepared]) -> tuple[T, list[Prepared]]:
    return batch, prepared.result() if isinstance(prepared, Future) else prepared


def _pool(processes: int) -> ProcessPoolExecutor:
    """Started anew and not forked, since this process has threads."""
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _submitted(pool: ProcessPoolExecutor, articles: Sequence[Article]) -> Future[list[Prepared]]:
    """A process that this starts never hears of Ctrl-C, which goes to all at a terminal: it is ended by who started it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_prepared, articles)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepared(articles: Sequence[Article]) -> list[Prepared]:
    made = [Prepared(article) for article in articles]
    for each in made:
        each.work()
    return made


def _begin() -> None:
    """Ends the process with its parent, also where that is killed: nothing else would tell one that waits for work.

    What is made for a batch goes with the batch: looking for garbage would be in vain.
    """
    gc.disable()
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
