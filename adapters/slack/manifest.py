"""The app's manifest: all that Slack has to know of Sherpa. Made from the one table of commands. Pure."""

from typing import Any, Literal

from adapters.slack.layout import prompts
from adapters.slack.reading import FIND
from adapters.slack.usage import options_usage
from bot.chitchat import WHAT_SHERPA_DOES
from bot.commands import commands
from bot.replies import EXAMPLES

#: What Sherpa may do, and why.
SCOPES = {
    "app_mentions:read": "to hear questions that mention it",
    "assistant:write": "to suggest questions in its own conversation, and to say that it is at work",
    "channels:history": "to hear follow-ups in threads where it answered, and to see whether an answer got through before it is sent again",
    "channels:read": "to see who made a channel, and whether Sherpa is in it, where somebody subscribes",
    "chat:write": "to answer, and to tell of news that somebody subscribed to",
    "commands": "for /ask and the others, and Find sources on a message",
    "groups:history": "the same as channels:history, in private channels that it is invited to",
    "groups:read": "the same as channels:read, in private channels that it is invited to",
    "im:history": "to hear what is written to it directly",
    "im:write": "to tell of news directly, and to write to whoever added a feed that it is no longer polled",
    "users:read": "to read the names in a question, to keep out of what another bot is asked, to see who may keep feeds and alerts, and "
    "for the time zone of digests",
}

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
)

#: Of an app that organisations install.
EVENTS_OF_MANY = ("team_access_revoked",)

EVENTS_PATH, REDIRECT_PATH = "/slack/events", "/slack/oauth_redirect"
_ABOUT = (
    "It searches news articles on summits, ranks what it finds, and shows it word for word: each quotation with its outlet, date, title "
    "and a link that opens at the sentence. Where the articles do not say it, it says so, and why. No language model writes its answers. "
    "Ask with /ask, by a mention, or in its own conversation; ask on in the thread."
)


def manifest(mode: Literal["socket", "http"], public_url: str = "") -> dict[str, Any]:
    """For Socket Mode, or for HTTP at an address that Slack reaches."""
    urls = mode == "http"
    events: dict[str, Any] = {"request_url": public_url + EVENTS_PATH} if urls else {}
    interactivity: dict[str, Any] = (
        {"request_url": public_url + EVENTS_PATH, "message_menu_options_url": public_url + EVENTS_PATH} if urls else {}
    )
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Sherpa",
            "description": "Answers questions about summit news with quotations, not prose",
            "long_description": f"{WHAT_SHERPA_DOES} {_ABOUT}",
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "Sherpa", "always_online": True},
            "agent_view": {"agent_description": WHAT_SHERPA_DOES, "suggested_prompts": prompts(EXAMPLES)},
            "shortcuts": [
                {"name": command.label, "type": "message", "callback_id": FIND, "description": command.summary}
                for command in commands("message")
            ],
            "slash_commands": [*_slash_commands(public_url if urls else "")],
        },
        "oauth_config": {
            **({"redirect_urls": [public_url + REDIRECT_PATH]} if urls else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**events, "bot_events": [*EVENTS, *(EVENTS_OF_MANY if urls else ())]},
            "interactivity": {"is_enabled": True, **interactivity},
            "org_deploy_enabled": urls,
            "socket_mode_enabled": not urls,
            "token_rotation_enabled": False,
        },
    }


def _slash_commands(public_url: str) -> list[dict[str, Any]]:
    where = {"url": public_url + EVENTS_PATH} if public_url else {}
    made = []
    for command in commands("platform"):
        name, hint = (command.name, options_usage()[command.name]) if command.name != "help" else ("sherpa", "help")
        made.append({"command": f"/{name}", "description": command.summary, **({"usage_hint": hint} if hint else {}), **where})
    return [{**command, "should_escape": False} for command in made]
