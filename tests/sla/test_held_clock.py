"""A limit on which the platform itself breaks: tried, then held behind an incident; the case and others go on."""

import datetime as dt

import pytest

from onegrid.cases.held_acts import MOST
from onegrid.cases.models import Case, Due, Incident
from onegrid.cases.services.skip_incident import skip_incident
from onegrid.common.errors import Conflict
from onegrid.notices.models import Notice
from onegrid.sla.models import Clock
from onegrid.sla.services.fire_due_deadlines import LEASE, fire_due_deadlines
from tests.factories.cases import City, new_case
from tests.sla.conftest import Time, client_of, file, kinds


def damage(case: Case) -> None:
    """Its limit is in a unit that nobody knows."""
    Clock.objects.filter(case=case).update(limit_unit="fortnight")


def mend(case: Case) -> None:
    """As it was."""
    Clock.objects.filter(case=case).update(limit_unit="work_hour")


def sweep_until_held(time: Time) -> Incident:
    """As often as it takes."""
    for _ in range(MOST):
        assert not Incident.objects.exists()
        assert fire_due_deadlines() >= 1
        time.now += LEASE + dt.timedelta(seconds=1)
    return Incident.objects.get()


def test_a_limit_is_held_and_taken_up_again_by_an_operator(city: City, time: Time) -> None:
    bad, good = new_case(city), new_case(city)
    damage(bad)
    time.to("2026-03-02T09:46")
    incident = sweep_until_held(time)
    assert (incident.case_id, incident.code, incident.element, incident.task) == (bad.pk, "case.act_held", "file", 0)
    assert "预警" in incident.message_zh and "warned" in incident.message_en and incident.detail
    assert kinds(bad, "incident.") == ["incident.raised"]
    assert Notice.objects.filter(case_id=bad.pk, kind="incident", person=city.people["operator"]).exists()
    assert (kinds(bad, "clock."), kinds(good, "clock.")) == ([], ["clock.warned"])
    fire_due_deadlines()
    assert Due.objects.get(case=bad).failures == MOST, "not without limit"
    with pytest.raises(Conflict) as refused:
        skip_incident(actor=city.actor("operator"), incident_id=incident.pk, reason="先走")
    assert refused.value.code == "incident.only_retry"
    mend(bad)
    answer = client_of(city, "operator").post(f"/api/v1/incidents/{incident.pk}/retry/", {}, format="json")
    assert answer.status_code == 200, answer.content
    assert fire_due_deadlines() == 2, "by now its time is up as well"
    assert kinds(bad, "clock.") == ["clock.warned", "clock.late"]
    assert set(Due.objects.filter(case=bad).values_list("failures", "lease")) == {(0, None)}, (
        "the next step begins anew"
    )
    assert not Incident.objects.filter(state=Incident.State.OPEN).exists()


def test_it_is_held_again_where_nothing_was_mended(city: City, time: Time) -> None:
    bad = new_case(city)
    damage(bad)
    time.to("2026-03-02T09:46")
    incident = sweep_until_held(time)
    client = client_of(city, "operator")
    assert client.post(f"/api/v1/incidents/{incident.pk}/retry/", {}, format="json").status_code == 200
    for _ in range(MOST):
        assert fire_due_deadlines() == 1
        time.now += LEASE + dt.timedelta(seconds=1)
    assert [one.state for one in Incident.objects.order_by("id")] == ["retried", "open"]
    assert fire_due_deadlines() == 0


def test_people_work_on_while_it_is_held(city: City, time: Time) -> None:
    bad = new_case(city)
    damage(bad)
    time.to("2026-03-02T09:46")
    incident = sweep_until_held(time)
    file(city, bad)
    assert list(Due.objects.filter(case=bad).values_list("failures", "lease")) == [(0, None)], "the next task's alone"
    assert (
        client_of(city, "operator").post(f"/api/v1/incidents/{incident.pk}/retry/", {}, format="json").status_code
        == 200
    )
