"""The one error shape."""

import pytest
from django.utils.translation import override
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from onegrid.common.api_errors import as_error, exception_handler
from onegrid.common.errors import Conflict, Detail, Invalid, NotFound


def test_an_error_says_what_where_and_how_to_mend_in_both_languages() -> None:
    error = Conflict(
        "x.y", "Moved.", "已变更。", field="revision", mend_en="Reload.", mend_zh="请刷新。", extra={"now": 3}
    )
    response = exception_handler(error, {})
    assert response is not None
    assert response.status_code == 409
    assert response.data["error"] == {
        "code": "x.y",
        "message": {"zh": "已变更。", "en": "Moved."},
        "field": "revision",
        "element": None,
        "mend": {"zh": "请刷新。", "en": "Reload."},
        "details": [],
        "extra": {"now": 3},
    }


class Inner(serializers.Serializer):  # type: ignore[type-arg]
    phone = serializers.CharField(max_length=3)


class Outer(serializers.Serializer):  # type: ignore[type-arg]
    title = serializers.CharField()
    people = Inner(many=True)


def test_fields_are_named_by_their_path_with_chinese_words() -> None:
    shape = Outer(data={"people": [{"phone": "12"}, {"phone": "12345"}]})
    assert not shape.is_valid()
    error = as_error(exceptions.ValidationError(shape.errors))
    assert isinstance(error, Invalid)
    found = {one.field: (one.code, one.message_zh) for one in error.details}
    assert found == {
        "title": ("common.field.required", "缺少该必填字段。"),
        "people[1].phone": ("common.field.max_length", "超过 3 个字符。"),
    }


def test_not_there_and_not_yours_are_told_alike() -> None:
    hidden, missing = exception_handler(NotFound(), {}), exception_handler(exceptions.NotFound("case 17"), {})
    assert hidden is not None
    assert missing is not None
    assert hidden.status_code == missing.status_code == 404
    assert hidden.data["error"]["message"] == missing.data["error"]["message"]
    assert "17" not in str(missing.data)


def test_details_are_listed_with_element_and_line() -> None:
    found = Detail("c.d", "x", "甲", element="task_1", line=7, mend_en="y", mend_zh="乙")
    error = Invalid("a.b", "No.", "否。", mend_en="z", mend_zh="丙", details=[found])
    (detail,) = error.as_json()["details"]
    assert (detail["element"], detail["line"], detail["message"]) == ("task_1", 7, {"zh": "甲", "en": "x"})


def test_a_throttled_caller_is_told_how_long() -> None:
    response = exception_handler(exceptions.Throttled(wait=4.2), {})
    assert response is not None
    assert response["Retry-After"] == "5"


class Looked(APIView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, _request: Request) -> Response:
        return Response({})

    def put(self, request: Request) -> Response:
        return Response(request.data)


def test_what_an_address_would_have_taken_is_named() -> None:
    factory = APIRequestFactory()
    asked = {
        "GET, HEAD, PUT": factory.post("/"),
        "application/json": factory.put("/", b"x", content_type="text/plain"),
        "application/json,": factory.get("/", headers={"Accept": "text/csv"}),
    }
    for allowed, request in asked.items():
        mend = Looked.as_view()(request).data["error"]["mend"]
        assert all(allowed.strip(",") in mend[language] for language in ("en", "zh")), mend


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 415, 429, 500, 503])
def test_every_kind_of_the_framework_has_words_and_a_mend_in_both_languages(status: int) -> None:
    class Fault(exceptions.NotFound if status == 404 else exceptions.APIException):  # type: ignore[misc]
        status_code = status

    with override("zh-hans"):
        response = exception_handler(Fault(), {"view": Looked()})
    assert response is not None
    error = response.data["error"]
    for part in (error["message"], error["mend"]):
        assert part["en"].isascii() and part["en"]
        assert not part["zh"].isascii()


def test_where_a_body_can_not_be_read_is_told() -> None:
    request = APIRequestFactory().put("/", b'{"a": 1,\n x}', content_type="application/json")
    response = Looked.as_view()(request)
    assert response.status_code == 400
    message = response.data["error"]["message"]
    assert "line 2, column 2" in message["en"] and message["en"].isascii()
    assert "第 2 行第 2 列" in message["zh"] and "unexpected" not in message["zh"]


@pytest.mark.parametrize("body", [b'{"title": "a", "title": "b"}', b'[{"x": {"title": 1, "b": 2, "t\\u0069tle": 1}}]'])
def test_a_key_that_stands_twice_is_named(body: bytes) -> None:
    response = Looked.as_view()(APIRequestFactory().put("/", body, content_type="application/json"))
    error = response.data["error"]
    assert (response.status_code, error["code"], error["field"]) == (400, "common.duplicate_key", "title")
    assert "title" in error["message"]["en"] and "title" in error["message"]["zh"]
    assert error["mend"]["en"].isascii() and not error["mend"]["zh"].isascii()


def test_equal_keys_of_different_objects_are_no_fault() -> None:
    body = b'{"a": {"title": 1}, "b": [{"title": 2}, {"title": 1e9, "c": 10000000000000000000000}], "title": null}'
    response = Looked.as_view()(APIRequestFactory().put("/", body, content_type="application/json"))
    assert response.status_code == 200
    assert list(response.data) == ["a", "b", "title"]
