"""docs/howto/add-a-connector.md: its manifest and its code are a connector, as they stand there."""

import re
from pathlib import Path
from types import ModuleType

import pytest

from onegrid.connectors.base import CallRequest, PermanentFailure, TransientFailure
from onegrid.connectors.manifest import read_manifest
from onegrid.connectors.registry import _Checked
from tests.connectors.conftest import Receiver

HOWTO = Path(__file__).resolve().parents[2] / "docs" / "howto" / "add-a-connector.md"
GOOD = {"phone": "13900000000", "text": "已受理"}


def block(language: str) -> str:
    """The how-to's first code block of a language."""
    found = re.search(rf"```{language}\n(.*?)```", HOWTO.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def sms(tmp_path: Path, receiver: Receiver, settings: object) -> _Checked:
    """The connector of the how-to, its gateway being the receiver."""
    settings.ONEGRID_SECRETS = {"sms": "s3cret"}  # type: ignore[attr-defined]
    path = tmp_path / "sms" / "manifest.yaml"
    path.parent.mkdir()
    path.write_text(block("yaml"), encoding="utf-8")
    module = ModuleType("sms")
    exec(compile(block("python"), "connector.py", "exec"), module.__dict__)  # noqa: S102 - our own page
    module.__dict__["_GATEWAY"] = receiver.address("/messages")
    receiver.body = b'{"id": "m-1"}'
    made, manifest = module.__dict__["make"](), read_manifest(path)
    assert made.operations == frozenset(manifest.operations)
    return _Checked(made, manifest)


def test_it_sends_with_the_key_and_the_secret(sms: _Checked, receiver: Receiver) -> None:
    assert sms.call(CallRequest("k-1", "send", GOOD)).data == {"message": "m-1"}
    path, headers, body = receiver.came[0]
    assert path == "/messages"
    assert headers["Authorization"] == "Bearer s3cret"
    assert b'"key": "k-1"' in body


@pytest.mark.parametrize(("status", "failure"), [(503, TransientFailure), (404, PermanentFailure)])
def test_it_fails_as_told(sms: _Checked, receiver: Receiver, status: int, failure: type[Exception]) -> None:
    receiver.status = status
    with pytest.raises(failure):
        sms.call(CallRequest("k-1", "send", GOOD))


def test_the_manifest_guards_it(sms: _Checked, receiver: Receiver) -> None:
    with pytest.raises(PermanentFailure, match="phone"):
        sms.call(CallRequest("k-1", "send", {**GOOD, "phone": "none"}))
    assert receiver.came == []
