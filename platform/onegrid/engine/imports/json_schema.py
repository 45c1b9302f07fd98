"""JSON Schema forms, as spiff-arena keeps them beside a diagram, drawn as forms of ours field by field."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from onegrid.engine.dialects.fields import component, form_of, slug

_UI = ("ui:order", "ui:options", "ui:submitButtonOptions", "ui:title", "ui:description", "ui:widget", "ui:help")
_BOUNDS = {"minimum": "min", "maximum": "max", "minLength": "minLength", "maxLength": "maxLength"}


def is_schema(found: object) -> bool:
    """An object with declared properties."""
    return (
        isinstance(found, dict)
        and found.get("type", "object") == "object"
        and isinstance(found.get("properties"), dict)
    )


def is_look(found: object) -> bool:
    """The file beside it that only says how the fields look (`ui:…`)."""
    if not isinstance(found, dict):
        return False
    return any(
        key in _UI or (isinstance(value, dict) and any(str(name).startswith("ui:") for name in value))
        for key, value in found.items()
    )


def form_id(name: str) -> str:
    """The id under which a task that names the file finds its form."""
    return slug(PurePosixPath(name).name.removesuffix(".json").removesuffix("-schema"))


def form_from_schema(identifier: str, schema: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The form, and the names of the fields that can't be said: objects, lists, and what can be no variable."""
    required = schema.get("required")
    wanted = set(map(str, required)) if isinstance(required, list) else set()
    components, lost = [], []
    for key, field in schema["properties"].items():
        made = _component(str(key), field, required=key in wanted) if isinstance(field, dict) else None
        if made is None:
            lost.append(str(key))
        else:
            components.append(made)
    return form_of(identifier, _text(schema.get("title")), components), lost


def _component(key: str, field: Mapping[str, Any], *, required: bool) -> dict[str, Any] | None:
    kind = field.get("type", "string")
    if kind not in ("string", "integer", "number", "boolean") or "$ref" in field:
        return None
    if field.get("format") in ("date", "date-time") and kind == "string":
        kind = "date"
    numbers = {word: field.get(word) for word in _BOUNDS if kind != "date"}
    checks = {_BOUNDS[word]: value for word, value in numbers.items() if type(value) in {int, float}}
    if isinstance(field.get("pattern"), str):
        checks["pattern"] = field["pattern"]
    default = field.get("default")
    return component(
        key, _text(field.get("title")), "string" if kind == "boolean" and field.get("enum") else str(kind),
        values=list(_choices(field)), required=required, default=default if isinstance(default, str) else "",
        readonly=field.get("readOnly") is True, checks=checks,
    )  # fmt: skip


def _choices(field: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Of `enum` with `enumNames`, or of `oneOf` and `anyOf` with `const` and `title`."""
    values, names = field.get("enum"), field.get("enumNames")
    if isinstance(values, list):
        labels = names if isinstance(names, list) and len(names) == len(values) else values
        yield from ((str(value), str(label)) for value, label in zip(values, labels, strict=True) if value is not None)
        return
    several = field.get("oneOf") or field.get("anyOf")
    for each in several if isinstance(several, list) else ():
        value = each.get("const") if isinstance(each, dict) else None
        if value is not None:
            yield str(value), _text(each.get("title")) or str(value)


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""
