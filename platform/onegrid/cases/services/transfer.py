"""转办: the task goes to another person; the first owner stays on record."""

from django.db import transaction

from onegrid.cases import refusals
from onegrid.cases.candidates import persons_to_take, post_to_lead
from onegrid.cases.events import WorkItemAssigned
from onegrid.cases.log import append
from onegrid.cases.models import WorkItem
from onegrid.cases.taking import require_offered, require_open, require_owner_or_lead, take
from onegrid.common import clock, events
from onegrid.common.errors import Invalid
from onegrid.jurisdictions.policy import Actor


@transaction.atomic
def transfer(
    *, actor: Actor, work_item_id: int, to_person_id: int, reason: str = "", revision: int | None = None
) -> WorkItem:
    """By its owner, by who may reassign in the unit, or out of the pool by who could take it. B holds a post for it."""
    taken = take(actor, work_item_id)
    item = taken.item
    require_open(taken, revision=revision)
    require_offered(taken, "transfer")
    by = (
        taken.actor.acting_as(taken.post)
        if item.owner_id is None and taken.post
        else require_owner_or_lead(taken, "transfer")
    )
    if to_person_id == (item.owner_id or actor.person_id):
        raise _cannot("work_item.transfer_to_owner", "That person has it already.", "该任务已在此人名下。")
    able = persons_to_take(
        role=item.role,
        unit_id=item.unit_id,
        area="",
        sector=taken.case.sector,
        excluded=item.excluded,
        epoch=taken.locked.epoch,
    )
    if to_person_id not in able:
        raise _cannot(
            "work_item.transfer_unable",
            "That person holds no post that may do this task.",
            "对方没有可办理该任务的岗位。",
        )
    now = clock.now()
    before = item.owner_id
    item.first_owner_id = item.first_owner_id or before or to_person_id
    item.owner_id, item.claimed_at, item.revision = to_person_id, now, item.revision + 1
    item.save(update_fields=["owner", "first_owner", "claimed_at", "revision"])
    append(
        taken.case,
        actor=by,
        kind="task.transferred",
        process=item.process,
        element=item.element,
        task=item.task,
        origin="" if before is None else str(before),
        target=str(to_person_id),
        reason=reason,
    )
    events.publish(WorkItemAssigned(taken.case.pk, now, item.pk, to_person_id, actor.person_id, "transferred"))
    return item


def able_to_receive(*, actor: Actor, work_item_id: int) -> list[int]:
    """Persons to whom the task could be transferred now: for the list behind the button."""
    with transaction.atomic():
        taken = take(actor, work_item_id)
    item = taken.item
    is_lead = post_to_lead(taken.actor, item, taken.case) is not None
    if item.owner_id != actor.person_id and not taken.post and not is_lead:
        raise refusals.not_yours("transfer")
    found = persons_to_take(
        role=item.role,
        unit_id=item.unit_id,
        area="",
        sector=taken.case.sector,
        excluded=item.excluded,
        epoch=taken.locked.epoch,
    )
    return [person for person in found if person != item.owner_id]


def _cannot(code: str, en: str, zh: str) -> Invalid:
    return Invalid(
        code,
        en,
        zh,
        field="to_person",
        mend_en="Choose one of the people to whom this task can be given.",
        mend_zh="请从该任务的可转办人员中选择。",
    )
