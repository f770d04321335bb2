"""Alerts in the terminal, by processes: each once."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess

Sherpa = Callable[..., CompletedProcess[str]]

PROMPT = "›"


def published(folder: Path, name: str, text: str) -> str:
    """A file with one article that was published now."""
    path = folder / f"{name}.jsonl"
    given = {"title": name, "text": text, "date": datetime.now(UTC).isoformat(), "source": "The Port Times", "id": name}
    path.write_text(json.dumps(given), encoding="utf-8")
    return str(path)


def test_a_topic_is_told_once_until_it_is_unsubscribed_from(sherpa: Sherpa, tmp_path: Path) -> None:
    assert "Subscribed. It is told to you as soon as there is news on it." in sherpa("subscribe", "herring", "quota").stdout
    made = json.loads(sherpa("subscribe", "--rhythm", "now", "herring quota", "--json").stdout)
    assert (made["topic"], made["rhythm"], made["outlets"]) == ("herring quota", "now", 1)
    assert [json.loads(line)["topic"] for line in sherpa("subscriptions", "--json").stdout.splitlines()] == ["herring quota"]
    assert sherpa("subscriptions", "--due").stdout == ""
    text = "Delegates met. The herring quota was set at 90 tonnes by the Vess delegation. It takes effect in January, both sides said."
    sherpa("add", published(tmp_path, "Quota", text))
    sherpa("add", published(tmp_path, "Ferry", "The night ferry to Dorn was cancelled after its engine failed twice on the way."))
    assert json.loads(sherpa("status", "--json").stdout)["alerts"] == {"due": 1, "sent": 0, "failed": 0, "dead": 0}
    assert "❝The herring quota was set at 90 tonnes by the Vess delegation.❞" in sherpa("subscriptions", "--due").stdout
    assert sherpa("subscriptions", "--due", "--json").stdout == ""
    assert "Unsubscribed from “herring quota”." in sherpa("unsubscribe", "herring quota").stdout
    sherpa("add", published(tmp_path, "Again", "The herring quota will be looked at again, the crews of the inner harbour were told."))
    assert sherpa("subscriptions", "--due").stdout == ""
    gone = sherpa("unsubscribe", "herring quota")
    assert (gone.returncode, gone.stderr.count("\n")) == (1, 1)


def test_in_a_chat_an_alert_comes_while_the_prompt_waits(terminal, sherpa: Sherpa, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    screen = terminal("chat")
    screen.wait_for(PROMPT)
    screen.type("/subscribe lighthouse keepers\r")
    screen.wait_for("Subscribed.")
    screen.wait_for(PROMPT)
    sherpa("add", published(tmp_path, "Lighthouse", "The lighthouse keepers of Tarnholm went on strike on Monday, for the first time."))
    assert "News on “lighthouse keepers”" in screen.wait_for("went on strike")
    screen.wait_for(PROMPT)
    screen.type("/quit\r")
    assert screen.status() == 0
