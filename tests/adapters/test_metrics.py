"""What is counted, as Prometheus reads it."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest_asyncio
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from adapters.gauges import Gauges
from adapters.metrics import Metrics
from adapters.settings import Settings
from adapters.wiring import House, open_house
from bot.observing import Outcome, asking
from bot.places import Place
from index.errors import BadQuestion, BadSource, StoreUnavailable
from index.news.polling import Polled
from index.store.feeds import Feeds

HANDBOOK = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    opened = await open_house(Settings(home=tmp_path, engine="memory", _env_file=None))  # type: ignore[call-arg]  # pydantic-settings' own
    yield opened
    await opened.service.close()


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(name, labels) or 0


async def test_every_metric_is_in_the_handbook_and_no_other_and_each_says_what_it_counts(house: House) -> None:
    gauges = Gauges(house)
    house.metrics.registry.register(gauges)
    await gauges.look()
    families = list(text_string_to_metric_families(generate_latest(house.metrics.registry).decode()))
    ours = [family for family in families if family.name.startswith("sherpa_")]
    told = set(re.findall(r"^\| `(sherpa_\w+)", HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {family.name + ("_total" if family.type == "counter" else "") for family in ours}
    assert all(family.documentation.endswith(".") for family in ours)
    named = set(re.findall(r"`(sherpa_\w+)", HANDBOOK.read_text(encoding="utf-8")))
    assert named == told


async def test_without_a_database_or_an_index_that_is_what_is_said(house: House, tmp_path: Path) -> None:
    await house.service.close()
    said = []
    for _ in range(2):
        gauges = Gauges(house)
        await gauges.look()
        said.append({family.name: [sample.value for sample in family.samples] for family in gauges.collect()})
        await house.store.close()
        shutil.rmtree(tmp_path, ignore_errors=True)
    assert said == [{"sherpa_store_up": [up], "sherpa_platform_connected": []} for up in (1, 0)]


async def test_who_scrapes_all_the_time_does_not_load_the_database(house: House) -> None:
    gauges = Gauges(house, kept=3_600)
    await gauges.look()
    await Feeds(house.store).add("https://news.example/feed", "everyone", datetime.now(UTC))
    for _ in range(10):
        await gauges.look()
    (feeds,) = (family for family in gauges.collect() if family.name == "sherpa_feeds")
    assert sum(sample.value for sample in feeds.samples) == 0


def test_a_question_is_counted_by_what_came_of_it() -> None:
    metrics = Metrics()
    errors = {
        BadQuestion("Empty."): "no question",
        BadSource("There is none."): "declined",
        StoreUnavailable("Gone."): "error",
        ValueError(): "error",
    }
    for error in errors:
        with suppress(type(error)), asking(metrics, "web"):
            raise error
    for outcome in get_args(Outcome):
        with asking(metrics, "slack") as asked:
            asked.outcome = outcome
    counted = {
        platform: {outcome: value(metrics, "sherpa_questions_total", platform=platform, outcome=outcome) for outcome in get_args(Outcome)}
        for platform in ("web", "slack")
    }
    assert counted == {
        "web": {"answered": 0, "declined": 1, "no question": 1, "error": 2},
        "slack": {"answered": 1, "declined": 1, "no question": 1, "error": 1},
    }
    assert value(metrics, "sherpa_question_duration_seconds_count", platform="web") == 4


async def test_talk_and_what_has_nothing_to_search_for_are_no_questions_that_were_declined(house: House) -> None:
    place = Place(platform="slack", workspace="T1", channel="C1")
    for text in ("hello", "thanks", "the of", "Was a ceasefire agreed?", "Who won the 2030 World Cup?"):
        await house.desk.ask(text, "U1", place)
    counted = [value(house.metrics, "sherpa_questions_total", platform="slack", outcome=outcome) for outcome in get_args(Outcome)]
    assert dict(zip(get_args(Outcome), counted, strict=True)) == {"answered": 1, "declined": 1, "no question": 3, "error": 0}


def test_a_poll_is_counted_by_what_came_of_it() -> None:
    metrics = Metrics()
    ok, failing = SimpleNamespace(state="ok"), SimpleNamespace(state="failing")
    new, same = SimpleNamespace(new=True), SimpleNamespace(new=False)
    for feed, added, trouble in ((ok, (new, same), None), (ok, (same,), None), (failing, (), None), (ok, (), StoreUnavailable("Gone."))):
        metrics.poll(Polled(feed, added, trouble))  # type: ignore[arg-type]  # no more of either is looked at
    for outcome in ("news", "nothing new", "failed", "not stored"):
        assert value(metrics, "sherpa_polls_total", outcome=outcome) == 1
    assert value(metrics, "sherpa_articles_polled_total") == 1
