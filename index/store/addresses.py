"""Addresses of databases: what is connected to, and how people are told which it is."""

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from index.errors import StoreUnavailable

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}

#: An address with one way to read it, and where its database is: a host, a port, a name. A password that is not encoded as it should be
#: may have an @, and then its rest stands where a host is read; or a / or a ?, and then it stands before one of them.
_PLAIN = re.compile(r"[\w+]+://(?:[^@/?#]*@)?(?P<where>(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+)?(?::[0-9]{1,5})?(?:/[\w.-]+)?)(?:\?[^@]*)?")

#: What no host has in its name: it is what is left of a password, or of an IPv6 address that is not whole.
_NO_HOST = re.compile(r"[@\[\]\s]")

UNREADABLE = "The database address cannot be read; write sqlite:///FILE or postgresql://USER@HOST/NAME, and %40 for an @ in a password."


def database_address(url: str) -> URL:
    """`url` with the driver that Sherpa uses. Raises StoreUnavailable for what is no address of SQLite (a file) or PostgreSQL."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number is the latter
        raise StoreUnavailable(UNREADABLE) from None
    driver = _DRIVERS.get(address.drivername)
    if driver is None:
        raise StoreUnavailable(
            f"Sherpa keeps its articles in SQLite or PostgreSQL, not in {address.drivername}; change the database address."
        )
    if driver.startswith("sqlite") and (address.database in (None, "", ":memory:") or address.host or address.username is not None):
        raise StoreUnavailable("A SQLite database needs a file; write sqlite:///FILE.")
    if _NO_HOST.search(address.host or ""):
        raise StoreUnavailable(UNREADABLE)
    return address.set(drivername=driver)


def name_of(url: str) -> str:
    """A database's name for sentences and logs: its file, or its host, port and name, but never who opens it or a password.

    It is "" for an address that can be read in more than one way. Raises as `database_address`.
    """
    address = database_address(url)
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    plain = _PLAIN.fullmatch(url)
    return plain["where"].removeprefix("/") if plain else ""
