"""What the page needs to keep a form live: the FEEL of each field, and of the scope only what that FEEL names."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onegrid import feel
from onegrid.catalog import expressions
from onegrid.catalog.forms import page_feel
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.catalog.forms.vocabulary import FEEL_KEYS, LIVE

if TYPE_CHECKING:
    from onegrid.web.forms.draw import Drawing


def in_page(text: str) -> str | None:
    """The expression as the page evaluates it; None of an old form that only the server can."""
    try:
        return page_feel.in_page(text)
    except (page_feel.NotInPage, feel.FeelError):
        return None


def hangs_on_answers(text: str, drawing: "Drawing") -> bool:
    """Whether an answer of the form (or the outcome) may change the value."""
    return any(path[0] in drawing.answered_names for path in _paths(text))


def names_of_answers(form: FormSchema) -> frozenset[str]:
    """All keys at whatever level, and the outcome."""
    return frozenset({one.key for one in form.walk() if one.key is not None} | {"outcome"})


def attributes(one: Component) -> dict[str, str]:
    """The field's FEEL for the page, by attribute."""
    written = {f"data-og-{name}": in_page(text) for name, text in _feel_of(one).items()}
    if one.default is not None:
        written["data-og-default"] = _literal(one.default)
    if one.own.get("serializeToString") is True:
        written["data-og-as-text"] = ""
    return {name: text for name, text in written.items() if text is not None}


def _literal(value: Any) -> str | None:
    """A fixed default as FEEL, where it is plain."""
    is_plain = isinstance(value, (str, int, float, bool))
    return json.dumps(value, ensure_ascii=False) if is_plain else None


def is_computed_live(one: Component) -> bool:
    """`computeOn: presubmit` leaves it to the server."""
    return one.type == "expression" and one.own.get("computeOn") != "presubmit"


def _feel_of(one: Component) -> dict[str, str]:
    found = {
        "hide": one.hide,
        "readonly": one.readonly if isinstance(one.readonly, str) else None,
        "required-when": one.validate.get("requiredWhen"),
        "default": one.computed,
        "expression": one.own.get("expression") if is_computed_live(one) else None,
        "options": one.own.get("valuesExpression"),
    }
    return {name: text for name, text in found.items() if isinstance(text, str)}


def scope(form: FormSchema, names: Mapping[str, Any], answers: frozenset[str]) -> dict[str, Any]:
    """As JSON, only the paths that the form's FEEL reads."""
    found: dict[str, Any] = {}
    for text in _texts(form, answers):
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


def _texts(form: FormSchema, answers: frozenset[str]) -> Iterator[str]:
    for one in form.walk():
        yield from _feel_of(one).values()
        for name in FEEL_KEYS.get(one.type, ()):
            text = one.own.get(name)
            if isinstance(text, str) and name in LIVE and page_feel.names(text) & answers:
                yield text
        key = one.own.get("valuesKey")
        if isinstance(key, str):
            yield key


def _paths(text: str) -> frozenset[tuple[str, ...]]:
    try:
        return feel.free_paths(feel.compile_expression(expressions.without_sign(text)))
    except feel.FeelError:
        return frozenset()
