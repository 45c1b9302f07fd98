"""Context functions."""

from collections.abc import Mapping

from onegrid.feel.builtins.registry import builtin
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.values import CONTEXT, Value, kind_of

Context = Mapping[str, Value]


@builtin("get value", "m:c", "key:s")
@builtin("get value", "context:c", "keys:l")
def get_value(ev: Evaluation, context: Context, key: str | list[Value]) -> Value:
    """The entry, or the one reached through several keys."""
    if key == []:
        return ev.fail("feel.argument", function="get value", what="no keys")
    found: Value = context
    for step in key if isinstance(key, list) else [key]:
        if kind_of(found) != CONTEXT or not isinstance(step, str) or step not in found:
            return ev.fail("feel.no-entry", name=step)
        found = found[step]
    return found


@builtin("get entries", "m:c")
@builtin("get entries", "context:c")
def get_entries(ev: Evaluation, context: Context) -> list[dict[str, Value]]:
    ev.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries:l")
def context_of(ev: Evaluation, entries: list[Value]) -> Value:
    built: dict[str, Value] = {}
    for entry in entries:
        ev.spend(1)
        if kind_of(entry) != CONTEXT or "value" not in entry or not isinstance(entry.get("key"), str):
            return ev.fail("feel.argument", function="context", what="entries need key and value")
        if entry["key"] in built:
            return ev.fail("feel.argument", function="context", what=f"key '{entry['key']}' stands twice")
        built[entry["key"]] = entry["value"]
    return built


@builtin("context put", "context:c", "key:s", "value:a")
def context_put(ev: Evaluation, context: Context, key: str, value: Value) -> dict[str, Value]:
    ev.spend(len(context))
    return {**context, key: value}


@builtin("context put", "context:c", "keys:l", "value:a")
def context_put_deep(ev: Evaluation, context: Context, keys: list[Value], value: Value) -> Value:
    """Puts the value at the end of a path of keys."""
    if not keys or not isinstance(keys[0], str):
        return ev.fail("feel.argument", function="context put", what="keys are texts, at least one")
    if len(keys) == 1:
        return context_put(ev, context, keys[0], value)
    below = context.get(keys[0])
    if below is not None and kind_of(below) != CONTEXT:
        return ev.fail("feel.argument", function="context put", what=f"'{keys[0]}' is no context")
    inner = context_put_deep(ev, below or {}, keys[1:], value)
    return None if inner is None else context_put(ev, context, keys[0], inner)


@builtin("context merge", "contexts:l")
def context_merge(ev: Evaluation, contexts: list[Value]) -> Value:
    """Later contexts go over earlier ones."""
    merged: dict[str, Value] = {}
    for context in contexts:
        if kind_of(context) != CONTEXT:
            return ev.fail("feel.argument", function="context merge", what="the list holds more than contexts")
        ev.spend(len(context))
        merged.update(context)
    return merged
