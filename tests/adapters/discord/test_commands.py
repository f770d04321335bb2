"""Commands: as they are registered, given, completed and chosen on a message."""

import json
from typing import Any

import pytest
from discord_world import Sherpa, World, is_verbatim, labels, quotations, seen, validate

from adapters.discord.commands import Given, given, payloads
from adapters.discord.syncing import sync
from index.articles import Article


def test_commands_are_within_what_discord_takes() -> None:
    names = [command["name"] for command in payloads()]
    about_alerts = ["subscribe", "unsubscribe", "subscriptions"]
    assert names == ["ask", "summarize", "sources", *about_alerts, "feed", "privacy", "forget", "help", "Find sources"]
    validate("PUT", "/applications/1/commands", payloads())
    for command in payloads():
        if command["name"] != "feed":
            assert command["contexts"] == [0, 1, 2]
            assert command["integration_types"] == [0, 1]
        described = json.dumps(command, ensure_ascii=False)
        assert len(described) < 8_000


def test_what_is_given_is_read_with_the_option_that_is_being_typed() -> None:
    data = {"name": "summarize", "options": [{"name": "source", "value": "min", "focused": True}, {"name": "length", "value": "short"}]}
    assert given(data) == Given("summarize", {"source": "min", "length": "short"}, focused="source")
    on_message = {"name": "Find sources", "target_id": "5", "resolved": {"messages": {"5": {"content": "x"}}}}
    assert given(on_message).message == {"content": "x"}


async def test_a_question_is_answered_in_the_open_with_verbatim_quotations(world: World) -> None:
    result = await world.ask("Does the German chancellor trust Putin?")
    assert result.acknowledged
    assert not result.ephemeral
    assert not result.deferred
    found = quotations(result.response)
    assert 1 <= len(found) <= 3
    assert all(map(is_verbatim, found))
    assert "German Chancellor Friedrich Merz on Saturday voiced his doubts" in found[0]
    assert "[1] Mint · about 17 Aug 2025, after the summit · Trump's Push For Peace Shifts" in seen(result.response)
    assert seen(result.response).startswith("Does the German chancellor trust Putin?")


async def test_an_answer_offers_what_can_be_done_next(world: World) -> None:
    result = await world.ask("Was a ceasefire agreed?")
    assert labels(result.response) == [
        "More",
        "Summarize this source",
        "Alert me on this topic",
        "Why this answer",
        "👍 Helpful",
        "👎 Not helpful",
        "Continue in a thread",
        "Delete",
    ]


async def test_a_refusal_says_why_what_was_searched_and_which_word_is_unknown(world: World) -> None:
    result = await world.ask("What did Putin say about Bratislava?")
    text = seen(result.response)
    assert not result.ephemeral
    assert "The articles do not say." in text
    assert "Searched 14 articles, 15 to 18 Aug 2025." in text
    assert "Bratislava" in text
    assert "More" not in labels(result.response)


@pytest.mark.parametrize(("when", "years"), [("before", "before the summit"), ("after", "after the summit")])
async def test_a_question_can_be_asked_of_what_appeared_before_or_after_alone(world: World, when: str, years: str) -> None:
    result = await world.ask("Was a ceasefire agreed?", when=when)
    lines = [line for line in seen(result.response).splitlines() if line.startswith("[")]
    assert lines
    assert all(years in line for line in lines)


async def test_a_question_can_be_asked_of_one_article(world: World) -> None:
    result = await world.ask("What did the letter say?", source="Melania")
    lines = [line for line in seen(result.response).splitlines() if line.startswith("[")]
    assert lines
    assert all("Melania writes letter to Putin" in line for line in lines)


@pytest.mark.parametrize("question", ["😀😀", "the of", "?!", "   ", "-"])
async def test_what_has_nothing_to_search_is_answered_to_the_asker_alone(world: World, question: str) -> None:
    result = await world.ask(question)
    assert result.ephemeral
    assert result.response.ephemeral
    assert not labels(result.response)


async def test_an_unknown_source_is_answered_to_the_asker_alone_with_suggestions(world: World) -> None:
    for result in (
        await world.alice.slash(world.channel, "summarize", source="melenia leter"),
        await world.ask("What did it say?", source="melenia leter"),
    ):
        assert result.ephemeral
        assert "No article fits that" in seen(result.response)
        assert "Melania writes letter" in seen(result.response)


@pytest.mark.parametrize(("length", "least", "most"), [("short", 1, 4), ("medium", 3, 8), ("long", 5, 14)])
async def test_a_source_is_summarized_in_its_own_sentences(world: World, length: str, least: int, most: int) -> None:
    result = await world.alice.slash(world.channel, "summarize", source="seed-1.1", length=length)
    assert not result.ephemeral
    assert least <= len(quotations(result.response)) <= most
    assert all(map(is_verbatim, quotations(result.response)))
    assert labels(result.response) == ["Delete"]


async def test_sources_are_listed_with_number_outlet_and_date(world: World) -> None:
    result = await world.alice.slash(world.channel, "sources")
    text = seen(result.response)
    assert text.startswith("14 sources")
    assert "5. Trump-Putin Summit Ends Without Breakthrough" in text
    assert "Hindustan Times (WSJ) · about 16 Aug 2025, after the summit" in text


async def test_help_is_for_the_asker_alone_and_names_all_commands(world: World) -> None:
    result = await world.alice.slash(world.channel, "help")
    assert result.ephemeral
    told = ("/subscribe TOPIC [now|daily|weekly] [channel|me] [OUTLETS]", "/unsubscribe TOPIC", "/subscriptions", "/privacy", "/forget me")
    asked = ("/ask QUESTION [before|after] [SOURCE]", "/summarize SOURCE [medium|short|long]", "/sources", "/help", "Find sources")
    for usage in (*asked, *told):
        assert usage in seen(result.response)


async def test_sources_are_completed_by_title_outlet_and_number(world: World) -> None:
    for typed, first in (("melania", "8. Melania"), ("mint", "6. "), ("5", "5. Trump-Putin Summit"), ("", "14. ")):
        choices = await world.alice.autocomplete(world.channel, "summarize", "source", typed)
        assert choices[0]["name"].startswith(first)
        assert all(1 <= len(choice["name"]) <= 100 and 1 <= len(choice["value"]) <= 100 for choice in choices)
    (choice, *_) = await world.alice.autocomplete(world.channel, "ask", "source", "shouting", question="x")
    assert choice["value"] == "seed-2.2"
    assert choice["name"] == "10. Zelensky returns to site of stunning Oval Office shouting match, France 24"


async def test_of_what_is_offered_the_title_is_cut_and_at_most_25_are(world: World) -> None:
    title = "Talks about talks " * 50
    await world.sherpa.house.service.add(
        [Article(id=f"made-{n}" if n else "x" * 150, title=f"{title}{n}"[-900:], body="They met.", outlet="The Outlet") for n in range(30)]
    )
    choices = await world.alice.autocomplete(world.channel, "summarize", "source", "talks about")
    assert len(choices) == 25
    assert all(len(choice["name"]) <= 100 and choice["name"].endswith("…, The Outlet") for choice in choices)
    long_id = choices[0]["value"]
    assert long_id == "15"
    result = await world.alice.slash(world.channel, "summarize", source=long_id)
    assert quotations(result.response) == ["They met."]


async def test_sources_of_a_message_are_found_for_the_asker_alone_and_can_be_shared(world: World) -> None:
    claim = await world.bob.send(world.channel, "Melania's letter was handed to Putin by Trump himself")
    result = await world.alice.context_menu(world.channel, "Find sources", claim)
    assert result.ephemeral
    assert any("hand-delivered" in quotation for quotation in quotations(result.response))
    assert "Share in channel" in labels(result.response)
    assert not {"Delete", "Continue in a thread"} & set(labels(result.response))
    shared = await world.press(result.response, "Share")
    assert not shared.response.ephemeral
    assert quotations(shared.response) == quotations(result.response)
    assert "Shared by alice" in seen(shared.response)


async def test_a_message_without_words_has_no_sources(world: World) -> None:
    claim = await world.bob.send(world.channel, "😀")
    result = await world.alice.context_menu(world.channel, "Find sources", claim)
    assert result.ephemeral
    assert "There are no words in this message to look for." in seen(result.response)


async def test_a_question_of_2001_characters_is_read_as_far_as_questions_are(world: World) -> None:
    result = await world.ask(("Was a ceasefire agreed in Alaska? " * 60)[:2_001])
    assert not result.ephemeral
    assert quotations(result.response)
    assert "The question was cut after 300 characters." in seen(result.response)


async def test_a_claim_as_long_as_messages_may_be_is_answered(world: World) -> None:
    claim = await world.bob.send(world.channel, ("Putin handed Trump a letter by Melania. " * 60)[:2_000])
    result = await world.alice.context_menu(world.channel, "Find sources", claim)
    assert result.ephemeral
    assert quotations(result.response)


class Recorder:
    """As much of discord.py's HTTP client as is used."""

    def __init__(self) -> None:
        self.sent: list[tuple[Any, ...]] = []

    async def bulk_upsert_global_commands(self, application: int, commands: list[Any]) -> None:
        self.sent.append(("global", application, len(commands)))

    async def bulk_upsert_guild_commands(self, application: int, guild: int, commands: list[Any]) -> None:
        self.sent.append((guild, application, len(commands)))


async def test_commands_are_registered_when_they_changed_and_not_else(sherpa: Sherpa) -> None:
    http, store = Recorder(), sherpa.house.store

    async def told(guild: int | None, commands: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        http.sent.clear()
        await sync(http, 7, guild, commands, store)  # type: ignore[arg-type]  # as much of it as is used
        return list(http.sent)

    first = payloads(frozenset({"feed"}))
    changed = first[1:]
    assert await told(None, first) == [("global", 7, len(first))]
    assert await told(None, first) == []
    assert await told(None, changed) == [("global", 7, len(changed))]
    assert await told(99, changed) == [(99, 7, len(changed))]
    assert await told(99, changed) == []
    assert await told(100, changed) == [(100, 7, len(changed)), (99, 7, 0)]
    assert await told(None, changed) == [("global", 7, len(changed)), (100, 7, 0)]


async def test_a_server_that_sherpa_was_removed_from_keeps_no_commands_from_being_registered(world: World) -> None:
    client, store = world.sherpa.client, world.sherpa.house.store
    application = client.application_id or 0
    await sync(client.http, application, world.guild.id, payloads(), store)
    world.env.inject_error("PUT", f"/applications/{application}/guilds/*/commands", status=403, code=50001)
    assert await sync(client.http, application, None, payloads(), store)
    assert not await sync(client.http, application, None, payloads(), store)


async def test_after_a_restart_nothing_is_registered_again(world: World) -> None:
    before = [request for request in world.env.http_requests if request.path.endswith("/commands")]
    assert [request.method for request in before] == ["PUT"]
    await world.env.restart_bot(world.sherpa.again())
    assert [request for request in world.env.http_requests if request.path.endswith("/commands")] == before
