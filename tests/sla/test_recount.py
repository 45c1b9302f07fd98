"""When the calendar changes, running deadlines follow, whoever counted them, and the log says so."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.sites import site
from django.test import RequestFactory
from rest_framework.test import APIClient

from onegrid.cases.models import Case, Due, EventRecord
from onegrid.jurisdictions import policy
from onegrid.sla import calendar, rules
from onegrid.sla.admin import OfficeHoursAdmin
from onegrid.sla.models import CalendarDay, CalendarEdition, Clock, OfficeHours
from onegrid.sla.published_days import DaySetting
from onegrid.sla.services import recount_deadlines as module
from onegrid.sla.services.change_calendar import change_calendar
from onegrid.sla.services.fire_due_deadlines import fire_due_deadlines
from onegrid.sla.services.recount_deadlines import recount_deadlines
from tests.factories.cases import CITY, City, new_case, open_item
from tests.sla.conftest import Time, at, client_of, do, file, handle, kinds

STORM = DaySetting(dt.date(2026, 3, 3), is_working=False, name="台风停工")


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def change(day: DaySetting = STORM) -> int:
    return change_calendar(actor=policy.SYSTEM, days=[day], source="edited", reason="市政府通知")


def clock_of(case: Case, element: str = "handle") -> Clock:
    return Clock.objects.get(case=case, subject=f"three_tasks/{element}")


def test_running_deadlines_move_and_are_logged(city: City, time: Time, committed: Any) -> None:
    case = new_case(city)
    file(city, case)
    with committed():
        change()
    clock, item = clock_of(case), open_item(case, "handle")
    assert (clock.deadline_at, clock.first_deadline_at) == (at("2026-03-05T09:00"), at("2026-03-04T09:00"))
    assert (item.deadline_at, item.warn_at) == (clock.deadline_at, at("2026-03-04T21:00"))
    assert Due.objects.get(case=case).at == item.warn_at
    row = EventRecord.objects.get(case_id=case.pk, kind="deadline.recounted")
    assert (row.element, row.process, row.reason) == ("handle", "three_tasks", "calendar")
    assert row.before["deadline_at"] == at("2026-03-04T09:00").astimezone(dt.UTC).isoformat()
    assert row.after["deadline_at"] == at("2026-03-05T09:00").astimezone(dt.UTC).isoformat()
    case.refresh_from_db()
    seqs = EventRecord.objects.filter(case_id=case.pk).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, case.log_seq + 1))
    assert recount_deadlines() == 0, "once"


def test_stopped_ones_keep_their_verdict(city: City, time: Time, committed: Any) -> None:
    case = new_case(city)
    file(city, case)
    time.to("2026-03-04T10:00")
    handle(city, case)
    with committed():
        change()
    assert (clock_of(case).is_on_time, clock_of(case).deadline_at) == (False, at("2026-03-04T09:00"))


def test_what_is_late_no_more_is_told_again_when_it_is(city: City, time: Time, committed: Any) -> None:
    case = new_case(city)
    file(city, case)
    time.to("2026-03-04T10:00")
    fire_due_deadlines()
    assert (clock_of(case).reached, clock_of(case).light) == (100, "red")
    with committed():
        change()
    clock = clock_of(case)
    assert (clock.reached, clock.late_at, clock.warned_at, clock.light) == (0, None, None, "green")
    time.to("2026-03-05T09:00")
    fire_due_deadlines()
    assert clock_of(case).late_at == at("2026-03-05T09:00")
    assert kinds(case, "clock.") == ["clock.warned", "clock.late"] * 2


def test_a_provisional_deadline_becomes_firm_with_the_published_year(city: City, time: Time, committed: Any) -> None:
    time.to("2026-12-31T10:00")
    case = new_case(city)
    file(city, case)
    assert clock_of(case).is_provisional
    days = [
        DaySetting(day.date, day.is_working, day.name)
        for day in CalendarDay.objects.filter(date__range=(dt.date(2027, 1, 1), dt.date(2027, 1, 31)))
    ]
    with committed():
        change_calendar(actor=policy.SYSTEM, days=days, source="chinesecalendar", keep_edited=True)
    assert not clock_of(case).is_provisional
    assert not open_item(case, "handle").is_deadline_provisional
    row = EventRecord.objects.get(case_id=case.pk, kind="deadline.recounted")
    assert (row.before["is_provisional"], row.after["is_provisional"]) == (True, False)


def test_one_counted_by_the_old_calendar_elsewhere_is_found_by_the_sweep(
    city: City, time: Time, committed: Any
) -> None:
    rules.current()  # another process still keeps the old calendar ...
    with committed():
        change()
    with pytest.MonkeyPatch.context() as patch:
        old = rules.Rules(0, calendar.current(), rules.current().ladder)
        patch.setattr(rules, "current", lambda: old)
        case = new_case(city)  # ... and starts a clock by it
        file(city, case)
    assert clock_of(case).edition == 0
    assert recount_deadlines() == 1
    assert clock_of(case).edition == CalendarEdition.objects.get(pk=1).number


def test_a_change_that_is_rolled_back_leaves_nothing_in_memory(city: City, time: Time) -> None:
    from django.db import transaction

    before = calendar.current()
    with pytest.raises(RuntimeError), transaction.atomic():
        change()
        raise RuntimeError
    rules.forget()
    assert calendar.current().day(STORM.date).is_working
    assert before.day(STORM.date).is_working


def test_a_failing_case_stops_no_other(city: City, time: Time, committed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = new_case(city), new_case(city)
    for case in (bad, good):
        file(city, case)
    real = module._recount

    def fail(case_id: int, edition: int) -> None:
        if case_id == bad.pk:
            raise RuntimeError
        real(case_id, edition)

    monkeypatch.setattr(module, "_recount", fail)
    with committed():
        change()
    assert (clock_of(bad).deadline_at, clock_of(good).deadline_at) == (at("2026-03-04T09:00"), at("2026-03-05T09:00"))
    monkeypatch.setattr(module, "_recount", real)
    assert recount_deadlines() == 1
    assert clock_of(bad).deadline_at == at("2026-03-05T09:00")


def test_office_hours_changed_by_hand_count_too(city: City, time: Time, committed: Any) -> None:
    case = new_case(city)
    row = OfficeHours(since=dt.date(2026, 3, 1), opens=dt.time(9, 30), closes=dt.time(12))
    city.hire("admin", ("administrator", CITY))
    request = RequestFactory().post("/")
    request.auth = city.actor("admin")  # type: ignore[attr-defined]
    with committed():
        OfficeHoursAdmin(OfficeHours, site).save_model(request, row, None, change=False)
    assert clock_of(case, "file").deadline_at == at("2026-03-02T10:30")


def test_overlapping_office_hours_count_once(city: City, time: Time) -> None:
    for opens, closes in ((9, 11), (10, 12)):
        OfficeHours.objects.create(since=dt.date(2026, 3, 1), opens=dt.time(opens), closes=dt.time(closes))
    rules.forget()
    assert calendar.current().hours(dt.date(2026, 3, 2)) == ((dt.time(9), dt.time(12)),)


def test_the_calendar_over_http(city: City, time: Time, committed: Any) -> None:
    city.hire("admin", ("administrator", CITY))
    case = new_case(city)
    file(city, case)
    client = client_of(city, "admin")
    body = {"days": [{"date": "2026-03-03", "is_working": False, "name": "台风"}], "reason": "市政府通知"}
    with committed():
        answer = client.patch("/api/v1/calendar/", body, format="json")
    assert answer.json() == {"changed": 1}
    assert clock_of(case).deadline_at == at("2026-03-05T09:00")
    days = {one["date"]: one for one in client.get("/api/v1/calendar/?year=2026").json()["results"]}
    assert len(days) == 365
    assert (days["2026-03-03"]["source"], days["2026-03-03"]["is_working"]) == ("edited", False)
    refused = client_of(city, "leader").patch("/api/v1/calendar/", body, format="json")
    assert refused.status_code in (403, 404)


@pytest.mark.parametrize("year", ["²", "99999", "abc", "-1"])
def test_a_year_that_is_none_is_told(city: City, year: str) -> None:
    answer = _get(city, year)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "year"


def _get(city: City, year: str) -> Any:
    client: APIClient = client_of(city, "leader")
    return client.get("/api/v1/calendar/", {"year": year})


def test_a_limit_counted_over_http(city: City) -> None:
    client = client_of(city, "leader")
    body = {"start": "2026-09-30T15:00:00+08:00", "value": 3, "unit": "work_day"}
    answer = client.post("/api/v1/calendar/deadlines/", body, format="json").json()
    assert (dt.datetime.fromisoformat(answer["at"]), answer["is_provisional"]) == (at("2026-10-10T15:00"), False)
    far = client.post("/api/v1/calendar/deadlines/", {**body, "start": "9999-12-30T00:00:00Z"}, format="json")
    assert far.status_code == 422
    assert far.json()["error"]["code"] == "calendar.out_of_reach"


def test_the_check_keeps_its_own_clock(city: City, time: Time) -> None:
    case = new_case(city)
    file(city, case)
    handle(city, case)
    assert clock_of(case, "check").deadline_at == at("2026-03-02T15:00")
    do(city, case, "check", "checker", "passed")
    assert clock_of(case, "check").is_on_time
