"""News that never was, and a service that is asked about it."""

import tomllib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.answers import Judged, asked_about, judge
from bot.candidates import Candidates
from bot.event import Event
from bot.evidence import Evidence, gather
from bot.matching import Corpus
from bot.questions import read
from bot.quotes import MAX_QUOTE, Quote
from bot.results import Answer, Refusal
from bot.service import MANY_PASSAGES, Service
from index.analysis import Analyzer
from index.articles import EVERYONE, Article, StoredArticle
from index.embeddings import load
from index.library import open_library
from index.passages import passages
from index.retrieval import Filter, Hit
from index.sentences import sentences

NEWS = tuple(Article(**fields) for fields in tomllib.loads((Path(__file__).parent / "news.toml").read_text("utf-8"))["article"])
SUMMIT = Event(day=date(2031, 3, 15), words=("summit", "karrow", "fisheries", "herring"))
PUBLIC = Filter(collections=frozenset({EVERYONE}))


class Reader:
    """Asks a service, as one who sees everyone's collection, and looks that whatever is quoted keeps the promises."""

    def __init__(self, service: Service, articles: Sequence[StoredArticle]) -> None:
        self.service = service
        self.articles = {article.id: article for article in articles}

    async def ask(self, text: str, **options: Any) -> Answer | Refusal:
        """Whatever comes."""
        result = await self.service.ask(text, **{"where": PUBLIC, **options})
        for shown in (*result.quotes, *result.more) if isinstance(result, Answer) else (result.nearest,):
            if shown is not None:
                self._check(shown)
        return result

    async def answer(self, text: str, **options: Any) -> Answer:
        """The answer, where there has to be one."""
        result = await self.ask(text, **options)
        assert isinstance(result, Answer), result.reason
        assert result.quotes
        return result

    async def refusal(self, text: str, **options: Any) -> Refusal:
        """The refusal, where there has to be one."""
        result = await self.ask(text, **options)
        assert isinstance(result, Refusal), [quote.text for quote in result.quotes]
        return result

    def _check(self, quote: Quote) -> None:
        assert quote.text == self.articles[quote.citation.article_id].body[quote.start : quote.end]
        assert 0 < len(quote.text) <= MAX_QUOTE
        assert quote.text == quote.text.strip()
        assert all(one.end <= other.start for one, other in zip(quote.marks, quote.marks[1:], strict=False))
        assert all(0 <= mark.start < mark.end <= len(quote.text) for mark in quote.marks)


Serve = Callable[..., Awaitable[Reader]]


@pytest.fixture
async def serve(tmp_path: Path) -> AsyncIterator[Serve]:
    """Opens a service on the articles given, with a database of its own."""
    async with AsyncExitStack() as stack:

        async def open_one(*articles: Article, event: Event = SUMMIT, many_passages: int = MANY_PASSAGES) -> Reader:
            library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path, engine="memory")
            service = Service(library, event, many_passages=many_passages)
            stack.push_async_callback(service.close)
            return Reader(service, [added.article for added in await service.add(articles)])

        yield open_one


@pytest.fixture
async def reader(serve: Serve) -> Reader:
    """One who asks about the news in news.toml."""
    return await serve(*NEWS)


@pytest.fixture
def stored() -> Callable[..., StoredArticle]:
    """Makes an article as the store would give it back."""

    def make(body: str, id_: str = "a", **fields: Any) -> StoredArticle:
        facts = {"title": "News", "sequence": 1, "story_id": id_, "taken_in": datetime(2031, 4, 1, tzinfo=UTC), **fields}
        return StoredArticle(id=id_, body=body, sentences=sentences(body), **facts)

    return make


@pytest.fixture
def evidence() -> Callable[..., Evidence]:
    """All sentences of the articles, as if a search had found them."""

    def make(*articles: StoredArticle, asked_about: frozenset[str] = frozenset()) -> Evidence:
        hits = [Hit(f"{article.id}#00000", article.id, 0, len(article.sentences) - 1, 1.0) for article in articles]
        return gather(
            hits,
            {article.id: article for article in articles},
            terms={},
            kind=None,
            asked_about=asked_about,
            candidates=Candidates(),
            event=Event(None),
        )

    return make


@pytest.fixture
def judged_on(evidence: Callable[..., Evidence]) -> Callable[..., Judged]:
    """Judges a question on all sentences of the articles, as if these were all there is."""

    def make(text: str, *articles: StoredArticle, limit: int = 3) -> Judged:
        question = read(text)
        found = [set(Analyzer().terms(passage.text)) for article in articles for passage in passages(article)]
        corpus = Corpus(len(found), Counter(term for terms in found for term in terms))
        return judge(question, corpus, evidence(*articles, asked_about=asked_about(question)), load(), limit)

    return make
