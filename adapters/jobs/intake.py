"""`sherpa add` and `sherpa remove`: articles in and out."""

import asyncio
import gc
import re
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from adapters import published
from adapters.jobs.output import Output, complain
from adapters.jobs.progress import Watched, size
from adapters.jobs.running import Running, running
from adapters.wiring import News
from index.articles import Article
from index.errors import BadInput, BadSource, SherpaError
from index.files import Found, read
from index.library import BATCH
from index.passages import is_searched
from index.preparing import ahead

#: Articles stored at once in a long import, which spares the disk much; and characters of text after which a batch is full, since what is
#: prepared and what is stored are in memory together.
MANY = 1_000
CHARACTERS = 5_000_000

#: Seconds without another page after which those that were read are stored: what is interrupted is to lose none.
SOON = 1.0

#: Objects that are made before Python looks for garbage among them: more than a batch has, which is freed without a look. Looking after
#: each 700, as it otherwise does, takes a good part of the time.
GARBAGE = 200_000

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


T = TypeVar("T")


class Item(NamedTuple):
    """An article, the file or address that it came from, and how many bytes of that had been read then."""

    came_from: str
    article: Article
    read: int = 0


#: Articles that follow one another, or what stands in the place of one.
Batch = list[Item] | SherpaError


def add(what: Sequence[str], *, dry_run: bool, as_json: bool) -> int:
    """Takes in what is named, in that order, going on after what cannot be read; then the status is 1.

    An article is printed once it is durable. With `dry_run` nothing is stored.
    """
    out = Output(as_json=as_json)
    status, count = 0, 0
    with running() as session, ExitStack() as opened:
        gc.freeze()
        gc.set_threshold(GARBAGE)
        watched = opened.enter_context(Watched(size(what)))
        batches = _batches(_named(what, _Addresses(session, opened)))
        taken = opened.enter_context(closing((_pretended if dry_run else _stored)(session, batches)))
        for batch, news in taken:
            if isinstance(batch, SherpaError):
                complain(batch)
                status = 1
                continue
            for item, new in zip(batch, news, strict=True):
                count += 1
                if as_json:
                    out.json(published.added_object(item.came_from, item.article, new=new))
                else:
                    out.line(_added_words(item.article, new=new, dry_run=dry_run))
            watched.done(count, batch[-1].read)
    return status


class _Addresses:
    """Reads what is at addresses. What that takes is only loaded where there is one."""

    def __init__(self, session: Running, opened: ExitStack) -> None:
        self._session = session
        self._opened = opened
        self._news: News | None = None

    def __call__(self, address: str) -> Iterator[Item | SherpaError | None]:
        if self._news is None:
            self._news = self._opened.enter_context(self._session.news())
        any_there = False
        try:
            for article in self._found(self._news.reader.articles_at(address, datetime.now(UTC))):
                any_there = any_there or article is not None
                yield Item(address, article) if isinstance(article, Article) else article
            if not any_there:
                yield BadInput(f"There is no article at {address} that could be quoted from.")
        except SherpaError as error:
            yield error

    def _found(self, found: AsyncIterator[T]) -> Iterator[T | None]:
        """Each as it comes; None where none has come for a while."""
        run, loop = self._session.runner.run, self._session.runner.get_loop()
        end = object()
        coming: asyncio.Task[Any] | None = None
        try:
            while True:
                coming = coming or loop.create_task(_next(found, end))
                run(_settled(coming))
                if not coming.done():
                    yield None
                    continue
                done, coming = coming.result(), None
                if done is end:
                    return
                yield done
        finally:
            if coming is not None:
                coming.cancel()


async def _next(found: AsyncIterator[T], end: object) -> T | object:
    return await anext(found, end)


async def _settled(coming: "asyncio.Task[Any]") -> None:
    await asyncio.wait({coming}, timeout=SOON)


def _named(what: Sequence[str], read_address: Callable[[str], Iterator[Item | SherpaError | None]]) -> Iterator[Item | SherpaError | None]:
    """What is found, in order; None where nothing has been for a while."""
    so_far = 0

    def tell(position: int) -> None:
        nonlocal so_far
        so_far = position

    for name in what:
        if _ADDRESS.match(name):
            yield from read_address(name)
            continue
        for found in read(Path(name), tell=tell):
            yield Item(str(found.path), found.article, so_far) if isinstance(found, Found) else found


def _batches(named: Iterator[Item | SherpaError | None]) -> Iterator[Batch]:
    """Articles that follow one another together, as many as are best stored at once, or had to be waited for; errors in their places."""
    batch: list[Item] = []
    count = characters = 0
    for each in named:
        if isinstance(each, Item):
            batch.append(each)
            count += 1
            characters += len(each.article.body)
            if len(batch) < (BATCH if count <= MANY else MANY) and characters < CHARACTERS:
                continue
        if batch:
            yield batch
            batch, characters = [], 0
        if isinstance(each, SherpaError):
            yield each
    if batch:
        yield batch


def _articles(batch: Batch) -> list[Article]:
    return [] if isinstance(batch, SherpaError) else [item.article for item in batch]


def _stored(session: Running, batches: Iterator[Batch]) -> Generator[tuple[Batch, list[bool]]]:
    """Stores them; for each article, whether its text was new."""
    with closing(ahead(batches, _articles)) as prepared:
        for batch, articles in prepared:
            yield batch, [added.new for added in session.runner.run(session.library.add(articles))] if articles else []


def _pretended(session: Running, batches: Iterator[Batch]) -> Generator[tuple[Batch, list[bool]]]:
    """Says what storing would say."""
    texts: dict[str, tuple[str, str]] = {}  # that would be stored by now
    for batch in batches:
        articles = _articles(batch)
        stored = session.runner.run(session.library.get([article.id for article in articles if article.id not in texts]))
        texts |= {each.id: (each.title, each.body) for each in stored.values()}
        news = []
        for article in articles:
            text = (article.title, article.body)
            news.append(texts.get(article.id) != text)
            texts[article.id] = text
        yield batch, news


def _added_words(article: Article, *, new: bool, dry_run: bool) -> str:
    done = ("Would add" if dry_run else "Added") if new else "Was there already"
    unsearched = "" if is_searched(article.language) else f"; it is in another language ({article.language}) than English, and not searched"
    return f"{done}: {article.title} ({article.id}){unsearched}"


def remove(article_id: str, *, as_json: bool) -> int:
    """Takes an article down; the status is 1 where there is none of that id."""
    out = Output(as_json=as_json)
    with running() as session:
        if not session.runner.run(session.service.remove(article_id)):
            raise BadSource(f"There is no article with the id {article_id}; `sherpa sources` shows them.")
    if as_json:
        out.json(published.removed_object(article_id))
    else:
        out.line(f"Removed: {article_id}")
    return 0
