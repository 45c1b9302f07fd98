"""The one sweep over due rows: in order, late rather than never, once, and a failing row stops nothing."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from onegrid.cases.models import Case, Due, EventRecord
from onegrid.common import clock as business
from onegrid.config.celery import app
from onegrid.notices.models import Notice
from onegrid.sla import tasks
from onegrid.sla.services import fire_due_deadlines as module
from onegrid.sla.services.fire_due_deadlines import LEASE, fire_due_deadlines
from onegrid.sla.sweep_turn import turn_of
from tests.cases.models import TIMER
from tests.cases.together import together
from tests.factories.cases import City, new_case, open_item, publish
from tests.sla.conftest import Time, file, kinds


def test_rows_fire_in_order_of_their_moments(city: City, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    publish("waiting", bpmn=TIMER)
    first = new_case(city)
    time.to("2026-03-02T09:10")
    timer, second = new_case(city, slug="waiting"), new_case(city)
    fired: list[module.DueRow] = []
    real = module.fire
    monkeypatch.setattr(module, "fire", lambda row: (fired.append(row), real(row))[1])
    time.to("2026-03-02T15:00")
    assert fire_due_deadlines() == len(fired)
    assert [row.at for row in fired] == sorted(row.at for row in fired)
    assert {row.case_id for row in fired} == {first.pk, timer.pk, second.pk}
    assert {row.kind for row in fired} == {"flow", "clock"}
    assert kinds(timer, "timer.") == ["timer.fired"]
    open_item(timer, "other")


def test_a_failing_row_stops_no_other_and_comes_again(city: City, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = new_case(city)
    time.to("2026-03-02T09:01")
    good = new_case(city)
    real = module.fire_clock

    def sometimes(*, due_id: int) -> bool:
        if Due.objects.filter(pk=due_id, case=bad).exists():
            raise RuntimeError("broken")
        return real(due_id=due_id)

    monkeypatch.setattr(module, "fire_clock", sometimes)
    time.to("2026-03-02T09:50")
    assert fire_due_deadlines() == 2
    assert (kinds(bad, "clock."), kinds(good, "clock.")) == ([], ["clock.warned"])
    assert fire_due_deadlines() == 0, "not at once"
    monkeypatch.setattr(module, "fire_clock", real)
    time.now += LEASE + dt.timedelta(seconds=1)
    assert fire_due_deadlines() >= 1
    assert kinds(bad, "clock.") == ["clock.warned"]


def test_a_row_whose_sweep_was_killed_comes_again(city: City, time: Time) -> None:
    case = new_case(city)
    time.to("2026-03-02T09:46")
    assert module.take_next(business.now()) is not None
    assert module.take_next(business.now()) is None
    time.now += LEASE + dt.timedelta(seconds=1)
    fire_due_deadlines()
    assert kinds(case, "clock.") == ["clock.warned"]


def test_two_sweeps_at_once_fire_each_row_once(committed_city: City, time: Time) -> None:
    cases = [new_case(committed_city) for _ in range(6)]
    time.to("2026-03-02T09:50")
    counts = together(fire_due_deadlines, fire_due_deadlines)
    assert sum(counts) == 6, counts
    assert [kinds(case, "clock.") for case in cases] == [["clock.warned"]] * 6
    assert not Notice.objects.filter(case_id=cases[0].pk).values("person").distinct().count() > 2
    for case in cases:
        row = Case.objects.get(pk=case.pk)
        seqs = list(EventRecord.objects.filter(case_id=row.pk).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, row.log_seq + 1))


def test_a_sweep_and_a_completion_at_once(committed_city: City, time: Time) -> None:
    cases = [new_case(committed_city) for _ in range(4)]
    time.to("2026-03-02T09:50")
    results = together(fire_due_deadlines, *[lambda case=case: file(committed_city, case) for case in cases])
    assert not [one for one in results if isinstance(one, Exception)], results
    for case in cases:
        assert kinds(case, "clock.") in ([], ["clock.warned"])
        assert Due.objects.filter(case=case).count() == 1, "only the next task's"


def test_the_tick_is_in_the_schedule_and_gives_way_to_the_demo_clock(
    committed_city: City, time: Time, settings: Any
) -> None:
    case = new_case(committed_city)
    time.to("2026-03-02T09:50")
    assert app.conf.beat_schedule["sweep_deadlines"]["task"] == tasks.sweep_deadlines.name
    with turn_of("demo clock"):
        (nothing,) = together(tasks.sweep_deadlines)
        assert nothing is None
        assert kinds(case, "clock.") == []
        settings.ONEGRID_DEMO = False
        together(tasks.sweep_deadlines)
        assert kinds(case, "clock.") == ["clock.warned"], "outside a demo there is nothing to give way to"
        settings.ONEGRID_DEMO = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone()[0] == 0
