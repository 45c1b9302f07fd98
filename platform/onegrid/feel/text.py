"""How values are written: as `string()` gives them, and as literals that FEEL reads back."""

from collections.abc import Mapping

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.numbers import number_text
from onegrid.feel.temporal import temporal_text
from onegrid.feel.values import BOOLEAN, CONTEXT, FUNCTION, LIST, NULL, NUMBER, RANGE, STRING, Range, Value, kind_of

_TEMPORAL = frozenset({"date", "time", "date and time", "days and time duration", "years and months duration"})


def text_of(value: Value, ev: Evaluation) -> str:
    """What `string(value)` gives for anything but null: a text itself, other values as their literals."""
    kind = kind_of(value)
    if kind == STRING:
        return str(value)
    return temporal_text(value) if kind in _TEMPORAL else literal_of(value, ev)


def literal_of(value: Value, ev: Evaluation) -> str:
    """The value as it stands inside a list or context: texts in quotes."""
    ev.spend(1)
    kind = kind_of(value)
    if kind in (NULL, BOOLEAN):
        return {None: "null", True: "true", False: "false"}[value]
    if kind == NUMBER:
        return number_text(value)
    if kind == STRING:
        ev.spend(len(value) >> 5)
        return quoted(value)
    if kind == LIST:
        return "[" + ", ".join(literal_of(item, ev) for item in value) + "]"
    if kind == CONTEXT:
        return _context_text(value, ev)
    if kind == RANGE:
        return _range_text(value, ev)
    return "function" if kind == FUNCTION else temporal_text(value)


def quoted(text: str) -> str:
    """The text as a FEEL literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return '"' + escaped.replace("\t", "\\t") + '"'


def _context_text(value: Mapping[str, Value], ev: Evaluation) -> str:
    entries = (f"{_key(name)}: {literal_of(item, ev)}" for name, item in value.items())
    return "{" + ", ".join(entries) + "}"


def _key(name: str) -> str:
    return name if name.replace("_", "a").replace(" ", "a").isalnum() and not name[0].isdigit() else quoted(name)


def _range_text(value: Range, ev: Evaluation) -> str:
    if value.excluded:
        return f"(!= {literal_of(value.start, ev)})"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    if value.start is None:
        return f"(<{'=' if value.end_included else ''} {literal_of(value.end, ev)})"
    if value.end is None:
        return f"(>{'=' if value.start_included else ''} {literal_of(value.start, ev)})"
    return f"{opening}{literal_of(value.start, ev)} .. {literal_of(value.end, ev)}{closing}"
