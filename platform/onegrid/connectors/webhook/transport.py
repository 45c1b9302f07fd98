"""HTTP whose every connection goes to an address that was checked, names and certificates untouched."""

import socket
from typing import Any

from requests.adapters import HTTPAdapter  # noqa: TID251 - this is where the network begins
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from onegrid.connectors.webhook.addresses import allowed_address


def _connect(connection: Any, inner: Any, *, private: bool) -> socket.socket:
    """Let urllib3 connect to the checked address while the host's name stays the one for TLS and the Host header."""
    name = connection._dns_host
    connection._dns_host = allowed_address(name, connection.port, private=private)
    try:
        found: socket.socket = inner()
    finally:
        connection._dns_host = name
    return found


class CheckedAdapter(HTTPAdapter):
    """`private`: whether addresses of the own network may be called."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        super().__init__(max_retries=0, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """The framework's pools with our connections in them."""
        super().init_poolmanager(*args, **kwargs)
        private = self._private

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(self, super()._new_conn, private=private)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(self, super()._new_conn, private=private)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
