"""Photos, signatures, files: ids of attachments. That they are the sender's is checked when they are bound."""

from typing import Any
from uuid import UUID

from onegrid.catalog.forms.checking import REFUSED, Question
from onegrid.catalog.forms.values.counted import check_count


def check_several(ask: Question, value: Any) -> Any:
    """A list of ids in canonical form."""
    if not isinstance(value, list):
        return ask.refuse("not_list")
    if ask.component.type == "filepicker" and not ask.component.own.get("multiple") and len(value) > 1:
        return ask.refuse("too_many", limit=1)
    if not check_count(ask, len(value)):
        return REFUSED
    ids = [_canonical(one) for one in value]
    if None in ids:
        return ask.refuse("not_attachment", f"[{ids.index(None)}]")
    if len(set(ids)) < len(ids):
        return ask.refuse("twice")
    return ids


def check_one(ask: Question, value: Any) -> Any:
    """One id in canonical form."""
    found = _canonical(value)
    return ask.refuse("not_attachment") if found is None else found


def _canonical(value: Any) -> str | None:
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None
