"""Taking a case for one act: everything that an act reads, under its lock, in one statement.

Order is always case before work item, so that no two acts wait for each other. NO KEY: rows that only refer to the
case (an uploaded file, a clock) need not wait.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from onegrid.cases.models import Case, WorkItem

_CASE = [field.attname for field in Case._meta.concrete_fields]
_ITEM = [field.attname for field in WorkItem._meta.concrete_fields]
_CASE_COLUMNS = ", ".join(f'c."{field.column}"' for field in Case._meta.concrete_fields)
_ITEM_COLUMNS = ", ".join(f'w."{field.column}"' for field in WorkItem._meta.concrete_fields)
_SOURCES = """(SELECT coalesce(jsonb_agg(jsonb_build_object(
    'id', s.id, 'source', s.source, 'channel', s.channel, 'external_id', s.external_id,
    'has_reply_address', s.reply_address <> '', 'is_trusted', s.is_trusted) ORDER BY s.id), '[]'::jsonb)::text
    FROM cases_casesource s WHERE s.case_id = c.id)"""
_BY_CASE = f"SELECT {_CASE_COLUMNS}, {_SOURCES} FROM cases_case c WHERE c.id = %s FOR NO KEY UPDATE OF c"  # noqa: S608
_BY_ITEM = (
    f"SELECT {_CASE_COLUMNS}, {_SOURCES}, {_ITEM_COLUMNS} FROM cases_workitem w"  # noqa: S608
    " JOIN cases_case c ON c.id = w.case_id WHERE w.id = %s FOR NO KEY UPDATE OF c, w"
)
_JSON = {at for at, field in enumerate(WorkItem._meta.concrete_fields) if field.get_internal_type() == "JSONField"}
_CASE_JSON = {at for at, field in enumerate(Case._meta.concrete_fields) if field.get_internal_type() == "JSONField"}


@dataclass(slots=True)
class Locked:
    """A case held by this transaction, with its sources as the `case` context shows them."""

    case: Case
    sources: list[dict[str, Any]]
    item: WorkItem | None = None


def lock_case(case_id: int) -> Locked | None:
    """None where there is none."""
    row = _one(_BY_CASE, case_id)
    return None if row is None else Locked(_case(row), orjson.loads(row[len(_CASE)]))


def lock_by_work_item(work_item_id: int) -> tuple[Locked, WorkItem] | None:
    """The case and the work item, both as they are once the lock is had."""
    row = _one(_BY_ITEM, work_item_id)
    if row is None:
        return None
    case = _case(row)
    item = WorkItem.from_db(connection.alias, _ITEM, _with_json(row[len(_CASE) + 1 :], _JSON))
    item.case = case
    return Locked(case, orjson.loads(row[len(_CASE)]), item), item


def _one(sql: str, pk: int) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, (pk,))
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def _case(row: tuple[Any, ...]) -> Case:
    return Case.from_db(connection.alias, _CASE, _with_json(row[: len(_CASE)], _CASE_JSON))


def _with_json(row: tuple[Any, ...], json_at: set[int]) -> list[Any]:
    """Django registers jsonb as text on its connections and decodes it in the ORM, which is not used here."""
    return [orjson.loads(v) if at in json_at and isinstance(v, str) else v for at, v in enumerate(row)]
