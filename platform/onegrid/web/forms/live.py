"""What the page needs to see its conditions live: the FEEL of each field, and of the scope only what that FEEL names."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onegrid import feel
from onegrid.catalog import expressions
from onegrid.catalog.forms.schema import Component, FormSchema

if TYPE_CHECKING:
    from onegrid.web.forms.draw import Drawing


def in_page(text: str) -> str:
    """The expression as the page evaluates it."""
    return expressions.without_sign(text)


def hangs_on_answers(text: str, drawing: "Drawing") -> bool:
    """Whether an answer of the form (or the outcome) may change the value."""
    return any(path[0] in drawing.answered_names for path in _paths(text))


def names_of_answers(form: FormSchema) -> frozenset[str]:
    """All keys at whatever level, and the outcome."""
    return frozenset({one.key for one in form.walk() if one.key is not None} | {"outcome"})


def attributes(one: Component) -> dict[str, str]:
    """The field's FEEL for the page, by attribute."""
    found = {
        "hide": one.hide,
        "readonly": one.readonly if isinstance(one.readonly, str) else None,
        "required-when": one.validate.get("requiredWhen"),
        "default": one.computed,
        "expression": one.own.get("expression") if one.type == "expression" else None,
        "options": one.own.get("valuesExpression"),
    }
    return {f"data-og-{name}": in_page(text) for name, text in found.items() if isinstance(text, str)}


def scope(form: FormSchema, names: Mapping[str, Any], answers: frozenset[str]) -> dict[str, Any]:
    """As JSON, only the paths that the form's FEEL reads."""
    found: dict[str, Any] = {}
    for text in _texts(form):
        for path in _paths(text):
            if path[0] not in answers and path[0] in names:
                _copy(path, names, found)
    return found


def _copy(path: tuple[str, ...], source: Mapping[str, Any], target: dict[str, Any]) -> None:
    """One path; where a list or a plain value comes on the way it is taken whole."""
    name, rest = path[0], path[1:]
    value = source.get(name)
    if rest and isinstance(value, Mapping):
        inner = target.setdefault(name, {})
        if isinstance(inner, dict):
            _copy(rest, value, inner)
    else:
        target[name] = _json(value)


def _json(value: Any) -> Any:
    try:
        return feel.to_json(feel.from_json(value))
    except feel.NoFeelValue:
        return None


def _texts(form: FormSchema) -> Iterator[str]:
    for one in form.walk():
        yield from attributes(one).values()
        for name in ("within", "unit", "sector", "category"):
            text = one.own.get(name)
            if isinstance(text, str) and (text.startswith("=") or name in ("within", "unit")):
                yield text
        key = one.own.get("valuesKey")
        if isinstance(key, str):
            yield key


def _paths(text: str) -> frozenset[tuple[str, ...]]:
    try:
        return feel.free_paths(feel.compile_expression(in_page(text)))
    except feel.FeelError:
        return frozenset()
