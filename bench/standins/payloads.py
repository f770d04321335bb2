"""What Discord sends, as Discord would write it: people, servers, messages, interactions."""

from itertools import count
from typing import Any

Payload = dict[str, Any]

APPLICATION, GUILD, CHANNEL, OTHER_GUILD, OTHER_CHANNEL = (
    "100000000000000001",
    "200000000000000001",
    "300000000000000001",
    "200000000000000002",
    "300000000000000002",
)
#: See a channel, write, write in threads, read history, make threads; and what everyone has.
PERMISSIONS = str(1024 | 2048 | 65536 | (1 << 35) | (1 << 38))
JOINED = "2025-01-01T00:00:00+00:00"

_ids = count(900_000_000_000_000_000)


def new_id() -> str:
    """An id that no other thing has."""
    return str(next(_ids))


def user(id_: str, name: str, *, bot: bool = False) -> Payload:
    """A person, or a bot."""
    return {"id": id_, "username": name, "discriminator": "0", "global_name": None, "avatar": None, "bot": bot, "public_flags": 0}


SHERPA = user(APPLICATION, "Sherpa", bot=True)


def person(number: int) -> Payload:
    """One of many."""
    return user(str(500_000_000_000_000_000 + number), f"person{number}")


def member(of: Payload | None = None, *, permissions: str = PERMISSIONS) -> Payload:
    """A member; with the user where Discord nests it."""
    nested = {"user": of} if of else {}
    return {"roles": [], "joined_at": JOINED, "deaf": False, "mute": False, "flags": 0, "permissions": permissions, **nested}


def channel(id_: str, guild: str) -> Payload:
    """A text channel."""
    return {
        "id": id_,
        "type": 0,
        "guild_id": guild,
        "name": "summit",
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
        "topic": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "flags": 0,
    }


def direct_channel(of: Payload) -> Payload:
    """The conversation with one person; its id is made of theirs."""
    return {"id": f"4{of['id'][1:]}", "type": 1, "last_message_id": None, "recipients": [of], "flags": 0}


def guild(id_: str, channel_id: str) -> Payload:
    """A server with one channel, as its creation is announced."""
    everyone = {
        "id": id_,
        "name": "@everyone",
        "permissions": PERMISSIONS,
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": id_,
        "name": f"Server {id_[-1]}",
        "owner_id": person(0)["id"],
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [everyone],
        "emojis": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "public_updates_channel_id": None,
        "nsfw_level": 0,
        "stickers": [],
        "premium_progress_bar_enabled": False,
        "safety_alerts_channel_id": None,
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        "member_count": 3,
        "voice_states": [],
        "members": [member(SHERPA)],
        "channels": [channel(channel_id, id_)],
        "threads": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message(author: Payload, channel_id: str, content: str = "", *, guild_id: str | None = None, **fields: Any) -> Payload:
    """A message as it comes over the gateway."""
    place = {"guild_id": guild_id, "member": member()} if guild_id and not author["bot"] else {"guild_id": guild_id} if guild_id else {}
    return {
        "id": new_id(),
        "type": 0,
        "channel_id": channel_id,
        "author": author,
        "content": content,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "components": [],
        "flags": 0,
        **place,
        **fields,
    }


def mention(author: Payload, content: str, *, guild_id: str = GUILD, channel_id: str = CHANNEL) -> Payload:
    """A message that mentions Sherpa."""
    return message(author, channel_id, f"<@{APPLICATION}> {content}", guild_id=guild_id, mentions=[{**SHERPA, "member": member()}])


def reply(author: Payload, content: str, to: Payload) -> Payload:
    """A reply to one of Sherpa's messages, with the ping on."""
    reference = {"type": 0, "message_id": to["id"], "channel_id": to["channel_id"], "guild_id": GUILD}
    made = message(author, to["channel_id"], content, guild_id=GUILD, mentions=[{**SHERPA, "member": member()}])
    return {**made, "type": 19, "message_reference": reference, "referenced_message": to}


def interaction(kind: int, by: Payload, data: Payload, *, guild_id: str = GUILD, channel_id: str = CHANNEL, **fields: Any) -> Payload:
    """Something that a person does with Sherpa: 2 gives a command, 3 presses a button, 4 types, 5 sends a form."""
    return {
        "id": new_id(),
        "application_id": APPLICATION,
        "type": kind,
        "token": f"interaction-token-{new_id()}",
        "version": 1,
        "guild_id": guild_id,
        "guild": {"id": guild_id, "features": [], "locale": "en-US"},
        "channel_id": channel_id,
        "channel": channel(channel_id, guild_id),
        "member": member(by),
        "app_permissions": PERMISSIONS,
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": guild_id},
        "context": 0,
        "attachment_size_limit": 10_485_760,
        "data": data,
        **fields,
    }


def slash(by: Payload, name: str, **options: str) -> Payload:
    """A command that a person gives."""
    given = [{"name": option, "type": 3, "value": value} for option, value in options.items()]
    return interaction(2, by, {"id": "1", "name": name, "type": 1, "options": given})


def press(by: Payload, on: Payload, custom_id: str) -> Payload:
    """A button that a person presses."""
    return interaction(3, by, {"custom_id": custom_id, "component_type": 2}, message={**on, "author": SHERPA})


def among_friends(by: Payload, name: str, **options: str) -> Payload:
    """A command that a person gives who added Sherpa to themself, in a group of friends that Sherpa is no part of."""
    given = slash(by, name, **options)
    group = {
        "id": "400000000000000009",
        "type": 3,
        "last_message_id": None,
        "recipients": [by],
        "name": "friends",
        "owner_id": by["id"],
        "flags": 0,
    }
    kept = {key: value for key, value in given.items() if key not in ("guild_id", "guild", "member", "guild_locale")}
    owners = {"1": by["id"]}
    return {**kept, "channel_id": group["id"], "channel": group, "user": by, "context": 2, "authorizing_integration_owners": owners}


def as_guest(by: Payload, name: str, **options: str) -> Payload:
    """The same in a server that Sherpa is no member of."""
    return {
        **interaction(2, by, slash(by, name, **options)["data"], guild_id="200000000000000009", channel_id="300000000000000009"),
        "context": 0,
        "authorizing_integration_owners": {"1": by["id"]},
    }
