"""Alerts from an article's arrival to the message, on made-up news, without any platform."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from reader_pages import Pages

from bot.alerts.alerts import AlertRules, Alerts
from bot.alerts.noting import watch
from bot.alerts.sending import ATTEMPTS
from bot.alerts.subscribing import NOT_MANAGER, Wish
from bot.answering import Said
from bot.blocks import Line, Link, Quotation, Reply
from bot.event import Event
from bot.places import Place, collection
from bot.service import Service
from index import seeds
from index.articles import Article, StoredArticle
from index.errors import BadTopic, NotAllowed, NotThere, PlaceClosed, Undelivered
from index.library import Library, open_library
from index.store.exchanges import Exchange
from index.store.subscription_rows import Rhythm

CHANNEL = Place(platform="p", workspace="w", channel="c")
OTHER = Place(platform="p", workspace="w", channel="o")
ELSEWHERE = Place(platform="p", workspace="v", channel="c")
DIRECT = Place(platform="p", workspace="", channel="d", kind="direct")
QUOTA = (
    "Delegates met in Tarnholm. The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks. "
    "The quota takes effect in January and will be reviewed after six months, the two sides said in a joint statement on the quay."
)
FERRY = "The night ferry to Dorn was cancelled after its engine failed twice. Passengers slept in the hall until the morning boat came in."


class FakeMessenger:
    """Keeps what it is given; raises what it is told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[Place, Said, str, bool]] = []
        self.troubles: list[Exception] = []

    async def send(self, place: Place, said: Said, *, key: str, under: str | None = None, again: bool = False) -> str:
        if self.troubles:
            raise self.troubles.pop(0)
        self.sent.append((place, said, key, again))
        return f"m{len(self.sent)}"

    async def direct(self, place: Place, person: str) -> Place:
        return place.model_copy(update={"channel": person, "kind": "direct"})


@dataclass
class World:
    """A library, alerts with their clock, and a messenger."""

    library: Library
    alerts: Alerts
    messenger: FakeMessenger
    later: list[timedelta]  #: by how much the clock is ahead
    count: int = field(default=0)

    async def subscribe(self, topic: str, place: Place = CHANNEL, *, manages: bool = True, rhythm: Rhythm = "now", n: int = 1) -> Reply:
        return await self.alerts.subscribing.subscribe(Wish(topic, place, "alice", manages, rhythm=rhythm, outlets=n))

    async def publish(self, body: str, outlet: str = "The Port Times", *, hours: float = 1, **fields: str) -> StoredArticle:
        """An article that was published so many hours ago."""
        self.count += 1
        given = {"id": f"a{self.count}", "title": f"Report {self.count}", "published": self.now - timedelta(hours=hours)} | fields
        (added,) = await self.library.add([Article.model_validate({"body": body, "outlet": outlet} | given)])
        return added.article

    async def told(self) -> list[Reply]:
        """What was sent since this was last asked."""
        await self.alerts.sender("p", self.messenger).drain()
        sent, self.messenger.sent = self.messenger.sent, []
        return [said.reply for _, said, _, _ in sent]

    async def last(self) -> tuple[Said, Exchange]:
        """The one message that is sent now, and its exchange."""
        await self.alerts.sender("p", self.messenger).drain()
        ((_, said, _, _),) = self.messenger.sent
        assert said.exchange is not None
        return said, said.exchange

    def pass_(self, **time: float) -> None:
        self.later[0] += timedelta(**time)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.later[0]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path, engine="memory")
    later = [timedelta()]
    service = Service(library, Event(None), Pages())
    rules = AlertRules(most=3, burst=3, hour=8, zone="UTC", kept=timedelta(days=30))
    watch(library)
    yield World(library, Alerts(library, service, rules, lambda: datetime.now(UTC) + later[0]), FakeMessenger(), later)
    await service.close()


def quoted(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Quotation)]


def lines(reply: Reply) -> str:
    return "\n".join(block.text for block in reply.blocks if isinstance(block, Line))


async def test_a_new_story_is_told_once_by_the_sentence_that_fits(world: World) -> None:
    confirmed = await world.subscribe("herring quota")
    assert confirmed.heading == "Topic: herring quota"
    assert "It is told here as soon as there is news on it." in lines(confirmed)
    await world.publish(FERRY)
    await world.publish(QUOTA)
    (reply,) = await world.told()
    assert reply.heading == "News on “herring quota”"
    (quotation,) = (block for block in reply.blocks if isinstance(block, Quotation))
    assert quotation.text == QUOTA.split(". ")[1] + "."
    assert quotation.reference is not None
    assert quotation.reference.link == Link(
        text="open at this sentence in Sherpa's reader", url=f"https://sherpa.test/a/a2/1#s{QUOTA.index(quotation.text)}"
    )
    assert [quotation.text[mark.start : mark.end] for mark in quotation.marks] == ["herring", "quota"]
    assert [action.name for action in reply.actions] == ["summarize", "alike", "mute", "unsubscribe"]
    assert await world.told() == []


async def test_copies_elsewhere_and_corrections_are_not_told_again(world: World) -> None:
    await world.subscribe("herring quota")
    first = await world.publish(QUOTA)
    await world.told()
    copy = await world.publish(f"Our reporters write: {QUOTA}", "The Vess Post")
    assert copy.story_id == first.story_id
    await world.publish(QUOTA.replace("90", "91"), id=first.id)
    assert await world.told() == []


async def test_old_news_and_news_without_a_date_is_not_told(world: World) -> None:
    await world.subscribe("herring quota")
    await world.publish(QUOTA, hours=49)
    await world.library.add([Article(id="undated", title="Undated", body=QUOTA.replace("herring", "herring and cod"))])
    assert await world.told() == []


async def test_what_came_before_the_subscription_is_not_told(world: World) -> None:
    await world.publish(QUOTA)
    confirmed = await world.subscribe("herring quota")
    assert "1 stored story would have matched; the latest: Report 1" in lines(confirmed)
    assert await world.told() == []


async def test_with_outlets_it_is_told_when_so_many_carry_it(world: World) -> None:
    await world.subscribe("herring quota", n=3)
    await world.publish(QUOTA, "The Port Times")
    await world.publish(QUOTA + " It rained.", "The Vess Post")
    await world.publish(QUOTA + " It rained on.", "The Port Times")
    assert await world.told() == []
    await world.publish(" ".join(["Our correspondent was there.", QUOTA]), "Dorn Daily")
    (reply,) = await world.told()
    assert len(quoted(reply)) == 1
    await world.publish(QUOTA + " And on.", "Ness News")
    assert await world.told() == []


async def test_the_same_topic_twice_is_one_subscription_however_it_is_typed(world: World) -> None:
    await world.subscribe("Herring  quota")
    again = await world.subscribe("herring quota", rhythm="daily")
    assert "You were subscribed already; this holds now. It is told here once a day at 8:00 (UTC), if there is news on it." in lines(again)
    assert len(await world.alerts.subscriptions.of_place("p", "w", "c")) == 1


async def test_a_place_has_so_many_topics_at_the_most(world: World) -> None:
    for topic in ("herring", "cod", "sprat"):
        await world.subscribe(topic)
    with pytest.raises(NotAllowed, match="There are 3 topics here already"):
        await world.subscribe("eel")
    await world.subscribe("eel", OTHER)


async def test_only_who_manages_a_channel_changes_what_is_told_there(world: World) -> None:
    with pytest.raises(NotAllowed, match=NOT_MANAGER):
        await world.subscribe("herring", manages=False)
    await world.subscribe("herring")
    with pytest.raises(NotAllowed, match=NOT_MANAGER):
        await world.alerts.subscribing.unsubscribe("herring", CHANNEL, manages=False)


@pytest.mark.parametrize("topic", ["", '"', "-china", "the"])
async def test_a_topic_that_cannot_be_read_is_not_subscribed_to(world: World, topic: str) -> None:
    with pytest.raises(BadTopic):
        await world.subscribe(topic)
    assert await world.alerts.subscriptions.of_place("p", "w", "c") == []


async def test_a_topic_of_one_outlet_alone(world: World) -> None:
    await world.subscribe('quota outlet:"Vess Post"')
    await world.publish(QUOTA)
    assert await world.told() == []
    await world.publish(QUOTA + " It rained.", "The Vess Post")
    assert len(await world.told()) == 1


async def test_who_unsubscribes_is_told_nothing_more_nor_what_was_due(world: World) -> None:
    await world.subscribe("herring quota")
    await world.publish(QUOTA)
    reply = await world.alerts.subscribing.unsubscribe("Herring  QUOTA", CHANNEL, manages=True)
    assert lines(reply) == "Unsubscribed from “herring quota”."
    await world.publish(QUOTA.replace("herring", "cod herring").replace("Wednesday", "Friday"))
    assert await world.told() == []
    with pytest.raises(NotThere, match="Nothing is subscribed to here as “herring quota”"):
        await world.alerts.subscribing.unsubscribe("herring quota", CHANNEL, manages=True)


async def test_two_topics_of_a_place_that_a_story_fits_are_one_message(world: World) -> None:
    await world.subscribe("herring quota")
    await world.subscribe("Vess delegation")
    await world.publish(QUOTA)
    (reply,) = await world.told()
    (quotation,) = [block for block in reply.blocks if isinstance(block, Quotation)]
    assert quotation.carriers in ("fits “herring quota” and “Vess delegation”", "fits “Vess delegation” and “herring quota”")


async def test_each_place_is_told_and_one_workspaces_own_news_stays_there(world: World) -> None:
    for place in (CHANNEL, OTHER, ELSEWHERE, DIRECT):
        await world.subscribe("herring quota", place)
    await world.publish(QUOTA, collection=collection("p", "w"))
    await world.alerts.sender("p", world.messenger).drain()
    assert sorted(place.channel for place, *_ in world.messenger.sent) == ["c", "o"]
    assert {place.workspace for place, *_ in world.messenger.sent} == {"w"}


async def test_a_burst_is_one_message_in_order(world: World) -> None:
    await world.subscribe("report")
    for n in range(12):
        await world.publish(
            f"Report number {n} of the harbour came in at {n} o'clock, from berth {n * 7}. {'xyzabcdefghi'[n] * 5} was on board."
        )
    (reply,) = await world.told()
    assert reply.heading == "12 new stories on “report”"
    assert [text.split()[2] for text in quoted(reply)] == [str(n) for n in range(6)]


async def test_digests_come_at_their_hour_and_days_with_nothing_are_silent(world: World) -> None:
    world.pass_(hours=(33 - world.now.hour) % 24)  # to an hour after that of digests
    await world.subscribe("herring quota", rhythm="daily")
    world.pass_(days=1)
    assert await world.told() == []
    await world.publish(QUOTA)
    assert await world.told() == []
    world.pass_(days=1)
    (reply,) = await world.told()
    assert reply.heading == "Your daily digest: 1 story on “herring quota”"
    world.pass_(days=1)
    assert await world.told() == []


async def test_in_a_digest_what_most_outlets_carry_comes_first(world: World) -> None:
    await world.subscribe("Vess OR Dorn", rhythm="weekly")
    await world.publish(FERRY)
    await world.publish(QUOTA, "The Port Times")
    await world.publish(f"Our reporters write: {QUOTA}", "The Vess Post")
    world.pass_(days=8)
    (reply,) = await world.told()
    assert reply.heading == "Your weekly digest: 2 stories on “Vess OR Dorn”"
    assert [("herring" in text, "ferry" in text) for text in quoted(reply)] == [(True, False), (False, True)]


async def test_what_is_not_delivered_is_sent_again_later_and_in_the_end_given_up(world: World) -> None:
    await world.subscribe("herring quota")
    await world.publish(QUOTA)
    for attempt in range(ATTEMPTS):
        world.messenger.troubles = [Undelivered("Slack did not take it.")]
        assert await world.told() == []
        counts = await world.alerts.outbox.counts()
        assert (counts.due, counts.dead) == ((1, 0) if attempt < ATTEMPTS - 1 else (0, 1))
        world.messenger.troubles = []
        if attempt < ATTEMPTS - 1:
            assert await world.told() == [], "not before its time"
        world.pass_(hours=7)
    (dead,) = await world.alerts.outbox.dead_letters(10)
    assert dead.reason == "Slack did not take it."


async def test_what_may_have_been_sent_is_said_to_be_so(world: World) -> None:
    await world.subscribe("herring quota")
    await world.publish(QUOTA)
    world.messenger.troubles = [Undelivered("No answer.")]
    await world.told()
    world.pass_(hours=1)
    await world.alerts.sender("p", world.messenger).drain()
    ((_, said, key, again),) = world.messenger.sent
    assert again
    assert said.exchange is not None
    assert key == f"alert:{said.exchange.id}"


async def test_a_place_that_is_closed_is_told_nothing_until_somebody_subscribes_again(world: World) -> None:
    await world.subscribe("herring quota")
    await world.publish(QUOTA)
    world.messenger.troubles = [PlaceClosed("The channel is archived.")]
    await world.alerts.sender("p", world.messenger).drain()
    ((place, said, _, _),) = world.messenger.sent
    assert (place.channel, place.kind) == ("alice", "direct")
    assert "A channel is no longer told of “herring quota”" in lines(said.reply)
    world.messenger.sent = []
    await world.publish(QUOTA.replace("herring", "cod herring").replace("Wednesday", "Friday") + " Gulls were seen.")
    assert await world.told() == []
    listed = await world.alerts.subscribing.listed(CHANNEL)
    assert "paused: The channel is archived." in str(listed)
    await world.subscribe("herring quota")
    assert "paused" not in str(await world.alerts.subscribing.listed(CHANNEL))


async def test_the_buttons_below_an_alert(world: World) -> None:
    await world.subscribe("herring quota")
    await world.publish(QUOTA)
    _, exchange = await world.last()
    alike = await world.alerts.pressing.alike(exchange, CHANNEL)
    assert "Report 1" in str(alike)
    muted = await world.alerts.pressing.mute(exchange, manages=True)
    assert lines(muted) == "Muted “herring quota” for a day; what is published meanwhile is not told later."
    world.messenger.sent = []
    await world.publish(
        QUOTA.replace("in Tarnholm", "once more").replace("ending a week", "after months").replace("the quay", "a pier") * 2
    )
    assert await world.told() == []
    with pytest.raises(NotAllowed):
        await world.alerts.pressing.unsubscribe(exchange, manages=False)
    assert lines(await world.alerts.pressing.unsubscribe(exchange, manages=True)) == "Unsubscribed from “herring quota”."
    with pytest.raises(NotThere):
        await world.alerts.pressing.mute(exchange, manages=True)


async def test_what_was_taken_down_before_it_was_told_is_not_told(world: World) -> None:
    await world.subscribe("herring quota")
    stored = await world.publish(QUOTA)
    await world.library.remove(stored.id)
    assert await world.told() == []
    assert (await world.alerts.outbox.counts()).due == 0


async def test_stories_that_turn_out_to_be_one_are_not_told_again(world: World) -> None:
    whole = {article.id: article.body for article in seeds.load()}["seed-1.2"]
    own = whole.split(". ")
    beginning, end = ". ".join(own[: round(0.62 * len(own))]), ". ".join(own[round(0.38 * len(own)) :])
    await world.subscribe("Putin")
    first, second = await world.publish(beginning), await world.publish(end, "The Vess Post")
    assert first.story_id != second.story_id
    assert [len(quoted(reply)) for reply in await world.told()] == [1, 1]
    shown = await world.publish(whole, "Dorn Daily")
    assert shown.story_id == first.story_id
    await world.publish(end, "Ness News")
    assert await world.told() == []


async def test_a_workspace_that_is_left_leaves_nothing(world: World) -> None:
    await world.subscribe("herring quota")
    await world.subscribe("herring quota", DIRECT)
    await world.publish(QUOTA)
    await world.alerts.leave("p", "w")
    await world.alerts.sender("p", world.messenger).drain()
    assert [place.channel for place, *_ in world.messenger.sent] == ["d"]
    assert await world.alerts.subscriptions.of_place("p", "w", "c") == []
