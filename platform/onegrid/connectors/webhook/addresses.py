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


# IPv6 networks whose addresses carry one of IPv4 in their last 32 bits (RFC 4291, 6052, 2765).
_CARRYING = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
# Special by RFC 6890 and 8215; not every Python counts all of them so.
_SPECIAL = ipaddress.IPv4Network("192.0.0.0/24")
_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if (inner := _carried(found)) is not None:
            return _is_public(str(inner))
        return found.is_global and not (found.is_multicast or found.is_site_local or found in _LOCAL)
    return found.is_global and not found.is_multicast and found not in _SPECIAL


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address of IPv4 at which a packet to this one may arrive after translation; 6to4 (RFC 3056) has it inside."""
    if any(address in network for network in _CARRYING):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour
