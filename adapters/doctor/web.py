"""Where Sherpa listens, and the address at which others reach it."""

import asyncio
import errno
import ipaddress
import os
from urllib.parse import urlsplit

import httpx

from adapters.findings import Finding
from adapters.settings import Settings
from adapters.web.listening import MEND_HOST, is_of_host, listening, written

#: Seconds for whoever has the port to say who it is.
PATIENCE = 1.0


async def findings(settings: Settings, *, slack_over_http: bool) -> list[Finding]:
    """The port, and the public address."""
    return [await _port(settings.web_host, settings.port), _public(settings.public_url, needed=slack_over_http)]


async def _port(host: str, port: int) -> Finding:
    where = written(host, port)
    if (trouble := await asyncio.to_thread(_trouble, host, port)) is None:
        return Finding("Web", True, f"{where} is free")
    if is_of_host(trouble):
        return Finding("Web", False, f"{host} is no address of this machine; {MEND_HOST}")
    if trouble.errno == errno.EADDRINUSE:
        if await _is_sherpa(host, port):
            return Finding("Web", True, f"a Sherpa listens at {where} now")
        return Finding("Web", False, f"another program has {where}; end it, or set SHERPA_WEB_PORT to a free port")
    reason = os.strerror(trouble.errno or errno.EINVAL)
    return Finding("Web", False, f"nothing can listen at {where} ({reason}); set SHERPA_WEB_HOST and SHERPA_WEB_PORT")


def _trouble(host: str, port: int) -> OSError | None:
    """Why nothing can listen there; None where it can."""
    try:
        listening(host, port).close()
    except OSError as error:
        return error
    return None


async def _is_sherpa(host: str, port: int) -> bool:
    """By what `/readyz` says there, ready or not."""
    there = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - an address that is compared with
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            said = (await client.get(f"http://{written(there, port)}/readyz")).json()
    except (httpx.HTTPError, ValueError):
        return False
    return isinstance(said, dict) and "sherpa" in said


def _public(address: str | None, *, needed: bool) -> Finding:
    """`needed`: Slack is to reach it."""
    if address is None:
        return Finding("Public address", None, "none set; SHERPA_PUBLIC_URL tells where browsers and Slack reach Sherpa")
    parts = urlsplit(address)
    faults = []
    if parts.scheme != "https":
        faults.append("is not https")
    if _is_own(parts.hostname or ""):
        faults.append("leads nobody else here")
    if not faults:
        return Finding("Public address", True, address)
    return Finding("Public address", False if needed else None, f"{address} {' and '.join(faults)}; change SHERPA_PUBLIC_URL")


def _is_own(host: str) -> bool:
    """Whether the name means this machine, or its network."""
    if host == "localhost" or host.endswith((".localhost", ".local")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
