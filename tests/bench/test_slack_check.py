"""What is looked for in messages to Slack is found, and a message is read as its reader sees it."""

from copy import deepcopy
from typing import Any

import pytest
from slack_check import button, buttons, check_message, quotations, visible
from slack_sdk.errors import SlackObjectFormationError

Payload = dict[str, Any]

OPTION: Payload = {"text": {"type": "plain_text", "text": "A"}, "value": "a"}
MESSAGE: Payload = {
    "channel": "C1",
    "text": "“It rained.” &amp; more",
    "unfurl_links": False,
    "unfurl_media": False,
    "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": "Rain & snow"}},
        {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "*Two* sources &lt;of five&gt;"}},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_quote",
                    "elements": [
                        {"type": "text", "text": "❝It "},
                        {"type": "text", "text": "rained", "style": {"bold": True}},
                        {"type": "text", "text": ".❞ "},
                        {"type": "link", "url": "https://example.org/1", "text": "Example"},
                    ],
                },
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "❝It did\nnot.❞"}]},
            ],
        },
        {
            "type": "actions",
            "block_id": "a",
            "elements": [
                {"type": "button", "action_id": "more", "value": "1", "text": {"type": "plain_text", "text": "More"}},
                {"type": "button", "action_id": "whole", "value": "2", "text": {"type": "plain_text", "text": "Read more"}},
                {"type": "static_select", "action_id": "sort", "options": [OPTION]},
            ],
        },
    ],
}
MODAL: Payload = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Sources"},
    "blocks": MESSAGE["blocks"],
}


def changed(message: Payload, path: tuple[str | int, ...], value: Any) -> Payload:
    """The message, with another value at one place of it."""
    made = deepcopy(message)
    inner: Any = made
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return made


def test_what_is_right_passes() -> None:
    check_message(MESSAGE)
    check_message(MODAL)
    check_message({"trigger_id": "1.2.3", "view": MODAL})
    check_message({"user_id": "U1", "view": {"type": "home", "blocks": MESSAGE["blocks"]}})
    check_message({"delete_original": True})


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("text",), "", "empty"),
        (("text",), "a" * 4_001, "4001"),
        (("text",), "a < b", "unescaped '<'"),
        (("text",), "<!channel>", "unescaped '<'"),
        (("text",), "a & b", "unescaped '&'"),
        (("unfurl_links",), True, "unfurl_links"),
        (("unfurl_media",), None, "unfurl_media"),
        (("blocks",), [{"type": "divider"}] * 51, "51 blocks"),
        (("blocks", 0, "type"), "heading", "no block"),
        (("blocks", 0, "block_id"), "s", "block_id used more than once"),
        (("blocks", 1, "text", "text"), "", "must be specified|of 0 characters"),
        (("blocks", 1, "text", "text"), "see <https://example.org>", "mrkdwn has an unescaped"),
        (("blocks", 1, "accessory"), {"type": "knob"}, "no type: 'knob'"),
        (("blocks", 1, "accessory"), {"type": "static_select", "options": [OPTION] * 101}, "100|101 options"),
        (("blocks", 1, "accessory"), {"type": "overflow", "options": [{**OPTION, "value": "a" * 151}] * 2}, "151|150"),
        (("blocks", 2, "elements", 0, "elements", 0), {"type": "broadcast", "range": "channel"}, "broadcast in a message"),
        (("blocks", 2, "elements", 0, "elements", 0), {"type": "user", "user_id": "U1"}, "user in a message"),
        (("blocks", 2, "elements", 0, "elements", 3, "url"), "javascript:alert(1)", "a link to"),
        (("blocks", 2, "elements", 0, "type"), "rich_text_verse", "rich_text_verse in rich_text"),
        (("blocks", 3, "elements", 1, "action_id"), "more", "action_id used more than once"),
        (("blocks", 3, "elements", 0, "action_id"), "a" * 256, "255|256"),
        (("blocks", 3, "elements", 0, "value"), "a" * 2_001, "2000|2001"),
        (("blocks", 3, "elements", 0, "text", "text"), "a" * 76, "75"),
        (("blocks", 3, "elements"), [{"type": "button", "text": {"type": "plain_text", "text": "a"}}] * 26, "25|26"),
    ],
)
def test_what_is_wrong_is_found(path: tuple[str | int, ...], value: Any, said: str) -> None:
    with pytest.raises((AssertionError, SlackObjectFormationError), match=said):
        check_message(changed(MESSAGE, path, value))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("title", "text"), "a" * 25, "title of 25"),
        (("submit",), {"type": "plain_text", "text": "a" * 25}, "submit of 25"),
        (("private_metadata",), "a" * 3_001, "private_metadata of 3001"),
        (("blocks",), [{"type": "divider"}] * 101, "101 blocks"),
        (("unfurl_links",), False, "what a view cannot have"),
    ],
)
def test_what_is_wrong_in_a_view_is_found(path: tuple[str | int, ...], value: Any, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        check_message({"view": changed(MODAL, path, value)})


def test_a_message_is_read_as_its_reader_sees_it() -> None:
    assert quotations(MESSAGE) == ["It rained.", "It did\nnot."]
    assert visible(MESSAGE).splitlines() == [
        "Rain & snow",
        "*Two* sources <of five>",
        "❝It rained.❞ Example",
        "❝It did",
        "not.❞",
        "More Read more",
    ]
    assert [each["block_id"] for each in buttons({"view": MODAL})] == ["a", "a"]
    assert button(MESSAGE, "more")["value"] == "2"
    with pytest.raises(AssertionError, match=r"no button 'Fewer' among \['More', 'Read more'\]"):
        button(MESSAGE, "Fewer")
