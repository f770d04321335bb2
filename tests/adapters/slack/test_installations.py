"""Many workspaces: installing, tokens that change, organisations, leaving; and that none sees another's."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_check import button, quotations, visible
from slack_world import ALICE, QUESTION, World, encoded, install
from sqlalchemy import update

from adapters.slack.installations import _utc
from adapters.slack.places import PLATFORM
from adapters.slack.reading import read
from adapters.slack.workspaces import NOT_THERE
from bench.standins import slack_payloads as payloads
from bench.standins.slack import BOT_TOKEN
from bot.onward import ELSEWHERE
from bot.places import collection
from index.articles import EVERYONE, Article
from index.store.inbox import Inbox, Task

TABLES = ("inbox", "exchanges", "showings", "feedback", "slack_bots", "slack_members", "articles")


def slash(world: World, team: str, text: str = QUESTION, **where: Any) -> dict[str, Any]:
    by = payloads.person(1, team=team)
    return payloads.slash(by, "/ask", text, team=team, response_url=world.slack.response_url(team=team), **where)


async def rows(world: World) -> dict[str, int]:
    """How many rows there are of each table, of articles those that are a workspace's own."""
    articles = [row for row in await world.rows("articles") if row["collection"] != EVERYONE and not row["removed"]]
    return {table: len(await world.rows(table)) for table in TABLES if table != "articles"} | {"articles": len(articles)}


async def test_from_installing_to_the_first_answer(many: World) -> None:
    status, text = await install(many, many.slack.grant(payloads.TEAM))
    assert status == 200
    assert "Thank you" in text or "success" in text.lower()
    assert quotations((await many.after(slash(many, payloads.TEAM))).body)
    await many.event(payloads.mention(ALICE, QUESTION))
    answer = (await many.shown(2))[1]
    assert answer.token in many.slack.tokens
    assert answer.token != BOT_TOKEN
    assert many.slack.calls("auth.test")[-1].time < many.slack.calls("response")[0].time, "asked while installing alone"
    assert await many.rows("slack_oauth_states") == []


@pytest.mark.parametrize("state", ["", "made-up", None])
async def test_an_installation_that_was_not_begun_here_is_refused(many: World, state: str | None) -> None:
    status, _ = await install(many, many.slack.grant(payloads.TEAM), state=state, cookie="" if state is None else None)
    assert status in (400, 401)
    assert (await rows(many))["slack_bots"] == 0


async def test_a_state_serves_once_and_a_wrong_code_installs_nothing(many: World) -> None:
    status, _ = await install(many, "no such code")
    assert status == 401
    async with many.session.get(f"{many.sherpa.address}/slack/oauth_redirect", params={"error": "access_denied"}) as page:
        assert page.status == 200
        assert "access_denied" in await page.text()
    assert (await rows(many))["slack_bots"] == 0


async def test_where_it_is_not_installed_a_command_is_told_so_and_nothing_is_kept(many: World) -> None:
    with many.slack.hold("*"):  # the acknowledgement waits for none of it
        status, told = await many.sherpa.post(encoded(slash(many, payloads.TEAM)))
    assert status == 200
    assert told["response_type"] == "ephemeral"
    assert visible(told) == NOT_THERE
    for other in (payloads.event(payloads.mention(ALICE, QUESTION)), payloads.event(payloads.home_opened(ALICE))):
        assert (await many.sherpa.post(encoded(other)))[0] == 200
    await many.quiet()
    assert not any((await rows(many)).values())
    assert many.slack.requests == []


async def test_installing_again_takes_the_place_of_the_first(many: World) -> None:
    for _ in range(2):
        await install(many, many.slack.grant(payloads.TEAM))
    assert (await rows(many))["slack_bots"] == 1
    await many.event(payloads.mention(ALICE, QUESTION))
    assert (await many.shown())[0].token == (await many.rows("slack_bots"))[0]["bot_token"]


async def test_a_token_that_ends_soon_is_changed_for_the_next(many: World) -> None:
    await install(many, many.slack.grant(payloads.TEAM, rotating=True))
    installations = many.sherpa.app.workspaces._installations
    assert installations is not None
    first = (await many.rows("slack_bots"))[0]["bot_token"]
    async with many.sherpa.house.store.writing() as connection:
        await connection.execute(update(installations.bots).values(bot_token_expires_at=_utc(time.time() + 60)))
    many.slack.expire(first)
    for n in range(3):  # at once: the refresh token serves once
        await many.event(payloads.mention(ALICE, QUESTION, channel=f"C0MANY{n}"))
    answers = await many.shown(3)
    (kept,) = await many.rows("slack_bots")
    assert {each.token for each in answers} == {kept["bot_token"]}
    assert kept["bot_token"] != first
    refreshed = [each for each in many.slack.calls("oauth.v2.access") if each.body.get("grant_type") == "refresh_token"]
    assert len(refreshed) == 1


async def test_one_workspace_never_sees_anothers(many: World) -> None:
    own = Article(
        id="own",
        title="Herring quota",
        body="The herring quota was set at 90 tonnes by Vess.",
        collection=collection("slack", payloads.TEAM),
    )
    await many.sherpa.house.service.add([own])
    for team in (payloads.TEAM, payloads.OTHER_TEAM):
        await install(many, many.slack.grant(team))
    question = "What was the herring quota set at?"
    seen = await many.after(slash(many, payloads.TEAM, question))
    assert "90 tonnes" in visible(seen.body)
    hidden = await many.after(slash(many, payloads.OTHER_TEAM, question))
    assert "90 tonnes" not in str(hidden.body)
    assert "Herring" not in str(hidden.body["blocks"][1:])
    by = payloads.person(2, team=payloads.OTHER_TEAM)
    url = many.slack.response_url(team=payloads.OTHER_TEAM)
    stolen = payloads.press(by, None, button(seen.body, "Share"), response_url=url, team=payloads.OTHER_TEAM)
    assert visible((await many.after(stolen)).body) == ELSEWHERE
    offered = payloads.suggestion(by, "sherpa:source", "herring", team=payloads.OTHER_TEAM)
    assert await many.send(offered) == {"options": []}
    many.slack.requests.clear()  # the made-up article is none of the seeds


@pytest.mark.parametrize("order", [("uninstalled", "revoked"), ("revoked", "uninstalled"), ("revoked",), ("uninstalled",)])
async def test_after_leaving_no_row_of_the_workspace_is_left(many: World, order: tuple[str, ...]) -> None:
    own = Article(id="own", title="Own", body="The herring quota was set at 90 tonnes.", collection=collection("slack", payloads.TEAM))
    await many.sherpa.house.service.add([own])
    for team in (payloads.TEAM, payloads.OTHER_TEAM):
        await install(many, many.slack.grant(team))
        answer = await many.after(slash(many, team))
        by = payloads.person(1, team=team)
        await many.after(
            payloads.press(by, None, button(answer.body, "Helpful"), response_url=many.slack.response_url(team=team), team=team)
        )
    await many.event(payloads.mention(ALICE, QUESTION))
    await many.slack.called("chat.postMessage")
    await many.quiet()
    before = await rows(many)
    assert before == {"inbox": 0, "exchanges": 3, "showings": 1, "feedback": 2, "slack_bots": 2, "slack_members": 0, "articles": 1}
    inner = {"uninstalled": payloads.uninstalled(), "revoked": payloads.tokens_revoked(bot=[payloads.BOT_USER])}
    for each in order:
        await many.event(inner[each])
    await many.quiet()
    assert await rows(many) == {
        "inbox": 0,
        "exchanges": 1,
        "showings": 0,
        "feedback": 1,
        "slack_bots": 1,
        "slack_members": 0,
        "articles": 0,
    }
    assert payloads.TEAM not in str([await many.rows(table) for table in TABLES if table != "articles"])
    known = len(many.slack.answers())
    await many.sherpa.post(encoded(payloads.event(payloads.mention(ALICE, QUESTION))))
    await many.quiet()
    assert len(many.slack.answers()) == known


async def test_what_is_under_way_while_it_leaves_leaves_nothing_either(many: World) -> None:
    await install(many, many.slack.grant(payloads.TEAM))
    with many.slack.hold("chat.postMessage") as held:
        await many.event(payloads.mention(ALICE, QUESTION))
        await many.slack.until(lambda: held.requests)
        await many.event(payloads.uninstalled())
        held.release()
    await many.quiet()
    assert not any((await rows(many)).values())


async def test_an_old_word_of_leaving_does_not_end_a_new_installation(many: World) -> None:
    await install(many, many.slack.grant(payloads.TEAM))
    await many.send({**payloads.event(payloads.uninstalled()), "event_time": int(time.time()) - 600})
    await many.quiet()
    assert (await rows(many))["slack_bots"] == 1


async def test_a_token_that_is_changed_while_it_leaves_stays_away(many: World) -> None:
    await install(many, many.slack.grant(payloads.TEAM, rotating=True))
    installations = many.sherpa.app.workspaces._installations
    assert installations is not None
    async with many.sherpa.house.store.writing() as connection:
        await connection.execute(update(installations.bots).values(bot_token_expires_at=_utc(time.time() + 60)))
    with many.slack.hold("oauth.v2.access") as held:
        await many.event(payloads.mention(ALICE, QUESTION))
        await many.slack.until(lambda: held.requests)
        await many.event(payloads.uninstalled())
        await until_rows(many, lambda kept: kept["slack_bots"] == 0)
        held.release()
    await many.quiet()
    assert not any((await rows(many)).values())


async def test_leaving_is_gone_on_with_where_a_process_ended_in_the_middle(many: World) -> None:
    await install(many, many.slack.grant("", enterprise="E0ORG", org=True))
    text = f"<@{payloads.bot_user('')}> {QUESTION}"
    asked = {**payloads.mention(payloads.person(1, team="T0ONE"), QUESTION, team="T0ONE"), "text": text}
    await many.event(asked, team="T0ONE", enterprise="E0ORG", org=True)
    await many.shown()
    await many.quiet()
    desk = many.sherpa.house.desk
    whole = {**payloads.event(payloads.uninstalled(), team="E0ORG"), "enterprise_id": "E0ORG"}
    left = read(whole, "")
    assert left is not None
    assert left.work is not None
    task = Task("left", PLATFORM, "E0ORG", left.work.model_dump(mode="json"), datetime.now(UTC))
    dead = Inbox(many.sherpa.house.store)
    await dead.take(["slack event left"], task, datetime.now(UTC) - timedelta(minutes=1))
    await desk.leave(PLATFORM, "T0ONE", keep="left")  # what it had done before it ended
    await until_rows(many, lambda kept: not any(kept.values()))


async def test_a_workspace_that_its_organisation_no_longer_lets_in_is_forgotten_alone(many: World) -> None:
    await install(many, many.slack.grant("", enterprise="E0ORG", org=True))
    for team in ("T0ONE", "T0TWO"):
        asked = payloads.mention(payloads.person(1, team=team), QUESTION, team=team, channel=f"C{team}")
        await many.event({**asked, "text": f"<@{payloads.bot_user('')}> {QUESTION}"}, team=team, enterprise="E0ORG", org=True)
    await many.shown(2)
    await many.quiet()
    revoked = {"type": "team_access_revoked", "team_ids": ["T0ONE"], "event_ts": "1.1"}
    await many.send({**payloads.event(payloads.uninstalled(), team="E0ORG"), "enterprise_id": "E0ORG", "event": revoked})
    await many.quiet()
    kept = await rows(many)
    assert (kept["slack_bots"], kept["slack_members"], kept["exchanges"]) == (1, 1, 1)


async def until_rows(world: World, holds: Callable[[dict[str, int]], bool]) -> None:
    """Waits until what is kept is as it should be."""
    async with asyncio.timeout(30):
        while not holds(await rows(world)):  # noqa: ASYNC110 - of what the worker does there is no event
            await asyncio.sleep(0.05)


async def test_a_persons_token_that_is_revoked_is_none_of_sherpas(many: World) -> None:
    await install(many, many.slack.grant(payloads.TEAM))
    await many.event(payloads.tokens_revoked(oauth=[ALICE["id"]]))
    await many.quiet()
    assert (await rows(many))["slack_bots"] == 1


async def test_an_organisation_installs_it_for_all_its_workspaces(many: World) -> None:
    await install(many, many.slack.grant("", enterprise="E0ORG", org=True))
    for team in ("T0ONE", "T0TWO"):
        asked = payloads.mention(payloads.person(1, team=team), QUESTION, team=team, channel=f"C{team}")
        text = f"<@{payloads.bot_user('')}> {QUESTION}"  # the organisation's one bot
        await many.event({**asked, "text": text}, team=team, enterprise="E0ORG", org=True)
    answers = await many.shown(2)
    assert all(map(quotations, (each.body for each in answers))), [visible(each.body) + each.method for each in answers]
    await many.quiet()
    kept = await rows(many)
    assert (kept["slack_bots"], kept["slack_members"], kept["exchanges"]) == (1, 2, 2)
    await many.send({**payloads.event(payloads.uninstalled(), team="E0ORG"), "enterprise_id": "E0ORG"})
    await many.quiet()
    assert not any((await rows(many)).values())


async def test_an_organisation_that_leaves_is_known_whatever_slack_calls_it(many: World) -> None:
    await install(many, many.slack.grant("", enterprise="E0ORG", org=True))
    await many.send({**payloads.event(payloads.uninstalled(), team="T0ONE"), "enterprise_id": "E0ORG"})
    await many.quiet()
    assert not any((await rows(many)).values())


async def test_where_the_database_fails_before_it_is_known_who_asks_a_command_says_so(many: World) -> None:
    await install(many, many.slack.grant(payloads.TEAM))
    async with many.sherpa.house.store.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE slack_bots RENAME TO away")
    status, told = await many.sherpa.post(encoded(slash(many, payloads.TEAM)))
    assert (status, told["response_type"]) == (200, "ephemeral")
    assert (await many.sherpa.post(encoded(payloads.event(payloads.mention(ALICE, QUESTION)))))[0] >= 500
    async with many.sherpa.house.store.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO slack_bots")


async def test_while_slack_is_away_installing_says_so(many: World) -> None:
    many.slack.lose("oauth.v2.access")
    status, text = await install(many, many.slack.grant(payloads.TEAM))
    assert status == 503
    assert "try again" in text


async def test_workspaces_are_served_beside_each_other(many: World) -> None:
    for team in (payloads.TEAM, payloads.OTHER_TEAM):
        await install(many, many.slack.grant(team))
    await asyncio.gather(*(many.send(slash(many, team)) for team in (payloads.TEAM, payloads.OTHER_TEAM) for _ in range(3)))
    assert len(await many.shown(6)) == 6
