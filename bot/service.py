"""`Service`: what people can ask of Sherpa, on any platform. Decisions are pure and made elsewhere; here they meet the library."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.answers import SHOWN, answer, asked_about, judge, refusal
from bot.candidates import Candidates
from bot.chitchat import WHAT_SHERPA_DOES
from bot.citing import Citing
from bot.conversation import Conversation
from bot.event import Event
from bot.evidence import NARROW, SECOND_LOOK, WIDE, Breadth, gather
from bot.links import Reader
from bot.matching import Corpus
from bot.places import PUBLIC
from bot.questions import MAX_QUESTION, Question, is_talk, read
from bot.quiet import Quiet
from bot.results import Answer, Preview, Refusal, Searched, Source, Summary
from bot.sources import Offer, find, matching
from bot.summaries import Length, summarize
from bot.topics.grammar import parse
from bot.topics.preview import gather as gather_for_topic
from bot.topics.preview import preview
from index.articles import Article, Heading, Stance, StoredArticle
from index.embeddings import load
from index.errors import BadSource
from index.gazetteer import same_country
from index.library import Added, Library
from index.retrieval import Filter, Hit
from index.spelling import nearest

__all__ = ["Event", "Service"]

T = TypeVar("T")

#: Passages above which a corpus is large: looking widely would take longer there than people wait for in a chat.
MANY_PASSAGES = 20_000
#: Articles above which each is not read to see which side of the event it is on, at some 50 microseconds an article.
MANY_JUDGED = 2_000


@dataclass(frozen=True, slots=True)
class _Found:
    """What the library has for a question; `copies` are the articles of stories that several tell, as far as the asker may see them."""

    question: Question
    corpus: Corpus
    breadth: Breadth
    hits: Sequence[Hit]
    articles: Mapping[str, StoredArticle]
    copies: Mapping[str, Sequence[Heading]]


class Service:
    """Made by `adapters.wiring`; for one event loop. `close` closes the library too.

    Where a method takes `where`, nothing outside that filter is looked at or counted; without one, no workspace's own articles are.
    All may raise StoreUnavailable and IndexUnavailable. With a `reader`, what has no address of its own links there.
    """

    def __init__(self, library: Library, event: Event, reader: Reader | None = None, *, many_passages: int = MANY_PASSAGES) -> None:
        self._many_passages = many_passages
        self._library = library
        self._event = event
        self.cite = Citing(event, reader)
        self._candidates = Candidates()
        self._thinker = ThreadPoolExecutor(1, thread_name_prefix="answers")  # `Candidates` is for one thread
        self.quiet = Quiet()  #: broken while a question is being answered

    async def ask(self, text: str, *, limit: int = SHOWN, where: Filter = PUBLIC, context: Conversation | None = None) -> Answer | Refusal:
        """Up to `limit` quotations that answer, or a refusal that says why there are none.

        With `context`, a question that leans on the one before it is taken with that. Raises BadQuestion for an empty one.
        """
        question = read(text, context.questions if context else ())
        with self.quiet.broken():
            return await self._answered(question, limit, where)

    async def _answered(self, question: Question, limit: int, where: Filter) -> Answer | Refusal:
        searched = await self.searched(where)
        if is_talk(question):
            return Refusal(question=question.text, kind="chat", reason=WHAT_SHERPA_DOES, searched=searched)
        if not question.words:
            reason = "There is nothing in this to search for; name what or whom you want to know about."
            return Refusal(question=question.text, kind="nothing_to_search", reason=reason, searched=searched)
        frequencies = await self._frequencies(question, where)
        question, corrections = await self._spelt(question, frequencies, where)
        if corrections:
            frequencies |= await self._frequencies(question, where)
        notes = [*_reading_notes(question), *corrections]
        statistics = await self._library.statistics(where)
        corpus = Corpus(statistics.passages, frequencies)
        narrow = statistics.passages > self._many_passages
        found = await self._find(question, corpus, NARROW.at_least(limit) if narrow else WIDE, where)
        result = await self._think(lambda: self._decide(found, limit, searched, notes))
        if narrow and isinstance(result, Refusal):  # it says what no article has: that wants a second, wider look
            found = await self._find(question, corpus, SECOND_LOOK.at_least(limit), where)
            result = await self._think(lambda: self._decide(found, limit, searched, notes))
        return result

    async def summarize(self, source: str, *, length: Length = "medium", where: Filter = PUBLIC) -> Summary:
        """The article that `source` means, in its own sentences. Raises BadSource, with suggestions, for none or several."""
        return await self.summarize_article(await self.find(source, where), length=length, where=where)

    async def summarize_article(self, article_id: str, *, length: Length = "medium", where: Filter = PUBLIC) -> Summary:
        """As `summarize`, of the article of that id."""
        article = (await self._library.get([article_id])).get(article_id)
        if article is None or not where.admits(article):
            raise BadSource("That article was removed just now; ask for the list of sources again.")
        return await self._think(lambda: summarize(article, length, self.cite(article)))

    async def find(self, source: str, where: Filter = PUBLIC) -> str:
        """The id of the article that `source` means. Raises BadSource, with suggestions, for none or several."""
        headings = await self._library.listed(where)
        return (await self._think(lambda: find(source, headings))).id

    async def offers(self, typed: str, where: Filter = PUBLIC) -> list[Offer]:
        """The sources that may be meant by what is typed so far, best first; see `bot.sources.matching`."""
        headings = await self._library.listed(where)
        return await self._think(lambda: matching(typed, headings))

    async def narrowed(self, where: Filter, *, side: Stance | None = None, source: str | None = None) -> Filter:
        """`where`, but of the articles on that side of the event alone, or of the one that `source` means. Raises BadSource.

        Where more than `MANY_JUDGED` articles are of those days, their dates alone say which side they are on.
        """
        if source is not None:
            where = replace(where, articles=frozenset({await self.find(source, where)}))
        if side is None:
            return where
        ranged = replace(where, since=self._event.day) if side == "after" else replace(where, until=self._event.day)
        if (await self._library.statistics(ranged)).articles > MANY_JUDGED:
            return ranged
        judged = [article.id async for page in self._library.pages(ranged) for article in page if self._event.stance(article) == side]
        return replace(where, articles=frozenset(judged))

    async def sources(self, where: Filter = PUBLIC, *, most: int | None = None) -> list[Source]:
        """The articles, numbered in the order in which they came; only the first `most`, where that is given."""
        listed: list[Source] = []
        async for page in self._library.pages(where):
            listed += await self._think(partial(self._listed, page, len(listed) + 1))
            if most is not None and len(listed) >= most:
                return listed[:most]
        return listed

    async def latest(self, most: int, where: Filter = PUBLIC) -> list[Source]:
        """The last `most` articles that came, the newest first, with their numbers."""
        headings = await self._library.listed(where)
        numbers = {heading.id: number for number, heading in enumerate(headings[-most:], max(len(headings) - most, 0) + 1)}
        articles = await self._library.get(list(numbers))
        return [
            Source(number=number, citation=self.cite(article), collection=article.collection)
            for id_, number in reversed(numbers.items())
            if (article := articles.get(id_)) is not None
        ]

    def _listed(self, page: Sequence[StoredArticle], first: int) -> list[Source]:
        return [
            Source(number=number, citation=self.cite(article), collection=article.collection) for number, article in enumerate(page, first)
        ]

    async def preview(self, topic: str, where: Filter = PUBLIC) -> Preview:
        """Which stored articles the topic would have fired an alert on. Raises BadTopic with what is wrong with it."""
        read_as = parse(topic)
        gathered = await gather_for_topic(self._library, read_as, where)
        return await self._think(lambda: preview(topic, read_as, gathered, self.cite))

    async def searched(self, where: Filter = PUBLIC) -> Searched:
        """What a question would be answered from."""
        statistics = await self._library.statistics(where)
        return Searched(articles=statistics.articles, oldest=statistics.oldest, newest=statistics.newest)

    async def get(self, article_ids: Sequence[str]) -> dict[str, StoredArticle]:
        """The articles of these ids; unknown ones are left out."""
        return await self._library.get(article_ids)

    async def add(self, articles: Sequence[Article]) -> list[Added]:
        """Takes articles in; durable and searchable when it returns."""
        return await self._library.add(articles)

    async def remove(self, article_id: str) -> bool:
        """Takes an article down everywhere; False where there is none of that id."""
        return await self._library.remove(article_id)

    async def remove_collection(self, collection: str) -> None:
        """Takes all articles of a collection down."""
        await self._library.remove_collection(collection)

    async def expire(self, before: datetime | None, most: int | None) -> int:
        """See `Library.expire`."""
        return await self._library.expire(before, most)

    async def close(self) -> None:
        """Ends what is under way and closes the library; a second call does nothing."""
        self._thinker.shutdown()
        await self._library.close()

    async def _frequencies(self, question: Question, where: Filter) -> dict[str, int]:
        wanted = set(question.terms).union(*(same_country(term) for term in question.terms))
        return await self._library.frequencies(wanted, where)

    async def _spelt(self, question: Question, frequencies: dict[str, int], where: Filter) -> tuple[Question, list[str]]:
        """The question with its misspelt words as the articles spell them, and a sentence on each."""
        spelt: dict[str, str] = {}
        said = []
        for word in question.words:
            if word.capitalised or len(word.terms) > 1 or frequencies.get(word.terms[0], 0):
                continue
            other = await nearest(word.terms[0], word.text, partial(self._vocabulary, where))
            if other:
                spelt[word.terms[0]] = other
                said.append(f"No article has \u201c{word.text}\u201d; it was taken for the nearest word that one has.")
        return (question.respelt(spelt) if spelt else question), said

    async def _vocabulary(self, where: Filter, prefix: str) -> list[tuple[str, int]]:
        """As the library's, which is everybody's, of the articles that pass."""
        known = await self._library.vocabulary(prefix)
        if where.is_open:
            return known
        visible = await self._library.frequencies([term for term, _ in known], where)
        return [(term, count) for term, count in visible.items() if count]

    async def _find(self, question: Question, corpus: Corpus, breadth: Breadth, where: Filter) -> "_Found":
        terms = corpus.query(question)
        hits = await self._library.search(terms, breadth.passages, where) if terms else []
        ids = list(dict.fromkeys(hit.article_id for hit in hits))
        articles, copies = await asyncio.gather(self._library.get(ids), self._library.copies(ids))
        articles = {id_: article for id_, article in articles.items() if where.admits(article)}  # it may have changed since it was found
        visible = {story: [copy for copy in told if where.admits(copy)] for story, told in copies.items()}
        return _Found(question, corpus, breadth, hits, articles, visible)

    def _decide(self, found: "_Found", limit: int, searched: Searched, notes: Sequence[str]) -> Answer | Refusal:
        """The pure part, in the one thread that `Candidates` is for."""
        evidence = gather(
            found.hits,
            found.articles,
            terms=found.corpus.weights(found.question),
            kind=found.question.kind,
            asked_about=asked_about(found.question),
            candidates=self._candidates,
            event=self._event,
            breadth=found.breadth,
        )
        judged = judge(found.question, found.corpus, evidence, load(), limit)
        if judged.declined:
            return refusal(judged, searched, self.cite, notes)
        return answer(judged, found.copies, self.cite, limit, notes)

    async def _think(self, task: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thinker, task)


def _reading_notes(question: Question) -> list[str]:
    notes = []
    if question.cut:
        notes.append(f"The question was cut after {MAX_QUESTION} characters.")
    if question.leans_on:
        notes.append(f"Taken with the question before it: {question.leans_on}")
    return notes
