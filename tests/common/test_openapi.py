"""The description of the API names what goes wrong, and what goes wrong is as described."""

from typing import Any

import jsonschema
import pytest
from rest_framework.test import APIClient

from onegrid.common import clock
from onegrid.common.errors import Conflict, Detail
from tests.common.documented import document, require_documented
from tests.factories.cases import City, make_city, new_case, publish


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


def test_an_error_with_everything_is_as_described() -> None:
    one = Detail("c.d", "B.", "乙。", line=3, element="x", mend_en="C.", mend_zh="丙。")
    found = Conflict("a.b", "A.", "甲。", mend_en="D.", mend_zh="丁。", extra={"now": 1}, details=[one])
    shape = document()["components"]["schemas"]["Error"]
    jsonschema.validate({"error": found.as_json()}, shape)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"error": {**found.as_json(), "mend": "words"}}, shape)
