"""The database, the index, and what is in them."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

from adapters.doctor.machine import size_words
from adapters.findings import Finding
from adapters.jobs.status import LATE
from adapters.settings import Settings
from adapters.wiring import House, database_url, open_house
from bot.wording import held_words
from index import seeds
from index.errors import BadFile, BadSetting, IndexUnavailable, SherpaError, StoreUnavailable
from index.store.feed_counts import count_feeds, most_common_reason
from index.store.store import Store

#: Seconds that the database may take to answer at all, and then all that is in it to be open.
ANSWER, OPEN = 3.0, 10.0
#: By which this machine's clock may be behind that of a machine that stored something.
CLOCK = timedelta(minutes=1)


async def findings(settings: Settings) -> AsyncGenerator[Finding, None]:
    """What rests on something that is missing is left out."""
    try:
        yield await _database(settings)
        async with asyncio.timeout(OPEN):
            house = await open_house(settings)
    except SherpaError as error:
        yield Finding(_part(error), False, str(error))
        return
    except TimeoutError:
        yield Finding("Index", False, f"not open within {OPEN:g} s; a large one that is built anew takes longer: ask again later")
        return
    try:
        yield await _index(house)
        yield await _seeds(settings, house)
        yield Finding("Articles", True, f"{held_words(await house.service.searched())}, in {settings.home}")
        yield await _feeds(house)
        yield await _alerts(house)
        yield await _clock(house)
        ratings = await house.desk.ratings()
    finally:
        await house.service.close()
    if any(ratings.values()):
        yield Finding("Feedback", None, f"{ratings[True]:,} found an answer helpful, {ratings[False]:,} did not")


def _part(error: SherpaError) -> str:
    names = {BadSetting: "Home", BadFile: "Seeds", IndexUnavailable: "Index"}
    return names.get(type(error), "Database")


async def _database(settings: Settings) -> Finding:
    """Raises what `Store.open` does."""
    try:
        async with asyncio.timeout(ANSWER):
            store = await Store.open(database_url(settings))
    except TimeoutError:
        raise StoreUnavailable(f"The database does not answer within {ANSWER:g} s; check that it runs, and SHERPA_DATABASE_URL.") from None
    try:
        return Finding("Database", True, f"{await store.server()}, its tables at version {await store.fact('schema')}")
    finally:
        await store.close()


async def _index(house: House) -> Finding:
    index = await house.library.index_standing()
    where = f"on disk, {size_words(index.size)}" if index.on_disk else "in memory"
    step = f"{index.behind:,} changes behind the database; they are being taken in" if index.behind else "in step with the database"
    return Finding("Index", None if index.behind else True, f"{where}, {step}")


async def _seeds(settings: Settings, house: House) -> Finding:
    if settings.seed_folder is None:
        return Finding("Seeds", None, "none wanted; SHERPA_SEEDS is 0")
    wanted = [article.id for article in seeds.load(settings.seed_folder)]
    there = len(await house.service.get(wanted))
    return Finding("Seeds", True, f"{there} of {len(wanted)}" + ("" if there == len(wanted) else "; the others were taken down"))


async def _feeds(house: House) -> Finding:
    states, late = await count_feeds(house.store, datetime.now(UTC))
    failing, all_ = sum(states.values()) - states.get("ok", 0), sum(states.values())
    if not all_:
        return Finding("Feeds", None, "none; `sherpa feeds add` polls one")
    if failing:
        why = f"{failing:,} of {all_:,} fail, most of them so: {await most_common_reason(house.store)}; see `sherpa feeds list`"
        return Finding("Feeds", False if failing == all_ else None, why)
    if late > LATE:
        return Finding("Feeds", None, f"{all_:,}, polled {timedelta(seconds=int(late))} late; is there a `sherpa run`?")
    return Finding("Feeds", True, f"{all_:,}, none fails")


async def _alerts(house: House) -> Finding:
    counts = await house.alerts.outbox.counts()
    if counts.dead:
        return Finding("Alerts", None, f"{counts.due:,} due, {counts.dead:,} given up; `sherpa status` says which and why")
    return Finding("Alerts", True, f"{counts.due:,} due, none given up")


async def _clock(house: House) -> Finding:
    newest, now = await house.store.newest_intake(), datetime.now(UTC)
    if newest is not None and newest - now > CLOCK:
        return Finding("Clock", False, f"{now:%d %b %Y, %H:%M} UTC is before what was stored last; set this machine's clock")
    return Finding("Clock", True, f"{now:%d %b %Y, %H:%M} UTC")
