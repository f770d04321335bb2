"""Sherpa in a Discord without a network: the real client, service and database on the seed articles."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import discord
import pytest
import simcord
from discord_world import Clock, Sherpa, World, client_of
from sown import sow

from adapters.settings import Settings
from adapters.wiring import House, open_house
from bot.cooldown import Cooldown
from bot.desk import Desk
from index.store.events import Events
from index.store.exchanges import Exchanges


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    opened = await open_house(Settings(home=sow(tmp_path), engine="memory", _env_file=None))  # type: ignore[call-arg]  # pydantic-settings' own
    yield opened
    await opened.service.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sherpa(house: House, clock: Clock, tmp_path: Path) -> Sherpa:
    events, exchanges = Events(house.store), Exchanges(house.store)
    desk = Desk(
        house.service,
        events,
        exchanges,
        house.inbox,
        house.desk.feeds,
        clock=clock,
        kept=timedelta(days=30),
        per_person=Cooldown(15, clock.monotonic),
        per_channel=Cooldown(240, clock.monotonic),
        alerts=house.alerts,
    )
    house = replace(house, desk=desk)
    return Sherpa(client_of(house), house, clock, exchanges, tmp_path)


@pytest.fixture
def simcord_bot(sherpa: Sherpa) -> discord.Client:
    return sherpa.client


@pytest.fixture
async def world(simcord_env: simcord.Env, sherpa: Sherpa) -> AsyncIterator[World]:
    """A server with a channel and two members; whatever was sent in it is looked at in the end."""
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("summit")
    users = {name: simcord_env.create_user(name) for name in ("alice", "bob")}
    alice, bob = map(guild.add_member, users.values())
    made = World(simcord_env, sherpa, guild, channel, alice, bob, users)
    yield made
    made.check_requests()
