"""What the server computes; the page shows it as it will come out."""

from collections.abc import Mapping
from typing import Any

from onegrid.catalog import expressions
from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.kind import Kind
from onegrid.web.forms.kinds.number import said


def _facts(field: Field) -> dict[str, Any]:
    return {"text": text(field.value)}


def text(value: Any) -> str:
    """A computed value in plain words: numbers without exponents, lists by commas."""
    if isinstance(value, bool) or value is None:
        return {True: "✓", False: "✗", None: "—"}[value]
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {text(one)}" for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(text(one) for one in value)
    return said(value if isinstance(value, float) else expressions.as_answer(value))


EXPRESSION = Kind("web/forms/expression.html", _facts, plain=lambda field: text(field.value))
