"""What no honest client sends is told what is wrong with it; it is no fault of the server and changes no row."""

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.serializers import ModelSerializer

from tests.common.documented import require_documented
from tests.isolation.city import Scene, World
from tests.isolation.conftest import loaded_world, world  # noqa: F401 - fixtures
from tests.isolation.operations import operations
from tests.isolation.pairs import PAIRS

_NUMBERS = ("0", "-1", str(2**31), str(2**63), str(10**30))
_TEXTS = ("%00", "..", "%2e%2e", "'%20OR%201=1--", "é" * 500, "%ED%A0%80")
_QUERIES = (
    *({"cursor": one} for one in ("x", "bz1h", "cD1hYmM=", "cD0lMDA=", "cj0xJnA9OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5")),
    *({"page_size": one} for one in ("0", "-5", "x", "99999999999999999999")),
    *({"search": one} for one in ("\x00", "%", "_", "' OR 1=1 --", "\ud83d\ude00".encode("utf-16", "surrogatepass"))),
    *({"year": one} for one in ("0", "²", "99999", "-1", "x")),
    *({"on": one} for one in ("x", "0000-00-00")),
    {"registered_from": "x"},
    {"person": "x"},
    {"person": str(10**30)},
    {"case_id": str(10**30)},
    {"within": "\x00"},
    {"box": "\x00"},
)


@pytest.fixture
def scene(world: World) -> Scene:  # noqa: F811
    """The first pair."""
    return Scene(world, PAIRS[0])


@pytest.mark.parametrize("name", sorted(operations()))
def test_strange_addresses(scene: Scene, name: str) -> None:
    """Numbers out of range, null characters, climbing paths: 4xx for each."""
    operation = operations()[name]
    if "{" not in operation.path:
        return
    client = scene.client("owner")
    for sign in (*_NUMBERS, *_TEXTS):
        address = operation.path
        while "{" in address:
            address = f"{address[: address.index('{')]}{sign}{address[address.index('}') + 1 :]}"
        answer = client.generic(operation.method.upper(), address, "{}", content_type="application/json")
        assert 400 <= answer.status_code < 500, (address, answer.status_code)
        require_documented(name, answer)


@pytest.mark.parametrize("name", sorted(one.id for one in operations().values() if one.method == "get"))
def test_strange_queries(scene: Scene, name: str) -> None:
    """Every parameter on every list: 200 or 4xx."""
    operation = operations()[name]
    if "{" in operation.path or name == "schema":
        return
    for query in _QUERIES:
        answer = scene.client("owner").get(operation.path, query)
        assert answer.status_code < 500, (query, answer.status_code)
        require_documented(name, answer)


_STRANGE: tuple[Any, ...] = ("a\x00b", "\ud800", 10**40, -1, [[[]]], {"a": {"b": "\x00"}}, None, True, "x" * 100_000)


@pytest.mark.parametrize("name", sorted(one.id for one in operations().values() if one.method != "get"))
def test_strange_bodies(scene: Scene, name: str) -> None:
    """Bodies that are no object, and objects whose every field is strange: 4xx, or taken as what it is."""
    operation = operations()[name]
    case = scene.filed()
    known = {"number": case.number, "work_item_id": scene.item(case).pk}
    address = operation.path.format_map({**_Unknown(), **known} if "{" in operation.path else {})
    client = scene.client("owner")
    bodies = [b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}', b'"x"']
    bodies += [json.dumps(dict.fromkeys(_FIELDS, value)).encode() for value in _STRANGE]
    bodies += [json.dumps({**_PLAUSIBLE, field: value}).encode() for field in _NESTED for value in _STRANGE[:6]]
    for body in bodies:
        answer = client.generic(operation.method.upper(), address, body, content_type="application/json")
        assert answer.status_code < 500, (body[:200], answer.status_code)
        require_documented(name, answer)


class _Unknown(dict[str, Any]):
    def __init__(self) -> None:
        super().__init__(key=str(uuid.UUID(int=7)), slug="none", post_id=1, notice_id=1, incident_id=1, job_id=1)


_FIELDS = (
    *("text", "reason", "note", "persons", "outcome", "answers", "draft", "opinion", "signature", "key", "revision"),
    *("to_person", "target", "data", "username", "password", "unit", "role", "sectors", "grids", "since", "until"),
    *("files", "forms", "yaml", "base", "republish", "days", "start", "value", "to", "title", "is_instruction"),
)
_NESTED = ("answers", "draft", "data", "files", "forms", "text", "reason")
_PLAUSIBLE = {
    **{"text": "x", "reason": "x", "outcome": "done", "opinion": "x", "target": "file", "unit": "natural_day"},
    **{"start": "9999-12-31T23:59:59Z", "value": 1000, "to": "9999-12-31T23:59:59Z", "draft": {}, "to_person": 1},
}


def test_the_key_of_somebody_elses_comment_is_refused_in_words(scene: Scene) -> None:
    case, key = scene.filed(), str(uuid.uuid4())
    address = f"/api/v1/cases/{case.number}/comments/"
    body = {"text": "一", "key": key}
    assert scene.client("owner").post(address, body, format="json").status_code == 201
    assert scene.client("owner").post(address, body, format="json").status_code == 201
    answer = scene.client("colleague").post(address, body, format="json")
    assert answer.status_code == 409
    assert key not in answer.content.decode()


def test_bodies_have_a_limit(scene: Scene) -> None:
    """Also those that are read as a stream and never as a whole."""
    answer = scene.client("owner").generic(
        "POST", "/api/v1/calendar/deadlines/", b" " * (10 * 1024 * 1024 + 1) + b"{}", content_type="application/json"
    )
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "common.too_large"


def test_nothing_is_assigned_that_was_not_declared(scene: Scene) -> None:
    """Fields of the row that the shape does not name change nothing."""
    case = scene.filed()
    item = scene.item(case)
    body = {"draft": {}, "owner_id": 1, "role": "supervisor", "status": "done", "case_id": 1, "excluded": []}
    answer = scene.client("owner").put(f"/api/v1/work-items/{item.pk}/draft/", body, format="json")
    assert answer.status_code == 200
    after = scene.item(case)
    assert (after.role, after.status, after.case_id) == (item.role, "open", case.pk)


def test_no_shape_that_takes_input_is_made_from_a_table() -> None:
    import onegrid.cases.serializers.cases
    import onegrid.cases.serializers.others
    import onegrid.cases.serializers.work_items
    import onegrid.catalog.serializers
    import onegrid.intake.serializers
    import onegrid.jurisdictions.serializers
    import onegrid.sla.serializers  # noqa: F401 - importing them makes them known

    made = [one.__name__ for one in _all_below(ModelSerializer)]
    assert made and not [name for name in made if "Input" in name]


def _all_below(kind: type) -> list[type]:
    return [one for direct in kind.__subclasses__() for one in (direct, *_all_below(direct))]


_BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
_XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


@pytest.mark.parametrize(
    "evil", [_BOMB, _XXE, b"<a>" * 100_000, b"\xff\xfe<\x00!\x00D\x00O\x00C\x00T\x00Y\x00P\x00E\x00"]
)
@pytest.mark.parametrize("name", ["process.bpmn", "decisions/x.dmn", "workflow.yaml", "examples.yaml"])
def test_files_of_a_process_are_read_without_entities_and_depth(scene: Scene, name: str, evil: bytes) -> None:
    from tests.isolation.rows_city import _draft

    files = {one: SimpleUploadedFile("f", content.encode()) for one, content in _draft()["files"].items()}
    sent = {**files, name: SimpleUploadedFile("f", evil)}
    answer = scene.client("designer").post("/api/v1/workflows/hidden_draft/check/", sent, format="multipart")
    assert answer.status_code in (200, 422), answer.content
    assert b"root:" not in answer.content
    if answer.status_code == 200:
        assert any(one["severity"] == "error" for one in answer.json()["problems"])
