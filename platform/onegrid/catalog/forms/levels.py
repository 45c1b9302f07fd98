"""One level of fields (the form, an object of a group, a row): defaults, and which are shown, read-only, required."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onegrid.catalog import expressions
from onegrid.catalog.forms.checking import Checking
from onegrid.catalog.forms.schema import Component

_ROUNDS = 10  # conditions that hide one another settle in fewer, or not at all


def defaults(
    fields: Iterable[Component], answered: Mapping[str, Any], checking: Checking, local: Mapping[str, Any]
) -> dict[str, Any]:
    """Of fields left open, in order: a computed one sees the answers given and the defaults before it."""
    found: dict[str, Any] = {}
    for one in fields:
        if one.key is None or one.key in answered:
            continue
        value = one.default
        if one.computed is not None:
            value = expressions.as_answer(checking.feel(one.computed, {**local, **found, **answered}).value)
        if value is not None:
            found[one.key] = value
    return found


@dataclass(frozen=True, slots=True)
class Level:
    """A level settled. answered, defaults: what counts, by key. local: all that FEEL sees here. frozen: read-only."""

    answered: Mapping[str, Any]
    defaults: Mapping[str, Any]
    shown: Sequence[Component]
    local: dict[str, Any]
    frozen: frozenset[str]


def settle(
    components: Sequence[Component], given: Mapping[str, Any], checking: Checking, outer: Mapping[str, Any]
) -> Level:
    """What counts, and which fields are shown and read-only. Hidden is null; read-only is its default or null.

    What was typed before a field became read-only does not count: no page posts it, and the page knows that too.
    """
    fields = list(flat(components))
    names = dict.fromkeys(one.key for one in fields if one.key is not None)
    frozen = frozenset(one.key for one in fields if one.key is not None and one.readonly is True)
    while True:  # once read-only it stays so: at most one round for each field
        raw = {name: expressions.as_value(given[name]) for name in names if name in given and name not in frozen}
        answered = {name: value for name, value in raw.items() if not is_empty(given[name])}
        filled_in = defaults(fields, answered, checking, {**outer, **names})
        filled = {**raw, **filled_in}
        shown = visible(components, fields, filled, checking, outer)
        local = {**outer, **names, **{one.key: filled.get(one.key) for one in shown if one.key}}
        now = {one.key for one in shown if one.key is not None and is_readonly(one, checking, local)}
        if now <= frozen:
            return Level(answered, filled_in, shown, local, frozen)
        frozen |= now


def flat(components: Iterable[Component]) -> Iterator[Component]:
    """The level's components; groups without a path are opened, what only shows is left out."""
    for one in components:
        if one.type == "group" and one.key is None:
            yield from flat(one.components)
        elif one.holds or one.type == "group":
            yield one


def visible(
    components: Sequence[Component],
    fields: list[Component],
    raw: Mapping[str, Any],
    checking: Checking,
    outer: Mapping[str, Any],
) -> list[Component]:
    """The fields that are not hidden; an answer of a hidden field does not count in other fields' conditions."""
    names = dict.fromkeys(one.key for one in fields if one.key)
    shown = fields
    for _ in range(_ROUNDS):
        local = {**outer, **names, **{one.key: raw.get(one.key) for one in shown if one.key}}
        now_shown = list(open_now(components, checking, local))
        if len(now_shown) == len(shown) and all(a is b for a, b in zip(now_shown, shown, strict=True)):
            break
        shown = now_shown
    return shown


def open_now(components: Iterable[Component], checking: Checking, local: Mapping[str, Any]) -> Iterator[Component]:
    """The fields that these names leave shown."""
    for one in components:
        if one.hide is not None and checking.feel(one.hide, local).value is True:
            continue
        if one.type == "group" and one.key is None:
            yield from open_now(one.components, checking, local)
        elif one.holds or one.type == "group":
            yield one


def is_readonly(one: Component, checking: Checking, local: Mapping[str, Any]) -> bool:
    """Whether it is shown only."""
    if isinstance(one.readonly, bool):
        return one.readonly
    return checking.feel(one.readonly, local).value is True


def is_required(one: Component, checking: Checking, local: Mapping[str, Any]) -> bool:
    """Whether it must be answered now."""
    if one.validate.get("required") or one.validate.get("minCount"):
        return True
    when = one.validate.get("requiredWhen")
    return when is not None and checking.feel(when, local).value is True


def is_empty(value: Any) -> bool:
    """Null, an empty list and blank text are no answer."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())
