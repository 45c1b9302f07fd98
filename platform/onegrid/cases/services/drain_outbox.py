"""The sweep behind the doorbell: calls and events that no worker has taken are handed out again."""

from collections.abc import Callable

import structlog

from onegrid.cases.services.run_service_call import due_calls
from onegrid.cases.services.send_event import deliver_parked, events_to_try
from onegrid.common import clock

BATCH = 200
_log = structlog.get_logger(__name__)


def drain_outbox(*, hand_out: Callable[[int], object]) -> int:
    """How many calls were handed out. Kept events are tried here, one by one; a failing one never stops the rest."""
    ids = due_calls(BATCH, clock.real_now())
    for outbox_id in ids:
        hand_out(outbox_id)
    for message_id in events_to_try(BATCH, clock.now()):
        try:
            deliver_parked(message_id=message_id)
        except Exception:
            _log.exception("parked_message_failed", message=message_id)
    return len(ids)
