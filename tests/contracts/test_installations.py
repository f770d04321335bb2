"""What holds for installations on Slack, on every database."""

import asyncio
import time
from typing import Any

from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import select

from adapters.slack.installations import Installations
from adapters.slack.work import Origin
from index.store.store import Store

ONE, TWO = Origin(team="T1"), Origin(team="T2")
ORG = Origin(team="", enterprise="E1", org=True)


async def prepared(store: Store, client_id: str = "c1") -> Installations:
    made = Installations(store, client_id)
    await made.prepare()
    return made


def installation(team: str | None, token: str = "xoxb-1", enterprise: str | None = None, **more: Any) -> Installation:  # noqa: S107 - of nothing
    given = {
        "app_id": None,
        "user_id": "U1",
        "bot_id": "B1",
        "bot_user_id": "UBOT",
        "bot_scopes": "chat:write",
        "installed_at": time.time(),
    }
    return Installation(**{**given, "team_id": team, "enterprise_id": enterprise, "bot_token": token, **more})


async def rows(store: Store, table: Any) -> list[Any]:
    async with store.reading() as connection:
        return list(await connection.execute(select(table)))


async def test_what_is_installed_is_found_as_it_was(store: Store) -> None:
    kept = await prepared(store)
    token = "xoxe.xoxb-1-" + "x" * 500
    await kept.async_save(installation("T1", token, bot_refresh_token="xoxe-1", bot_token_expires_at=int(time.time()) + 60))  # noqa: S106 - of nothing
    found = await kept.find(ONE)
    assert found is not None
    assert (found.bot_token, found.bot_user_id, found.bot_refresh_token) == (token, "UBOT", "xoxe-1")
    assert found.bot_token_expires_at is not None
    assert abs(found.bot_token_expires_at - time.time() - 60) < 5
    assert await kept.find(TWO) is None
    assert await (await prepared(store, "another app")).find(ONE) is None


async def test_what_is_installed_again_takes_the_place_and_what_is_gone_is_not_renewed(store: Store) -> None:
    kept = await prepared(store)
    for token in ("xoxb-1", "xoxb-2"):
        await kept.async_save(installation("T1", token))
    assert len(await rows(store, kept.bots)) == 1
    found = await kept.find(ONE)
    assert found is not None
    found.bot_token = "xoxb-3"  # noqa: S105 - of nothing
    await kept.renew(found)
    renewed = await kept.find(ONE)
    assert renewed is not None
    assert renewed.bot_token == "xoxb-3"  # noqa: S105 - of nothing
    await kept.remove(ONE)
    await kept.renew(found)
    assert await rows(store, kept.bots) == []


async def test_an_organisations_workspaces_come_and_go_with_it(store: Store) -> None:
    kept = await prepared(store)
    await kept.async_save(installation(None, "xoxb-org", "E1", is_enterprise_install=True))
    await kept.async_save(installation("T9", "xoxb-9"))
    whole = await kept.find(Origin(team="T1", enterprise="E1", org=True))
    assert whole is not None
    assert await kept.find(ONE) is None, "not known yet"
    await asyncio.gather(*(kept.join(whole, team) for team in ("T1", "T2") for _ in range(5)))
    found = await kept.find(ONE)
    assert found is not None
    assert found.bot_token == "xoxb-org"  # noqa: S105 - of nothing
    assert await kept.teams(ORG) == {"T1", "T2"}
    await kept.part(["T2"])
    assert await kept.teams(ORG) == {"T1"}
    await kept.remove(ORG)
    assert await kept.find(ONE) is None
    assert await rows(store, kept.members) == []
    await kept.join(whole, "T1")
    assert await rows(store, kept.members) == [], "there is nothing to be there through"
    assert await kept.find(Origin(team="T9")) is not None


async def test_a_workspaces_own_installation_goes_before_its_organisations(store: Store) -> None:
    kept = await prepared(store)
    await kept.async_save(installation("T1", "xoxb-own", "E1"))
    await kept.async_save(installation(None, "xoxb-org", "E1", is_enterprise_install=True))
    found = await kept.find(Origin(team="T1", enterprise="E1"))
    assert found is not None
    assert found.bot_token == "xoxb-own"  # noqa: S105 - of nothing


async def test_several_processes_make_the_tables_at_once(store: Store, url: str) -> None:
    others = [await Store.open(url) for _ in range(3)]
    try:
        await asyncio.gather(*(prepared(each) for each in (store, *others)))
    finally:
        for other in others:
            await other.close()


async def test_a_state_serves_once(store: Store) -> None:
    kept = await prepared(store)
    state = await kept.states.async_issue()
    assert await kept.states.async_consume(state)
    assert not await kept.states.async_consume(state)
    assert not await kept.states.async_consume("made up")
