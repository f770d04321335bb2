"""What Slack would refuse, and what Sherpa promises, looked for in what it sends; and what a reader sees of it."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from slack_sdk.models.blocks import Block

Payload = dict[str, Any]

#: Slack's reference, "Blocks" and "Block elements".
BLOCKS = set(
    "actions alert card carousel container context context_actions divider file header image input markdown plan rich_text section"
    " table task_card video".split()
)
CHOICES = set(
    "static_select external_select users_select conversations_select channels_select multi_static_select multi_external_select"
    " multi_users_select multi_conversations_select multi_channels_select".split()
)
INTERACTIVE = CHOICES | set("button checkboxes datepicker datetimepicker overflow radio_buttons timepicker workflow_button".split())
INPUTS = (INTERACTIVE - {"button", "overflow", "workflow_button"}) | set(
    "email_text_input file_input number_input plain_text_input rich_text_input url_text_input".split()
)
TEXTS = {"plain_text", "mrkdwn"}
RICH_PARTS = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
RICH_LEAVES = {"text", "link", "emoji", "date", "color"}
#: What would call people, or name a channel, out of a quotation.
CALLING = {"user", "usergroup", "channel", "broadcast"}
KNOWN = BLOCKS | INTERACTIVE | INPUTS | TEXTS | RICH_PARTS | RICH_LEAVES | CALLING | {"feedback_buttons", "icon_button", "url"}

#: Which elements a block may have.
ELEMENTS = {
    "actions": INTERACTIVE,
    "context": TEXTS | {"image"},
    "context_actions": {"feedback_buttons", "icon_button"},
    "rich_text": RICH_PARTS,
}

#: Elements that a block has at the most.
MOST_ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}

#: The only parts of rich text that show nothing but their text.
INERT = {"text", "link"}

SPECIAL = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")


def check_message(message: Payload) -> None:
    """Fails if Slack would refuse it, or if it could call people, show what is not meant or read badly. `message` is the body of
    chat.postMessage, chat.postEphemeral, chat.update, of what is sent to a response address, of views.*, or a view."""
    if message.get("delete_original"):
        return
    shown = _shown(message)
    is_view = shown is not message or shown.get("type") in ("modal", "home")
    blocks = shown.get("blocks", [])
    if is_view:
        _check_view(shown)
    else:
        _check_text(message)
    assert len(blocks) <= (100 if is_view else 50), f"{len(blocks)} blocks"
    _check_unique("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    _check_unique("action_id", [part["action_id"] for part in _parts(blocks) if "action_id" in part])
    for block in blocks:
        _check_block(block)


def quotations(message: Payload) -> list[str]:
    """What stands between its quotation marks, as a reader sees it."""
    return re.findall(r"❝(.*?)❞", visible(message), re.DOTALL)


def is_inert(shown: Payload) -> bool:
    """Nothing in it is read for mark-up or names of emoji: rich text has none, and plain text has them switched off."""
    for part in (part for part in _parts(shown["blocks"]) if "type" in part):
        if part["type"] == "mrkdwn" or (part["type"] == "plain_text" and part.get("emoji") is not False):
            return False
        if part["type"].startswith("rich_text_") and any("elements" not in each and each["type"] not in INERT for each in part["elements"]):
            return False
    return not {"<", ">"} & set(shown.get("text", ""))


def visible(message: Payload) -> str:
    """All text that a reader sees in its blocks: a line for each section of a block, and for each row of buttons."""
    return "\n".join(line for block in _shown(message).get("blocks", []) for line in _lines(block))


def buttons(message: Payload) -> list[Payload]:
    """Its buttons in their order, each with the `block_id` of its block, if that has one."""
    found: list[Payload] = []
    for block in _shown(message).get("blocks", []):
        named = {"block_id": block["block_id"]} if "block_id" in block else {}
        found += [{**part, **named} for part in _parts(block) if part.get("type") == "button"]
    return found


def button(message: Payload, label: str) -> Payload:
    """The first of them whose text has the label in it."""
    every = buttons(message)
    labels = [each["text"]["text"] for each in every]
    assert any(label in each for each in labels), f"no button {label!r} among {labels}"
    return next(each for each in every if label in each["text"]["text"])


def _shown(message: Payload) -> Payload:
    """The view that a body gives, or what has the blocks itself."""
    view = message.get("view")
    return view if isinstance(view, dict) else message


def _parts(value: Any) -> Iterator[Payload]:
    """All objects in it, the outer before the inner."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _parts(inner)


def _check_text(message: Payload) -> None:
    text = message.get("text")
    assert isinstance(text, str), "no top-level text, which is all that a notification and a screen reader have"
    assert text.strip(), "the top-level text is empty"
    assert len(text) <= 4_000, f"the top-level text has {len(text)} characters"
    _check_escaped(text, "the top-level text")
    for unfurling in ("unfurl_links", "unfurl_media"):
        assert message.get(unfurling) is False, f"{unfurling} is {message.get(unfurling)!r}"


def _check_view(view: Payload) -> None:
    assert view.get("type") in ("modal", "home"), f"a view of type {view.get('type')!r}"
    if view["type"] == "modal":
        assert "title" in view, "a modal without a title"
    for part in ("title", "submit", "close"):
        if part in view:
            assert view[part]["type"] == "plain_text", f"{part} is {view[part]['type']}"
            _check_length(view[part]["text"], 24, part)
    assert len(view.get("private_metadata", "")) <= 3_000, f"private_metadata of {len(view['private_metadata'])} characters"
    assert len(view.get("callback_id", "")) <= 255, f"callback_id of {len(view['callback_id'])} characters"
    assert not {"unfurl_links", "unfurl_media", "text"} & view.keys(), f"what a view cannot have: {sorted(view)}"


def _check_block(block: Payload) -> None:
    kind = block.get("type")
    assert kind in BLOCKS, f"no block: {block}"
    parsed = Block.parse(deepcopy(block))
    assert parsed is not None, f"slack_sdk does not know the block {block}"
    parsed.to_dict()
    assert len(block.get("block_id", "")) <= 255, f"block_id of {len(block['block_id'])} characters"
    elements = block.get("elements", [])
    assert len(elements) <= MOST_ELEMENTS.get(kind, len(elements)), f"{len(elements)} elements in {kind}"
    for element in elements:
        assert element["type"] in ELEMENTS[kind], f"{element['type']} in {kind}"
    match kind:
        case "header":
            assert block["text"]["type"] == "plain_text", f"a header in {block['text']['type']}"
            _check_length(block["text"]["text"], 150, "header")
        case "section":
            assert "text" in block or block.get("fields"), "a section with neither text nor fields"
            if "text" in block:
                _check_length(block["text"]["text"], 3_000, "section")
            for part in block.get("fields", []):
                _check_length(part["text"], 2_000, "field")
        case "input":
            assert block["element"]["type"] in INPUTS, f"{block['element']['type']} as an input"
            _check_length(block["label"]["text"], 2_000, "label")
        case "actions" | "context" | "rich_text":
            assert elements, f"{kind} with no elements"
    for part in _parts(block):
        _check_part(part)


def _check_part(part: Payload) -> None:
    """What holds wherever it stands."""
    kind = part.get("type")
    if kind is None:
        return
    assert kind in KNOWN, f"no type: {kind!r} in {part}"
    assert kind not in CALLING, f"{kind} in a message"
    assert len(part.get("action_id", "")) <= 255, f"action_id of {len(part['action_id'])} characters"
    if "placeholder" in part:
        _check_length(part["placeholder"]["text"], 150, "placeholder")
    _check_options(part)
    match kind:
        case "button":
            assert part["text"]["type"] == "plain_text", f"a button's text in {part['text']['type']}"
            _check_length(part["text"]["text"], 75, "button")
            assert len(part.get("value", "")) <= 2_000, f"a button's value of {len(part['value'])} characters"
            assert part.get("style", "primary") in ("primary", "danger"), f"a button of style {part['style']!r}"
            assert "url" not in part or _is_address(part["url"]), f"a button to {part['url']!r}"
        case "mrkdwn":
            _check_escaped(part["text"], "mrkdwn")
        case "link":
            assert _is_address(part["url"]), f"a link to {part['url']!r}"
        case "text":
            assert part["text"], "an empty text in rich_text"
        case "rich_text_list":
            assert all(element["type"] == "rich_text_section" for element in part["elements"]), "a list of what is no section"
        case "rich_text_section" | "rich_text_quote" | "rich_text_preformatted":
            strange = {element["type"] for element in part["elements"]} - RICH_LEAVES - CALLING
            assert not strange, f"{strange} in {kind}"


def _check_options(part: Payload) -> None:
    groups = part.get("option_groups", [])
    assert len(groups) <= 100, f"{len(groups)} groups of options"
    for options in [*([part["options"]] if "options" in part else []), *(group["options"] for group in groups)]:
        assert 0 < len(options) <= 100, f"{len(options)} options"
        for option in options:
            _check_length(option["text"]["text"], 75, "option")
            assert 0 < len(option["value"]) <= 150, f"an option's value of {len(option['value'])} characters"


def _check_unique(name: str, given: list[str]) -> None:
    twice = [value for value, count in Counter(given).items() if count > 1]
    assert not twice, f"{name} used more than once: {twice}"


def _check_length(text: str, most: int, name: str) -> None:
    assert 0 < len(text) <= most, f"{name} of {len(text)} characters, of at most {most}: {text[:80]!r}"


def _check_escaped(text: str, name: str) -> None:
    found = SPECIAL.search(text)
    assert not found, f"{name} has an unescaped {found.group()!r}: …{text[max(0, found.start() - 40) : found.start() + 40]!r}"


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _lines(block: Payload) -> Iterator[str]:
    """What a reader sees of a block."""
    match block["type"]:
        case "rich_text":
            for part in block["elements"]:
                yield from _rich_lines(part)
        case "actions":
            yield " ".join(filter(None, map(_label, block["elements"])))
        case "context":
            yield " ".join(_written(element) for element in block["elements"] if element["type"] in TEXTS)
        case "input":
            yield _written(block["label"])
            yield _label(block["element"])
        case "markdown":
            yield block["text"]
        case _:
            yield from (_written(text) for text in [block.get("text"), *block.get("fields", [])] if text)
            if "accessory" in block:
                yield _label(block["accessory"])


def _rich_lines(part: Payload) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        for element in part["elements"]:
            yield from _rich_lines(element)
    else:
        yield "".join(_leaf(element) for element in part["elements"])


def _leaf(element: Payload) -> str:
    match element["type"]:
        case "emoji":
            return f":{element['name']}:"
        case "link":
            return str(element.get("text") or element["url"])
        case "date":
            return str(element.get("fallback", ""))
        case "color":
            return str(element["value"])
    return str(element.get("text", ""))


def _label(element: Payload) -> str:
    """What stands on an element that can be used."""
    return _written(element.get("text") or element.get("placeholder") or {"type": "plain_text", "text": ""})


def _written(text: Payload) -> str:
    written = str(text["text"])
    return written.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if text["type"] == "mrkdwn" else written
