"""Timers, subscriptions, and what the case throws outside."""

import uuid
from datetime import timedelta

from onegrid.cases import values
from onegrid.cases.models import ParkedMessage, Subscription
from onegrid.cases.sheet import Sheet
from onegrid.engine.step import Step, Thrown

DELIVER = "onegrid.cases.tasks.deliver_parked_message"
KEPT = timedelta(hours=1)


def wait(sheet: Sheet, step: Step) -> None:
    """Arm and drop; a message that came before its taker is fetched from where it was kept."""
    case_id = sheet.case.pk
    if step.dropped_timers:
        sheet.writes.call("cases_drop_timers", case_id, list(step.dropped_timers))
    for timer in step.timers:
        sheet.writes.call("cases_arm_timer", case_id, timer.timer, timer.at)
    if step.dropped_subscriptions:
        sheet.writes.add(
            "DELETE FROM cases_subscription WHERE case_id = %s AND subscription = ANY(%s)",
            (case_id, list(step.dropped_subscriptions)),
        )
    for one in step.subscriptions:
        sheet.writes.add(
            "INSERT INTO cases_subscription (case_id, subscription, kind, name, key, element)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (case_id, one.subscription, one.kind, one.name, one.key or "", one.element),
        )
        if one.kind == "message":
            _fetch_parked(sheet, one.name, one.key or "")


def throw(sheet: Sheet, thrown: tuple[Thrown, ...]) -> None:
    """Put what leaves the case on its way; other cases are moved after the commit, each in its own transaction."""
    for one in thrown:
        sheet.book.add(f"{one.kind}.thrown", element=one.element, target=one.name, payload={"key": one.key})
        if one.kind == "signal":
            waiting = Subscription.objects.filter(kind="signal", name=one.name).exclude(case_id=sheet.case.pk)
            for case_id in waiting.values_list("case_id", flat=True).distinct():
                park(sheet, one, case_id)
        else:
            park(sheet, one, None)


def park(sheet: Sheet, one: Thrown, case_id: int | None) -> None:
    """One event on its way: to `case_id`, or to whoever waits for its name and key."""
    sheet.writes.add(
        "INSERT INTO cases_parkedmessage"
        " (key, kind, name, correlation, payload, received_at, expires_at, state, case_id)"
        " VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s, 'waiting', %s) RETURNING id",
        (
            *(uuid.uuid4(), one.kind, one.name, one.key or "", values.dumps(one.payload), sheet.now),
            *(sheet.now + KEPT, case_id),
        ),
        lambda rows: sheet.doorbells.extend((DELIVER, row[0]) for row in rows),
    )


def _fetch_parked(sheet: Sheet, name: str, key: str) -> None:
    kept = ParkedMessage.objects.filter(
        state=ParkedMessage.State.WAITING, kind="message", name=name, correlation=key, expires_at__gt=sheet.now
    ).order_by("id")
    found = (
        kept.filter(sent_by=None)
        .select_for_update(skip_locked=True)
        .exclude(pk__in=[one.pk for one in sheet.arrivals])
        .first()
    )
    if found is not None:
        sheet.arrivals.append(found)
    # A person's: whether it may reach the case is asked once the case's parties are written.
    sheet.doorbells.extend((DELIVER, pk) for pk in kept.exclude(sent_by=None).values_list("pk", flat=True))
