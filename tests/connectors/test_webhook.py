"""The webhook against a real receiver: what arrives, what each answer means, where it never goes."""

import hashlib
import hmac
import json
import socket
import time
import uuid
from typing import Any

import pytest

from onegrid.connectors import registry
from onegrid.connectors.base import CallRequest, CallResult, PermanentFailure, TransientFailure
from onegrid.connectors.webhook.addresses import allowed_address
from tests.connectors.conftest import Receiver

KEY = uuid.UUID("6f1c1f2e-0000-4000-8000-000000000001")


def _call(address: str, *, operation: str = "reply", timeout: float = 5.0, **parameters: Any) -> CallResult:
    request = CallRequest(KEY, operation, {"address": address, **parameters}, timeout)
    return registry.get("webhook").call(request)


def test_what_arrives(receiver: Receiver) -> None:
    answer = _call(receiver.address(), text="已办结", external_id="12345-7", headers={"X-Tenant": "sq"})
    assert answer.data == {"status": 200, "body": {"accepted": True}}
    [(path, headers, body)] = receiver.came
    assert path == "/reply"
    assert json.loads(body) == {"operation": "reply", "text": "已办结", "external_id": "12345-7"}
    assert headers["Idempotency-Key"] == str(KEY)
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Tenant"] == "sq"
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert "X-OneGrid-Signature" not in headers


def test_every_try_has_the_same_key(receiver: Receiver) -> None:
    receiver.status = 503
    for _ in range(2):
        with pytest.raises(TransientFailure):
            _call(receiver.address())
    assert {headers["Idempotency-Key"] for _, headers, _ in receiver.came} == {str(KEY)}


def test_the_signature_is_the_receivers_to_check(receiver: Receiver, settings: Any) -> None:
    settings.ONEGRID_SECRETS = {"hotline": "shared words"}
    _call(receiver.address(), text="一", secret="hotline")
    [(_, headers, body)] = receiver.came
    at, mac = (part.partition("=")[2] for part in headers["X-OneGrid-Signature"].split(","))
    assert abs(int(at) - time.time()) < 60
    assert mac == hmac.new(b"shared words", f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert b"hotline" not in body
    assert b"shared words" not in body


def test_an_unknown_secret_sends_nothing(receiver: Receiver, settings: Any) -> None:
    settings.ONEGRID_SECRETS = {}
    with pytest.raises(PermanentFailure) as refused:
        _call(receiver.address(), secret="hotline")
    assert refused.value.code == "webhook.secret_unknown"
    assert receiver.came == []


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_later_may_help(receiver: Receiver, status: int) -> None:
    receiver.status, receiver.headers = status, {"Retry-After": "7"}
    with pytest.raises(TransientFailure) as failure:
        _call(receiver.address())
    assert failure.value.retry_after == 7


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 409, 410, 422, 501])
def test_later_can_not_help_and_nothing_is_followed(receiver: Receiver, status: int) -> None:
    receiver.status, receiver.headers = status, {"Location": receiver.address("/elsewhere")}
    with pytest.raises(PermanentFailure) as failure:
        _call(receiver.address())
    assert failure.value.code == "webhook.refused"
    assert [path for path, _, _ in receiver.came] == ["/reply"]


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" + b"1," * 100_000 + b"1]"])
def test_success_with_anything_but_small_json_is_success_without_data(receiver: Receiver, body: bytes) -> None:
    receiver.body = body
    assert _call(receiver.address()).data == {"status": 200, "body": None}


def test_no_answer_in_time(receiver: Receiver) -> None:
    receiver.delay = 1.0
    with pytest.raises(TransientFailure) as failure:
        _call(receiver.address(), timeout=0.3)
    assert failure.value.code == "webhook.timeout"


def test_an_answer_that_drips_ends_at_the_time_for_the_whole_call(receiver: Receiver) -> None:
    receiver.body, receiver.drip = b"x" * 100, 0.1
    began = time.monotonic()
    with pytest.raises(TransientFailure) as failure:
        _call(receiver.address(), timeout=0.5)
    assert failure.value.code == "webhook.timeout"
    assert time.monotonic() - began < 3


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(TransientFailure) as failure:
        _call(f"http://127.0.0.1:{port}/")
    assert failure.value.code == "webhook.unreachable"


def test_a_name_that_does_not_resolve() -> None:
    with pytest.raises(TransientFailure):
        _call("http://nothing.invalid/")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/x",
        "file:///etc/passwd",
        "gopher://x",
        "//example.org",
        "http://",
        "http://name:word@example.org/",
    ],
)
def test_only_plain_web_addresses(address: str) -> None:
    with pytest.raises(PermanentFailure) as refused:
        _call(address)
    assert refused.value.code == "webhook.address"


@pytest.mark.parametrize("private", [False, None])
def test_the_own_network_is_closed_outside_a_demo(receiver: Receiver, settings: Any, private: bool | None) -> None:
    settings.ONEGRID_DEMO = False
    settings.ONEGRID_CONNECTORS_PRIVATE = private
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1"):
        with pytest.raises(PermanentFailure) as refused:
            _call(f"http://{host}:{receiver.port}/reply")
        assert refused.value.code == "webhook.private_address", host
    assert receiver.came == []
    settings.ONEGRID_CONNECTORS_PRIVATE = True
    assert _call(receiver.address()).data["status"] == 200


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "192.0.0.192",
        "fec0::1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
    ],
)
def test_addresses_that_are_nobodys_outside(address: str) -> None:
    with pytest.raises(PermanentFailure):
        allowed_address(address, 80, private=False)


def test_a_public_address_is_used_as_it_was_checked() -> None:
    for address in ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"):
        assert allowed_address(address, 443, private=False) == address


def test_the_environments_proxy_is_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert _call(receiver.address()).data["status"] == 200
