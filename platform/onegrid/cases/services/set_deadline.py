"""The deadline that a work item's clock has now, kept where an inbox reads it; `sla` alone calls this."""

from datetime import datetime

from onegrid.cases.models import WorkItem


def set_deadline(
    *, work_item_id: int, warn_at: datetime | None, deadline_at: datetime | None, is_provisional: bool = False
) -> None:
    """Both null while the clock is paused or where there is none. No revision: the owner's work is not disturbed."""
    WorkItem.objects.filter(pk=work_item_id).update(
        warn_at=warn_at, deadline_at=deadline_at, is_deadline_provisional=is_provisional
    )
