"""Replies as messages with buttons, which carry the id of what they go on from; and the views that are no messages."""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple, cast, get_args

from adapters.slack.render import Json, blocks, fitted, text
from bot import replies
from bot.answering import Said
from bot.blocks import Action, ActionName, Line, Reply, action_rows
from bot.fitting import shorten
from bot.sources import Offer
from bot.topics.grammar import MAX_TOPIC
from index.cleaning import clean_line

#: Nothing unfolds below a message, and no name in it becomes a mention, whoever wrote it.
QUIETLY: Json = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none", "mrkdwn": False}

#: Buttons in a row; Slack takes more, a phone shows fewer.
IN_ROW = 5
#: Characters of an option in a list, and of what stands for it.
MAX_OPTION, MAX_VALUE = 75, 150
#: Options that a list takes.
MAX_OPTIONS = 100

#: What answers in a thread do not need.
_NOT_HERE: frozenset[ActionName] = frozenset({"thread"})
_NAMES = get_args(ActionName)
_ACTION = re.compile(rf"sherpa:(?P<name>{'|'.join(_NAMES)})")

#: The list of sources that is chosen from, and the box that a topic is typed into.
SOURCE, TOPIC = "sherpa:source", "sherpa:topic"
#: The list of topics that one is chosen from to be ended.
ENDING = "sherpa:ending"
#: The form for a topic.
ALERT_FORM = "sherpa:alert"

CHOOSE = "Choose an article to summarize."
CHOOSE_TOPIC = "Choose what to be told no more of."


class Pressed(NamedTuple):
    """What a button is for, and the exchange that it belongs to."""

    name: ActionName
    exchange: str


def pressed(action: Json) -> Pressed | None:
    """What Slack says was pressed; None for what is none of ours."""
    found = _ACTION.fullmatch(str(action.get("action_id", "")))
    return Pressed(cast("ActionName", found["name"]), str(action.get("value", ""))) if found else None


def message(said: Said) -> Json:
    """What is sent to show it: the blocks, and the text in their place."""
    reply = fitted(said.reply)
    below = rows(said.reply.actions, said.exchange.id) if said.exchange is not None else []
    return {"text": text(reply), "blocks": [*_some(blocks(reply)), *below], **QUIETLY}


def only(reply: Reply) -> Json:
    """A message without buttons."""
    return message(Said(reply))


def _some(made: Sequence[Json]) -> Sequence[Json]:
    """A message of no blocks would be shown as its text, whose signs of formatting Slack would obey."""
    return made or blocks(Reply(blocks=(Line(text="Sherpa"),)))


def rows(actions: Sequence[Action], exchange: str) -> list[Json]:
    """The buttons that Slack shows, in rows."""
    offered = [action for action in actions if action.name not in _NOT_HERE]
    return [{"type": "actions", "elements": [_button(action, exchange) for action in row]} for row in action_rows(offered, IN_ROW)]


def _button(action: Action, exchange: str) -> Json:
    return {"type": "button", "action_id": f"sherpa:{action.name}", "value": exchange, "text": _plain(action.label)}


def chooser() -> Json:
    """A message with the list of sources, which Slack asks for as something is typed."""
    said = only(Reply(blocks=(Line(text=CHOOSE),), private=True))
    return {**said, "blocks": [*said["blocks"], {"type": "actions", "elements": [_source_list()]}]}


def topic_chooser(offers: Sequence[tuple[str, str]]) -> Json:
    """A message with the list of topics, each with the id that stands for it."""
    said = only(Reply(blocks=(Line(text=CHOOSE_TOPIC),), private=True))
    return {**said, "blocks": [*said["blocks"], _topic_list(offers)]}


def _topic_list(offers: Sequence[tuple[str, str]]) -> Json:
    numbered = enumerate(offers[:MAX_OPTIONS], start=1)  # as `/subscriptions` numbers them: a topic may be too long to be shown at all
    options = [{"text": _plain(_short(f"{number}. {clean_line(topic)}")), "value": id_} for number, (topic, id_) in numbered]
    placeholder = _plain(replies.action("unsubscribe").label)
    return {"type": "actions", "elements": [{"type": "static_select", "action_id": ENDING, "placeholder": placeholder, "options": options}]}


def _short(words: str) -> str:
    return shorten(words, lambda cut: len(cut) <= MAX_OPTION)


def _source_list() -> Json:
    return {"type": "external_select", "action_id": SOURCE, "placeholder": _plain("Title, outlet or number"), "min_query_length": 0}


def options(offers: Sequence[Offer]) -> Json:
    """What the list offers for what is typed so far."""
    return {"options": [{"text": _plain(label), "value": value} for label, value in map(_offered, offers[:MAX_OPTIONS])]}


def _offered(offer: Offer) -> tuple[str, str]:
    """How a source is offered, and what stands for it then, the title cut first."""
    outlet = shorten(clean_line(offer.outlet or "outlet unknown"), lambda words: len(words) <= MAX_OPTION // 2)
    ends = f"{offer.number}. ", f", {outlet}"
    title = shorten(clean_line(offer.title), lambda words: len(words) + len("".join(ends)) <= MAX_OPTION)
    return title.join(ends), offer.article_id if len(offer.article_id) <= MAX_VALUE else str(offer.number)


def topic_form(topic: str, carried: Json) -> Json:
    """The form that the button for alerts opens. `carried` comes back with it."""
    box = {"type": "plain_text_input", "action_id": TOPIC, "max_length": MAX_TOPIC, **({"initial_value": topic} if topic else {})}
    hint = _plain('Words, "a phrase", OR between alternatives, -without')
    fields = [{"type": "input", "block_id": TOPIC, "label": _plain("Topic"), "hint": hint, "element": box}]
    return _modal(fields) | {"callback_id": ALERT_FORM, "submit": _plain("Subscribe"), "private_metadata": json.dumps(carried)}


def _modal(fields: Sequence[Json], title: str = "") -> Json:
    named = title or replies.action("alert").label
    return {"type": "modal", "title": _plain(named), "close": _plain("Close"), "blocks": list(fields)}


def sheet(reply: Reply) -> Json:
    """A summary in a view of its own."""
    return _modal(_some(blocks(fitted(reply))), "Summary")


def home(shown: Sequence[Reply], topics: Sequence[tuple[str, str]] = ()) -> Json:
    """The home tab: the replies below each other, under the first the list of sources, and under the last that of topics."""
    first, *others = [blocks(fitted(reply)) for reply in shown]
    parts = [*first, {"type": "actions", "elements": [_source_list()]}]
    for made in others:
        parts += [{"type": "divider"}, *made]
    return {"type": "home", "blocks": [*parts, *([_topic_list(topics)] if topics else [])]}


def prompts(questions: Sequence[str]) -> list[dict[str, str]]:
    """What is suggested to be asked: at most four, as many as Slack shows."""
    return [{"title": question, "message": question} for question in questions[:4]]


def typed(view: Json) -> str:
    """The topic in a form that was sent."""
    values: Any = view.get("state", {}).get("values", {})
    return next((str(box[TOPIC].get("value") or "") for box in values.values() if TOPIC in box), "")


def carried(view: Json) -> Json:
    """What the form carried; empty where that is not ours."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _plain(words: str) -> Json:
    return {"type": "plain_text", "text": words, "emoji": False}
