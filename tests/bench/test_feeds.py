"""The benchmark of many feeds in smoke form: every way to fail, bombs among it, and a process that is killed."""

from bench.feeds import MOST_MEMORY, Load, faults_of, run, table
from bench.standins.news_kinds import KINDS


async def test_among_feeds_that_fail_nothing_is_lost_and_nothing_twice_though_a_process_is_killed() -> None:
    load = Load(feeds=40, rounds=1, failing=len(KINDS) / 40, bombs=6, kills=1, poll_seconds=1, quick=True)
    outcome = await run(load)
    assert faults_of(outcome) == []
    (round_,) = outcome.rounds
    assert (round_.found, round_.twice, round_.killed) == (15, 0, True)
    assert {failing.kind.name for failing in outcome.failing} == {kind.name for kind in KINDS if not kind.slow}
    assert 0 < outcome.memory < MOST_MEMORY
    assert "| 1 | 1 | one | 15 | 15 | 0 |" in table(load, outcome)
