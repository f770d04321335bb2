"""The reader: an article's text, opened at a sentence, and that sentence with its citation to take along."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.web import articles, citing
from adapters.web.addresses import cite_path, reader_path
from adapters.web.kept import Kept
from adapters.web.signing import Signer
from adapters.web.templating import Templates
from bot.browsing import Browsing
from bot.links import page_address, sentence_address
from bot.reading import Reading
from index.articles import EVERYONE, MAX_ID, Span
from index.cleaning import clean_line

#: The name of the signature in an address: what opens an article that is not everyone's.
SIGNATURE = "k"

#: What a database takes for a number of a revision (PostgreSQL's integer).
MOST_REVISIONS = 2**31 - 1

NOT_FOUND = "There is no such article here, or it was taken down; look for it among the sources."
NOT_SIGNED = "This article belongs to a workspace, and this link to it has expired or is not whole; ask Sherpa there again for a new one."
NO_SENTENCE = "No sentence of the article begins there; open the article and choose one."


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
        self._readings: Kept[Reading | None] = Kept()
        self._pages: Kept[bytes] = Kept()

    def routes(self) -> list[BaseRoute]:
        """`/a/{article}/{revision}`, and below it the citation of the article, or of a sentence of it by `?s=`."""
        place = "/a/{article:path}/{revision:int}"
        return [
            Route(f"{place}/cite", self._choose, methods=["GET"]),
            *(Route(f"{place}/cite.{form}", self._cite(form), methods=["GET"]) for form in citing.FORMS),
            Route(place, self._read, methods=["GET"]),
        ]

    async def _read(self, request: Request) -> Response:
        reading = await self._allowed(request)
        if isinstance(reading, Response):
            return reading
        signature = request.query_params.get(SIGNATURE, "")
        key = (await self._browsing.version(), reading.article.id, reading.article.revision, signature)

        async def made() -> bytes:
            address = page_address(reading.article.url) if reading.article.url else None
            cite = partial(cite_path, reading.article.id, reading.article.revision, signature=signature)
            text = articles.html(reading.article, cite)
            return self._templates.html("article.html", reading=reading, text=text, address=address, cite=cite()).encode()

        return Response(await self._pages.get(key, made), media_type="text/html", headers=_caching(reading))

    async def _choose(self, request: Request) -> Response:
        """A page to copy from, for browsers that run no scripts too."""
        reading = await self._allowed(request)
        if isinstance(reading, Response):
            return reading
        span = self._span(request, reading)
        if span is None:
            return self._templates.failure(404, "No such sentence", NO_SENTENCE)
        start = request.query_params.get("s")
        quotation = reading.article.body[span.start : span.end]
        forms = [(form, citing.LABELS[form], self._cited(form, reading, span)) for form in citing.FORMS]
        where = reader_path(reading.article.id, reading.article.revision, request.query_params.get(SIGNATURE, ""))
        back = f"{where}#{articles.anchor(int(start))}" if start else where
        page = self._templates.page("cite.html", reading=reading, quotation=quotation, forms=forms, back=back, query=request.url.query)
        page.headers.update(_caching(reading))
        return page

    def _cite(self, form: citing.Form) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            reading = await self._allowed(request)
            if isinstance(reading, Response):
                return reading
            span = self._span(request, reading)
            if span is None:
                return PlainTextResponse(NO_SENTENCE, 404)
            headers = {"Content-Disposition": f'attachment; filename="citation.{form}"', **_caching(reading)}
            return Response(self._cited(form, reading, span), media_type=citing.TYPES[form], headers=headers)

        return endpoint

    async def _allowed(self, request: Request) -> Reading | Response:
        """What is asked for, or the page that says why it is not shown."""
        article_id, revision = request.path_params["article"], request.path_params["revision"]
        if len(article_id) > MAX_ID or revision > MOST_REVISIONS or article_id != clean_line(article_id):
            return self._templates.failure(404, "No such article", NOT_FOUND)
        version = await self._browsing.version()
        reading = await self._readings.get((version, article_id, revision), lambda: self._browsing.reading(article_id, revision))
        if reading is None:
            return self._templates.failure(404, "No such article", NOT_FOUND)
        if reading.article.collection != EVERYONE:
            signature = request.query_params.get(SIGNATURE, "")
            if not self._signer.allows(article_id, revision, signature, self._clock()):
                return self._templates.failure(403, "A link that does not open this", NOT_SIGNED)
        return reading

    def _span(self, request: Request, reading: Reading) -> Span | None:
        """The sentence that is asked for, an empty span where none is; None where there is no such one."""
        start = request.query_params.get("s")
        if start is None:
            return Span(0, 0)
        if not (start.isascii() and start.isdecimal() and len(start) <= 8):
            return None
        return articles.sentence_at(reading.article, int(start))

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


def _caching(reading: Reading) -> dict[str, str]:
    """What a workspace's own is kept nowhere; the rest is asked for again each time, since it may be taken down."""
    return {"Cache-Control": "no-cache" if reading.article.collection == EVERYONE else "private, no-store"}
