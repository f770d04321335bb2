"""`sherpa add` and `sherpa remove`: articles in and out."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from adapters import published
from adapters.jobs.output import Output, complain
from adapters.jobs.running import Running, running
from adapters.wiring import News
from index.articles import Article
from index.errors import BadInput, BadSource, SherpaError
from index.files import Found, read
from index.library import BATCH
from index.passages import is_searched

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class Item(NamedTuple):
    """An article, and the file or address that it came from."""

    came_from: str
    article: Article


def add(what: Sequence[str], *, dry_run: bool, as_json: bool) -> int:
    """Takes in what is named, in that order, going on after what cannot be read; then the status is 1.

    An article is printed once it is durable. With `dry_run` nothing is stored.
    """
    out = Output(as_json=as_json)
    status, count = 0, 0
    with running() as session, ExitStack() as opened:
        take = _Pretended() if dry_run else _stored
        read_address = _Addresses(session, opened)
        for batch in _batches(_named(what, read_address)):
            if isinstance(batch, SherpaError):
                complain(batch)
                status = 1
                continue
            for item, new in zip(batch, take(session, [item.article for item in batch]), strict=True):
                count += 1
                if as_json:
                    out.json(published.added_object(item.came_from, item.article, new=new))
                else:
                    out.line(_added_words(item.article, new=new, dry_run=dry_run))
            _show_progress(count)
    return status


class _Addresses:
    """Reads what is at addresses. What that takes is only loaded where there is one."""

    def __init__(self, session: Running, opened: ExitStack) -> None:
        self._session = session
        self._opened = opened
        self._news: News | None = None

    def __call__(self, address: str) -> Iterator[Item | SherpaError]:
        if self._news is None:
            self._news = self._opened.enter_context(self._session.news())
        try:
            articles = self._session.runner.run(self._news.reader.articles_at(address, datetime.now(UTC)))
        except SherpaError as error:
            yield error
            return
        if not articles:
            yield BadInput(f"There is no article at {address} that could be quoted from.")
        for article in articles:
            yield article if isinstance(article, SherpaError) else Item(address, article)


def _named(what: Sequence[str], read_address: Callable[[str], Iterator[Item | SherpaError]]) -> Iterator[Item | SherpaError]:
    for name in what:
        if _ADDRESS.match(name):
            yield from read_address(name)
            continue
        for found in read(Path(name)):
            yield Item(str(found.path), found.article) if isinstance(found, Found) else found


def _batches(named: Iterator[Item | SherpaError]) -> Iterator[list[Item] | SherpaError]:
    """Articles that follow one another together, as many as are best stored at once; errors in their places between them."""
    batch: list[Item] = []
    for each in named:
        if isinstance(each, Item):
            batch.append(each)
            if len(batch) < BATCH:
                continue
        if batch:
            yield batch
            batch = []
        if not isinstance(each, Item):
            yield each
    if batch:
        yield batch


def _stored(session: Running, articles: Sequence[Article]) -> list[bool]:
    """Stores them; for each, whether its text was new."""
    return [added.new for added in session.runner.run(session.service.add(articles))]


class _Pretended:
    """Says what storing would say."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[str, str]] = {}

    def __call__(self, session: Running, articles: Sequence[Article]) -> list[bool]:
        unknown = [article.id for article in articles if article.id not in self._texts]
        stored = session.runner.run(session.service.get(unknown))
        self._texts |= {each.id: (each.title, each.body) for each in stored.values()}
        return [self._takes(article) for article in articles]

    def _takes(self, article: Article) -> bool:
        text = (article.title, article.body)
        new = self._texts.get(article.id) != text
        self._texts[article.id] = text
        return new


def _added_words(article: Article, *, new: bool, dry_run: bool) -> str:
    done = ("Would add" if dry_run else "Added") if new else "Was there already"
    unsearched = "" if is_searched(article.language) else f"; it is in another language ({article.language}) than English, and not searched"
    return f"{done}: {article.title} ({article.id}){unsearched}"


def _show_progress(count: int) -> None:
    """How many so far, where a person waits and sees nothing else."""
    if sys.stderr.isatty() and not sys.stdout.isatty():
        sys.stderr.write(f"{count:,} articles …\r")
        sys.stderr.flush()


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
