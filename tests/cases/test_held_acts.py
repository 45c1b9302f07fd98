"""The platform itself breaks on a case: tried, then held behind an incident; other cases do not notice."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from onegrid.cases.held_acts import MOST
from onegrid.cases.models import Case, Due, EventRecord, Incident, Outbox, ParkedMessage
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.drain_outbox import drain_outbox
from onegrid.cases.services.retry_incident import retry_incident
from onegrid.cases.services.run_service_call import run_service_call
from onegrid.cases.services.send_event import deliver_parked, send_event
from onegrid.cases.services.skip_incident import skip_incident
from onegrid.common import clock
from onegrid.common.errors import Conflict
from onegrid.jurisdictions.policy import SYSTEM
from onegrid.sla.services.fire_due_deadlines import fire_due_deadlines
from tests.cases.conftest import MoveClock
from tests.cases.models import CALL, MESSAGE, TIMER
from tests.cases.outside import receiver
from tests.factories.cases import City, new_case, open_item, publish


@contextmanager
def damaged(case: Case) -> Iterator[None]:
    """Its state cannot be read while this lasts, as after a disk fault."""
    case.refresh_from_db()
    whole = bytes(case.engine_state)
    _write(case, b"OG1[broken")
    yield
    _write(case, whole)


def _write(case: Case, state: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET state = %s WHERE id = %s", (state, case.pk))


def held(case: Case) -> Incident:
    """The one open incident, and that it was told and is in the log."""
    found = Incident.objects.get(case=case, state=Incident.State.OPEN)
    assert found.code == "case.act_held"
    assert found.message_en and found.message_zh and found.detail
    assert EventRecord.objects.filter(case_id=case.pk, kind="incident.raised").count() == 1
    return found


def sweep_again() -> int:
    """One more sweep after its lease is over."""
    Due.objects.filter(lease__lt=clock.real_now() + timedelta(days=1)).update(lease=None)
    return fire_due_deadlines()


def test_a_timer_is_held_and_taken_up_again(city: City, move_clock: MoveClock) -> None:
    publish("waiting", bpmn=TIMER)
    case, other = (new_case(city, slug="waiting") for _ in range(2))
    Due.objects.exclude(kind=Due.Kind.FLOW).delete()
    at = max(Due.objects.values_list("at", flat=True))
    move_clock(at + timedelta(minutes=1))
    with damaged(case):
        for _ in range(MOST):
            sweep_again()
            assert open_item(other, "other")
        incident = held(case)
        assert sweep_again() == 0
        with pytest.raises(Conflict) as refused:
            skip_incident(actor=city.actor("operator"), incident_id=incident.pk, reason="先走")
        assert refused.value.code == "incident.only_retry"
    open_item(case, "first")
    retry_incident(actor=city.actor("operator"), incident_id=incident.pk)
    assert sweep_again() == 1
    open_item(case, "other")
    assert not Incident.objects.filter(state=Incident.State.OPEN).exists()


def test_a_calls_answer_is_held_and_the_receiver_sees_one_key(city: City) -> None:
    with receiver() as outside:
        publish("calling", bpmn=CALL.replace("http://127.0.0.1:9/x", outside.address))
        case = new_case(city, slug="calling")
        row = Outbox.objects.get(case=case)
        with damaged(case):
            for _ in range(MOST + 1):
                Outbox.objects.filter(pk=row.pk, lease__lt=clock.real_now() + timedelta(days=1)).update(
                    lease=clock.real_now() - timedelta(seconds=1)
                )
                with suppress(Exception):  # the worker logs it
                    run_service_call(outbox_id=row.pk)
            incident = held(case)
            assert incident.element == "ask"
        assert len(outside.calls) == MOST
        retry_incident(actor=city.actor("operator"), incident_id=incident.pk)
        run_service_call(outbox_id=row.pk)
        open_item(case, "last")
        assert len(set(outside.keys)) == 1


def test_a_message_is_held_and_delivered_later(city: City) -> None:
    publish("listening", bpmn=MESSAGE)
    case = new_case(city, slug="listening")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    message = ParkedMessage.objects.create(
        key=uuid4(),
        name="部门答复",
        correlation=case.number,
        payload={"text": "同意"},
        received_at=clock.now(),
        expires_at=clock.now() + timedelta(hours=1),
    )
    with damaged(case):
        for _ in range(MOST):
            drain_outbox(hand_out=lambda _: None)
        incident = held(case)
        message.refresh_from_db()
        assert message.state == ParkedMessage.State.HELD
    retry_incident(actor=city.actor("operator"), incident_id=incident.pk)
    deliver_parked(message_id=message.pk)
    open_item(case, "last")
    (again,) = send_event(
        actor=SYSTEM, kind="message", name="部门答复", correlation=case.number, payload={}, key=message.key
    )
    assert again.state == ParkedMessage.State.DELIVERED
