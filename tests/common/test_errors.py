"""The one error shape."""

from rest_framework import exceptions, serializers

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
        "title": ("common.field.required", "必填。"),
        "people[1].phone": ("common.field.max_length", "过长。"),
    }


def test_not_there_and_not_yours_are_told_alike() -> None:
    hidden, missing = exception_handler(NotFound(), {}), exception_handler(exceptions.NotFound("case 17"), {})
    assert hidden is not None
    assert missing is not None
    assert hidden.status_code == missing.status_code == 404
    assert hidden.data["error"]["message"] == missing.data["error"]["message"]
    assert "17" not in str(missing.data)


def test_details_are_listed_with_element_and_line() -> None:
    error = Invalid("a.b", "No.", "否。", details=[Detail("c.d", "x", "甲", element="task_1", line=7)])
    (detail,) = error.as_json()["details"]
    assert (detail["element"], detail["line"], detail["message"]) == ("task_1", 7, {"zh": "甲", "en": "x"})


def test_a_throttled_caller_is_told_how_long() -> None:
    response = exception_handler(exceptions.Throttled(wait=4.2), {})
    assert response is not None
    assert response["Retry-After"] == "5"
