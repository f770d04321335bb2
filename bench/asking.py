"""`ask` as people meet it: through the service, on a library with its store and its index on disk."""

import time
from collections.abc import Sequence
from pathlib import Path

from adapters.settings import Settings
from bench.corpus import Corpus
from bench.gold import Question, scores
from bench.measure import Timing, each_awaited, timing
from bench.report import ASK
from bot.service import Event, Service
from index.analysis import Analyzer
from index.articles import StoredArticle
from index.engine import EngineChoice
from index.library import BATCH, Library, open_library
from index.seeds import SEEDS

#: Hits that the timing of the library alone asks for: about as many as an answer looks through.
_HITS = 50


def service(library: Library) -> Service:
    """The service, with the settings that Sherpa comes with."""
    return Service(library, event())


def event() -> Event:
    """The summit that Sherpa comes with."""
    standard = Settings.model_fields
    return Event(day=standard["summit_date"].default, words=tuple(standard["summit_words"].default.split()))


async def filled(corpus: Corpus, home: Path) -> tuple[Library, list[StoredArticle], float]:
    """A library of the whole corpus on disk, its articles as stored, and the seconds that adding them took."""
    library = await open_library(f"sqlite:///{home / 'sherpa.db'}", home, engine="tantivy")
    articles = list(corpus.articles())
    stored: list[StoredArticle] = []
    start = time.perf_counter()
    for place in range(0, len(articles), BATCH):
        stored += [added.article for added in await library.add(articles[place : place + BATCH])]
    return library, stored, time.perf_counter() - start


async def timings(library: Library, asking: Service, questions: Sequence[str], before: Sequence[str], built: float) -> list[Timing]:
    """The library's search, and the whole of `ask`."""
    analyzer = Analyzer()
    queries = [dict.fromkeys(analyzer.terms(question), 1.0) for question in questions]
    searched = await each_awaited(lambda query: library.search(query, _HITS), queries)
    for question in before:
        await asking.ask(question)
    asked = await each_awaited(asking.ask, questions)
    return [timing(f"library.search, {_HITS} hits", searched), timing(ASK, asked, built)]


async def quality(questions: Sequence[Question], engine: EngineChoice, home: Path) -> dict[str, float]:
    """The scores of a gold file's questions, asked of the seeds on one engine."""
    library = await open_library(f"sqlite:///{home / 'sherpa.db'}", home, seeds=SEEDS, engine=engine)
    asking = service(library)
    try:
        bodies = {article.id: article.body for article in await library.sources()}
        return await scores(questions, asking.ask, bodies)
    finally:
        await asking.close()
