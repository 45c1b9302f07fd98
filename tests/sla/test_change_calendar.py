"""The city's calendar: imported, edited, never silently guessed."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command

from onegrid.common.errors import Invalid
from onegrid.common.models import AuditRecord
from onegrid.engine.definitions import TimeUnit
from onegrid.jurisdictions import policy
from onegrid.sla import calendar
from onegrid.sla.models import CalendarDay, CalendarEdition, OfficeHours
from onegrid.sla.published_days import DaySetting, days_of, last_published_year
from onegrid.sla.services.change_calendar import change_calendar

pytestmark = pytest.mark.django_db

CN = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture(autouse=True)
def _fresh() -> None:
    calendar.forget()


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=CN)


def test_import_knows_make_up_days_and_marks_unpublished_years() -> None:
    call_command("load_calendar")
    make_up = CalendarDay.objects.get(date=dt.date(2026, 2, 14))
    assert (make_up.is_working, make_up.name, make_up.is_provisional) == (True, "春节调休", False)
    assert not CalendarDay.objects.get(date=dt.date(2026, 2, 16)).is_working
    later = CalendarDay.objects.filter(date__year=last_published_year() + 1)
    assert later.count() == 365
    assert all(later.values_list("is_provisional", flat=True))
    assert not later.get(date=dt.date(last_published_year() + 1, 10, 1)).is_working
    assert OfficeHours.objects.count() == 2


def test_importing_again_changes_nothing_and_keeps_what_people_edited() -> None:
    call_command("load_calendar")
    before = CalendarEdition.objects.get(pk=1).number
    storm = DaySetting(dt.date(2026, 8, 3), is_working=False, name="台风停工")
    assert change_calendar(actor=policy.SYSTEM, days=[storm], source="edited", reason="市政府通知") == 1
    call_command("load_calendar")
    day = CalendarDay.objects.get(date=storm.date)
    assert (day.is_working, day.name, day.source) == (False, "台风停工", "edited")
    assert CalendarEdition.objects.get(pk=1).number == before + 1


def test_a_date_that_stands_twice_is_refused() -> None:
    call_command("load_calendar")
    before = CalendarDay.objects.get(date=dt.date(2026, 8, 3)).is_working
    days = [DaySetting(dt.date(2026, 8, 3), is_working=one) for one in (False, True)]
    with pytest.raises(Invalid) as refused:
        change_calendar(actor=policy.SYSTEM, days=days, source="edited", reason="台风")
    assert (refused.value.code, refused.value.field) == ("calendar.date_twice", "days[1].date")
    assert CalendarDay.objects.get(date=dt.date(2026, 8, 3)).is_working == before


def test_a_change_is_audited_with_before_after_and_reason() -> None:
    call_command("load_calendar")
    change_calendar(
        actor=policy.SYSTEM, days=[DaySetting(dt.date(2026, 8, 3), is_working=False)], source="edited", reason="台风"
    )
    row = AuditRecord.objects.filter(action="calendar.changed").latest("id")
    assert row.reason == "台风"
    assert row.before == [{"date": "2026-08-03", "is_working": True, "is_provisional": False}]
    assert row.after == [{"date": "2026-08-03", "is_working": False, "is_provisional": False}]


def test_deadlines_follow_the_table_at_once(django_capture_on_commit_callbacks: Any) -> None:
    call_command("load_calendar")
    start = at("2026-08-03T09:00")
    assert calendar.add(start, 1, TimeUnit.WORK_DAY).at == at("2026-08-04T09:00")
    storm = [DaySetting(dt.date(2026, 8, 4), is_working=False)]
    with django_capture_on_commit_callbacks(execute=True):
        change_calendar(actor=policy.SYSTEM, days=storm, source="edited", reason="台风")
    assert calendar.add(start, 1, TimeUnit.WORK_DAY).at == at("2026-08-05T09:00")


def test_office_hours_may_change_from_a_date_on() -> None:
    call_command("load_calendar")
    OfficeHours.objects.create(since=dt.date(2026, 6, 1), opens=dt.time(8), closes=dt.time(12))
    OfficeHours.objects.create(since=dt.date(2026, 6, 1), opens=dt.time(15), closes=dt.time(18))
    calendar.forget()
    assert calendar.add(at("2026-05-29T17:00"), 2, TimeUnit.WORK_HOUR).at == at("2026-06-01T09:00")
    assert calendar.add(at("2026-06-01T11:00"), 2, TimeUnit.WORK_HOUR).at == at("2026-06-01T16:00")


def test_an_empty_table_says_provisional_instead_of_guessing_silently() -> None:
    found = calendar.add(at("2026-08-03T09:00"), 1, TimeUnit.WORK_DAY)
    assert found.is_provisional


def test_published_days_cover_every_day_once() -> None:
    days = [one.date for one in days_of(2024, 2027)]
    assert len(days) == len(set(days)) == 366 + 365 * 3
