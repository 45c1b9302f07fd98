"""Choosing ports on this machine."""

import contextlib
import random
import socket
import sys
from pathlib import Path

_LOWEST, _TRIES = 12_000, 1_000


class Reserved:
    """Ports promised to this process while it lives.

    That nobody listens yet proves nothing: of two supervisors that look in the same instant both find the port free,
    and both servers then take it, because granian shares ports (SO_REUSEPORT). So the choice itself is held, under an
    abstract socket's name, which the kernel gives to one process and takes back however that one ends.
    """

    def __init__(self) -> None:
        self._held: dict[int, socket.socket] = {}

    def take(self, port: int) -> bool:
        """False where another process holds it. Elsewhere than on Linux there are no such names: always True."""
        if sys.platform != "linux" or port in self._held:
            return True
        mark = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            mark.bind(f"\0onegrid-port-{port}")
        except OSError:
            mark.close()
            return False
        self._held[port] = mark
        return True

    def give_back(self) -> None:
        """All of them."""
        for mark in self._held.values():
            with contextlib.suppress(OSError):
                mark.close()
        self._held.clear()


def is_free(host: str, port: int) -> bool:
    """Whether we could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def any_free(host: str = "127.0.0.1", *, preferred: int | None = None, taken: frozenset[int] = frozenset()) -> int:
    """The preferred port if it is free (so that addresses stay over restarts), else any.

    Below those that the system lends to outgoing connections: between our choice and the server's start somebody's
    connection would otherwise take the port, and a server that is restarted would find it gone.
    """
    if preferred and preferred not in taken and is_free(host, preferred):
        return preferred
    for _ in range(_TRIES):
        port = random.randrange(_LOWEST, _lent_from())  # noqa: S311 - no secret
        if port not in taken and is_free(host, port):
            return port
    raise OSError(f"no free port from {_LOWEST} on {host} / 没有空闲端口")


def _lent_from() -> int:
    """The first port that outgoing connections may get."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
        if lowest >= _LOWEST + _TRIES:
            return lowest
    return 32768


def first_free(host: str, wanted: int, *, tries: int = 100, reserved: Reserved | None = None) -> int:
    """The wanted port or the next free one above it; held in `reserved`, where that is given."""
    for port in range(wanted, min(wanted + tries, 65536)):
        if is_free(host, port) and (reserved is None or reserved.take(port)):
            return port
    raise OSError(f"no free port from {wanted} to {wanted + tries - 1} on {host} / 没有空闲端口")
