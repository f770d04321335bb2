from hypothesis import given
from hypothesis import strategies as st

import bot.cooldown
from bot.cooldown import WINDOW, Cooldown


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_and_then_one_after_the_other() -> None:
    clock = Clock()
    cooldown = Cooldown(3, clock)
    assert [cooldown.take("a") for _ in range(3)] == [0, 0, 0]
    assert cooldown.take("a") == 20
    clock.now += 19
    assert cooldown.take("a") == 1
    clock.now += 1
    assert cooldown.take("a") == 0
    assert cooldown.take("a") == 20


def test_each_key_has_its_own_budget() -> None:
    cooldown = Cooldown(1, Clock())
    assert cooldown.take("a") == cooldown.take("b") == 0
    assert cooldown.take("a") == WINDOW


def test_what_is_given_back_can_be_taken_again() -> None:
    cooldown = Cooldown(1, Clock())
    cooldown.give_back("a")
    assert cooldown.take("a") == 0
    cooldown.give_back("a")
    assert cooldown.take("a") == 0
    assert cooldown.take("a") > 0


def test_after_a_while_a_budget_is_whole_again_and_no_more_than_that() -> None:
    clock = Clock()
    cooldown = Cooldown(5, clock)
    for _ in range(5):
        cooldown.take("a")
    clock.now += 10 * WINDOW
    assert [cooldown.take("a") for _ in range(6)] == [0, 0, 0, 0, 0, 12]


def test_whole_budgets_are_forgotten_when_there_are_many() -> None:
    clock = Clock()
    cooldown = Cooldown(2, clock)
    for n in range(bot.cooldown.MANY_KEYS):
        cooldown.take(str(n))
    clock.now += WINDOW
    cooldown.take("last")
    assert len(cooldown._whole_at) == 1


@given(st.integers(1, 50), st.lists(st.floats(0, 30), max_size=100))
def test_in_no_window_are_there_more_than_twice_as_many(most: int, waits: list[float]) -> None:
    clock = Clock()
    cooldown = Cooldown(most, clock)
    taken = []
    for wait in waits:
        clock.now += wait
        if not cooldown.take("a"):
            taken.append(clock.now)
    assert all(sum(start <= time < start + WINDOW for time in taken) <= 2 * most for start in taken)
