"""Where the web server listens: the socket, and what is said of it."""

import errno
import socket

#: Connections that wait to be taken up.
BACKLOG = 2_048

#: What to do about a host that is no address of this machine.
MEND_HOST = "set SHERPA_WEB_HOST to one, such as 127.0.0.1 or 0.0.0.0"

#: Another machine's address; one of a kind that this machine has none of.
_OF_HOST = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


def listening(host: str, port: int) -> socket.socket:
    """A socket that says it is TCP's, as that of `socket.create_server` does not. Raises OSError.

    Asyncio turns Nagle's algorithm off for those alone; with it, a page's second packet waits 40 ms for the first one's acknowledgement.
    """
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(BACKLOG)
    except OSError:
        opened.close()
        raise
    return opened


def is_of_host(error: OSError) -> bool:
    """Whether it is the host that nothing can listen at, whatever the port: a name that leads nowhere, or another machine's address."""
    return isinstance(error, socket.gaierror) or error.errno in _OF_HOST


def written(host: str, port: int) -> str:
    """Both as they stand in an address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
