"""Whether an answer is one that the API's description promises."""

import re
from functools import cache
from typing import Any

import jsonschema
from drf_spectacular.generators import SchemaGenerator

_QUOTED = re.compile(r"“[^”]*”")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def is_complete(one: dict[str, Any]) -> bool:
    """What is wrong and what to do, in both languages, each in its own but for names of the designer's in quotes."""
    return all(
        said["en"] and not _CHINESE.search(_QUOTED.sub("", said["en"])) and _CHINESE.search(said["zh"])
        for said in (one["message"], one["mend"])
    )


@cache
def document() -> dict[str, Any]:
    """As the installation would serve it."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@cache
def _answers() -> dict[str, dict[str, Any]]:
    return {one["operationId"]: one["responses"] for path in document()["paths"].values() for one in path.values()}


@cache
def _error() -> Any:
    shape = document()["components"]["schemas"]["Error"]
    jsonschema.Draft202012Validator.check_schema(shape)
    return jsonschema.Draft202012Validator(shape)


def require_documented(operation: str, answer: Any) -> None:
    """AssertionError for an error of another shape, or with a status that the operation does not name."""
    if answer.status_code < 400:
        return
    _error().validate(answer.json())
    error = answer.json()["error"]
    for one in (error, *error["details"]):
        assert is_complete(one), (operation, one)
    assert answer.status_code in (405, 406, 500) or str(answer.status_code) in _answers()[operation], (
        operation,
        answer.status_code,
        answer.content[:300],
    )
