"""认领: a pool task gets one owner."""

from django.db import transaction

from onegrid.cases import refusals
from onegrid.cases.events import WorkItemAssigned
from onegrid.cases.log import append
from onegrid.cases.models import WorkItem
from onegrid.cases.taking import require_not_excluded, require_offered, require_open, take
from onegrid.common import clock, events
from onegrid.jurisdictions.policy import Actor


@transaction.atomic
def claim(*, actor: Actor, work_item_id: int, revision: int | None = None) -> WorkItem:
    """The actor owns it from now on. Two at once: one wins, the other is told who has it. Again: nothing changes."""
    taken = take(actor, work_item_id)
    item = taken.item
    if item.owner_id == actor.person_id and item.status == WorkItem.Status.OPEN:
        return item
    if item.owner_id is not None and item.status == WorkItem.Status.OPEN:
        raise refusals.taken(item) if taken.post else refusals.not_yours("claim")
    require_open(taken, revision=revision)
    require_offered(taken, "claim")
    require_not_excluded(taken)
    if taken.post is None:
        raise refusals.not_yours("claim")
    by = taken.actor.acting_as(taken.post)
    now = clock.now()
    item.owner_id, item.claimed_at, item.revision = actor.person_id, now, item.revision + 1
    item.first_owner_id = item.first_owner_id or actor.person_id
    item.save(update_fields=["owner", "first_owner", "claimed_at", "revision"])
    append(
        taken.case,
        actor=by,
        kind="task.claimed",
        process=item.process,
        element=item.element,
        task=item.task,
    )
    events.publish(WorkItemAssigned(taken.case.pk, now, item.pk, item.owner_id, actor.person_id, "claimed"))
    return item
