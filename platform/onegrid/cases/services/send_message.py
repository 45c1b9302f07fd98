"""A person sends a message to the case that waits for it: an answer that came by telephone, on paper, by mail."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

import structlog
from django.db import transaction

from onegrid.cases import values
from onegrid.cases.consequences.waiting import KEPT
from onegrid.cases.models import ParkedMessage
from onegrid.cases.reach import may_send
from onegrid.cases.services.send_event import deliver_parked
from onegrid.common import clock
from onegrid.common.errors import Conflict, Invalid, Refused
from onegrid.engine.problems import EngineError
from onegrid.engine.values import admit
from onegrid.jurisdictions.policy import Actor

LARGEST = 64 * 1024
_log = structlog.get_logger(__name__)


def send_message(
    *, actor: Actor, name: str, correlation: str, payload: Mapping[str, Any], key: UUID
) -> tuple[ParkedMessage, bool]:
    """Delivered, or kept one hour for who comes to wait; and whether it is new. The same `key` answers the first one.

    Whether a case that the actor does not operate waits for it is never told: it is as if none did.
    """
    if not may_send(actor):
        raise Refused(
            "message.not_operator",
            "Only operators send messages to cases.",
            "只有运维员可以向案件发送消息。",
            mend_en="Ask the operator of your unit to send it.",
            mend_zh="请由本单位运维员发送。",
        )
    plain = _checked(payload)
    now = clock.now()
    with transaction.atomic():
        message, is_new = ParkedMessage.objects.get_or_create(
            key=uuid5(key, f"person:{actor.person_id}"),  # one person's keys are none of another's
            defaults={
                "kind": "message",
                "name": name,
                "correlation": correlation,
                "payload": plain,
                "received_at": now,
                "expires_at": now + KEPT,
                "sent_by_id": actor.person_id,
            },
        )
    if not is_new and (message.name, message.correlation, message.payload) != (name, correlation, plain):
        raise Conflict(
            "message.key_used",
            "Another message was sent under this Idempotency-Key.",
            "该 Idempotency-Key 已用于另一条消息。",
            field="Idempotency-Key",
            mend_en="Make a new UUID for each message; send the same one again only with the same content.",
            mend_zh="每条消息使用新的 UUID；仅在重发相同内容时沿用。",
        )
    try:
        deliver_parked(message_id=message.pk)
    except Exception:  # it is kept; the sweep tries again and holds it if the case breaks on it
        _log.exception("message_kept", message=message.pk)
    message.refresh_from_db()
    return message, is_new


def _checked(payload: Mapping[str, Any]) -> dict[str, Any]:
    try:
        admit(payload)
    except EngineError as fault:
        raise Invalid(
            fault.code,
            fault.message_en,
            fault.message_zh,
            field="payload",
            mend_en="Change the payload and send the message again.",
            mend_zh="请修改消息内容后重新发送。",
        ) from fault
    plain: dict[str, Any] = values.plain(payload)
    if len(values.dumps(plain).encode()) > LARGEST:
        raise Invalid(
            "message.too_large",
            f"The payload is larger than {LARGEST // 1024} KB.",
            f"消息内容超过 {LARGEST // 1024} KB。",
            field="payload",
            mend_en="Send what the process needs; files go to attachments.",
            mend_zh="请只发送流程所需内容，文件请走附件。",
        )
    return plain
