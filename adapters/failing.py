"""What went wrong, as a reply for whoever asked, and in the log for whoever runs Sherpa."""

from secrets import token_hex

from adapters.logs import log_unexpected
from bot import replies
from bot.blocks import Reply
from index.errors import BadSource, SherpaError


def explained(error: Exception) -> Reply:
    """The error's sentence; for one that nobody foresaw a short reference, which the log has too."""
    if isinstance(error, SherpaError):
        return replies.error(str(error), error.suggestions if isinstance(error, BadSource) else ())
    reference = token_hex(4)
    log_unexpected(error, reference)
    return replies.error(f"Something went wrong that Sherpa did not foresee. Whoever runs it finds more in its log under {reference}.")
