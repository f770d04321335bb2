"""The chat platforms, as far as they can be told apart without their libraries."""

from importlib.util import find_spec
from typing import Literal, get_args

Platform = Literal["discord", "slack"]
PLATFORMS: tuple[Platform, ...] = get_args(Platform)

#: What `sherpa run` can be on: the platforms, and the web, which needs nothing but a port.
Part = Literal["discord", "slack", "web"]
PARTS: tuple[Part, ...] = get_args(Part)

#: The module that each needs; it comes with the extra of the platform's name.
_LIBRARIES: dict[Platform, str] = {"discord": "discord", "slack": "slack_bolt"}


def needs_library(platform: Platform) -> str:
    """What to do to have the platform's library; "" where it is there."""
    if find_spec(_LIBRARIES[platform]) is not None:
        return ""
    return f"The library for {platform.capitalize()} is not installed; `make {platform}` installs it, or pip with the extra [{platform}]."
