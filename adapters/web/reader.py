"""The reader: an article's text, opened at a sentence, and that sentence with its citation to take along."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from adapters.web import articles, citing
from adapters.web.addresses import cite_path, reader_path
from adapters.web.kept import ROOM, Kept
from adapters.web.signing import Signer
from adapters.web.templating import Templates
from bot.browsing import Browsing
from bot.fitting import shorten
from bot.links import page_address, sentence_address
from bot.reading import Reading
from index.articles import EVERYONE, MAX_ID, Span, StoredArticle
from index.cleaning import clean_line

#: The name of the signature in an address: what opens an article that is not everyone's.
SIGNATURE = "k"

#: A revision's number as addresses have it: far below what databases take for one.
REVISION = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)

#: Sentences that are chosen from to be cited, and so much of each: enough to know it by. Longer articles are cited by pressing a sentence.
CHOICES = 500
CHOICE = 90

#: The same for what is not there and what is not to be seen: an address that is guessed tells nothing.
NOT_FOUND = (
    "There is no such article here, it was taken down, or this link to it has expired; look for it among the sources, or ask Sherpa "
    "for it again where you had the link from."
)
NO_SENTENCE = "No sentence of the article begins there; open the article and choose one."


class Opened(NamedTuple):
    """An article that whoever asks may read. `signature` is what opens it, empty where it is everyone's; `version` is the library's."""

    reading: Reading
    signature: str
    version: int

    @property
    def key(self) -> tuple[int, str, int, str]:
        """What its page is kept by."""
        return self.version, self.reading.article.id, self.reading.article.revision, self.signature


class ReaderPages:
    """Made once. `public_url`: the address at which browsers reach Sherpa, where that is known."""

    def __init__(
        self,
        browsing: Browsing,
        signer: Signer,
        templates: Templates,
        public_url: str | None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._browsing = browsing
        self._signer = signer
        self._templates = templates
        self._public_url = public_url
        self._clock = clock
        self._readings: Kept[Reading | None] = Kept(ROOM, lambda reading: len(reading.article.body) if reading else 1)
        self._pages: Kept[bytes] = Kept(ROOM, len)

    def routes(self) -> list[BaseRoute]:
        """`/a/{article}/{revision}`, below it the citation of the article, or of a sentence of it by `?s=`, and above it the way there."""
        place = "/a/{article:path}/{revision}"
        return [
            Route(f"{place}/cite", self._choose, methods=["GET"]),
            *(Route(f"{place}/cite.{form}", self._cite(form), methods=["GET"]) for form in citing.FORMS),
            Route(place, self._read, methods=["GET"]),
            Route("/a/{article:path}", self._current, methods=["GET"]),
        ]

    async def _read(self, request: Request) -> Response:
        opened = await self._opened(request)
        if isinstance(opened, Response):
            return opened

        def made() -> bytes:
            article = opened.reading.article
            address = page_address(article.url) if article.url else None
            cite = partial(cite_path, article.id, article.revision, signature=opened.signature)
            text = articles.html(article, cite)
            return self._templates.html("article.html", reading=opened.reading, text=text, address=address, cite=cite()).encode()

        page = await self._pages.get(opened.key, lambda: asyncio.to_thread(made))  # of a book it takes a fifth of a second
        return Response(page, media_type="text/html", headers=_caching(opened.reading))

    async def _current(self, request: Request) -> Response:
        """Leads to an article's newest text, where everyone may read it."""
        article_id = request.path_params["article"]
        revision = await self._browsing.revision(article_id) if _may_be_id(article_id) else None
        if revision is None:
            return self._templates.failure(404, "No such article", NOT_FOUND)
        return Response(status_code=302, headers={"Location": reader_path(article_id, revision)})

    async def _choose(self, request: Request) -> Response:
        """A page to copy from, for browsers that run no scripts too."""
        quoted = await self._quoted(request)
        if isinstance(quoted, Response):
            return quoted
        opened, span = quoted
        reading = opened.reading
        quotation = reading.article.body[span.start : span.end]
        forms = [(form, citing.LABELS[form], self._cited(form, reading, span)) for form in citing.FORMS]
        where = reader_path(reading.article.id, reading.article.revision, opened.signature)
        page = self._templates.page(
            "cite.html",
            reading=reading,
            quotation=quotation,
            forms=forms,
            back=f"{where}#{articles.anchor(span.start)}" if span.end else where,
            start=span.start if span.end else None,
            sentences=_choices(reading.article),
            signature=opened.signature,
            query=request.url.query,
        )
        page.headers.update(_caching(reading))
        return page

    def _cite(self, form: citing.Form) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            quoted = await self._quoted(request)
            if isinstance(quoted, Response):
                return quoted
            reading, span = quoted[0].reading, quoted[1]
            headers = {"Content-Disposition": f'attachment; filename="citation.{form}"', **_caching(reading)}
            return Response(self._cited(form, reading, span), media_type=citing.TYPES[form], headers=headers)

        return endpoint

    async def _opened(self, request: Request) -> Opened | Response:
        """What is asked for, or the page that says why it is not shown."""
        article_id, revision = request.path_params["article"], request.path_params["revision"]
        missing = self._templates.failure(404, "No such article", NOT_FOUND)
        if not (_may_be_id(article_id) and REVISION.fullmatch(revision)):
            return missing
        number = int(revision)
        version = await self._browsing.version()
        reading = await self._readings.get((version, article_id, number), lambda: self._browsing.reading(article_id, number))
        if reading is None:
            return missing
        if reading.article.collection == EVERYONE:
            return Opened(reading, "", version)
        signature = request.query_params.get(SIGNATURE, "")
        return Opened(reading, signature, version) if self._signer.allows(article_id, number, signature, self._clock()) else missing

    async def _quoted(self, request: Request) -> tuple[Opened, Span] | Response:
        """What is asked for and the sentence of it that is, an empty span where none is; or the page that says why it is not shown."""
        opened = await self._opened(request)
        if isinstance(opened, Response):
            return opened
        start = request.query_params.get("s", "")
        if not start:
            return opened, Span(0, 0)
        is_place = start.isascii() and start.isdecimal() and len(start) <= 8
        span = articles.sentence_at(opened.reading.article, int(start)) if is_place else None
        return (opened, span) if span else self._templates.failure(404, "No such sentence", NO_SENTENCE)

    def _cited(self, form: citing.Form, reading: Reading, span: Span) -> str:
        """Text and Markdown are read by people, whose browsers open the publisher's page at the sentence."""
        article = reading.article
        address = None
        if article.url and span.end and form in ("txt", "md"):
            address = sentence_address(article.url, article.title, article.body, span.start, span.end)
        elif article.url:
            address = page_address(article.url)
        elif self._public_url and article.collection == EVERYONE:
            address = self._public_url + reader_path(article.id, article.revision)
        return citing.cited(form, reading.citation, article.body[span.start : span.end], address, self._clock())


def _may_be_id(text: str) -> bool:
    return 0 < len(text) <= MAX_ID and text == clean_line(text)


def _choices(article: StoredArticle) -> list[tuple[int, str]]:
    """The sentences that can be cited, as they are chosen from, and where each begins."""
    spans = article.sentences[:CHOICES]
    return [(start, shorten(" ".join(article.body[start:end].split()), lambda text: len(text) <= CHOICE)) for start, end in spans]


def _caching(reading: Reading) -> dict[str, str]:
    """What a workspace's own is kept nowhere; the rest is asked for again each time, since it may be taken down."""
    return {"Cache-Control": "no-cache" if reading.article.collection == EVERYONE else "private, no-store"}
