import pytest
from discord_world import Sherpa

from adapters.discord.servers import Servers, gone


@pytest.mark.parametrize(
    ("known", "connected", "listed", "left"),
    [
        ({1, 2}, {1, 2}, {1, 2}, set()),
        ({1, 2}, {2}, {2}, {1}),
        ({1, 2}, {1, 2}, {2}, {1}),
        ({1, 2}, {2}, {1, 2}, {1}),
        ({1, 2}, {1, 2}, set(), set()),
        ({1, 2}, {2}, set(), {1}),
        (set(), {1}, {1}, set()),
    ],
)
def test_a_server_is_left_where_gateway_or_api_do_not_know_it(
    known: set[int], connected: set[int], listed: set[int], left: set[int]
) -> None:
    assert gone(known, connected, listed) == left


async def test_servers_are_remembered_for_each_application(sherpa: Sherpa) -> None:
    ours, theirs = Servers(sherpa.house.store, 1), Servers(sherpa.house.store, 2)
    assert await ours.known() == set()
    await ours.remember({3, 1})
    await ours.remember({2, 1})
    assert await ours.known() == {1, 2}
    assert await theirs.known() == set()
