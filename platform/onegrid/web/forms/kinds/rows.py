"""Lists of rows: as cards or as a table, with a blank row that the page copies; and tables that only show."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.computed import text
from onegrid.web.forms.kinds.kind import Kind
from onegrid.web.language import pick

_SPARE = 2
"""Blank rows for a reader without scripts."""


def _facts(field: Field) -> dict[str, Any]:
    if not field.component.holds:
        return _shown(field)
    own = field.component.own
    held = field.value if isinstance(field.value, list) else []
    wished = own.get("defaultRepetitions", 1)
    blank = wished if not held and isinstance(wished, int) and not isinstance(wished, bool) else 0
    count = len(held) + max(0, min(blank, 20))
    fixed = own.get("allowAddRemove") is False
    # `__0__`, `__1__` by depth: a row within a row is copied on its own.
    mark = f"__{field.name.count('.')}__"
    return {
        "rows": [_row(field, str(at), at, held) for at in range(count)],
        "spare": [] if fixed else [_row(field, str(count + at), count + at, held) for at in range(_SPARE)],
        "blank": "" if fixed else _row(field, mark, None, held)["html"],
        "mark": mark,
        "fixed": fixed,
        "outline": own.get("showOutline", True) is not False,
        "most": field.component.validate.get("maxCount", 100),
        "label": field.label,
    }


def _row(field: Field, mark: str, at: int | None, held: list[Any]) -> dict[str, Any]:
    given = held[at] if at is not None and at < len(held) and isinstance(held[at], Mapping) else {}
    path = f"{field.path}[{mark if at is None else at}]."
    html = field.drawing.level(field.component.components, given, path, f"{field.name}.{mark}.", field.local)
    return {"mark": mark, "number": (at or 0) + 1, "html": html}


def _shown(field: Field) -> dict[str, Any]:
    """A table over data of the case or the process."""
    own = field.component.own
    rows = _value(field, own.get("dataSource"))
    columns = own.get("columns") or _value(field, own.get("columnsExpression"))
    heads = [one for one in columns if isinstance(one, Mapping)] if isinstance(columns, (list, tuple)) else []
    most = own.get("rowCount")
    listed = rows if isinstance(rows, (list, tuple)) else []
    limit = most if isinstance(most, int) and most > 0 else 200
    return {
        "heads": [pick(str(one.get("label") or one.get("key")), str(one.get("labelEn") or "")) for one in heads],
        "lines": [[_cell(row, one.get("key")) for one in heads] for row in listed[:limit]],
        "left_out": max(0, len(listed) - limit),
    }


def _value(field: Field, source: Any) -> Any:
    if not isinstance(source, str):
        return None
    if source.startswith("="):
        return field.drawing.feel(source, field.local)
    return field.drawing.names(field.local).get(source)


def _cell(row: Any, key: Any) -> str:
    return text(row.get(key)) if isinstance(row, Mapping) else ""


def _plain(field: Field) -> SafeString:
    held = field.value if isinstance(field.value, list) else []
    drawing = field.drawing
    around, drawing.read_only = drawing.read_only, True  # no row of a read-only list is filled in
    try:
        rows = [_row(field, str(at), at, held) for at in range(len(held))]
    finally:
        drawing.read_only = around
    return SafeString(render_to_string("web/forms/rows_plain.html", {"rows": rows, "field": field}))


LIST = Kind("web/forms/dynamiclist.html", _facts, plain=_plain, grouped=True)
TABLE = Kind("web/forms/table.html", _facts, plain=_plain, grouped=True)
