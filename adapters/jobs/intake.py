"""`sherpa add` and `sherpa remove`: articles in and out."""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from adapters import published
from adapters.jobs.output import Output, complain
from adapters.jobs.running import Running, running
from index.articles import Article
from index.errors import BadInput, BadSource
from index.files import Found, read
from index.library import BATCH

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def add(what: Sequence[str], *, dry_run: bool, as_json: bool) -> int:
    """Takes in what is named, in that order, going on after what cannot be read; then the status is 1.

    An article is printed once it is durable. With `dry_run` nothing is stored.
    """
    out = Output(as_json=as_json)
    status, count = 0, 0
    with running() as session:
        take = _Pretended() if dry_run else _stored
        for batch in _batches(_named(what)):
            if isinstance(batch, BadInput):
                complain(batch)
                status = 1
                continue
            for found, new in zip(batch, take(session, [found.article for found in batch]), strict=True):
                count += 1
                if as_json:
                    out.json(published.added_object(str(found.path), found.article, new=new))
                else:
                    out.line(_added_words(found.article, new=new, dry_run=dry_run))
            _show_progress(count)
    return status


def _named(what: Sequence[str]) -> Iterator[Found | BadInput]:
    for name in what:
        if _ADDRESS.match(name):
            yield BadInput(f"{name} is an address, and Sherpa takes articles from files and folders; save the page as text and add that.")
        else:
            yield from read(Path(name))


def _batches(named: Iterator[Found | BadInput]) -> Iterator[list[Found] | BadInput]:
    """Articles that follow one another together, as many as are best stored at once; errors in their places between them."""
    batch: list[Found] = []
    for each in named:
        if isinstance(each, Found):
            batch.append(each)
            if len(batch) < BATCH:
                continue
        if batch:
            yield batch
            batch = []
        if not isinstance(each, Found):
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
    return f"{done}: {article.title} ({article.id})"


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
