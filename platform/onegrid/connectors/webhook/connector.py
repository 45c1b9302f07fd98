"""POSTs the parameters as JSON and reads the answer; says of every failure whether trying again could help."""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests  # noqa: TID251 - this is where the network begins
import urllib3
from django.conf import settings

from onegrid.common import clock
from onegrid.connectors.base import CallRequest, CallResult, PermanentFailure, TransientFailure
from onegrid.connectors.webhook import signature
from onegrid.connectors.webhook.transport import CheckedAdapter

_OWN = ("address", "secret", "headers")
_LARGEST_ANSWER = 64 * 1024
_CONNECT_SECONDS = 5.0
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504, 507})


class Webhook:
    """The body of `reply` and `post` is the parameters without address, secret and headers, plus `operation`."""

    id = "webhook"
    operations = frozenset({"reply", "post"})
    parameters_schema: Mapping[str, Mapping[str, Any]] = {}

    def call(self, request: CallRequest) -> CallResult:
        """The receiver's JSON as data; a 2xx with anything else in it is success without data."""
        address = _checked_address(str(request.parameters["address"]))
        sent = {name: value for name, value in request.parameters.items() if name not in _OWN}
        body = orjson.dumps({**sent, "operation": request.operation}, default=str)
        allowed = settings.ONEGRID_CONNECTORS_PRIVATE
        private = settings.ONEGRID_DEMO if allowed is None else bool(allowed)
        with requests.Session() as session:
            session.trust_env = False
            session.mount("http://", CheckedAdapter(private=private))
            session.mount("https://", CheckedAdapter(private=private))
            return _send(session, address, body, _headers(request, body), request.timeout)


def make() -> Webhook:
    """For the registry."""
    return Webhook()


def _checked_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"} and parts.hostname and not parts.username:
        return address
    raise PermanentFailure(
        "webhook.address",
        f"{parts.scheme or 'no scheme'}: only http:// and https:// addresses without a name and password are called.",
        "只能调用 http:// 或 https:// 地址，且地址中不能带用户名和密码。",
    )


def _headers(request: CallRequest, body: bytes) -> dict[str, str]:
    headers = {
        **{str(name): str(value) for name, value in request.parameters.get("headers", {}).items()},
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": "OneGrid",
        "Idempotency-Key": str(request.idempotency_key),
    }
    if name := request.parameters.get("secret"):
        secret = settings.ONEGRID_SECRETS.get(name)
        if not secret:
            raise PermanentFailure(
                "webhook.secret_unknown",
                f"The installation has no secret called {name!r}. Add it to ONEGRID_SECRETS.",
                f"系统中没有名为“{name}”的密钥，请在 ONEGRID_SECRETS 中添加。",
            )
        headers[signature.HEADER] = signature.sign(body, secret, int(clock.real_now().timestamp()))
    return headers


def _send(
    session: requests.Session, address: str, body: bytes, headers: Mapping[str, str], seconds: float
) -> CallResult:
    host = urlsplit(address).hostname
    deadline = time.monotonic() + seconds
    try:
        with session.post(
            address,
            data=body,
            headers=headers,
            timeout=(min(_CONNECT_SECONDS, seconds), seconds),
            allow_redirects=False,
            stream=True,
        ) as answer:
            return _read(answer, str(host), deadline)
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as failure:
        raise TransientFailure("webhook.timeout", f"{host} did not answer in time.", f"{host} 响应超时。") from failure
    except requests.exceptions.SSLError as failure:
        raise TransientFailure(
            "webhook.certificate", f"{host}: the secure connection failed ({failure}).", f"与 {host} 的安全连接失败。"
        ) from failure
    except (requests.RequestException, urllib3.exceptions.HTTPError) as failure:
        raise TransientFailure(
            "webhook.unreachable", f"{host} was not reached ({type(failure).__name__}).", f"无法连接 {host}。"
        ) from failure


def _read(answer: requests.Response, host: str, deadline: float) -> CallResult:
    status = answer.status_code
    if status in _LATER:
        raise TransientFailure(
            "webhook.status",
            f"{host} answered {status}.",
            f"{host} 返回 {status}。",
            retry_after=_seconds(answer.headers.get("Retry-After")),
        )
    if not 200 <= status < 300:
        raise PermanentFailure(
            "webhook.refused",
            f"{host} answered {status}: it does not take this call. Check address, secret and parameters.",
            f"{host} 返回 {status}，拒绝了本次调用。请检查地址、密钥和参数。",
        )
    content = bytearray()
    # read1 hands over what is there; iter_content would wait for a full piece, however slowly it drips in.
    while piece := answer.raw.read1(8192, decode_content=True):
        content += piece
        if time.monotonic() > deadline:
            raise TransientFailure("webhook.timeout", f"{host} answered too slowly.", f"{host} 响应过慢。")
        if len(content) > _LARGEST_ANSWER:
            return CallResult({"status": status, "body": None})
    return CallResult({"status": status, "body": _json(bytes(content))})


def _json(content: bytes) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def _seconds(value: str | None) -> float | None:
    return float(value) if value and value.isdecimal() else None
