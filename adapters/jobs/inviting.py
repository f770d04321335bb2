"""What brings Sherpa to a platform: `sherpa discord-invite` and `sherpa slack-manifest`."""

import asyncio
import json
import re
import sys

from adapters.jobs.output import Output
from adapters.jobs.platforms import needs_library
from adapters.settings import DiscordSettings, read_discord_settings
from index.errors import BadInput, BadSetting, Unavailable

NO_URL = "Slack needs an address that starts with https://, such as https://sherpa.example.org."
NO_ID = "Give the application's id, which stands on its page General Information, or set DISCORD_TOKEN."


def discord_invite(application: str | None) -> int:
    """Prints the address for the application of that id, else for the token's. Raises BadInput where neither is there."""
    if sentence := needs_library("discord"):
        raise Unavailable(sentence)
    from adapters.discord import invite

    if application is not None and not application.isdecimal():
        raise BadInput("An application's id has digits only; it stands on the page General Information of the application.")
    id_ = int(application) if application else asyncio.run(_application(read_discord_settings()))
    Output(as_json=False).line(invite.address(id_))
    return 0


def slack_manifest(public_url: str | None, *, as_json: bool) -> int:
    """Prints the manifest, for Socket Mode where there is no address. Raises BadInput for an address that Slack would not take."""
    if sentence := needs_library("slack"):
        raise Unavailable(sentence)
    import yaml

    from adapters.slack.manifest import manifest

    if public_url is not None and not re.fullmatch(r"https://[^/\s?#]+(?:/[^\s?#]*)?", public_url):
        raise BadInput(NO_URL)
    made = manifest("socket") if public_url is None else manifest("http", public_url.rstrip("/"))
    text = json.dumps(made, indent=2) + "\n" if as_json else yaml.safe_dump(made, sort_keys=False, width=100)
    sys.stdout.write(text)
    return 0


async def _application(settings: DiscordSettings) -> int:
    """As Discord says, else as the token does."""
    from adapters.discord import invite
    from adapters.discord.asking import api

    if settings.token is None:
        raise BadSetting("DISCORD_TOKEN", NO_ID)
    try:
        async with api(settings.api_url, settings.token) as discord_api:
            return int((await discord_api.get("/oauth2/applications/@me")).value["id"])
    except Unavailable:
        if id_ := invite.application_of(settings.token.get_secret_value().strip()):
            return id_
        raise
