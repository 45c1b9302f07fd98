"""Where a page finds the streams, and whose pages may read them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

PATH = "/live/"


def live_address(request: HttpRequest) -> str:
    """Ends with a slash; empty where pages only poll. `/live/` on this host, where nothing else is set."""
    given = str(settings.ONEGRID_LIVE_URL)
    if given:
        return "" if given == "off" else given
    port = settings.ONEGRID_LIVE_PORT
    if not port:
        return PATH
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    return f"{request.scheme}://{_name(host)}:{port}{PATH}"


def live_origin(request: HttpRequest) -> str:
    """What the content security policy must let pages connect to besides ourselves; empty on the same origin."""
    parts = urlsplit(live_address(request))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def is_own_origin(origin: str, host: str) -> bool:
    """Whether a page of this origin may read a stream that was asked of this host.

    The same host and port, or the port of the pages on the same host. Whose origin it is the browser says by itself.
    """
    theirs = urlsplit(origin)
    if theirs.scheme not in ("http", "https") or not theirs.netloc:
        return False
    if theirs.netloc == host:
        return True
    return bool(settings.ONEGRID_WEB_PORT) and theirs.netloc == f"{_name(host)}:{settings.ONEGRID_WEB_PORT}"


def _name(host: str) -> str:
    """Without the port; brackets of an IPv6 address stay."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host
