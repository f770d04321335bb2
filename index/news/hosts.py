"""Hosts: one spelling for each, and the addresses that Sherpa does not connect to."""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import unquote

import httpx
import idna

IPAddress = IPv4Address | IPv6Address

#: Letters, digits and hyphens (RFC 1123, 2.1), and the underscore that some names in use have.
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
#: What inet_aton(3) reads as an address: up to four numbers, decimal, octal or hexadecimal.
_NUMBERS = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}")

#: Where clouds tell a machine its own secrets. Some are no private addresses, so they are named.
_METADATA = frozenset(
    map(
        ip_address,
        (
            "169.254.169.254",  # Amazon, Azure, Google and most others
            "fd00:ec2::254",  # Amazon
            "fd20:ce::254",  # Google
            "100.100.100.200",  # Alibaba
            "168.63.129.16",  # Azure's own services, at an address that looks public
        ),
    )
)
_CARRIER = ip_network("100.64.0.0/10")  # RFC 6598
_UNICAST = IPv6Network("2000::/3")  # all that is given out of IPv6 (RFC 4291, 2.4)
#: Reserved as well, though not every version of Python knows.
_RESERVED = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",  # this network, RFC 791
            "192.0.0.0/24",  # IETF protocols, RFC 6890
            "192.88.99.0/24",  # 6to4 relays, RFC 7526
            "2001::/23",  # IETF protocols, RFC 2928
            "3fff::/20",  # documentation, RFC 9637
        ),
    )
)

#: Forms of IPv6 that carry an IPv4 address, which a translator on the way would take out and connect to.
_CARRYING_IPV4 = tuple(
    map(
        IPv6Network,
        (
            "::ffff:0:0/96",  # mapped, RFC 4291 2.5.5.2
            "::ffff:0:0:0/96",  # translated, RFC 2765 2.1
            "2002::/16",  # 6to4, RFC 3056
            "2001::/32",  # Teredo, RFC 4380
            "64:ff9b::/96",  # NAT64, RFC 6052
            "64:ff9b:1::/48",  # NAT64 within one network, RFC 8215
        ),
    )
)
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291 2.5.5.1; :: and ::1 lie in it and have names of their own
_ISATAP = 0x5EFE  # RFC 5214 6.1: the interface identifier is 0000:5efe or 0200:5efe before the IPv4 address

#: What a setting for tests and intranets lets through. Nothing on an intranet is read at any of the others.
_ON_OWN_NETWORKS = frozenset({"loopback", "private", "carrier's own"})


def plain_host(host: str) -> str:
    """`host` as it is looked up: in lower case and ASCII (IDNA 2008 after UTS #46), numbers as a dotted address, without a final dot.

    IPv6 comes without brackets and without a zone, which names an interface of whoever reads it. Raises ValueError.
    """
    if ":" in host:
        return ip_address(host.partition("%")[0]).compressed
    name = unquote(host).lower()
    if not name.isascii():
        name = idna.encode(name, uts46=True).decode("ascii")
    name = name.removesuffix(".")
    if _NUMBERS.fullmatch(name):
        return _dotted(name)
    if not _NAME.fullmatch(name) or _NUMBERS.fullmatch(name.rpartition(".")[2]):  # no top-level domain is a number
        raise ValueError("not a name of a host")
    return name


def host_of(address: httpx.URL) -> str:
    """The host as it is looked up; `address.host` fails at names that are no good IDNA, though some are in use (emoji)."""
    return address.raw_host.decode("ascii")


def literal_address(host: str) -> IPAddress | None:
    """The IP address that `plain_host` gave, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def check_address(address: str | IPAddress, *, allow_private: bool = False) -> str | None:
    """Why Sherpa does not connect to this IP address, as an adjective ("loopback", "link-local"), or None where it may.

    Refused is whatever is not of the public internet (IANA's special-purpose registries, RFC 6890), clouds' metadata, and
    every IPv4 address inside an IPv6 one, also a public one. With `allow_private`, loopback, private and carriers' own
    addresses may be connected to. Raises ValueError for what is no IP address.
    """
    kind = _kind(ip_address(address) if isinstance(address, str) else address)
    return None if allow_private and kind in _ON_OWN_NETWORKS else kind


def _kind(address: IPAddress) -> str | None:
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            address = IPv6Address(int(address))
        if _carries_ipv4(address):
            return "IPv4-in-IPv6"
    if address in _METADATA:
        return "metadata"
    return next((name for name, fits in _kinds(address) if fits), None)


def _kinds(address: IPAddress) -> list[tuple[str, bool]]:
    """From the most to the least particular, since many are several."""
    return [
        ("unspecified", address.is_unspecified),
        ("loopback", address.is_loopback),
        ("link-local", address.is_link_local),
        ("multicast", address.is_multicast),
        ("carrier's own", address in _CARRIER),
        ("reserved", address.is_reserved or any(address in network for network in _RESERVED)),
        ("private", address.is_private),
        ("reserved", not address.is_global or (address.version == 6 and address not in _UNICAST)),
    ]


def _carries_ipv4(address: IPv6Address) -> bool:
    if any(address in network for network in _CARRYING_IPV4):
        return True
    if (int(address) >> 32) & 0xFDFF_FFFF == _ISATAP:
        return True
    return address in _COMPATIBLE and int(address) > 1


def _dotted(numbers: str) -> str:
    try:
        return socket.inet_ntoa(socket.inet_aton(numbers))
    except OSError as error:
        raise ValueError("not an address") from error
