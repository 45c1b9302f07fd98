"""Marks a person's own notices as read."""

from django.db import transaction

from onegrid.common import clock
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.actor import Actor
from onegrid.notices.models import Notice
from onegrid.notices.selectors import notices_for


@transaction.atomic
def mark_read(*, actor: Actor, notice_id: int) -> Notice:
    """The first reading counts; a second one changes nothing. Another's notice does not exist for the actor."""
    notice = notices_for(actor).select_for_update().filter(pk=notice_id).first()
    if notice is None:
        raise NotFound("notices.not_found")
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, actor: Actor) -> int:
    """How many were unread."""
    return notices_for(actor).filter(read_at__isnull=True).update(read_at=clock.now())
