"""What the documents name exists: commands, options, settings, targets, files, links; and what they list is whole."""

import re
from pathlib import Path

import pytest
import typer.main
from discord import Permissions
from documents import ROOT, Document, document, documents

from adapters.cli import app
from adapters.discord.invite import permissions
from adapters.setting_names import names
from adapters.settings import Settings
from adapters.slack.manifest import SCOPES, manifest
from adapters.web.guarding import ASKED_BURST, ASKED_REFILL, BURST, HEADERS, REFILL
from bot.blocks import LABELS
from bot.commands import RHYTHMS, commands
from bot.topics.grammar import MAX_TOPIC, parse
from index.errors import BadTopic
from index.store import schema

COMMANDS = typer.main.get_command(app).commands
OPTIONS = {name: {option for each in command.params for option in each.opts} for name, command in COMMANDS.items()}
OPTIONS["feeds"] = {option for command in COMMANDS["feeds"].commands.values() for each in command.params for option in each.opts}
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

#: What is typed after a slash in chats, Slack's own /invite among it.
TYPED = {command.name for where in ("session", "platform") for command in commands(where)} | {"sherpa", "invite"}
#: Where the web's addresses are written.
WEB = "\n".join(path.read_text(encoding="utf-8") for folder in ("web", "slack") for path in (ROOT / "adapters" / folder).glob("*.py"))
#: Names of files in the repository, for those that are named without their folder.
FILES = {path.name for folder in ("adapters", "bot", "index", "bench", "tests", "docs") for path in (ROOT / folder).rglob("*.*")}
#: What is made and not kept, and what is another program's.
MADE = (".venv", "bench/out", "secrets/")
OTHERS = {"--profile"}  # of `docker compose`

every_document = pytest.mark.parametrize("read", documents(), ids=lambda read: read.name)


def shell(read: Document) -> list[tuple[str, str]]:
    """The commands of `sherpa` that a document types, each with what follows its name."""
    typed = re.compile(r"(?:^|(?<=bin/)|(?<=\s))sherpa (?!sherpa\b)(?P<name>[a-z][\w-]*)(?P<rest>.*)")
    return [(found["name"], found["rest"]) for code in read.code() if (found := typed.search(code))]


def test_there_are_documents_of_all_kinds() -> None:
    assert {"README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/alerts.md", "docs/privacy.md"} <= {read.name for read in documents()}


@every_document
def test_every_command_and_its_options_exist(read: Document) -> None:
    for name, rest in shell(read):
        assert name in COMMANDS, name
        assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= OPTIONS[name], (name, rest)
        if name == "feeds" and (part := re.match(r" ([a-z]+)", rest)):
            assert part[1] in COMMANDS["feeds"].commands, rest


@every_document
def test_every_option_exists(read: Document) -> None:
    named = {code.split()[0] for code in read.code() if re.match("--[a-z]", code)}
    assert named <= set().union(*OPTIONS.values()) | OTHERS


@every_document
def test_every_setting_exists(read: Document) -> None:
    assert set(re.findall(r"\b(?:SHERPA|DISCORD|SLACK)_[A-Z_]*[A-Z]\b", read.text)) <= names()


@every_document
def test_every_target_exists(read: Document) -> None:
    assert {found[1] for code in read.code() if (found := re.search(r"\bmake ([a-z]+)$", code))} <= TARGETS


@every_document
def test_what_begins_with_a_slash_is_typed_in_a_chat_or_is_an_address(read: Document) -> None:
    for code in read.code():
        if (found := re.match(r"/([a-z-]+)(?= |$)", code)) and read.name != "docs/operations.md":  # which has paths of machines
            assert found[1] in TYPED or f'"{found[0]}"' in WEB, code
        elif found := re.match(r"/[a-z]+/(?=…)|/slack/\w+$", code):
            assert f'"{found[0]}' in WEB, code


@every_document
def test_every_file_exists(read: Document) -> None:
    for code in read.code():
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", code) and "/" in code and not code.startswith(MADE):
            assert (ROOT / code).exists(), code
        elif re.fullmatch(r"[\w.-]+\.(md|py|toml|txt|yaml)", code):
            assert code in FILES or (ROOT / code).exists(), code


@every_document
def test_every_link_leads_somewhere(read: Document) -> None:
    for link in read.links():
        path, _, anchor = link.partition("#")
        there = (read.folder / path).resolve() if path else ROOT / read.name
        assert there.exists(), link
        if anchor:
            assert anchor in document(str(there.relative_to(ROOT))).anchors(), link


def test_every_document_is_led_to_from_the_readme() -> None:
    led_to = {str(Path(link)) for link in document("README.md").links()}
    assert {read.name for read in documents()} - {"README.md"} <= led_to


@pytest.mark.parametrize(("name", "heading"), [("docs/discord.md", "in Discord"), ("docs/slack.md", "in Slack")])
def test_each_platform_s_page_has_all_its_commands_and_buttons(name: str, heading: str) -> None:
    read = document(name)
    cells = "\n".join(row[0] for row in read.rows(heading))
    typed = {command["command"] for command in manifest("socket")["features"]["slash_commands"]}
    wanted = typed if name == "docs/slack.md" else {f"/{command.name}" for command in commands("platform")}
    assert set(re.findall(r"`(/\w+)", cells)) == wanted
    assert all(f"**{command.label}**" in cells for command in commands("message"))
    not_there = {"thread"} if name == "docs/slack.md" else {"share"}
    of_answers = LABELS.keys() - {"alike", "mute", "unsubscribe"} - not_there
    assert {LABELS[name] for name in of_answers} <= set(re.findall(r"\*\*([^*]+)\*\*", " ".join(read.text.split())))


def test_every_scope_on_slack_has_its_reason_and_no_other() -> None:
    assert {row[0].strip("`"): row[1] for row in document("docs/slack.md").rows("scope")} == SCOPES


def test_every_permission_on_discord_has_its_reason_and_no_other() -> None:
    named = [row[0].lower().replace(" ", "_") for row in document("docs/discord.md").rows("permission")]
    asked = {name.replace("view_channels", "view_channel"): True for name in named}  # as Discord itself names it to people
    assert Permissions(**asked) == permissions()


@pytest.mark.parametrize("topic", [row[0].strip("`") for row in document("docs/alerts.md").rows("topic")])
def test_every_topic_can_be_typed(topic: str) -> None:
    assert parse(topic)


@pytest.mark.parametrize("topic", [row[0].strip("`") for row in document("docs/alerts.md").rows("not a topic")])
def test_what_is_no_topic_is_refused(topic: str) -> None:
    with pytest.raises(BadTopic):
        parse(topic)


def test_the_page_on_alerts_has_all_rhythms_and_buttons() -> None:
    read = document("docs/alerts.md")
    assert [row[0].strip("`") for row in read.rows("rhythm")] == list(RHYTHMS)
    assert [row[0].strip("*") for row in read.rows("button")] == [LABELS[name] for name in ("summarize", "alike", "mute", "unsubscribe")]
    assert f"at most {MAX_TOPIC} characters" in read.text


def test_the_page_on_the_web_has_all_headers_and_the_limits() -> None:
    read = document("docs/web.md")
    assert {name for row in read.rows("header") for name in re.findall(r"`([^`]+)`", row[0])} == HEADERS.keys()
    said = " ".join(read.text.split())
    assert f"read {BURST:,} pages at once and {REFILL:.0f} a second" in said
    assert f"ask {ASKED_BURST:,} questions at once and {ASKED_REFILL:.0f} a second" in said


#: What `docs/privacy.md` calls what a table holds of people; None for a table that holds nothing of them.
OF_PEOPLE = {
    "meta": "servers on Discord that Sherpa is in",
    "counters": None,
    "articles": None,
    "revisions": None,
    "bands": None,
    "events": "that an event was taken up",
    "inbox": "what Slack sent and is being worked on",
    "feeds": "feeds of a workspace's own",
    "feed_entries": None,
    "subscriptions": "subscriptions",
    "alerts": "what was told",
    "deliveries": "what was told",
    "exchanges": "questions on Discord and Slack, and messages that **Find sources** was used on",
    "showings": None,
    "feedback": "whether an answer helped",
}


def test_the_page_on_privacy_decides_on_every_table() -> None:
    assert OF_PEOPLE.keys() == schema.metadata.tables.keys()
    read = document("docs/privacy.md")
    assert set(OF_PEOPLE.values()) - {None} <= {row[0] for row in read.rows("what")}
    assert f"`SHERPA_KEEP_DAYS`, {Settings.model_fields['keep_days'].default} unless set" in read.text


def test_the_ports_on_the_page_on_the_architecture_are_there() -> None:
    for port, *_ in document("docs/architecture.md").rows("port"):
        name, path = re.fullmatch(r"`(\w+)` \(`(.+)`\)", port).groups()  # type: ignore[union-attr]  # fails where it does not match
        assert f"class {name}(Protocol):" in (ROOT / path).read_text(encoding="utf-8")
