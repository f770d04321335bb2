"""How being on Slack fails."""

from index.errors import Unavailable


class SlackUnavailable(Unavailable):
    """Slack cannot be reached, or does not take a token."""


class NotInstalled(Unavailable):
    """Sherpa is not, or no longer, in the workspace."""
