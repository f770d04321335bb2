"""What cannot be taken in, and why.

SherpaError
└── BadInput
    ├── Refused      an address that is not fetched, or an answer that is not read (`reason`)
    │   └── Busy     a server that asks to be left alone for a while (`retry_after`)
    ├── BadFeed      what was read is no feed, sitemap or list of feeds
    └── BadPage      a page without an article that could be quoted from
"""

from index.errors import BadInput


class Refused(BadInput):
    """An address that Sherpa does not fetch, or an answer that it does not read.

    `reason` is the cause in a few words, fit for a list of feeds: an HTTP status ("404", "410"), "no http address",
    "credentials in the address", "private address", "name not found", "not reachable", "no TLS", "robots.txt", "too slow",
    "too large", "compressed bomb", "too many redirects" or "bad answer". The sentence names hosts, never whole addresses:
    a feed's path or query may hold a key.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Busy(Refused):
    """The server asked to be left alone: status 429 or 503 with `Retry-After`. `retry_after` is in seconds, at most a day."""

    def __init__(self, reason: str, sentence: str, retry_after: float) -> None:
        super().__init__(reason, sentence)
        self.retry_after = retry_after


class BadFeed(BadInput):
    """What was read is no feed, sitemap or list of feeds; the sentence says what it is instead, or what is wrong with it."""


class BadPage(BadInput):
    """A page that holds no article: a list of links, a wall, an error or nothing at all; the sentence says which."""
