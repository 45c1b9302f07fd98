"""Messages, signals and timers."""

import uuid
from datetime import timedelta
from itertools import count
from threading import Event

import pytest
from django.db import transaction

from onegrid.cases.models import Due, EventRecord, ParkedMessage, Subscription
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.drain_outbox import BATCH, drain_outbox
from onegrid.cases.services.send_event import deliver_parked, send_event
from onegrid.cases.services.wake_case import wake_case
from onegrid.common import clock
from onegrid.jurisdictions.policy import SYSTEM
from tests.cases.conftest import MoveClock
from tests.cases.models import MESSAGE, SIGNAL, TIMER, TWO_TIMERS
from tests.cases.together import together
from tests.factories.cases import City, new_case, open_item, publish


def send(case_number: str, key: uuid.UUID | None = None, text: str = "同意") -> ParkedMessage:
    (message,) = send_event(
        actor=SYSTEM,
        kind="message",
        name="部门答复",
        correlation=case_number,
        payload={"text": text},
        key=key or uuid.uuid4(),
    )
    return message


def test_a_message_goes_to_the_case_of_its_key(city: City) -> None:
    publish("listening", bpmn=MESSAGE)
    case, other = (new_case(city, slug="listening") for _ in range(2))
    for one in (case, other):
        complete_work_item(actor=city.actor("leader"), work_item_id=open_item(one, "first").pk)
    message = send(case.number)
    assert (message.state, message.case_id) == (ParkedMessage.State.DELIVERED, case.pk)
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "last").pk)
    case.refresh_from_db()
    assert case.data["answer"] == "同意"
    assert Subscription.objects.get().case_id == other.pk


def test_the_same_key_is_delivered_once(city: City) -> None:
    publish("listening", bpmn=MESSAGE)
    case = new_case(city, slug="listening")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    key = uuid.uuid4()
    assert send(case.number, key).pk == send(case.number, key).pk
    assert EventRecord.objects.filter(case_id=case.pk, kind="message.delivered").count() == 1


def test_one_that_comes_early_is_kept_for_its_taker(city: City) -> None:
    publish("listening", bpmn=MESSAGE)
    case = new_case(city, slug="listening")
    assert send(case.number).state == ParkedMessage.State.WAITING
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    open_item(case, "last")
    assert ParkedMessage.objects.get().state == ParkedMessage.State.DELIVERED


def keep(count: int, name: str = "无人等待") -> None:
    """As many messages on their way, none of which has a taker."""
    now = clock.now()
    ParkedMessage.objects.bulk_create(
        ParkedMessage(key=uuid.uuid4(), name=name, received_at=now, expires_at=now + timedelta(hours=1))
        for _ in range(count)
    )


def test_a_message_and_its_taker_that_missed_each_other_meet_behind_any_number_of_others(committed_city: City) -> None:
    publish("listening", bpmn=MESSAGE)
    keep(BATCH)
    case = new_case(committed_city, slug="listening")
    item, leader = open_item(case, "first"), committed_city.actor("leader")
    waits, kept = Event(), Event()

    def wait_for_it() -> None:
        with transaction.atomic():
            complete_work_item(actor=leader, work_item_id=item.pk)
            waits.set()
            assert kept.wait(10)

    def send_it() -> ParkedMessage:
        assert waits.wait(10)
        message = send(case.number)
        kept.set()
        return message

    _, message = together(wait_for_it, send_it)
    assert message.state == ParkedMessage.State.WAITING
    assert Subscription.objects.filter(case=case).exists(), "neither saw the other"
    drain_outbox(hand_out=lambda _: None)
    open_item(case, "last")


def test_a_signal_whose_doorbell_was_lost_is_heard_behind_any_number_of_messages(city: City) -> None:
    publish("hearing", bpmn=SIGNAL)
    keep(BATCH)
    case = new_case(city, slug="hearing")
    send_event(actor=SYSTEM, kind="signal", name="台风预警", correlation=None, payload={}, key=uuid.uuid4())
    drain_outbox(hand_out=lambda _: None)
    open_item(case, "last")


def test_a_message_past_its_hour_is_answered_behind_any_number_of_others(city: City) -> None:
    keep(BATCH)
    message = send("SQ-none")
    ParkedMessage.objects.filter(pk=message.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    drain_outbox(hand_out=lambda _: None)
    message.refresh_from_db()
    assert message.state == ParkedMessage.State.EXPIRED


def test_after_an_hour_it_is_answered_with_the_reason(city: City) -> None:
    message = send("SQ-none")
    ParkedMessage.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    drain_outbox(hand_out=lambda _: None)
    message.refresh_from_db()
    assert message.state == ParkedMessage.State.EXPIRED


def test_two_senders_at_once_of_one_key(committed_city: City) -> None:
    publish("listening", bpmn=MESSAGE)
    case = new_case(committed_city, slug="listening")
    complete_work_item(actor=committed_city.actor("leader"), work_item_id=open_item(case, "first").pk)
    key = uuid.uuid4()
    answers = together(*(lambda: send(case.number, key) for _ in range(3)))
    assert len({one.pk for one in answers}) == 1
    assert EventRecord.objects.filter(case_id=case.pk, kind="message.delivered").count() == 1


def test_a_signal_reaches_every_case_that_waits_once(city: City) -> None:
    publish("hearing", bpmn=SIGNAL)
    cases = [new_case(city, slug="hearing") for _ in range(3)]
    key = uuid.uuid4()
    for _ in range(2):
        for row in send_event(actor=SYSTEM, kind="signal", name="台风预警", correlation=None, payload={}, key=key):
            deliver_parked(message_id=row.pk)
    for case in cases:
        open_item(case, "last")
    assert EventRecord.objects.filter(kind="signal.delivered").count() == 3


def test_a_timer_takes_the_case_on_and_withdraws_the_task(city: City, move_clock: MoveClock) -> None:
    publish("waiting", bpmn=TIMER)
    case = new_case(city, slug="waiting")
    due = Due.objects.get(case=case, kind=Due.Kind.FLOW)
    wake_case(case_id=case.pk)
    open_item(case, "first")  # nothing was due
    move_clock(due.at + timedelta(minutes=1))
    for _ in range(2):
        wake_case(case_id=case.pk)
    open_item(case, "other")
    assert case.work_items.get(element="first").status == "withdrawn"
    assert EventRecord.objects.filter(case_id=case.pk, kind="timer.fired").count() == 1
    assert not Due.objects.filter(case=case, kind=Due.Kind.FLOW).exists()


def test_a_timer_that_comes_due_while_another_fires_is_not_lost(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    publish("reminding", bpmn=TWO_TIMERS)
    case = new_case(city, slug="reminding")
    first, second = Due.objects.filter(case=case, kind=Due.Kind.FLOW).order_by("at")
    readings = (first.at + timedelta(seconds=number) for number in count())
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: next(readings))
        wake_case(case_id=case.pk)
    assert case.work_items.filter(element="other").count() == 1
    assert Due.objects.get(case=case, kind=Due.Kind.FLOW).pk == second.pk
    monkeypatch.setattr(clock, "now", lambda: second.at)
    wake_case(case_id=case.pk)
    assert case.work_items.filter(element="other").count() == 2


def test_a_timer_is_dropped_with_its_task(city: City) -> None:
    publish("waiting", bpmn=TIMER)
    case = new_case(city, slug="waiting")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    assert not Due.objects.filter(case=case, kind=Due.Kind.FLOW).exists()
