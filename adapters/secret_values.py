"""What is secret in the settings, for whoever keeps it out of the logs."""

from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

from pydantic import SecretStr
from pydantic_settings import BaseSettings


def secrets(*groups: BaseSettings) -> list[str]:
    """All of them, as they may stand in some text: of a database's address its password alone too."""
    values = [value.get_secret_value().strip() for group in groups for _, value in group if isinstance(value, SecretStr)]
    return [*dict.fromkeys(secret for value in values for secret in (value, *_passwords(value)) if secret)]


def _passwords(address: str) -> Iterator[str]:
    """What may be one, as it stands there and decoded, however the address is read: up to its last @ or its first, or behind the ?."""
    _, _, rest = address.partition("://")
    credentials = rest.rpartition("@")[0]
    for user_and_password in (credentials, credentials.partition("@")[0]):
        password = user_and_password.partition(":")[2]
        yield from (password, unquote(password))
    for given in rest.partition("?")[2].split("&"):
        name, _, value = given.partition("=")
        if "pass" in name.lower():
            yield from (value, unquote_plus(value))
