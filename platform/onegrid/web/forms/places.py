"""Where the findings of a refused submit belong: beside which field, and in the summary on top."""

from collections.abc import Mapping, Sequence
from typing import Any

from onegrid.catalog.forms import levels
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.common.errors import Detail
from onegrid.web.language import pick


def by_path(form: FormSchema, details: Sequence[Detail]) -> dict[str, list[str]]:
    """Field path -> what is wrong and how to mend it; parts of an answer belong to its field."""
    found: dict[str, list[str]] = {}
    for one in details:
        path = _field_of(form.components, one.field or "")
        if path is not None:
            found.setdefault(path, []).append(in_words(one))
    return found


def summary(form: FormSchema, details: Sequence[Detail], ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """All of them in order, each with the id of its field where it has one."""
    return [
        {"text": in_words(one), "target": ids.get(_field_of(form.components, one.field or "") or "", "")}
        for one in details
    ]


def in_words(one: Detail) -> str:
    """In the reader's language."""
    return f"{pick(one.message_zh, one.message_en)} {pick(one.mend_zh, one.mend_en)}".strip()


def _field_of(components: Sequence[Component], path: str, at: str = "") -> str | None:
    """The innermost field in whose answer the path lies."""
    for one in levels.flat(components):
        own = f"{at}{one.key}"
        if path == own:
            return own
        if one.type == "group" and path.startswith(f"{own}."):
            return _field_of(one.components, path, f"{own}.")
        if path.startswith((f"{own}[", f"{own}.")):
            end = path.find("].", len(own))
            if one.is_list and end > 0:
                return _field_of(one.components, path, path[: end + 2]) or own
            return own
    return None
