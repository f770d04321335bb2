"""The desk, on made-up news, without any platform."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.alerts.alerts import AlertRules, Alerts
from bot.answering import Said
from bot.blocks import Line, Quotation, Reply
from bot.cooldown import Cooldown
from bot.desk import NO_WORDS, Desk
from bot.event import Event
from bot.feeds.keeping import WorkspaceFeeds
from bot.onward import ELSEWHERE, GONE
from bot.places import Place, collection
from bot.service import Service
from bot.topics.grammar import MAX_TOPIC
from index.articles import EVERYONE, Article
from index.errors import BadQuestion, BadSource, NotAllowed, NotThere
from index.library import open_library
from index.store.events import Events
from index.store.exchanges import Exchange, Exchanges
from index.store.feeds import Feeds
from index.store.inbox import Inbox

CHANNEL = Place(platform="p", workspace="w", channel="c")
THREAD = CHANNEL.model_copy(update={"channel": "t", "kind": "thread"})
DIRECT = Place(platform="p", workspace="", channel="d", kind="direct")

#: Nine sentences that answer one question, in nine articles.
ARTICLES = [
    Article(
        id=f"a{n}", title=f"Herring talks, day {n}", body=f"The herring quota was set at {n}0 tonnes by the {name} delegation.", outlet=name
    )
    for n, name in enumerate(("Karrow", "Vess", "Orrin", "Talma", "Brisk", "Quell", "Dorn", "Ness", "Pell"), start=1)
]
RULES = AlertRules(most=9, burst=5, hour=8, zone="UTC", kept=timedelta(days=1))
QUESTION = "What was the herring quota set at?"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path, seeds=ARTICLES, engine="memory")
    service = Service(library, Event(None))
    cooldowns = {"per_person": Cooldown(2, lambda: 0.0), "per_channel": Cooldown(3, lambda: 0.0)}
    made = Desk(
        service,
        Events(library.database),
        Exchanges(library.database),
        Inbox(library.database),
        WorkspaceFeeds(Feeds(library.database), None, most=20, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)),
        clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        kept=timedelta(days=1),
        **cooldowns,
        alerts=Alerts(library, service, RULES, lambda: datetime(2026, 1, 1, tzinfo=UTC)),
    )
    yield made
    await service.close()


def quoted(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Quotation)]


def names(reply: Reply) -> list[str]:
    return [action.name for action in reply.actions]


def kept(said: Said) -> Exchange:
    assert said.exchange is not None
    return said.exchange


async def test_an_answer_is_kept_with_what_was_shown(desk: Desk) -> None:
    said = await desk.ask(QUESTION, "alice", CHANNEL)
    assert names(said.reply) == ["more", "summarize", "alert", "why", "helpful", "unhelpful", "thread", "delete"]
    assert not said.reply.private
    exchange = await desk.onward.find(kept(said).id, CHANNEL)
    assert exchange == said.exchange
    assert len(exchange.shown) == len(quoted(said.reply)) == 3


async def test_two_who_press_more_at_once_see_different_quotations(desk: Desk) -> None:
    said = await desk.ask(QUESTION, "alice", CHANNEL)
    one, other = await asyncio.gather(*(desk.onward.more(kept(said), "alice", CHANNEL) for _ in range(2)))
    shown = [*quoted(said.reply), *quoted(one.reply), *quoted(other.reply)]
    assert len(shown) == len(set(shown)) == 9


async def test_the_last_of_more_can_be_gone_on_from_too(desk: Desk) -> None:
    said = await desk.ask(QUESTION, "alice", CHANNEL)
    while "more" in names(said.reply):
        said = await desk.onward.more(await desk.onward.find(kept(said).id, CHANNEL), "alice", CHANNEL)
    await desk.shows(kept(said), "last")
    assert await desk.before(CHANNEL, "last") == (QUESTION,)


async def test_an_exchange_is_no_other_places_and_no_other_persons_in_a_direct_conversation(desk: Desk) -> None:
    open_ = kept(await desk.ask(QUESTION, "alice", CHANNEL))
    direct = kept(await desk.ask(QUESTION, "alice", DIRECT))
    for exchange, place in (
        (open_, CHANNEL.model_copy(update={"workspace": "other"})),
        (open_, CHANNEL.model_copy(update={"platform": "other"})),
        (direct, DIRECT.model_copy(update={"channel": "bobs"})),
        (direct, CHANNEL),
    ):
        with pytest.raises(NotThere, match=ELSEWHERE):
            await desk.onward.find(exchange.id, place)
    assert await desk.onward.find(open_.id, THREAD) == open_
    with pytest.raises(NotThere, match=GONE):
        await desk.onward.find("made-up", CHANNEL)


async def test_a_question_goes_on_from_its_message_its_thread_or_its_direct_conversation(desk: Desk) -> None:
    first = kept(await desk.ask(QUESTION, "alice", CHANNEL))
    await desk.shows(first, "m1")
    assert await desk.before(CHANNEL, "m1") == (QUESTION,)
    assert await desk.before(CHANNEL, None) == ()
    assert await desk.before(CHANNEL, "unknown") == ()
    assert await desk.before(THREAD.model_copy(update={"channel": "m1"}), None) == (QUESTION,)
    await desk.onward.continue_in(first, THREAD)
    assert await desk.before(THREAD, None) == (QUESTION,)
    await desk.ask("and by whom?", "bob", THREAD, before=(QUESTION,))
    assert await desk.before(THREAD, None) == (QUESTION, "and by whom?")
    await desk.ask(QUESTION, "alice", DIRECT)
    assert await desk.before(DIRECT, None) == (QUESTION,)


async def test_what_is_private_is_nothing_to_go_on_from_for_others(desk: Desk) -> None:
    said = await desk.find_sources("The herring quota was set", "alice", DIRECT)
    assert said.reply.private
    assert "share" in names(said.reply)
    assert not {"delete", "thread"} & set(names(said.reply))
    assert await desk.before(DIRECT, None) == ()
    shared = await desk.onward.share(kept(said), "alice", "Alice A.", DIRECT)
    assert not shared.reply.private
    assert quoted(shared.reply) == quoted(said.reply)
    assert shared.reply.blocks[-1] == Line(text="Shared by Alice A.", tone="quiet")


async def test_a_claim_without_words_is_refused(desk: Desk) -> None:
    with pytest.raises(BadQuestion, match=NO_WORDS):
        await desk.find_sources("😀", "alice", CHANNEL)


async def test_a_question_can_be_put_to_one_article(desk: Desk) -> None:
    said = await desk.ask(QUESTION, "alice", CHANNEL, source=await desk.find_source("Brisk", CHANNEL))
    assert quoted(said.reply) == ["The herring quota was set at 50 tonnes by the Brisk delegation."]
    with pytest.raises(BadSource):
        await desk.find_source("nowhere at all", CHANNEL)
    why = await desk.onward.why(kept(said), CHANNEL)
    assert why.private


async def test_a_workspace_sees_its_own_articles_and_no_other_does(desk: Desk) -> None:
    theirs = Article(id="own", title="Own", body="The cod quota was set at 7 tonnes.", collection=collection("p", "w"))
    await desk._answering.service.add([theirs])
    inside = await desk.ask("What was the cod quota set at?", "alice", CHANNEL)
    assert "The cod quota was set at 7 tonnes." in quoted(inside.reply)
    for place in (CHANNEL.model_copy(update={"workspace": "v"}), DIRECT):
        outside = await desk.ask("What was the cod quota set at?", "alice", place)
        assert not any("cod" in quotation for quotation in quoted(outside.reply))
        assert "own" not in {offer.article_id for offer in await desk.offers("", place)}
    assert CHANNEL.where.collections == {EVERYONE, "p:w"}
    assert DIRECT.where.collections == {EVERYONE}


async def test_a_removed_article_is_shown_by_no_button(desk: Desk) -> None:
    said = await desk.ask(QUESTION, "alice", CHANNEL)
    exchange = kept(said)
    for article in ARTICLES:
        await desk._answering.service.remove(article.id)
    assert quoted((await desk.onward.more(exchange, "alice", CHANNEL)).reply) == []
    with pytest.raises(BadSource):
        await desk.onward.summary_of(exchange, "alice", CHANNEL)
    assert quoted((await desk.onward.share(exchange, "alice", "Alice", CHANNEL)).reply) == []


async def test_only_the_asker_and_moderators_delete(desk: Desk) -> None:
    exchange = kept(await desk.ask(QUESTION, "alice", CHANNEL))
    with pytest.raises(NotAllowed):
        desk.onward.check_may_delete(exchange, "bob", manages_messages=False)
    desk.onward.check_may_delete(exchange, "bob", manages_messages=True)
    desk.onward.check_may_delete(exchange, "alice", manages_messages=False)
    await desk.shows(exchange, "m1")
    await desk.onward.hide(exchange, "m1")
    await desk.shows(exchange, "m2")
    assert await desk.before(CHANNEL, "m2") == ()
    with pytest.raises(NotThere):
        await desk.onward.find(exchange.id, CHANNEL)


async def test_who_asks_a_lot_waits_and_so_does_a_busy_channel(desk: Desk) -> None:
    assert desk.hold("alice", CHANNEL) is None
    assert desk.hold("alice", CHANNEL) is None
    held = desk.hold("alice", CHANNEL)
    assert held is not None
    assert held.private
    assert desk.hold("bob", CHANNEL) is None
    busy = desk.hold("bob", CHANNEL)
    assert busy is not None
    assert busy.blocks == (Line(text="Much is being asked here; ask again in 20 seconds."),)
    assert desk.hold("bob", DIRECT) is None, "what the channel refused is not counted against the person"


async def test_whether_a_question_is_private_depends_on_what_it_goes_on_from(desk: Desk) -> None:
    assert desk.is_private("when?")
    assert not desk.is_private("when?", (QUESTION,))
    assert desk.is_private("   ")
    assert not desk.is_private("hello")


async def test_a_topic_is_made_of_the_words_that_say_what_a_question_is_about(desk: Desk) -> None:
    exchange = kept(await desk.ask(QUESTION, "alice", CHANNEL))
    assert desk.onward.topic(exchange) == "herring quota"
    long = await desk.find_sources("The herring quota " + " ".join(f"Delegate{n} Deputy{n}" for n in range(40)), "alice", CHANNEL)
    assert 100 < len(desk.onward.topic(kept(long))) <= MAX_TOPIC
