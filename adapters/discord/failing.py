"""How being on Discord fails."""

from index.errors import Unavailable


class DiscordUnavailable(Unavailable):
    """Discord cannot be reached, or does not take the token."""
