"""Alerts on Slack: what people subscribe to by commands, by the form, and by what is below that which was told."""

import re
from dataclasses import replace
from typing import NamedTuple, get_args

from adapters.failing import explained
from adapters.slack.home import draw
from adapters.slack.layout import topic_chooser
from adapters.slack.places import is_direct
from adapters.slack.rights import channel, manages, zone
from adapters.slack.scene import Scene, said, settled
from adapters.slack.text import plain
from adapters.slack.work import Command, Ending, Form, Press
from bot.alerts.subscribing import GONE, NOT_MANAGER, Wish
from bot.answering import Said
from bot.blocks import Reply
from bot.commands import RHYTHMS, TOLD_TO
from bot.places import Place
from index.errors import BadTopic, NotAllowed, NotThere, PlaceClosed, SherpaError, Unavailable
from index.store.exchanges import Exchange
from index.store.subscription_rows import Rhythm

NOT_HERE = "Sherpa is not part of this conversation; subscribe in a channel, or with to:me."
NO_DIRECT = "Sherpa was installed here before it could write to people directly; whoever installed it can do so again."
BAD_TO = "to: takes me or channel, as in /subscribe security guarantees to:me"
BAD_OUTLETS = "outlets: takes a number, as in /subscribe security guarantees outlets:3"

_RHYTHMS: dict[str, Rhythm] = {rhythm: rhythm for rhythm in get_args(Rhythm)}
#: What stands between spaces that are in no quotation marks.
_PART = re.compile(r'(?:["“”„][^"“”„]*["“”„]?|[^\s"“”„])+')
_OPTION = re.compile(r"(to|outlets):(.*)", re.IGNORECASE)


class Order(NamedTuple):
    """What was typed after `/subscribe`."""

    topic: str
    rhythm: Rhythm
    to_me: bool
    outlets: int


def read_order(text: str) -> Order:
    """The topic, and the options wherever they stand; the rhythm is the last word. Raises BadTopic for an option that cannot be."""
    parts = _PART.findall(text)
    given = {found[1].lower(): found[2] for part in parts if (found := _OPTION.fullmatch(part))}
    words = [part for part in parts if not _OPTION.fullmatch(part)]
    to, outlets = given.get("to", TOLD_TO[0]).lower(), given.get("outlets", "1")
    if to not in TOLD_TO:
        raise BadTopic(BAD_TO)
    if not re.fullmatch("[0-9]{1,9}", outlets):
        raise BadTopic(BAD_OUTLETS)
    rhythm = _RHYTHMS.get(words[-1].lower()) if len(words) > 1 else None
    return Order(" ".join(words[:-1] if rhythm else words), rhythm or _RHYTHMS[RHYTHMS[0]], to == "me", int(outlets))


async def answer(scene: Scene, work: Command) -> Reply:
    """Does what `/subscribe`, `/unsubscribe` or `/subscriptions` says. Raises as `Subscribing` does, PlaceClosed, and Unavailable."""
    subscribing = scene.desk.alerts.subscribing
    match work.name:
        case "subscribe":
            return await _subscribe(scene, work)
        case "unsubscribe":
            may = await _may_change(scene, work.user, work.channel)
            return await subscribing.unsubscribe(plain(work.text, {}), scene.place, manages=may)
    return await subscribing.listed(scene.place)


async def _subscribe(scene: Scene, work: Command) -> Reply:
    order = read_order(plain(work.text, {}))
    place, may = await _wanted(scene, work, to_me=order.to_me)
    clock = await zone(scene.client, work.user) if order.rhythm != "now" else None
    wish = Wish(order.topic, place, work.user, may, rhythm=order.rhythm, outlets=order.outlets, zone=clock)
    return await scene.desk.alerts.subscribing.subscribe(wish)


async def _wanted(scene: Scene, work: Command, *, to_me: bool) -> tuple[Place, bool]:
    """The place that is to be told, and whether they may have it told. Raises PlaceClosed where Sherpa cannot post, and Unavailable."""
    if to_me or is_direct(work.channel):
        own = await _own(scene, work.user)
        if not to_me and own.channel != work.channel:  # a conversation of people with each other
            raise PlaceClosed(NOT_HERE)
        return own, True
    there = await channel(scene.client, work.channel)
    may = scene.desk.alerts.anyone or await manages(scene.client, work.user, there)
    if may and there.closed:
        raise PlaceClosed(there.closed)
    return scene.place, may


async def offer(scene: Scene, work: Command) -> None:
    """Shows what `/unsubscribe` can end there."""
    subscribing = scene.desk.alerts.subscribing
    try:
        offers = await subscribing.offers("", scene.place)
    except SherpaError as error:
        await scene.whisper(Said(explained(error)), work.user, url=work.response_url)
        return
    if offers:
        await scene.whisper_raw(topic_chooser(offers), work.user, url=work.response_url)
    else:
        await scene.whisper(await settled(said(subscribing.listed(scene.place))), work.user, url=work.response_url)


async def ended(scene: Scene, work: Ending) -> None:
    """Ends what was chosen from the list: in place of the list, or on the home tab, which is drawn again."""
    if work.response_url:
        answer = await settled(said(_end(scene, work, scene.place)))
        await scene.replace(answer, work.user, work.response_url)
        return
    try:
        place = await _own(scene, work.user)
        await _end(scene, work, place)
    except NotThere:  # it was ended elsewhere, which the tab then shows
        pass
    except SherpaError as error:
        await scene.write_to(work.user, explained(error))
        return
    await draw(replace(scene, place=place), work.user)


async def _end(scene: Scene, work: Ending, place: Place) -> Reply:
    subscribing = scene.desk.alerts.subscribing
    if all(each.id != work.subscription for each in await subscribing.of(place)):
        raise NotThere(GONE)
    if not await _may_change(scene, work.user, place.channel):
        raise NotAllowed(NOT_MANAGER)
    return await subscribing.end([work.subscription])


async def submitted(scene: Scene, work: Form) -> Reply:
    """Subscribes whoever sent the form, by themself. Raises as `answer` does."""
    await scene.desk.onward.find(work.exchange, scene.place)
    return await scene.desk.alerts.subscribing.subscribe(Wish(work.topic, await _own(scene, work.user), work.user, manages=True))


async def pressed(scene: Scene, work: Press, exchange: Exchange) -> Reply:
    """Does what a button below an alert is for. Raises as `Pressing` does, and Unavailable."""
    pressing = scene.desk.alerts.pressing
    if work.name == "alike":
        return await pressing.alike(exchange, scene.place)
    may = exchange.channel == work.channel and await _may_change(scene, work.user, work.channel)
    return await (pressing.mute if work.name == "mute" else pressing.unsubscribe)(exchange, manages=may)


async def _may_change(scene: Scene, user: str, where: str) -> bool:
    """Whether they may change what is told there: in a direct conversation, whoever is in it. Raises Unavailable."""
    if is_direct(where) or scene.desk.alerts.anyone:
        return True
    return await manages(scene.client, user, await channel(scene.client, where))


async def _own(scene: Scene, user: str) -> Place:
    """Their conversation with Sherpa. Raises PlaceClosed, Undelivered, or Unavailable where Sherpa may not open it: what is told to a
    person by name cannot be looked for, nor found again from the conversation."""
    place = await scene.messenger.direct(scene.place, user)
    if not is_direct(place.channel):
        raise Unavailable(NO_DIRECT)
    return place
