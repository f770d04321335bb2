"""The manifest: complete, as small as it can be, and true to the table of commands."""

import json
import re

import pytest
import yaml

from adapters.slack.manifest import EVENTS, EVENTS_OF_MANY, SCOPES, manifest
from bot.commands import commands

URL = "https://sherpa.example.org"


def test_every_command_can_be_typed_and_each_shortcut_chosen() -> None:
    features = manifest("socket")["features"]
    names = [command["command"] for command in features["slash_commands"]]
    alerts = ["/subscribe", "/unsubscribe", "/subscriptions"]
    assert names == ["/ask", "/summarize", "/sources", *alerts, "/feed", "/privacy", "/forget", "/sherpa"]
    hints = {command["command"]: command.get("usage_hint", "") for command in features["slash_commands"]}
    assert hints["/subscribe"] == "topic [now|daily|weekly] [to:me|to:channel] [outlets:NUMBER]"
    assert len(names) == len(commands("platform"))
    assert [shortcut["name"] for shortcut in features["shortcuts"]] == [command.label for command in commands("message")]


def test_over_http_everything_has_an_address_and_in_socket_mode_nothing_has() -> None:
    assert URL not in json.dumps(manifest("socket"))
    http = manifest("http", URL)
    addresses = re.findall(rf"{URL}[\w/]*", json.dumps(http))
    assert set(addresses) == {f"{URL}/slack/events", f"{URL}/slack/oauth_redirect"}
    assert all(command["url"] == f"{URL}/slack/events" for command in http["features"]["slash_commands"])
    assert not http["settings"]["socket_mode_enabled"]
    assert manifest("socket")["settings"]["socket_mode_enabled"]
    assert http["settings"]["interactivity"]["message_menu_options_url"]


def test_it_asks_for_no_more_than_what_it_says_why() -> None:
    made = manifest("socket")
    assert made["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    assert all(SCOPES.values())
    assert made["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert manifest("http", URL)["settings"]["event_subscriptions"]["bot_events"] == [*EVENTS, *EVENTS_OF_MANY]
    assert "user" not in made["oauth_config"]["scopes"]


def test_it_is_within_slacks_limits() -> None:
    """Slack's app manifest reference."""
    made = manifest("http", URL)
    about = made["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4_000
    view = made["features"]["agent_view"]
    assert 0 < len(view["agent_description"]) <= 300
    assert 0 < len(view["suggested_prompts"]) <= 4
    for command in made["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2_000
        assert len(command.get("usage_hint", "")) <= 1_000
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_both_formats_say_the_same(mode: str) -> None:
    made = manifest(mode, URL)  # type: ignore[arg-type]  # one of the two
    assert yaml.safe_load(yaml.safe_dump(made, sort_keys=False)) == json.loads(json.dumps(made)) == made
