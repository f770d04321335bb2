"""What `sherpa doctor` finds on this machine, without any network."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sherpa_process import processes

from adapters.doctor import machine, store, web
from adapters.findings import Finding
from adapters.setting_names import Unknown, unknown
from adapters.settings import Settings
from adapters.wiring import database_url
from index.articles import EVERYONE
from index.store.feeds import Feeds
from index.store.migrations import CURRENT
from index.store.store import Store


def settings(home: Path, **given: Any) -> Settings:
    return Settings(home=home, engine="memory", **given, _env_file=None)  # type: ignore[call-arg]  # pydantic-settings' own


async def found(given: Settings) -> dict[str, Finding]:
    """In the store, by name."""
    return {finding.name: finding async for finding in store.findings(given)}


@contextmanager
def taken_by(said: bytes) -> Iterator[int]:
    """The port of a program that says this, whatever it is asked."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        yield server.server_port
        server.shutdown()
        serving.join()


def test_a_name_that_is_no_setting_is_told_with_what_may_be_meant(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("#SHERPA_X=1\nsherpa_home=x\nDISCORD_TOKN=x\nSLACK_WEBHOOK_CHANNEL=x\nEDITOR=x\n", encoding="utf-8")
    environment = {"SHERPA_LOGLEVEL": "info", "SHERPA_ZZZ": "", "DISCORD_TOKEN": "x", "SHERPA_DATABASE_URL_FILE": "x", "PATH": "x"}
    assert list(unknown(environment, tmp_path / ".env")) == [
        Unknown("SHERPA_LOGLEVEL", "the environment", "SHERPA_LOG_LEVEL", True),
        Unknown("SHERPA_ZZZ", "the environment", "", True),
        Unknown("DISCORD_TOKN", ".env", "DISCORD_TOKEN", False),
    ]


def test_where_the_settings_file_is_no_text_the_names_in_the_environment_are_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00SHERPA")
    assert [each.name for each in unknown({"SHERPA_ZZZ": ""}, tmp_path / ".env")] == ["SHERPA_ZZZ"]


def test_a_home_that_cannot_be_written_to_is_to_be_mended(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    good, bad = (list(machine.findings(home))[-1] for home in (tmp_path / "new", tmp_path / "file"))
    assert (good.name, good.good, bad.name, bad.good) == ("Home", True, "Home", False)
    assert bad.sentence.endswith("set SHERPA_HOME to a folder that can")


@pytest.mark.parametrize(("size", "words"), [(0, "0 bytes"), (4_200, "4.2 kB"), (123_456_789, "123 MB"), (76_000_000_000_000, "76,000 GB")])
def test_a_size_is_told_as_people_read_it(size: int, words: str) -> None:
    assert machine.size_words(size) == words


async def test_a_store_that_works_is_told_with_what_is_in_it(tmp_path: Path) -> None:
    findings = await found(settings(tmp_path))
    assert {name: finding.good for name, finding in findings.items()} == {
        "Database": True,
        "Index": True,
        "Seeds": True,
        "Articles": True,
        "Feeds": None,
        "Alerts": True,
        "Clock": True,
    }
    assert findings["Database"].sentence.endswith(f"its tables at version {CURRENT}")
    assert findings["Index"].sentence == "in memory, in step with the database"
    assert findings["Seeds"].sentence == "14 of 14"
    assert (await found(settings(tmp_path, seeds="0")))["Seeds"].good is None
    on_disk = settings(tmp_path).model_copy(update={"engine": "tantivy"})
    assert (await found(on_disk))["Index"].sentence.startswith("on disk, ")


@pytest.mark.parametrize(
    ("given", "name", "words"),
    [
        ({"database_url": "postgresql://sherpa:sesame@127.0.0.1:9/news"}, "Database", "database 127.0.0.1:9/news does"),
        ({"database_url": "sqlite:////proc/nothing/news.db"}, "Database", "/proc/nothing"),
        ({"seeds": "/proc/nothing"}, "Seeds", "/proc/nothing"),
    ],
)
async def test_what_cannot_be_opened_is_told_by_its_name(given: dict[str, str], name: str, words: str, tmp_path: Path) -> None:
    finding = (await found(settings(tmp_path, **given)))[name]
    assert finding.good is False
    assert words in finding.sentence
    assert "sesame" not in finding.sentence


async def test_a_database_of_a_newer_sherpa_is_told(tmp_path: Path) -> None:
    opened = await Store.open(database_url(settings(tmp_path)))
    await opened.set_fact("schema", str(CURRENT + 1))
    await opened.close()
    finding = (await found(settings(tmp_path)))["Database"]
    assert finding.good is False
    assert "made by a newer Sherpa" in finding.sentence


async def test_feeds_that_all_fail_are_to_be_mended_and_one_that_does_is_told(tmp_path: Path) -> None:
    given = settings(tmp_path, seeds="0")
    opened = await Store.open(database_url(given))
    feeds, now = Feeds(opened), datetime.now(UTC)
    for n in range(2):
        await feeds.add(f"https://news.example/{n}", EVERYONE, now)
    told = [(await found(given))["Feeds"]]
    for feed in await feeds.claim(now + timedelta(seconds=1), 2):
        await feeds.settle(replace(feed, state="failing", reason="robots.txt"))
        told.append((await found(given))["Feeds"])
    await opened.close()
    assert [(each.good, each.sentence) for each in told] == [
        (True, "2, none fails"),
        (None, "1 of 2 fail, most of them so: robots.txt; see `sherpa feeds list`"),
        (False, "2 of 2 fail, most of them so: robots.txt; see `sherpa feeds list`"),
    ]


@pytest.mark.parametrize(
    ("said", "good", "sentence"),
    [
        (b'{"ready": false, "sherpa": "starting"}', True, "a Sherpa listens at 127.0.0.1:{port} now"),
        (b"<html>", False, "another program has 127.0.0.1:{port}; end it, or set SHERPA_WEB_PORT to a free port"),
    ],
)
async def test_of_a_port_that_is_taken_it_is_told_whose_it_is(said: bytes, good: bool, sentence: str, tmp_path: Path) -> None:
    with taken_by(said) as port:
        finding, _ = await web.findings(settings(tmp_path, web_port=port), slack_over_http=False)
    assert finding == Finding("Web", good, sentence.format(port=port))
    free, _ = await web.findings(settings(tmp_path, web_port=0), slack_over_http=False)
    assert free.good is True


@pytest.mark.parametrize("host", ["x" * 64, "192.0.2.1", "2001:db8::1"])
async def test_a_host_that_is_no_address_of_this_machine_is_told(host: str, tmp_path: Path) -> None:
    finding, _ = await web.findings(settings(tmp_path, web_host=host, web_port=0), slack_over_http=False)
    mend = "set SHERPA_WEB_HOST to one, such as 127.0.0.1 or 0.0.0.0"
    assert finding == Finding("Web", False, f"{host} is no address of this machine; {mend}")


@pytest.mark.parametrize(
    ("address", "needed", "good", "words"),
    [
        (None, False, None, "none set"),
        ("https://sherpa.example.org", True, True, "https://sherpa.example.org"),
        ("http://sherpa.example.org", True, False, "is not https; change"),
        ("https://localhost:8080", True, False, "leads nobody else here; change"),
        ("http://10.0.0.7:8080", False, None, "is not https and leads nobody else here; change"),
    ],
)
async def test_an_address_that_slack_cannot_reach_is_told(
    address: str | None, needed: bool, good: bool | None, words: str, tmp_path: Path
) -> None:
    _, finding = await web.findings(settings(tmp_path, public_url=address, web_port=0), slack_over_http=needed)
    assert (finding.name, finding.good) == ("Public address", good)
    assert words in finding.sentence


async def test_the_command_tells_it_all_with_no_platform_set_up(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "SHERPA_WEB_PORT": "0", "SHERPA_HOM": "x"}
    async with processes(environment, tmp_path, ("doctor", "--json"), {}) as (start, _):
        running = await start()
        findings = [json.loads(line) for line in (await running.printed()).splitlines()]
        assert await running.status() == 1
    names = "Sherpa Setting Home Database Index Seeds Articles Feeds Alerts Clock Web Discord Slack"
    assert [each["name"] for each in findings if each["name"] != "Public address"] == names.split()
    assert [each["sentence"] for each in findings if each["good"] is False] == [
        "SHERPA_HOM in the environment is none of Sherpa's; is SHERPA_HOME meant?"
    ]
