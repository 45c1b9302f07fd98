"""Choosing ports on this machine."""

import socket


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
    """The preferred port if it is free (so that addresses stay over restarts), else any."""
    if preferred and preferred not in taken and is_free(host, preferred):
        return preferred
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind((host, 0))
            port = int(probe.getsockname()[1])
        if port not in taken:
            return port


def first_free(host: str, wanted: int, *, tries: int = 100) -> int:
    """The wanted port or the next free one above it."""
    for port in range(wanted, min(wanted + tries, 65536)):
        if is_free(host, port):
            return port
    raise OSError(f"no free port from {wanted} to {wanted + tries - 1} on {host} / 没有空闲端口")
