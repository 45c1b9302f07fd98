"""Form fields that a task declares itself, drawn as a form of ours (docs/reference/forms.md)."""

import re
from typing import Any

from onegrid.engine.extension.vocabulary import RESERVED

_KEY = re.compile(r"[^\W\d]\w*")
_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "textfield"},
    "long": {"type": "number", "decimalDigits": 0},
    "integer": {"type": "number", "decimalDigits": 0},
    "int": {"type": "number", "decimalDigits": 0},
    "double": {"type": "number"},
    "number": {"type": "number"},
    "boolean": {"type": "checkbox"},
    "date": {"type": "datetime"},
    "enum": {"type": "select"},
}


def is_known(kind: str) -> bool:
    """Whether a field of that type becomes a component of its own."""
    return kind in _TYPES


def component(
    key: str,
    label: str,
    kind: str,
    *,
    values: list[tuple[str, str]],
    required: bool = False,
    readonly: bool = False,
    default: str = "",
    checks: dict[str, Any] | None = None,
) -> dict[str, Any] | None:
    """One component; None where the key can be no variable."""
    if not _KEY.fullmatch(key):
        return None
    found: dict[str, Any] = {**_TYPES.get(kind, {"type": "textfield"}), "key": own_key(key), "label": label or key}
    if values or found["type"] == "select":
        found = {**found, "type": "select", "values": [{"value": value, "label": name} for value, name in values]}
    validate = dict(checks or {})
    if required and found["type"] != "checkbox":
        validate["required"] = True
    if validate:
        found["validate"] = validate
    if readonly:
        found["readonly"] = True
    if default and (value := _default(found["type"], default)) is not None:
        found["defaultValue"] = value
    return found


def _default(kind: str, said: str) -> str | int | bool | None:
    """As the component keeps it; None where it can't."""
    if kind == "number":
        return int(said) if re.fullmatch(r"-?\d{1,15}", said) else None
    if kind == "checkbox":
        return {"true": True, "false": False}.get(said.lower())
    return said if kind in ("textfield", "select") else None


def own_key(key: str) -> str:
    """Reserved words get a `_` behind them."""
    return f"{key}_" if key in RESERVED else key


def form_of(identifier: str, title: str, components: list[dict[str, Any]]) -> dict[str, Any]:
    """A form with these fields, still without an owner."""
    return {"id": identifier, "title": title or identifier, "schemaVersion": 1, "components": components}


def slug(*parts: str) -> str:
    """An id of a form: small letters, digits, `_`, `-`."""
    return re.sub(r"[^a-z0-9_-]+", "_", "_".join(part for part in parts if part).lower()).strip("_") or "form"
