"""The demo clock: forward only, everything due on the way at its own moment, and it always ends."""

import datetime as dt
from typing import Any

import pytest

from onegrid.cases.models import Due, EventRecord
from onegrid.common import clock
from onegrid.common.errors import Invalid, NotFound, OneGridError
from onegrid.common.models import ClockOffset
from onegrid.sla.models import Clock
from onegrid.sla.services import advance_demo_clock as module
from onegrid.sla.services import fire_due_deadlines as sweep
from onegrid.sla.services.advance_demo_clock import FURTHEST, advance_demo_clock
from tests.cases.together import together
from tests.factories.cases import City, new_case
from tests.sla.conftest import client_of, kinds

HOUR = dt.timedelta(hours=1)


def _clock(case: Any) -> Clock:
    return Clock.objects.get(case=case)


def test_everything_due_on_the_way_happens_at_its_own_moment(city: City) -> None:
    case = new_case(city)
    deadline = _clock(case).deadline_at
    to = deadline + dt.timedelta(days=10)
    assert advance_demo_clock(actor=city.actor("operator"), to=to) == 4
    rows = EventRecord.objects.filter(case_id=case.pk, kind__startswith="clock.").order_by("seq")
    assert [row.kind for row in rows] == ["clock.warned", "clock.late", "clock.pressed", "clock.pressed"]
    late = rows[1]
    assert deadline <= late.at < deadline + dt.timedelta(seconds=5)
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert to <= clock.now() < to + HOUR
    assert not Due.objects.filter(case=case).exists()


def test_never_back_and_never_away(city: City) -> None:
    actor, before = city.actor("operator"), clock.offset()
    with pytest.raises(Invalid) as refused:
        advance_demo_clock(actor=actor, to=clock.now() - HOUR)
    assert (refused.value.code, refused.value.field) == ("demo.clock_back", "to")
    with pytest.raises(Invalid) as refused:
        advance_demo_clock(actor=actor, to=clock.now() + FURTHEST + HOUR)
    assert refused.value.code == "demo.clock_too_far"
    assert clock.offset() == before


def test_only_who_operates_the_city_moves_it(city: City) -> None:
    for name in ("leader", "mayor", "handler"):
        with pytest.raises(OneGridError):
            advance_demo_clock(actor=city.actor(name), to=clock.now() + HOUR)


def test_outside_a_demo_there_is_none(city: City, settings: Any) -> None:
    settings.ONEGRID_DEMO = False
    with pytest.raises(NotFound):
        advance_demo_clock(actor=city.actor("operator"), to=clock.now() + HOUR)
    client = client_of(city, "operator")
    assert client.get("/api/v1/demo/clock/").status_code == 404
    body = {"to": (clock.now() + HOUR).isoformat()}
    assert client.post("/api/v1/demo/clock/", body, format="json").status_code == 404
    assert not ClockOffset.objects.exists()


def test_a_row_that_always_fails_does_not_hold_it_up(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = new_case(city), new_case(city)
    real = sweep.fire_clock

    def sometimes(*, due_id: int) -> bool:
        if Due.objects.filter(pk=due_id, case=bad).exists():
            raise RuntimeError("broken for good")
        return real(due_id=due_id)

    monkeypatch.setattr(sweep, "fire_clock", sometimes)
    monkeypatch.setattr(sweep, "LEASE", dt.timedelta(0))  # as if the call lasted longer than any lease
    to = _clock(bad).deadline_at + dt.timedelta(days=10)
    assert advance_demo_clock(actor=city.actor("operator"), to=to) == 5
    assert (kinds(bad, "clock."), len(kinds(good, "clock."))) == ([], 4)
    assert clock.now() >= to
    assert Due.objects.filter(case=bad).count() == 1, "it comes again later"


def test_over_http(city: City) -> None:
    case = new_case(city)
    client = client_of(city, "operator")
    before = client.get("/api/v1/demo/clock/").json()
    assert before["offset_seconds"] == 0
    to = _clock(case).deadline_at
    answer = client.post("/api/v1/demo/clock/", {"to": to.isoformat()}, format="json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["fired"] == 2
    assert dt.datetime.fromisoformat(answer.json()["now"]) >= to
    assert answer.json()["offset_seconds"] > 0
    back = client.post("/api/v1/demo/clock/", {"to": (to - 2 * HOUR).isoformat()}, format="json")
    assert (back.status_code, back.json()["error"]["code"]) == (422, "demo.clock_back")


def test_two_at_once_take_turns(committed_city: City) -> None:
    case = new_case(committed_city)
    deadline, actor = _clock(case).deadline_at, committed_city.actor("operator")
    targets = [deadline + dt.timedelta(days=days) for days in (5, 6)]
    fired = together(*[lambda to=to: advance_demo_clock(actor=actor, to=to) for to in targets])
    counts = [one for one in fired if isinstance(one, int)]
    refused = [one for one in fired if not isinstance(one, int)]
    assert sum(counts) == 4, fired
    assert all(isinstance(one, Invalid) for one in refused), "the nearer one came second"
    assert len(kinds(case, "clock.")) == 4
    clock.refresh()
    assert clock.now() >= targets[1]
    assert module.FURTHEST.days == 366
