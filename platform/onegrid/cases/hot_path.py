"""The narrow module of set-based SQL for what is done most: taking a case for an act, and changing a work item.

A case is taken with everything that an act reads, under its lock, in one round trip whose plan the server keeps (the
functions are in migration 0009). The order is always case before work item, so that no two acts wait for each other; NO
KEY, so that rows that only refer to the case (an uploaded file, a source) need not wait.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.db import connection
from django.db.models.base import ModelState

from onegrid.cases.models import Case, WorkItem
from onegrid.cases.writes import Writes, amend_held
from onegrid.common import clock
from onegrid.common.prepared import prepared_first

_CASE = [field.attname for field in Case._meta.concrete_fields]
_ITEM = [field.attname for field in WorkItem._meta.concrete_fields]
_CASE_COLUMNS = ", ".join(f'(f.c)."{field.column}"' for field in Case._meta.concrete_fields)
_ITEM_COLUMNS = ", ".join(f'(f.w)."{field.column}"' for field in WorkItem._meta.concrete_fields)
_LARGEST_ID = 2**63 - 1
_BY_CASE = f"SELECT {_CASE_COLUMNS}, f.sources, f.done FROM cases_lock_case($1) f"  # noqa: S608
_BY_ITEM = (
    f"SELECT {_CASE_COLUMNS}, f.sources, f.done, f.next_id, f.epoch, {_ITEM_COLUMNS} FROM cases_lock_by_work_item($1) f"  # noqa: S608
)
Row = TypeVar("Row", Case, WorkItem)
_JSON = {at for at, field in enumerate(WorkItem._meta.concrete_fields) if field.get_internal_type() == "JSONField"}
_CASE_JSON = {at for at, field in enumerate(Case._meta.concrete_fields) if field.get_internal_type() == "JSONField"}


@dataclass(slots=True)
class Locked:
    """A case held by this transaction.

    sources: as the `case` context shows them. done: (element, person, element that had returned to it, name) of each
    completed work item, in order. next_id: the id of the next work item, fetched ahead; None where it was not.
    epoch: of rights, as it was once the lock was had; 0 where it was not read.
    """

    case: Case
    sources: list[dict[str, Any]]
    done: list[tuple[str, int, str, str]]
    next_id: int | None = None
    epoch: int = 0

    def new_item_id(self) -> int:
        """An id for a work item that is about to be written."""
        found, self.next_id = self.next_id, None
        if found is not None:
            return found
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('cases_workitem_id_seq')")
            return int(cursor.fetchone()[0])


def lock_case(case_id: int) -> Locked | None:
    """None where there is none."""
    row = _one(_BY_CASE, case_id)
    return None if row is None else _locked(row)


def lock_by_work_item(work_item_id: int) -> tuple[Locked, WorkItem] | None:
    """The case and the work item, both as they are once the lock is had."""
    row = _one(_BY_ITEM, work_item_id)
    if row is None:
        return None
    at, locked = len(_CASE), _locked(row)
    locked.next_id, locked.epoch = row[at + 2 : at + 4]
    item = _built(WorkItem, _ITEM, _with_json(row[at + 4 :], _JSON))
    item.case = locked.case
    return locked, item


def change_item(writes: Writes, item: WorkItem, **columns: Any) -> None:
    """Queue an update of a locked work item; its revision moves on with it."""
    columns["revision"] = item.revision + 1
    for name, value in columns.items():
        setattr(item, name, value)
    settings = ", ".join(f"{name} = %s" for name in columns)
    writes.add(f"UPDATE cases_workitem SET {settings} WHERE id = %s", (*columns.values(), item.pk))  # noqa: S608


def complete_item(
    writes: Writes, item: WorkItem, *, outcome: str, at: datetime, person_id: int, submission: UUID
) -> None:
    """Queue the completion of a locked work item; whose it was not before, it is now."""
    item.status, item.outcome, item.done_at, item.done_by_id = WorkItem.Status.DONE, outcome, at, person_id
    item.submission, item.draft, item.revision = submission, None, item.revision + 1
    item.owner_id, item.first_owner_id = item.owner_id or person_id, item.first_owner_id or person_id
    item.claimed_at = item.claimed_at or at
    writes.call("cases_complete_item", item.pk, item.revision, outcome, at, person_id, submission)


def give_deadline(
    writes: Writes,
    work_item_id: int,
    warn_at: datetime | None,
    deadline_at: datetime | None,
    is_provisional: bool,
) -> None:
    """Queue what an inbox shows and sorts by; both null while the clock is paused or where there is none.

    `sla` alone calls this. An item that the same act is about to open gets it with its row. No revision: the owner's
    work is not disturbed.
    """
    if not amend_held("cases_open_item", work_item_id, warn_at, deadline_at, is_provisional):
        writes.call("cases_set_deadline", work_item_id, warn_at, deadline_at, is_provisional)


def _locked(row: tuple[Any, ...]) -> Locked:
    at = len(_CASE)
    done = [tuple(one) for one in orjson.loads(row[at + 1])]
    return Locked(_case(row), orjson.loads(row[at]), done)


def _one(sql: str, pk: int) -> tuple[Any, ...] | None:
    if pk > _LARGEST_ID:
        return None
    row = next(iter(prepared_first(sql, pk)), None)
    clock.refresh()
    return row


def _case(row: tuple[Any, ...]) -> Case:
    return _built(Case, _CASE, _with_json(row[: len(_CASE)], _CASE_JSON))


def _built(model: type[Row], names: list[str], values: list[Any]) -> Row:
    """As `from_db`, which asks each field in turn and sends signals that nobody hears; all columns are here."""
    row = model.__new__(model)
    row.__dict__.update(zip(names, values, strict=True))
    row._state = ModelState()
    row._state.adding, row._state.db = False, connection.alias
    return row


def _with_json(row: tuple[Any, ...], json_at: set[int]) -> list[Any]:
    """Django registers jsonb as text on its connections and decodes it in the ORM, which is not used here."""
    return [orjson.loads(v) if at in json_at and isinstance(v, str) else v for at, v in enumerate(row)]
