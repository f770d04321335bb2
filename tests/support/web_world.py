"""Sherpa's pages on a real server, over articles of a test's own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
from lxml import html

from adapters.metrics import Metrics
from adapters.standing import Standing
from adapters.web import health
from adapters.web.guarding import Limits
from adapters.web.pages import pages
from adapters.web.signing import Signer
from adapters.web.site import Site
from bot.browsing import Browsing
from bot.event import Event
from bot.service import Service
from index.articles import Article
from index.library import Library, open_library
from index.seeds import SEEDS

SUMMIT = Event(day=date(2025, 8, 15), words=("summit", "alaska", "trump", "putin"))


@dataclass(frozen=True, slots=True)
class Web:
    """A server, whoever reads from it, and what is behind it."""

    client: httpx.AsyncClient
    library: Library
    signer: Signer
    metrics: Metrics

    async def get(self, path: str, status: int = 200) -> html.HtmlElement:
        """The page, which comes with that status."""
        answer = await self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
        return html.fromstring(answer.text)

    def token(self, article_id: str, revision: int = 1) -> str:
        """What opens a private article now."""
        return self.signer.token(article_id, revision, datetime.now(UTC))


@asynccontextmanager
async def web(folder: Path, articles: Sequence[Article] | None = None, limits: Limits | None = None) -> AsyncIterator[Web]:
    """Of the seed articles, or of others."""
    given = SEEDS if articles is None else articles
    library = await open_library(f"sqlite:///{folder / 'sherpa.db'}", folder, seeds=given, follow_seconds=0)
    service = Service(library, SUMMIT)
    signer = Signer("a secret of this test", timedelta(days=1))
    metrics = Metrics()
    site = Site("127.0.0.1", 0)
    standing = Standing(())
    standing.phase = "running"
    made = pages(service, Browsing(library, SUMMIT), signer, None, limits=limits or Limits(), observer=metrics)
    try:
        async with site.pages(health.routes(standing), made) as address, httpx.AsyncClient(base_url=address, timeout=30) as client:
            yield Web(client, library, signer, metrics)
    finally:
        await service.close()


def words(element: html.HtmlElement) -> str:
    """What a reader sees of it, white space evened out."""
    return " ".join(element.text_content().split())
