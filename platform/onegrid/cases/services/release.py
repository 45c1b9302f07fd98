"""释放: an owned task goes back to its pool."""

from django.db import transaction

from onegrid.cases.events import WorkItemAssigned
from onegrid.cases.log import append
from onegrid.cases.models import WorkItem
from onegrid.cases.taking import require_offered, require_open, require_owner_or_lead, take
from onegrid.common import clock, events
from onegrid.common.errors import Refused
from onegrid.jurisdictions.policy import Actor


@transaction.atomic
def release(*, actor: Actor, work_item_id: int, reason: str = "", revision: int | None = None) -> WorkItem:
    """By its owner, or by who may reassign in the unit. A draft stays with the task. In the pool already: no change."""
    taken = take(actor, work_item_id)
    item = taken.item
    require_open(taken, revision=None if item.owner_id is None else revision)
    require_offered(taken, "release")
    if item.owner_id is None:
        if taken.post is None:
            require_owner_or_lead(taken, "release")
        return item
    if item.mode == "person":
        raise Refused(
            "work_item.no_pool",
            "This task was given to a person by name; there is no pool to put it back to.",
            "该任务为指定人员办理，没有可退回的任务池。",
            mend_en="Transfer it instead.",
            mend_zh="请改用转办。",
        )
    by = require_owner_or_lead(taken, "release")
    now = clock.now()
    before = item.owner_id
    item.owner_id, item.claimed_at, item.revision = None, None, item.revision + 1
    item.save(update_fields=["owner", "claimed_at", "revision"])
    append(
        taken.case,
        actor=by,
        kind="task.released",
        process=item.process,
        element=item.element,
        task=item.task,
        origin=str(before),
        reason=reason,
    )
    events.publish(WorkItemAssigned(taken.case.pk, now, item.pk, None, actor.person_id, "released"))
    return item
