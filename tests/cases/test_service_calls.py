"""Calls outside: outbox, connector, result, backoff, incident, retry, skip."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest

from onegrid.cases.events import NoticeRequested
from onegrid.cases.models import Case, CaseSource, EventRecord, Incident, Outbox
from onegrid.cases.services.comment import comment
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.drain_outbox import drain_outbox
from onegrid.cases.services.finish_service_call import finish_service_call
from onegrid.cases.services.retry_incident import retry_incident
from onegrid.cases.services.run_service_call import backoff, run_service_call
from onegrid.cases.services.skip_incident import skip_incident
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common import clock, events
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.conftest import MoveClock
from tests.cases.models import ASK_AGAIN, ASK_MANY, CALL, NOTICE, REPLY
from tests.cases.outside import Receiver, receiver
from tests.cases.together import together
from tests.factories.cases import City, new_case, open_item, publish


@pytest.fixture
def outside() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


def replying(city: City, outside: Receiver, sources: int = 2) -> Case:
    """A case that has just asked for its replies."""
    publish("replying", bpmn=REPLY)
    case = new_case(city, slug="replying", sources=sources)
    CaseSource.objects.filter(case=case).update(reply_address=outside.address)
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    return case


def run_all(case: Case) -> None:
    """As a worker would, ignoring the wait between tries."""
    rows = Outbox.objects.filter(case=case, state=Outbox.State.PENDING)
    rows.update(next_attempt_at=clock.real_now() - timedelta(seconds=1))
    for row in rows.order_by("call", "part"):
        run_service_call(outbox_id=row.pk)


def test_each_source_gets_one_reply_and_the_case_goes_on_after_the_last(city: City, outside: Receiver) -> None:
    case = replying(city, outside)
    first, second = Outbox.objects.filter(case=case).order_by("part")
    run_service_call(outbox_id=first.pk)
    assert not case.work_items.filter(element="last").exists()
    run_service_call(outbox_id=second.pk)
    open_item(case, "last")
    assert sorted(outside.keys) == sorted(map(str, (first.key, second.key)))
    sources = list(CaseSource.objects.filter(case=case).order_by("id"))
    assert [body["external_id"] for _, body in outside.calls] == [one.external_id for one in sources]
    assert {one.reply_state for one in sources} == {CaseSource.Reply.SENT}
    assert all(one.replied_at for one in sources)
    kinds = EventRecord.objects.filter(case_id=case.pk, element="reply").values_list("kind", flat=True)
    assert list(kinds.order_by("seq")) == ["call.requested", "call.done", "call.done"]
    assert not EventRecord.objects.filter(case_id=case.pk, kind="call.dropped").exists(), (
        "what was answered is not dropped"
    )


def test_without_any_address_it_goes_on_at_once(city: City) -> None:
    publish("replying", bpmn=REPLY)
    case = new_case(city, slug="replying")
    CaseSource.objects.filter(case=case).update(reply_address="")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    open_item(case, "last")
    assert CaseSource.objects.get(case=case).reply_state == CaseSource.Reply.IMPOSSIBLE
    assert not Outbox.objects.exists()


def test_an_answer_that_comes_twice_counts_once(city: City, outside: Receiver) -> None:
    case = replying(city, outside, sources=1)
    row = Outbox.objects.get(case=case)
    run_all(case)
    run_service_call(outbox_id=row.pk)
    finish_service_call(outbox_id=row.pk, result={"status": 200})
    assert len(outside.calls) == 1
    assert case.work_items.filter(element="last").count() == 1


def test_a_passing_failure_is_tried_again_under_the_same_key(city: City, outside: Receiver) -> None:
    outside.answers = [503]
    case = replying(city, outside, sources=1)
    row = Outbox.objects.get(case=case)
    run_service_call(outbox_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Outbox.State.PENDING, 1)
    assert row.next_attempt_at > clock.real_now()
    run_service_call(outbox_id=row.pk)  # not due yet
    assert len(outside.calls) == 1
    run_all(case)
    assert set(outside.keys) == {str(row.key)}
    open_item(case, "last")


def test_for_good_an_incident_and_retry_keeps_key_and_successes(city: City, outside: Receiver) -> None:
    case = replying(city, outside)
    outside.answers = [200, 503, 503]
    run_all(case)
    run_all(case)
    good, bad = Outbox.objects.filter(case=case).order_by("part")
    assert (good.state, bad.state) == (Outbox.State.DONE, Outbox.State.FAILED)
    incident = Incident.objects.get(case=case)
    assert (incident.element, incident.state) == ("reply", Incident.State.OPEN)
    assert CaseSource.objects.get(pk=bad.source_id).reply_state == CaseSource.Reply.FAILED

    retry_incident(actor=city.actor("operator"), incident_id=incident.pk)
    run_all(case)
    assert outside.keys.count(str(good.key)) == 1
    assert outside.keys.count(str(bad.key)) == 3
    open_item(case, "last")
    incident.refresh_from_db()
    assert (incident.state, incident.settled_by.name) == (Incident.State.RETRIED, "operator")
    assert {one.reply_state for one in CaseSource.objects.filter(case=case)} == {CaseSource.Reply.SENT}


def asking_many(city: City, outside: Receiver) -> tuple[Case, Incident, Incident]:
    """Two calls of one element have failed for good."""
    publish("asking_many", bpmn=ASK_MANY)
    case = new_case(city, slug="asking_many", place=outside.address)
    outside.answers = [500, 500]
    run_all(case)
    first, second = Incident.objects.filter(case=case).order_by("id")
    return case, first, second


def sent(outside: Receiver) -> list[tuple[str, str]]:
    """Key and content of each call, in order."""
    return [(key, body["external_id"]) for key, body in outside.calls]


@pytest.mark.parametrize("order", [1, -1])
def test_calls_beside_each_other_keep_their_own_keys_when_retried(city: City, outside: Receiver, order: int) -> None:
    case, *incidents = asking_many(city, outside)
    first = sent(outside)
    for incident in incidents[::order]:
        retry_incident(actor=city.actor("operator"), incident_id=incident.pk)
    run_all(case)
    assert sorted(sent(outside)[2:]) == sorted(first)
    open_item(case, "last")


def test_skipping_one_call_leaves_the_key_of_the_other(city: City, outside: Receiver) -> None:
    case, first, second = asking_many(city, outside)
    skip_incident(actor=city.actor("operator"), incident_id=second.pk, reason="已电话答复")
    assert list(Outbox.objects.filter(case=case).order_by("call").values_list("state", flat=True)) == [
        *(Outbox.State.FAILED, Outbox.State.DROPPED)
    ]
    retry_incident(actor=city.actor("operator"), incident_id=first.pk)
    run_all(case)
    assert sent(outside)[2:] == sent(outside)[:1]
    open_item(case, "last")


def test_a_call_keeps_its_key_over_a_retry_that_did_not_get_as_far(city: City, outside: Receiver) -> None:
    case, first, _ = asking_many(city, outside)
    operator = city.actor("operator")
    retry_incident(actor=operator, incident_id=first.pk, data={"unsendable": True})
    again = Incident.objects.filter(case=case, state=Incident.State.OPEN).latest("id")
    assert again.code != "call.failed"
    retry_incident(actor=operator, incident_id=again.pk, data={"unsendable": False})
    run_all(case)
    assert sent(outside)[2:] == sent(outside)[:1]


def test_a_new_call_of_an_element_has_a_new_key_whatever_was_retried_before_it(city: City, outside: Receiver) -> None:
    publish("asking_again", bpmn=ASK_AGAIN)
    case, leader = new_case(city, slug="asking_again", place=outside.address), city.actor("leader")
    outside.answers = [500]
    complete_work_item(actor=leader, work_item_id=open_item(case, "first").pk, answers={"note": "one"})
    run_all(case)
    complete_work_item(actor=leader, work_item_id=open_item(case, "mend").pk, answers={"note": "two"})
    incident = Incident.objects.get(case=case)
    assert incident.element == "choose"
    retry_incident(actor=city.actor("operator"), incident_id=incident.pk, data={"go": True})
    run_all(case)
    (one, first), (two, second) = sent(outside)
    assert (first, second) == ("one", "two")
    assert one != two
    open_item(case, "last")


def test_a_refusal_by_the_other_side_is_not_tried_again(city: City, outside: Receiver) -> None:
    outside.answers = [400]
    case = replying(city, outside, sources=1)
    run_all(case)
    assert len(outside.calls) == 1
    assert Incident.objects.get(case=case).state == Incident.State.OPEN


def test_skipping_needs_a_reason_and_lets_the_case_go_on(city: City, outside: Receiver) -> None:
    outside.answers = [400]
    case = replying(city, outside, sources=1)
    run_all(case)
    incident = Incident.objects.get(case=case)
    with pytest.raises(Invalid):
        skip_incident(actor=city.actor("operator"), incident_id=incident.pk, reason=" ")
    skip_incident(actor=city.actor("operator"), incident_id=incident.pk, reason="已电话答复", data={"replies": 1})
    open_item(case, "last")
    row = EventRecord.objects.get(case_id=case.pk, kind="incident.skipped")
    assert (row.reason, row.person_id) == ("已电话答复", city.people["operator"].pk)
    with pytest.raises(Conflict):
        retry_incident(actor=city.actor("operator"), incident_id=incident.pk)


def test_only_operators_of_the_case_settle_incidents(city: City, outside: Receiver) -> None:
    outside.answers = [400]
    case = replying(city, outside, sources=1)
    run_all(case)
    incident = Incident.objects.get(case=case)
    with pytest.raises(Refused):
        retry_incident(actor=city.actor("leader"), incident_id=incident.pk)
    with pytest.raises(NotFound):
        retry_incident(actor=city.actor("neighbour"), incident_id=incident.pk)


def test_a_holder_that_died_is_followed_after_its_lease(city: City, outside: Receiver) -> None:
    case = replying(city, outside, sources=1)
    row = Outbox.objects.get(case=case)
    Outbox.objects.filter(pk=row.pk).update(
        state=Outbox.State.LEASED, attempts=1, lease=clock.real_now() + timedelta(seconds=30)
    )
    assert drain_outbox(hand_out=lambda pk: run_service_call(outbox_id=pk)) == 0
    Outbox.objects.filter(pk=row.pk).update(lease=clock.real_now() - timedelta(seconds=1))
    assert drain_outbox(hand_out=lambda pk: run_service_call(outbox_id=pk)) == 1
    open_item(case, "last")
    assert outside.keys == [str(row.key)]


def test_a_result_reaches_the_process(city: City) -> None:
    publish("calling", bpmn=CALL)
    case = new_case(city, slug="calling")
    finish_service_call(outbox_id=Outbox.objects.get(case=case).pk, result={"status": 201})
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "last").pk)
    case.refresh_from_db()
    assert case.data["answer"] == 201


def test_an_answer_after_the_end_changes_nothing(city: City) -> None:
    publish("calling", bpmn=CALL)
    case = new_case(city, slug="calling")
    withdraw_case(actor=city.actor("intake"), case_id=case.pk, reason="x")
    row = Outbox.objects.get(case=case)
    assert row.state == Outbox.State.DROPPED
    finish_service_call(outbox_id=row.pk, result={})
    case.refresh_from_db()
    assert case.status == Case.Status.WITHDRAWN


def test_a_notice_is_announced_and_the_case_goes_on(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[NoticeRequested] = []
    monkeypatch.setitem(events._table, NoticeRequested, (heard.append,))
    publish("telling", bpmn=NOTICE)
    case = new_case(city, slug="telling")
    open_item(case, "last")
    (event,) = heard
    assert (event.to_role, event.to_unit_id, event.text_zh) == ("dispatcher", case.registered_by.pk, "请关注")


def test_two_workers_at_once_call_once(committed_city: City, outside: Receiver) -> None:
    case = replying(committed_city, outside, sources=1)
    pk = Outbox.objects.get(case=case).pk
    answers = together(*(lambda: run_service_call(outbox_id=pk) for _ in range(3)))
    assert answers == [None, None, None]
    assert len(outside.calls) == 1


def test_the_last_two_parts_at_once_move_the_case_once(committed_city: City, outside: Receiver) -> None:
    case = replying(committed_city, outside, sources=2)
    ids = list(Outbox.objects.filter(case=case).values_list("pk", flat=True))
    answers = together(*(lambda pk=pk: run_service_call(outbox_id=pk) for pk in ids))
    assert answers == [None, None]
    assert case.work_items.filter(element="last").count() == 1


def test_waits_grow_and_spread() -> None:
    waits = [backoff(attempt, b"k").total_seconds() for attempt in range(1, 15)]
    assert waits[0] < 2
    assert all(later > earlier for earlier, later in pairwise(waits[:10]))
    assert max(waits) <= 900
    assert backoff(3, b"a") != backoff(3, b"b")


def test_an_answer_is_logged_after_what_happened_while_the_call_was_out(
    city: City, outside: Receiver, move_clock: MoveClock
) -> None:
    case = replying(city, outside, sources=1)
    as_the_call_went_out = clock.offset()
    move_clock(clock.now() + timedelta(hours=1))
    comment(actor=city.actor("leader"), case_id=case.pk, text="meanwhile")
    clock._set(as_the_call_went_out)  # in the process that waits for the answer
    run_all(case)
    rows = EventRecord.objects.filter(case_id=case.pk).order_by("seq")
    assert rows.filter(kind="call.done").exists()
    moments = [row.at for row in rows]
    assert moments == sorted(moments)
