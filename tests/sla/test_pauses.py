"""A clock that stands still: spans of its own, nothing due meanwhile, the time before counts, the pause does not."""

import pytest

from onegrid.cases.hot_path import lock_case
from onegrid.cases.models import Case, Due, EventRecord
from onegrid.common import clock as business
from onegrid.jurisdictions.policy import SYSTEM
from onegrid.sla.models import Clock
from onegrid.sla.services.fire_due_deadlines import fire_due_deadlines
from onegrid.sla.services.pause_clock import pause_clock
from onegrid.sla.services.resume_clock import resume_clock
from onegrid.sla.services.stop_clocks import stop_clocks
from tests.factories.cases import City, new_case, open_item
from tests.sla.conftest import Time, at, client_of, file, kinds


def handling(city: City) -> Case:
    """Two work days from Monday 9:00."""
    case = new_case(city)
    file(city, case)
    return case


def clock_of(case: Case) -> Clock:
    return Clock.objects.get(case=case, subject="three_tasks/handle")


def pause(case: Case, reason: str = "hang") -> bool:
    return pause_clock(actor=SYSTEM, case=_held(case), clock_id=clock_of(case).pk, at=business.now(), reason=reason)


def resume(case: Case) -> bool:
    return resume_clock(actor=SYSTEM, case=_held(case), clock_id=clock_of(case).pk, at=business.now(), reason="resumed")


def _held(case: Case) -> Case:
    locked = lock_case(case.pk)
    assert locked is not None
    return locked.case


def test_paused_and_resumed(city: City, time: Time) -> None:
    case = handling(city)
    time.to("2026-03-03T09:00")
    assert pause(case)
    clock, item = clock_of(case), open_item(case, "handle")
    assert (clock.state, clock.light, clock.deadline) == ("paused", "grey", None)
    assert (item.warn_at, item.deadline_at) == (None, None)
    assert not Due.objects.filter(case=case).exists()
    assert not pause(case), "it stands still already"
    time.to("2026-03-10T09:00")
    assert fire_due_deadlines() == 0
    assert resume(case)
    clock, item = clock_of(case), open_item(case, "handle")
    assert (clock.state, clock.deadline_at, item.deadline_at) == ("running", *[at("2026-03-11T09:00")] * 2)
    assert Due.objects.get(case=case).at == item.warn_at == at("2026-03-10T21:00")
    assert not resume(case)
    assert list(clock.spans.order_by("id").values_list("is_running", "since", "until", "reason")) == [
        (True, at("2026-03-02T09:00"), at("2026-03-03T09:00"), "opened"),
        (False, at("2026-03-03T09:00"), at("2026-03-10T09:00"), "hang"),
        (True, at("2026-03-10T09:00"), None, "resumed"),
    ]


def test_the_log_says_so_without_a_gap(city: City, time: Time) -> None:
    case = handling(city)
    pause(case)
    resume(case)
    assert kinds(case, "clock.") == ["clock.paused", "clock.resumed"]
    case.refresh_from_db()
    seqs = EventRecord.objects.filter(case_id=case.pk).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, case.log_seq + 1))


@pytest.mark.parametrize(
    ("paused_at", "stopped_at", "is_on_time"),
    [
        ("2026-03-03T09:00", "2026-04-03T09:00", True),
        ("2026-03-04T10:00", "2026-04-03T09:00", False),
    ],
)
def test_stopped_while_paused_the_time_before_decides(
    city: City, time: Time, paused_at: str, stopped_at: str, is_on_time: bool
) -> None:
    case = handling(city)
    time.to(paused_at)
    pause(case)
    time.to(stopped_at)
    stop_clocks(case_id=case.pk, at=business.now(), is_judged=True)
    clock = clock_of(case)
    assert (clock.state, clock.is_on_time) == ("stopped", is_on_time)
    assert clock.late_at == (None if is_on_time else at("2026-03-04T09:00"))
    assert not clock.spans.filter(until=None).exists()


def test_late_before_the_pause_stays_late_and_its_steps_come_after_it(city: City, time: Time) -> None:
    case = handling(city)
    time.to("2026-03-04T10:00")
    pause(case)
    assert (clock_of(case).late_at, clock_of(case).light) == (at("2026-03-04T09:00"), "red")
    time.to("2026-03-05T10:00")
    resume(case)
    assert clock_of(case).deadline_at == at("2026-03-04T09:00")
    assert fire_due_deadlines() == 2
    assert kinds(case, "clock.")[2:] == ["clock.warned", "clock.late"]


def test_paused_over_http(city: City, time: Time) -> None:
    case = handling(city)
    pause(case)
    shown = client_of(city, "leader").get(f"/api/v1/cases/{case.number}/clocks/").json()["results"][-1]
    assert (shown["state"], shown["light"], shown["deadline_at"]) == ("paused", "grey", None)
    assert [span["is_running"] for span in shown["spans"]] == [True, False]
