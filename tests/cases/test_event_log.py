"""The log: append-only, gapless, partitioned by month."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from onegrid.cases.log import append
from onegrid.cases.log_partitions import make_log_partitions
from onegrid.cases.models import Case, EventRecord
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.common import clock
from onegrid.jurisdictions.policy import SYSTEM
from tests.cases.models import PARALLEL
from tests.cases.together import together
from tests.factories.cases import City, new_case, open_item, publish


@pytest.mark.parametrize("statement", ["UPDATE cases_eventrecord SET reason = 'x'", "DELETE FROM cases_eventrecord"])
def test_nobody_changes_or_deletes_a_row(city: City, statement: str) -> None:
    new_case(city)
    with pytest.raises(DatabaseError, match="audit"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(DatabaseError, match="audit"), transaction.atomic():
        EventRecord.objects.update(reason="x")


def partition_of(case: Case) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM cases_eventrecord WHERE case_id = %s", [case.pk])
        return {row[0] for row in cursor.fetchall()}


def test_months_are_made_ahead_and_stray_rows_moved(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = new_case(city)
    assert partition_of(case) == {"cases_eventrecord_default"}
    rows = list(EventRecord.objects.filter(case_id=case.pk).order_by("seq").values())
    made = make_log_partitions(months_ahead=2)
    month = clock.now().astimezone(dt.UTC)
    assert made[0] == f"cases_eventrecord_{month:%Y_%m}"
    assert len(made) == 3
    assert partition_of(case) == {made[0]}
    assert list(EventRecord.objects.filter(case_id=case.pk).order_by("seq").values()) == rows
    assert make_log_partitions(months_ahead=2) == []
    test_nobody_changes_or_deletes_a_row(city, f"DELETE FROM {made[0]}")  # noqa: S608

    monkeypatch.setattr(clock, "_offset", dt.timedelta(days=200))
    later = new_case(city)
    assert partition_of(later) == {"cases_eventrecord_default"}
    make_log_partitions(months_ahead=0)
    assert partition_of(later) == {f"cases_eventrecord_{clock.now():%Y_%m}"}
    with pytest.raises(DatabaseError, match="audit"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {made[0]}")  # noqa: S608


def test_a_refused_act_leaves_no_number_behind(city: City) -> None:
    case = new_case(city)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        append(locked, actor=SYSTEM, kind="test")
        raise ZeroDivisionError
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        seq = append(locked, actor=SYSTEM, kind="test", payload={"n": 1})
    assert seq == case.log_seq + 1


def test_two_branches_completed_at_once(committed_city: City) -> None:
    city = committed_city
    publish("beside", bpmn=PARALLEL)
    case = new_case(city, slug="beside")
    left, right = open_item(case, "left"), open_item(case, "right")
    one, two = city.actor("leader"), city.actor("leader2")
    answers = together(
        lambda: complete_work_item(actor=one, work_item_id=left.pk, revision=1),
        lambda: complete_work_item(actor=two, work_item_id=right.pk, revision=1),
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    case.refresh_from_db()
    assert case.status == Case.Status.CLOSED
    log = list(EventRecord.objects.filter(case_id=case.pk).order_by("seq").values_list("seq", flat=True))
    assert log == list(range(1, case.log_seq + 1))
