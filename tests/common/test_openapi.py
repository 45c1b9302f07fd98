"""The description of the API names what goes wrong, and what goes wrong is as described."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from onegrid.common import clock
from onegrid.common.errors import Conflict, Detail
from onegrid.jurisdictions.throttling import ByCaller
from tests.common.documented import document, require_documented
from tests.factories.cases import City, make_city, new_case, open_item, publish


@pytest.fixture
def city(db: None) -> City:
    made = make_city()
    publish()
    return made


def operations() -> dict[str, Any]:
    return {one["operationId"]: one for path in document()["paths"].values() for one in path.values()}


def test_every_operation_names_its_errors_by_the_one_component() -> None:
    shown = document()["components"]["responses"]
    for name, one in operations().items():
        errors = {status: answer for status, answer in one["responses"].items() if not status.startswith("2")}
        assert "default" in errors, name
        assert one.get("security") in (None, []) or "401" in errors, name
        assert "requestBody" not in one or {"400", "413", "415", "422"} <= set(errors), name
        for answer in errors.values():
            body = shown[answer["$ref"].rpartition("/")[2]]["content"]["application/json"]["schema"]
            assert body == {"$ref": "#/components/schemas/Error"}


def _schemas(node: Any) -> Iterator[dict[str, Any]]:
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _schemas(inner)
    if isinstance(node, dict):
        yield node


def test_what_may_be_null_is_said_so_that_null_fits() -> None:
    """In 3.1's own way: its word of before means nothing there, and null must not fit two of a choice."""
    known = document()["components"]["schemas"]
    for one in _schemas(document()):
        assert "nullable" not in one
        if {"type": "null"} in one.get("oneOf", ()):
            jsonschema.Draft202012Validator({**one, "components": {"schemas": known}}).validate(None)


def test_only_what_is_read_comes_in_pages() -> None:
    for path in document()["paths"].values():
        for method, one in path.items():
            assert method == "get" or not {"cursor", "page_size"} & {
                given["name"] for given in one.get("parameters", ())
            }


def test_real_pages_are_as_described(city: City) -> None:
    for _ in range(3):
        new_case(city)
    page: Any = {"next": "/api/v1/cases/?page_size=1"}
    ends = []
    while page["next"]:
        answer = _client(city).get(page["next"])
        require_documented("cases_list", answer)
        page = answer.json()
        ends.append((page["previous"] is None, page["next"] is None))
    assert ends == [(True, False), (False, False), (False, True)]


def _client(city: City | None = None, name: str = "leader") -> APIClient:
    client = APIClient(raise_request_exception=False)
    if city is not None:
        client.force_authenticate(city.people[name])
    return client


def test_real_errors_are_as_described(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = new_case(city)
    comments = f"/api/v1/cases/{case.number}/comments/"
    json: dict[str, Any] = {"content_type": "application/json"}
    asked = {
        400: _client(city).post(comments, b'{"text": "a", "text": "b"}', **json),
        401: _client().post(comments, b"{}", **json),
        404: _client(city).post(comments.replace(case.number, "SQ0"), b'{"text": "x"}', **json),
        413: _client(city).post(comments, b" " * (10 * 1024 * 1024 + 1), **json),
        415: _client(city).post(comments, b"x", content_type="text/plain"),
        422: _client(city).post(comments, b"{}", **json),
        405: _client(city).delete(comments),
        406: _client(city).get(comments, headers={"Accept": "text/csv"}),
    }
    with monkeypatch.context() as patched:
        patched.setattr(clock, "refresh", lambda: 1 / 0)
        asked[500] = _client(city).post(comments, b"{}", **json)
    for status, answer in asked.items():
        assert answer.status_code == status, answer.content
        require_documented("cases_comment", answer)


def test_real_refusals_are_as_described(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = new_case(city)
    item = f"/api/v1/work-items/{open_item(case, 'file').pk}"
    monkeypatch.setattr(ByCaller, "THROTTLE_RATES", {"token": "1/min"})
    cache.clear()
    _client().post("/api/v1/tokens/", {}, format="json")
    withdraw = f"/api/v1/cases/{case.number}/withdraw/"
    asked = {
        403: ("cases_withdraw", _client(city, "checker").post(withdraw, {"reason": "x"}, format="json")),
        409: ("work_items_claim", _client(city).post(f"{item}/claim/", {"revision": 99}, format="json")),
        429: ("sign_in", _client().post("/api/v1/tokens/", {}, format="json")),
    }
    for status, (operation, answer) in asked.items():
        assert answer.status_code == status, answer.content
        require_documented(operation, answer)


def test_an_error_with_everything_is_as_described() -> None:
    one = Detail("c.d", "B.", "乙。", line=3, element="x", mend_en="C.", mend_zh="丙。")
    found = Conflict("a.b", "A.", "甲。", mend_en="D.", mend_zh="丁。", extra={"now": 1}, details=[one])
    shape = document()["components"]["schemas"]["Error"]
    jsonschema.validate({"error": found.as_json()}, shape)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"error": {**found.as_json(), "mend": "words"}}, shape)
