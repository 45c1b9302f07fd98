"""Celery entries: ids in, one service call. The broker is a doorbell; each looks in PostgreSQL what there is to do."""

from celery import shared_task

from onegrid.cases import services
from onegrid.cases.log_partitions import make_log_partitions as make_partitions
from onegrid.cases.services.drain_outbox import drain_outbox as drain
from onegrid.cases.services.send_event import deliver_parked


@shared_task
def run_service_call(outbox_id: int) -> None:
    """Make one call, if it is due and nobody else makes it."""
    services.run_service_call(outbox_id=outbox_id)


@shared_task
def deliver_parked_message(message_id: int) -> None:
    """Hand one event to the case that waits for it."""
    deliver_parked(message_id=message_id)


@shared_task
def drain_outbox() -> None:
    """Every few seconds: what the doorbell has missed."""
    drain(hand_out=lambda outbox_id: run_service_call.delay(outbox_id))


@shared_task
def wipe_unbound_attachments() -> None:
    """Every hour."""
    services.wipe_unbound_attachments()


@shared_task
def make_log_partitions() -> None:
    """Every day: the coming months of the event log."""
    make_partitions()
