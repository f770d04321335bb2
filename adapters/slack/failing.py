"""How being on Slack fails."""

import aiohttp

from index.errors import Unavailable

#: What is raised where Slack cannot be reached.
OUT_OF_REACH = (aiohttp.ClientError, OSError, TimeoutError)
#: What slack-sdk raises of an answer that is not Slack's.
NONSENSE = (AttributeError, TypeError, ValueError)
#: Both, of any call to Slack; beside them slack-sdk's own error, which has Slack's word for what is wrong.
FAULTS = (*OUT_OF_REACH, *NONSENSE)


class SlackUnavailable(Unavailable):
    """Slack cannot be reached, or does not take a token."""


class NotInstalled(Unavailable):
    """Sherpa is not, or no longer, in the workspace."""


class NotOurs(Exception):
    """Another process has taken the work for undone, and does it: nothing more is to be shown by this one."""
