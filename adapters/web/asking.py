"""The bot in a browser: a question and its answer, and an article in its own sentences."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple, TypeVar, get_args

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from adapters.web.addresses import sentence_path, summary_path
from adapters.web.kept import ROOM, Kept
from adapters.web.looks import discord, slack
from adapters.web.templating import Templates
from bot import replies
from bot.answering import in_chat
from bot.answers import SHOWN
from bot.blocks import Reply
from bot.browsing import Browsing
from bot.conversation import Conversation
from bot.observing import Observer, Outcome, asking, outcome_of
from bot.places import PUBLIC
from bot.questions import MAX_QUESTION
from bot.quotes import Quote
from bot.results import Answer, Refusal
from bot.service import Service
from bot.summaries import Length
from index.articles import MAX_ID, Stance
from index.cleaning import clean_line
from index.errors import BadQuestion, BadSource

T = TypeVar("T")

#: Questions from browsers that are answered at once: chat platforms share the thread that answers.
AT_ONCE = 2
#: Those that may wait for it; more are told to come back.
WAITING = 200

#: What its questions are counted under.
PLATFORM = "web"

#: Characters of a question that are read: enough that it is said where it was cut.
MOST = 2 * MAX_QUESTION

NO_ARTICLE = "There is no such article here; look for it among the sources."
BUSY = "Many people are asking just now; ask again in a few seconds."
LENGTHS: tuple[Length, ...] = get_args(Length)
SIDES: Mapping[str, Stance] = {"before": "before", "after": "after"}


class Asked(NamedTuple):
    """What an address asks, as far as it is read; what is empty was not given."""

    q: str
    before: str  #: the question that this one goes on from
    when: str
    source: str
    more: str

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """Cleaned and cut: all else that an address holds is nobody's."""
        when = given.get("when", "")
        return cls(
            q=clean_line(given.get("q", "")[:MOST]),
            before=clean_line(given.get("before", "")[:MAX_QUESTION]),
            when=when if when in SIDES else "",
            source=clean_line(given.get("source", "")[:MAX_ID]),
            more="1" if given.get("more") else "",
        )


class Answered(NamedTuple):
    """A page, and what came of the question on it."""

    page: Response
    outcome: Outcome


class AskingPages:
    """Made once."""

    def __init__(self, service: Service, browsing: Browsing, templates: Templates, observer: Observer) -> None:
        self._observer = observer
        self._service = service
        self._browsing = browsing
        self._templates = templates
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._answers: Kept[Answered] = Kept(ROOM, lambda answered: len(answered.page.body))
        self._summaries: Kept[Response] = Kept(ROOM, lambda page: len(page.body))

    def routes(self) -> list[BaseRoute]:
        """`/`, with a question as `?q=`, and `/summary/{article}`."""
        return [
            Route("/", self._ask, methods=["GET"]),
            Route("/summary/{article:path}", self._summarize, methods=["GET"]),
        ]

    async def _ask(self, request: Request) -> Response:
        asked = Asked.of(request.query_params)
        if not asked.q:
            searched = await self._service.searched()
            return self._page(asked, held=searched, examples=replies.EXAMPLES if searched.articles else ())
        if self._waiting >= WAITING:
            busy = self._page(asked, reply=replies.error(BUSY), status=503)
            busy.headers["Retry-After"] = "5"
            return busy
        self._waiting += 1
        try:
            key = (await self._browsing.version(), asked)
            with asking(self._observer, PLATFORM) as observed:
                page, observed.outcome = await self._answers.get(key, lambda: self._in_turn(lambda: self._answered(asked)))
            return page
        finally:
            self._waiting -= 1

    async def _in_turn(self, make: Callable[[], Awaitable[T]]) -> T:
        async with self._turns:
            return await make()

    async def _answered(self, asked: Asked) -> Answered:
        context = Conversation(questions=(asked.before,) if asked.before else ())
        limit = SHOWN * 2 if asked.more else SHOWN
        try:
            where = await self._service.narrowed(PUBLIC, side=SIDES.get(asked.when), source=asked.source or None)
            result = await self._service.ask(asked.q, limit=limit, where=where, context=context)
        except BadQuestion as error:
            return Answered(self._page(asked, reply=replies.error(str(error)), status=400), "no question")
        except BadSource as error:
            return Answered(self._page(asked, reply=replies.error(str(error), error.suggestions), status=404), "declined")
        if isinstance(result, Refusal):
            reply = replies.refusal(result)
            quotes: list[Quote] = [result.nearest] if result.nearest else []
        else:
            reply, quotes = replies.answer(result), list(result.quotes)
        more = isinstance(result, Answer) and bool(result.more) and limit == SHOWN
        why = replies.why(result) if result.explanation else None
        page = self._page(asked, reply=reply, quotes=quotes, more=more, why=why, previews=_previews(in_chat(result)))
        return Answered(page, outcome_of(result))

    def _page(self, asked: Asked, status: int = 200, **values: Any) -> Response:
        given = {"reply": None, "quotes": [], "more": False, "why": None, "previews": [], "held": None, "examples": (), **values}
        page = self._templates.page(
            "ask.html",
            status,
            params=asked._asdict(),
            asked=asked.q,
            most=MAX_QUESTION,
            places=_places(given["quotes"]),
            **given,
        )
        page.headers["Cache-Control"] = "private, no-cache"
        return page

    async def _summarize(self, request: Request) -> Response:
        article_id = request.path_params["article"]
        given = request.query_params.get("length", "medium")
        length: Length = next((each for each in LENGTHS if each == given), "medium")
        if not (0 < len(article_id) <= MAX_ID and article_id == clean_line(article_id)):
            return self._templates.failure(404, "No such article", NO_ARTICLE)
        key = (await self._browsing.version(), article_id, length)
        page = await self._summaries.get(key, lambda: self._in_turn(lambda: self._summary(article_id, length)))
        if page.status_code == 200:
            self._observer.summary(PLATFORM)
        return page

    async def _summary(self, article_id: str, length: Length) -> Response:
        try:
            summary = await self._service.summarize_article(article_id, length=length)
        except BadSource:
            return self._templates.failure(404, "No such article", NO_ARTICLE)
        reply = replies.summary(summary)
        citation = summary.citation
        places = {
            number: sentence_path(citation.article_id, citation.revision, sentence.start)
            for number, sentence in enumerate(summary.sentences, 1)
        }
        return self._templates.page(
            "summary.html", reply=reply, summary=summary, places=places, lengths=LENGTHS, length=length, previews=_previews(reply)
        )


def _places(quotes: list[Quote]) -> dict[int, dict[str, str]]:
    """Where each quotation can be read here, and its source summarized, by the quotation's place in the reply, counted from 1."""
    return {
        number: {
            "read": sentence_path(quote.citation.article_id, quote.citation.revision, quote.start),
            "summary": summary_path(quote.citation.article_id),
        }
        for number, quote in enumerate(quotes, 1)
    }


def _previews(reply: Reply) -> list[tuple[str, Markup]]:
    """How the reply looks on each chat platform."""
    return [("Slack", slack.shown(reply)), ("Discord", discord.shown(reply))]
