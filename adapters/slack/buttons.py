"""What people do with what Sherpa said: the buttons below it, the list of sources, and the form for a topic."""

from contextlib import suppress
from dataclasses import replace

from adapters.failing import explained
from adapters.slack.alerts import pressed, submitted
from adapters.slack.failing import NotOurs
from adapters.slack.layout import message, sheet, topic_form
from adapters.slack.places import message_id
from adapters.slack.scene import UNSAID, Scene, log_unsaid, said, settled
from adapters.slack.work import Chosen, Form, Press
from bot import replies
from bot.answering import Said
from index.cleaning import clean_line
from index.errors import PlaceClosed
from index.store.exchanges import Exchange

LATE = "The form could not be opened in time; press the button again."


class Buttons:
    """Answers what is pressed. Nothing is kept in memory: a button says which exchange it belongs to, whichever process drew it."""

    async def press(self, scene: Scene, work: Press) -> None:
        """Does what the button is for; whoever may not, or comes too late, is told so alone."""
        try:
            exchange = await scene.desk.onward.find(work.exchange, scene.place)
            match work.name:
                case "alert":
                    await self._open_form(scene, work, exchange)
                case "delete":
                    await self._delete(scene, work, exchange)
                case "share":
                    await self._share(scene, work, exchange)
                case "alike" | "mute" | "unsubscribe":
                    await self._tell(scene, work, Said(await pressed(scene, work, exchange)))
                case _:
                    await self._go_on(scene, work, exchange)
        except NotOurs:
            raise
        except UNSAID as error:
            log_unsaid(error)
        except Exception as error:  # noqa: BLE001 - whoever pressed is told, and the log
            await self._tell(scene, work, Said(explained(error)))

    async def _go_on(self, scene: Scene, work: Press, exchange: Exchange) -> None:
        onward, user = scene.desk.onward, work.user
        match work.name:
            case "more":
                answer = await onward.more(exchange, user, scene.place)
            case "summarize":
                answer = await onward.summary_of(exchange, user, scene.place)
            case "why":
                answer = Said(await onward.why(exchange, scene.place))
            case _:
                answer = Said(await onward.rate(exchange, user, helpful=work.name == "helpful"))
        beside = exchange.private or exchange.asker != user  # what is not in the open, or not theirs, others do not see
        if beside or answer.reply.private:
            await self._tell(scene, work, answer)
        else:
            await scene.show(answer)

    async def _share(self, scene: Scene, work: Press, exchange: Exchange) -> None:
        """Shows it to all, and takes it away where one person saw it."""
        first = await scene.desk.take(f"slack share {exchange.id}")  # a button that is pressed twice shares once
        answer = await scene.desk.onward.share(exchange, work.user, clean_line(work.user_name), scene.place)
        once = replace(scene, key=f"share {exchange.id}", again=not first)
        try:
            await once.show(answer)
        except PlaceClosed:  # Sherpa is not in the channel, but may answer a command there
            there = {"thread_ts": work.root} if work.root else {}
            shown = {**message(answer), **there, "response_type": "in_channel", "replace_original": False}
            await scene.respond(work.response_url, shown)
        await scene.respond(work.response_url, {"delete_original": True})

    async def _delete(self, scene: Scene, work: Press, exchange: Exchange) -> None:
        scene.desk.onward.check_may_delete(exchange, work.user, manages_messages=None)
        try:
            await scene.call("chat.delete", channel=work.channel, ts=work.ts)
        except UNSAID:  # it is gone, or was shown where Sherpa is not in the channel
            with suppress(*UNSAID):
                await scene.respond(work.response_url, {"delete_original": True})
        await scene.desk.onward.hide(exchange, message_id(work.channel, work.ts))

    async def _open_form(self, scene: Scene, work: Press, exchange: Exchange) -> None:
        form = topic_form(scene.desk.onward.topic(exchange), {"exchange": exchange.id, "channel": work.channel})
        try:
            await scene.call("views.open", trigger_id=work.trigger, view=form)
        except UNSAID:
            await self._tell(scene, work, Said(replies.error(LATE)))

    async def _tell(self, scene: Scene, work: Press, answer: Said) -> None:
        await scene.whisper(answer, work.user, url=work.response_url, thread=work.root if work.root != work.ts else None)

    async def chosen(self, scene: Scene, work: Chosen) -> None:
        """Summarizes the article: in place of the list, or over the home tab."""
        answer = await settled(self._summary(scene, work))
        if work.response_url:
            await scene.replace(answer, work.user, work.response_url)
            return
        try:
            view = sheet(answer.reply)
            await scene.call("views.open", trigger_id=work.trigger, view=view)
        except UNSAID:
            await scene.write_to(work.user, answer.reply)

    async def _summary(self, scene: Scene, work: Chosen) -> Said:
        return await scene.desk.summarize(work.source, "medium", work.user, scene.place, private=True)

    async def form(self, scene: Scene, work: Form) -> None:
        """Subscribes to the topic, and shows what comes of it to whoever typed it; not in the form, whose acknowledgement may be late."""
        answer = await settled(said(submitted(scene, work)))
        if not await scene.whisper(answer, work.user):
            await scene.write_to(work.user, answer.reply)
