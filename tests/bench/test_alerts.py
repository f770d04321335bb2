"""Alerts' benchmarks in smoke form, which is also the test that nothing is lost or told twice where processes die."""

from bench.alert_crashes import run
from bench.topic_matching import measured


async def test_each_alert_arrives_once_though_the_process_is_killed_and_discord_fails() -> None:
    outcome = await run("discord", alerts=30, kills=1, database=None, quick=True)
    assert (outcome.due, outcome.arrived, outcome.twice) == (30, 30, 0)


async def test_many_topics_are_loaded_and_matched() -> None:
    found = await measured(500)
    assert found.topics == 500
    assert 0 < found.p50 <= found.p95
