"""Whether an answer is one that the API's description promises."""

import re
from copy import deepcopy
from datetime import datetime
from functools import cache
from typing import Any

import jsonschema
from drf_spectacular.generators import SchemaGenerator

_QUOTED = re.compile(r"“[^”]*”")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Told by the `default` answer: no operation names them.
_OTHERWISE = (405, 406, 500)
_FORMATS = jsonschema.FormatChecker()


@_FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    """The library looks at moments only with a further package."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


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
def _components() -> dict[str, Any]:
    """Those of the document, with its objects closed: no answer says what is not described."""
    closed = deepcopy(document()["components"])
    _close(closed["schemas"])
    return closed


def _close(node: Any) -> None:
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _close(inner)
    if isinstance(node, dict) and node.get("type") == "object" and "properties" in node:
        node.setdefault("additionalProperties", False)


def _judge(schema: dict[str, Any]) -> Any:
    """The document is the root of the schema's references."""
    whole = {**schema, "components": _components()}
    return jsonschema.Draft202012Validator(whole, format_checker=_FORMATS)


@cache
def _promised(operation: str, status: int) -> tuple[dict[str, Any], Any]:
    """Media types of an answer, and the judge of its JSON."""
    answers = _answers()[operation]
    assert str(status) in answers or status in _OTHERWISE, (operation, status)
    answer = answers.get(str(status), answers.get("default"))
    if "$ref" in answer:
        answer = document()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    content: dict[str, Any] = answer.get("content", {})
    return content, _judge(content["application/json"]["schema"]) if "application/json" in content else None


def require_documented(operation: str, answer: Any) -> None:
    """AssertionError for a status, a media type or a body that the operation does not promise."""
    content, judge = _promised(operation, answer.status_code)
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    assert kind in content or "*/*" in content or not (content or answer.content), (operation, kind, list(content))
    if kind in content and judge is not None:
        wrong = jsonschema.exceptions.best_match(judge.iter_errors(answer.json()))
        assert wrong is None, (operation, answer.status_code, wrong.json_path, wrong.message)
    if answer.status_code >= 400:
        error = answer.json()["error"]
        for one in (error, *error["details"]):
            assert is_complete(one), (operation, one)
