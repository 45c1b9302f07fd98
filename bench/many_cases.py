"""Very many cases: a few are played through the services, the rest are copied from them by SQL over the whole city."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from bench import straight_cases
from bench.closed_loop import TASKS
from onegrid.cases.models import Case, CaseParty, CaseSource, EventRecord, WorkItem
from onegrid.jurisdictions.models import Unit
from onegrid.sla.models import Clock

CASES, OPEN, HEAVIEST = 200_000, 100_000, 2000
FULL_LOG_OF = 20
"""Each so many-th copy has its whole log, the others their milestones: a page shows one case, figures read these."""

_SLOTS = """
CREATE TEMP TABLE slot AS
SELECT row_number() OVER (ORDER BY md5(centre.code || department.code || place.code)) - 1 AS at,
    centre.id AS centre_id, centre.code AS centre, department.id AS department_id, department.code AS department,
    place.code AS place, department.sector,
    (SELECT array_agg(code ORDER BY code) FROM catalog_category c WHERE c.sector = department.sector) AS categories
FROM jurisdictions_division place
JOIN jurisdictions_unitarea area ON area.division_id = place.id AND area.level = 'township' AND area.until IS NULL
JOIN jurisdictions_unit township ON township.id = area.unit_id
JOIN jurisdictions_unit department ON department.parent_id = township.parent_id AND department.kind = 'department'
JOIN jurisdictions_unit centre ON centre.id IN (township.id, township.parent_id)
WHERE place.level = 'township'
"""


def fill(cases: int = CASES, open_cases: int = OPEN, heaviest: int = HEAVIEST) -> straight_cases.Cast:
    """So many cases, so many open tasks, one handler with so many of them. Returns who did the played ones."""
    cast = straight_cases.publish()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS slot")
        cursor.execute(_SLOTS)
    templates = [_played(cast, at) for at in range(len(TASKS) + 1)]
    for at, template in enumerate(templates[:-1]):
        _copy(template, open_cases // len(TASKS) + (at < open_cases % len(TASKS)), days=9)
    _copy(templates[-1], cases - open_cases, days=110)
    _burden(cast.person["handle"], heaviest)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE") if not connection.in_atomic_block else cursor.execute("ANALYZE")
    return cast


def _played(cast: straight_cases.Cast, tasks: int) -> int:
    (case,) = straight_cases.start(1, prefix=f"template-{tasks}-")
    for task in TASKS[:tasks]:
        (item,) = straight_cases.open_items([case], task)
        straight_cases.complete(cast, task, item)
    if tasks == len(TASKS):
        straight_cases.finish([case])
    return case


@transaction.atomic
def _copy(template: int, count: int, *, days: int) -> None:
    """`n` counts the copies; each has a slot of the city and a beginning some days ago."""
    first = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    county = Unit.objects.get(code=straight_cases.COUNTY)
    department = Unit.objects.get(code=straight_cases.DEPARTMENT)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS copied")
        cursor.execute(
            "CREATE TEMP TABLE copied AS SELECT n, %s + n AS id, s.*,"
            " s.categories[1 + n %% cardinality(s.categories)] AS category,"
            " make_interval(days => (n * 7 %% %s)::int, mins => (n * 13 %% 1440)::int) AS ago"
            " FROM generate_series(1, %s) AS n"
            " JOIN slot s ON s.at = n * 31 %% (SELECT count(*) FROM slot)",
            (first, days, count),
        )
        cursor.execute("CREATE UNIQUE INDEX ON copied (id)")
        cursor.execute("ANALYZE copied")
        unit = (
            f"CASE t.unit_id WHEN {county.pk} THEN k.centre_id WHEN {department.pk} THEN k.department_id"
            " ELSE t.unit_id END"
        )
        ago = {name: f"t.{name} - k.ago" for name in ("registered_at", "reported_at", "filed_at", "finished_at")}
        _rows(
            cursor,
            Case,
            template,
            {
                **ago,
                "id": "k.id",
                "number": "'N' || k.id",
                "start_key": "NULL",
                "title": "t.title || k.n",
                "registered_by_id": "k.centre",
                "lead_unit_id": "CASE WHEN t.lead_unit_id IS NOT NULL THEN k.department END",
                "division_id": "k.place",
                "category": "k.category",
                "sector": "k.sector",
            },
            key="id",
        )
        _rows(cursor, CaseParty, template, {"case_id": "k.id", "unit_id": unit}, skip=("id",))
        report = {"case_id": "k.id", "external_id": "'N' || k.id", "reported_at": "t.reported_at - k.ago"}
        report["source"] = "(ARRAY['12345', 'urban', '110', 'residents'])[1 + k.n % 4]"
        _rows(cursor, CaseSource, template, report, skip=("id",))
        moments = ("warn_at", "deadline_at", "opened_at", "claimed_at", "drafted_at", "done_at")
        task = {
            "case_id": "k.id",
            "unit_id": unit,
            "sector": "k.sector",
            "submission": "NULL",
            **{one: f"t.{one} - k.ago" for one in moments},
        }
        _rows(cursor, WorkItem, template, task, skip=("id",))
        moments = ("started_at", "first_deadline_at", "deadline_at", "warned_at", "late_at", "stopped_at")
        item = (
            "(SELECT w.id FROM cases_workitem w JOIN cases_workitem o ON o.id = t.work_item_id"
            " WHERE w.case_id = k.id AND w.task = o.task)"
        )
        limit = {"case_id": "k.id", "work_item_id": item, **{one: f"t.{one} - k.ago" for one in moments}}
        _rows(cursor, Clock, template, limit, skip=("id",))
        _rows(
            cursor,
            EventRecord,
            template,
            {"case_id": "k.id", "at": "t.at - k.ago"},
            where=f"(k.n % {FULL_LOG_OF} = 0 OR t.milestone <> '')",
        )
        cursor.execute("SELECT setval(pg_get_serial_sequence('cases_case', 'id'), (SELECT max(id) FROM cases_case))")


def _rows(
    cursor: Any,
    model: type[Model],
    template: int,
    others: Mapping[str, str],
    *,
    key: str = "case_id",
    skip: tuple[str, ...] = (),
    where: str = "true",
) -> None:
    """The template's rows once for each copy, with other values in some columns."""
    columns = [field.column for field in model._meta.concrete_fields if field.column and field.column not in skip]
    values = ", ".join(others.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    chosen = f"WHERE t.{key} = {int(template)} AND {where}"
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, copied k {chosen} ON CONFLICT DO NOTHING"  # noqa: S608
    )


def _burden(person: int, count: int) -> None:
    """The tasks of one handler, with the cases to which the unit thereby is a party."""
    unit = Unit.objects.get(code=straight_cases.DEPARTMENT)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH taken AS (UPDATE cases_workitem SET owner_id = %s, unit_id = %s, claimed_at = opened_at WHERE id IN ("
            " SELECT id FROM cases_workitem WHERE status = 'open' AND element = 'handle' AND owner_id IS NULL"
            " ORDER BY id LIMIT %s) RETURNING case_id)"
            " INSERT INTO cases_caseparty (case_id, unit_id, capacity, since)"
            " SELECT case_id, %s, 'tasked', now() FROM taken ON CONFLICT DO NOTHING",
            (person, unit.pk, count, unit.pk),
        )
