"""A message or a signal comes from outside, or from another case."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from onegrid.cases import values
from onegrid.cases.acting import post_on
from onegrid.cases.consequences.facts import fact_guard
from onegrid.cases.consequences.waiting import DELIVER, KEPT
from onegrid.cases.held_acts import counted
from onegrid.cases.hot_path import lock_case
from onegrid.cases.models import Case, Incident, ParkedMessage, Subscription
from onegrid.cases.reach import operated_cases, sender
from onegrid.cases.services.apply_step import apply_step, context_of, ring
from onegrid.cases.sheet import open_sheet
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.engine import run
from onegrid.engine.problems import NotWaiting
from onegrid.jurisdictions.policy import SYSTEM, Actor, Permission

_TRIES = 3


def send_event(
    *, actor: Actor, kind: str, name: str, correlation: str | None, payload: Mapping[str, Any], key: UUID
) -> list[ParkedMessage]:
    """Message: to the one case that waits for (name, correlation), else kept for one hour. Signal: to every case that
    waits. The same `key` again answers with the first result."""
    if kind == "signal":
        return _broadcast(name, payload, key)
    with transaction.atomic():
        message, _ = ParkedMessage.objects.get_or_create(
            key=key,
            defaults={
                "kind": kind,
                "name": name,
                "correlation": correlation or "",
                "payload": values.plain(payload),
                "received_at": clock.now(),
                "expires_at": clock.now() + KEPT,
            },
        )
    deliver_parked(message_id=message.pk, actor=actor)
    message.refresh_from_db()
    return [message]


def deliver_parked(*, message_id: int, actor: Actor = SYSTEM) -> None:
    """Try to hand one kept event to who waits for it now; past its hour it is answered with the reason."""
    for _ in range(_TRIES):
        case_id = _addressee(message_id)
        if case_id is None:
            return
        with _counted(message_id, case_id):
            if _deliver(message_id, case_id, actor):
                return


def _counted(message_id: int, case_id: int) -> AbstractContextManager[None]:
    """A case that breaks on it holds this message and no other."""
    return counted(Incident.Held.MESSAGE, lambda: [message_id], lambda: case_id)


def _addressee(message_id: int) -> int | None:
    """The case to lock; the lock on the case always comes before that on the message."""
    message = ParkedMessage.objects.get(pk=message_id)
    if message.state != ParkedMessage.State.WAITING:
        return None
    if message.kind == "signal":
        return message.case_id
    waiting = Subscription.objects.filter(kind=message.kind, name=message.name, key=message.correlation)
    if message.sent_by_id is not None:
        by = sender(message.sent_by_id)
        waiting = waiting.filter(case_id__in=operated_cases(by).values("pk")) if by else waiting.none()
    found = waiting.order_by("id").values_list("case_id", flat=True).first()
    if found is None and clock.now() >= message.expires_at:
        ParkedMessage.objects.filter(pk=message_id, state=ParkedMessage.State.WAITING).update(
            state=ParkedMessage.State.EXPIRED
        )
    return found


@transaction.atomic
def _deliver(message_id: int, case_id: int, actor: Actor) -> bool:
    """True when there is nothing left to try: delivered here, or settled by somebody else."""
    locked = lock_case(case_id)
    message = ParkedMessage.objects.select_for_update().get(pk=message_id)
    if message.state != ParkedMessage.State.WAITING:
        return True
    is_signal = message.kind == "signal"
    if locked is None or not locked.case.is_open:
        return _pass_by(message) if is_signal else False
    by = sender(message.sent_by_id) if message.sent_by_id is not None else None
    sheet = open_sheet(locked, _by_post(by, locked.case) if by else actor, clock.now())
    try:
        step = run.deliver(
            catalog.spec_of(locked.case.version_id),
            locked.case.engine_state,
            kind=message.kind,
            name=message.name,
            key=message.correlation or None,
            payload=message.payload,
            case=context_of(sheet),
            now=sheet.now,
            admit_fact=fact_guard(sheet.actor.epoch),
        )
    except NotWaiting:
        return _pass_by(message) if is_signal else False
    message.state, message.case = ParkedMessage.State.DELIVERED, locked.case
    message.save(update_fields=["state", "case"])
    act = {
        "kind": f"{message.kind}.delivered",
        "target": message.name,
        "payload": {"key": message.correlation, "payload": message.payload},
    }
    apply_step(sheet=sheet, step=step, act=act)
    return True


def _by_post(by: Actor, case: Case) -> Actor:
    """The sender by the post that operates the case."""
    post = post_on(by, case, Permission.OPERATE)
    return by.acting_as(post) if post else by


def _pass_by(message: ParkedMessage) -> bool:
    """The case heard nothing: it had moved on before the signal came."""
    message.state = ParkedMessage.State.EXPIRED
    message.save(update_fields=["state"])
    return True


def _broadcast(name: str, payload: Mapping[str, Any], key: UUID) -> list[ParkedMessage]:
    now = clock.now()
    with transaction.atomic():
        waiting = Subscription.objects.filter(kind="signal", name=name).values_list("case_id", flat=True)
        rows = [
            ParkedMessage(
                key=uuid5(key, str(case_id)),
                kind="signal",
                name=name,
                payload=values.plain(payload),
                received_at=now,
                expires_at=now + KEPT,
                case=Case(pk=case_id),
            )
            for case_id in sorted(set(waiting))
        ]
        ParkedMessage.objects.bulk_create(rows, ignore_conflicts=True)
        kept = list(ParkedMessage.objects.filter(key__in=[row.key for row in rows]).order_by("case_id"))
        for row in kept:
            ring(DELIVER, row.pk)
    return kept
