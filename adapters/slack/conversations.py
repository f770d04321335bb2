"""What people say to Sherpa, and its own tab."""

import asyncio
import logging
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import get_args

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import alerts, privacy
from adapters.slack.failing import FAULTS
from adapters.slack.feeds import keep
from adapters.slack.home import draw
from adapters.slack.layout import chooser, prompts
from adapters.slack.scene import UNSAID, Scene, log_unsaid, said, settled
from adapters.slack.text import mentioned, plain
from adapters.slack.usage import HELP, option_usage, usage
from adapters.slack.work import Began, Command, Find, Message, Opened
from bot import replies
from bot.answering import Said
from bot.cooldown import Cooldown
from bot.summaries import Length
from index.articles import Stance
from index.errors import PlaceClosed, SherpaError, Undelivered

_log = logging.getLogger(__name__)

_LENGTHS: dict[str, Length] = {length: length for length in get_args(Length)}
_SIDES: dict[str, Stance] = {side: side for side in get_args(Stance)}
#: `when:after` and `source:3`, as Slack's own search takes such words; quotation marks around several.
_MODIFIER = re.compile(r'(?:^|\s)(when|source):(?:["“”]([^"“”]*)["“”]|([^\s"“”]\S*))', re.IGNORECASE)

GONE = f"Sherpa has no such command; {HELP} shows those that it has."
EMPTY = "The question is empty; write /ask and what you want to know."
BAD_SIDE = "when: takes before or after, as in /ask when:after what did Zelenskiy say?"
WORKING = "is looking through the articles …"
#: Seconds that an answer waits for what it can do without.
MOMENT = 2.0
#: People whose names are remembered, of all workspaces together.
REMEMBERED = 1_000


class Conversations:
    """Answers what is said, each once; `scene` says where."""

    def __init__(self) -> None:
        self._notices = Cooldown(1, time.monotonic)  # how often somebody is told that they ask too often
        self._people: dict[tuple[str, str], str | None] = {}

    async def message(self, scene: Scene, work: Message) -> None:
        """Answers under the message. What was said to nobody in a thread is answered only if it asks something."""
        others = [user for user in mentioned(work.text) if user != work.me]
        names = await asyncio.gather(*(self._name(scene.client, work.origin.team, user) for user in others))
        if None in names:  # another program was asked too, and two that answer each other never end
            return
        text = plain(work.text, {**dict(zip(others, map(str, names), strict=True)), work.me: " "})
        is_asked = work.direct or work.named
        if not is_asked and not await self._goes_on(scene, work, text):
            return
        if held := scene.desk.hold(work.user, scene.place):
            if is_asked and not self._notices.take(f"{work.origin.team} {work.user}"):
                await scene.whisper(Said(held), work.user, thread=work.thread)
            return
        if work.direct:
            await _set_status(scene, work, WORKING)
        answer = await settled(self._answer(scene, work, text))
        if not is_asked and (answer.exchange is None or answer.exchange.cited is None):
            await self._leave_alone(scene, answer)
            return
        if answer.reply.private:
            await self._say_alone(scene, work, answer)
            return
        try:
            await scene.show(answer)
        except PlaceClosed as error:
            log_unsaid(error)
            await scene.write_to(work.user, replies.error(f"I could not answer. {error}"))
        except Undelivered as error:
            log_unsaid(error)

    async def _leave_alone(self, scene: Scene, answer: Said) -> None:
        """Among people who talk to each other, what the articles do not say is nobody's business, and not kept."""
        if answer.exchange is not None:
            with suppress(SherpaError):
                await scene.desk.onward.hide(answer.exchange)

    async def _goes_on(self, scene: Scene, work: Message, text: str) -> bool:
        """Whether it asks something that goes on from what was answered in the thread; not where that cannot be told."""
        try:
            before = await scene.desk.before(scene.place, None)
        except SherpaError:
            return False
        return scene.desk.is_question(text, before)

    async def _answer(self, scene: Scene, work: Message, text: str) -> Said:
        before = await scene.desk.before(scene.place, None)
        return await scene.desk.ask(text, work.user, scene.place, before=before)

    async def _say_alone(self, scene: Scene, work: Message, answer: Said) -> None:
        if not work.direct:
            await scene.whisper(answer, work.user, thread=work.thread)
            return
        try:
            await scene.show(answer)
        except UNSAID as error:
            log_unsaid(error)

    async def _name(self, client: AsyncWebClient, team: str, user: str) -> str | None:
        """How somebody is called, with an @ before it; a space where Slack does not say; None for a program."""
        known = (team, user)
        if known not in self._people:
            try:
                async with asyncio.timeout(MOMENT):
                    told = (await client.users_info(user=user)).get("user") or {}
            except (SlackApiError, *FAULTS):
                return " "
            if len(self._people) >= REMEMBERED:
                self._people.clear()
            profile = told.get("profile") or {}
            name = profile.get("display_name") or told.get("real_name") or told.get("name") or ""
            self._people[known] = None if told.get("is_bot") else f"@{name}" if name else " "
        return self._people[known]

    async def command(self, scene: Scene, work: Command) -> None:
        """Answers a command, to whoever gave it alone."""
        match work.name:
            case "summarize" if not work.text:
                await scene.whisper_raw(chooser(), work.user, url=work.response_url)
                return
            case "unsubscribe" if not work.text:
                await alerts.offer(scene, work)
                return
            case "ask":
                answer = await settled(self._ask(scene, work))
            case "summarize":
                answer = await settled(self._summarize(scene, work))
            case "sources":
                answer = await settled(scene.desk.sources(scene.place))
            case "feed":
                answer = await settled(keep(scene, work))
            case "subscribe" | "unsubscribe" | "subscriptions":
                answer = await settled(said(alerts.answer(scene, work)))
            case "privacy" | "forget":
                answer = await settled(said(privacy.answer(scene, work)))
            case "help":
                answer = Said(replies.help_("platform", usage, scene.desk.switched_off, option_usage))
            case _:
                answer = Said(replies.error(GONE))
        await scene.whisper(answer, work.user, url=work.response_url)

    async def _ask(self, scene: Scene, work: Command) -> Said:
        text = plain(work.text, {})
        given = {found[1].lower(): (found[3] if found[2] is None else found[2]).strip() for found in _MODIFIER.finditer(text)}
        question = _MODIFIER.sub(" ", text).strip()
        if not question:
            return Said(replies.error(EMPTY))
        if given.get("when", "before").lower() not in _SIDES:
            return Said(replies.error(BAD_SIDE))
        if held := scene.desk.hold(work.user, scene.place):
            return Said(held)
        side = _SIDES.get(given.get("when", "").lower())
        source = await scene.desk.find_source(given["source"], scene.place) if "source" in given else None
        return await scene.desk.ask(question, work.user, scene.place, side=side, source=source, private=True)

    async def _summarize(self, scene: Scene, work: Command) -> Said:
        source, _, last = plain(work.text, {}).rpartition(" ")
        if not source or last.lower() not in _LENGTHS:
            source, last = plain(work.text, {}), "medium"
        found = await scene.desk.find_source(source, scene.place)
        return await scene.desk.summarize(found, _LENGTHS[last.lower()], work.user, scene.place, private=True)

    async def find(self, scene: Scene, work: Find) -> None:
        """Shows what the articles say on a message, to whoever wants to know."""
        held = scene.desk.hold(work.user, scene.place)
        claim = plain(work.text, {})
        answer = Said(held) if held else await settled(scene.desk.find_sources(claim, work.user, scene.place))
        await scene.whisper(answer, work.user, url=work.response_url)

    async def opened(self, scene: Scene, work: Opened) -> None:
        """Draws the home tab, or suggests what to ask in the conversation."""
        if work.tab == "messages":
            await _suggest(scene, work.channel, None)
            return
        await draw(scene, work.user)

    async def began(self, scene: Scene, work: Began) -> None:
        """Suggests what to ask."""
        await _suggest(scene, work.channel, work.thread)


async def _suggest(scene: Scene, channel: str, thread: str | None) -> None:
    there: Mapping[str, str] = {"channel_id": channel, **({"thread_ts": thread} if thread else {})}
    try:
        title = "Ask, for example:"
        await scene.call("assistant.threads.setSuggestedPrompts", **there, title=title, prompts=prompts(replies.EXAMPLES))
    except UNSAID as error:
        log_unsaid(error)


async def _set_status(scene: Scene, work: Message, status: str) -> None:
    """Shows that an answer is under way; the answer itself ends it. Where that fails, the answer comes all the same."""
    try:
        async with asyncio.timeout(MOMENT):
            await scene.client.assistant_threads_setStatus(channel_id=work.channel, thread_ts=work.root, status=status)
    except (SlackApiError, *FAULTS) as error:
        _log.debug("no status", extra={"error": type(error).__name__})
