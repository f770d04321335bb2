"""Slack over HTTP: what it sends, and how a workspace installs Sherpa."""

import logging

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.app import INSTALL, SlackApp
from adapters.slack.failing import FAULTS
from adapters.slack.manifest import EVENTS_PATH, REDIRECT_PATH

_log = logging.getLogger(__name__)

#: Bytes of a request that are read: Slack's largest, a message with all its blocks, is far below.
MAX_BODY = 1_000_000


def routes(app: SlackApp) -> list[Route]:
    """`/slack/events`, and, where other workspaces may install Sherpa, `/slack/install` and `/slack/oauth_redirect`."""

    async def events(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        if not request.headers.get("X-Slack-Request-Timestamp", "0").isdecimal():
            return PlainTextResponse("not signed by Slack", 401)
        try:
            taken = to_async_bolt_request(request, body)
        except (ValueError, TypeError, AttributeError):  # no text, no JSON, or JSON of another shape
            return PlainTextResponse("not what Slack sends", 400)
        return to_starlette_response(await app.bolt.async_dispatch(taken))

    made = [Route(EVENTS_PATH, events, methods=["POST"])]
    if app.flow is not None:
        made += _installing(app.flow)
    return made


def _installing(flow: AsyncOAuthFlow) -> list[Route]:
    async def install(request: Request) -> Response:
        return to_starlette_response(await flow.handle_installation(to_async_bolt_request(request, b"")))

    async def redirect(request: Request) -> Response:
        try:
            return to_starlette_response(await flow.handle_callback(to_async_bolt_request(request, b"")))
        except FAULTS as error:
            _log.warning("not installed", extra={"error": type(error).__name__})
            return PlainTextResponse("Slack cannot be reached just now; go back and try again.", 503)

    return [Route(INSTALL, install, methods=["GET"]), Route(REDIRECT_PATH, redirect, methods=["GET"])]


async def _body(request: Request) -> bytes | None:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY:
            return None
    return body
