"""Bringing a table in line with a file: only rows that differ are written, so a second load writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    created: int
    changed: int
    unchanged: int

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.created + other.created, self.changed + other.changed, self.unchanged + other.unchanged)

    def as_json(self) -> dict[str, int]:
        """For the audit."""
        return {"created": self.created, "changed": self.changed, "unchanged": self.unchanged}


def align(wanted: Iterable[Row], existing: dict[str, Row], *, key: str, fields: Sequence[str]) -> Loaded:
    """Create the wanted rows that are missing, update those whose fields differ; `existing` learns the new ones."""
    new: list[Row] = []
    changed: list[Row] = []
    total = 0
    for row in wanted:
        total += 1
        name = getattr(row, key)
        known = existing.get(name)
        if known is None:
            new.append(row)
            existing[name] = row
        elif any(getattr(known, field) != getattr(row, field) for field in fields):
            for field in fields:
                setattr(known, field, getattr(row, field))
            changed.append(known)
    for model in {type(row) for row in (*new, *changed)}:
        model._default_manager.bulk_create([row for row in new if type(row) is model], batch_size=_BATCH)
        if updates := [row for row in changed if type(row) is model]:
            model._default_manager.bulk_update(updates, list(fields), batch_size=_BATCH)
    return Loaded(len(new), len(changed), total - len(new) - len(changed))
