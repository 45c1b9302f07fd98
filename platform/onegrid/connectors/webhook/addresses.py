"""Which hosts may be called: no address of the own network unless the installation allows it."""

import ipaddress
import socket

from onegrid.connectors.base import PermanentFailure, TransientFailure


def allowed_address(host: str, port: int, *, private: bool) -> str:
    """The address to connect to. It is resolved here and used as it is: a name can't change its mind in between."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as failure:
        raise TransientFailure(
            "webhook.name_not_resolved", f"{host}: the name was not resolved ({failure}).", f"无法解析域名 {host}。"
        ) from failure
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if private or _is_public(address):
            return address
    raise PermanentFailure(
        "webhook.private_address",
        f"{host} lies in a private network ({addresses[0]}), which this installation does not call. "
        "Use a public address, or set ONEGRID_CONNECTORS_PRIVATE.",
        f"{host} 属于内部网络（{addresses[0]}），本系统不允许调用。请改用公网地址，或设置 ONEGRID_CONNECTORS_PRIVATE。",
    )


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast
