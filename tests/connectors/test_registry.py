"""Connectors are found by listing and checked before they are called."""

from pathlib import Path
from typing import Any

import pytest

from onegrid.connectors import registry
from onegrid.connectors.base import CallRequest, PermanentFailure, TransientFailure
from onegrid.connectors.manifest import ManifestError, read_manifest

FOLDER = Path(registry.__file__).parent


def test_every_folder_is_known_and_agrees_with_its_manifest() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert set(registry.known()) == folders
    for name, manifest in registry.known().items():
        connector = registry.get(name)
        assert connector.id == manifest.id == name
        assert connector.operations == frozenset(manifest.operations)
        assert set(connector.parameters_schema) == connector.operations
        assert manifest.title_zh
        assert manifest.title_en
        assert all(one["state"] == "done" or one["reason"] for one in manifest.maturity)


def _call(connector: str, operation: str, parameters: dict[str, Any]) -> Any:
    return registry.get(connector).call(CallRequest("k", operation, parameters)).data


def test_unknown_connector_and_operation_are_told_with_what_is_known() -> None:
    with pytest.raises(PermanentFailure, match="webhook") as unknown:
        registry.get("telegraph")
    assert unknown.value.code == "connector.unknown"
    with pytest.raises(PermanentFailure, match="post, reply") as operation:
        _call("demo", "fly", {})
    assert operation.value.code == "connector.operation"


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"address": 5},
        {"address": "http://x", "headers": {"Authorization": "Bearer x"}},
        {"address": "http://x", "headers": {"X-OneGrid-Signature": "mine"}},
        {"address": "http://x", "headers": {"X-A": "a\r\nHost: b"}},
    ],
)
def test_parameters_against_the_manifest(parameters: dict[str, Any]) -> None:
    with pytest.raises(PermanentFailure) as refused:
        _call("webhook", "reply", parameters)
    assert refused.value.code == "connector.parameters"
    assert refused.value.message_zh


def test_demo_answers_or_fails_as_asked() -> None:
    assert _call("demo", "reply", {"text": "您好"}) == {"status": 200, "body": {"received": "k"}}
    with pytest.raises(TransientFailure):
        _call("demo", "reply", {"fail": "transient"})
    with pytest.raises(PermanentFailure):
        _call("demo", "post", {"fail": "permanent"})


def test_a_manifest_that_lacks_something_or_lies_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "sms"
    folder.mkdir()
    file = folder / "manifest.yaml"
    file.write_text("id: sms\ntitle: {zh: 短信, en: SMS}\noperations: {}\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="owner"):
        read_manifest(file)
    file.write_text("id: other\ntitle: {zh: 短信, en: SMS}\nowner: us\noperations: {}\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="folder"):
        read_manifest(file)
