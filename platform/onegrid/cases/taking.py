"""How every operation on a work item begins: lock it with its case, see that it exists for the actor and is open."""

from dataclasses import dataclass

from onegrid.cases import refusals
from onegrid.cases.candidates import post_to_lead, post_to_take
from onegrid.cases.hot_path import Locked, lock_by_work_item
from onegrid.cases.models import Case, WorkItem
from onegrid.cases.sight import is_own, sees
from onegrid.catalog import selectors as catalog
from onegrid.common.errors import NotFound
from onegrid.engine.definitions import HumanTask
from onegrid.jurisdictions.policy import Actor, PostView, current


@dataclass(slots=True)
class Taken:
    """A locked work item. `actor`: with the rights that stand under the lock. `post`: the actor's post by which it is
    theirs to act on, None where it is not."""

    locked: Locked
    item: WorkItem
    actor: Actor
    post: PostView | None
    definition: HumanTask

    @property
    def case(self) -> Case:
        """The locked case."""
        return self.locked.case


def take(actor: Actor, work_item_id: int) -> Taken:
    """Lock; NotFound for a stranger. Says nothing yet about who owns it or whether it is open.

    RightsMoved where the actor was only recalled and somebody's rights have changed since.
    """
    found = lock_by_work_item(work_item_id)
    if found is None:
        raise NotFound("work_items.not_found")
    locked, item = found
    actor = current(actor, locked.epoch)
    post = post_to_take(actor, item, locked.case)
    if post is None and not is_own(actor, item) and not sees(actor, locked.case.pk):
        raise NotFound("work_items.not_found")
    return Taken(locked, item, actor, post, definition_of(locked.case, item))


def require_open(taken: Taken, *, revision: int | None) -> None:
    """Conflict where it is closed or has changed since the caller read it (no revision sent: not asked)."""
    if taken.item.status != WorkItem.Status.OPEN:
        raise refusals.not_open(taken.item)
    if revision is not None and revision != taken.item.revision:
        raise refusals.stale(taken.item, revision)


def require_offered(taken: Taken, operation: str) -> None:
    """Refused where the process does not offer the operation at this task."""
    if operation not in taken.definition.operations.allowed:
        raise refusals.not_offered(operation, taken.item)


def require_owner(taken: Taken, operation: str) -> Actor:
    """The actor by the post that does the task. Its owner; or, while it lies in the pool, whoever may take it."""
    item, actor = taken.item, taken.actor
    if item.owner_id is not None and item.owner_id != actor.person_id:
        raise refusals.taken(item) if taken.post else refusals.not_yours(operation)
    require_not_excluded(taken)
    if taken.post is None:
        raise refusals.not_yours(operation)
    return actor.acting_as(taken.post)


def require_not_excluded(taken: Taken) -> None:
    """Four eyes: refused also where the other element was completed after this task had opened."""
    person_id = taken.actor.person_id
    elements = taken.definition.assignment.exclude if taken.definition.assignment else ()
    did_other = any(element in elements and person == person_id for element, person, *_ in taken.locked.done)
    if did_other or person_id in taken.item.excluded:
        raise refusals.excluded()


def require_owner_or_lead(taken: Taken, operation: str) -> Actor:
    """The owner, or somebody who may give others' tasks of the unit to someone else."""
    item, actor = taken.item, taken.actor
    if item.owner_id == actor.person_id and actor.person_id is not None:
        return actor.acting_as(taken.post) if taken.post else actor
    if (post := post_to_lead(actor, item, taken.case)) is not None:
        return actor.acting_as(post)
    raise refusals.not_yours(operation)


def definition_of(case: Case, item: WorkItem) -> HumanTask:
    """What the case's frozen version declares of the task, in the process that the task stands in."""
    spec = catalog.spec_of(case.version_id)
    found = spec.human_tasks.get(item.element)
    if found is not None and found.process == item.process:
        return found
    # Two processes of the version use the same element id.
    nodes = (node for scope in spec.scopes for node in (*scope.nodes, *scope.instances.values()))
    declared = (getattr(node, "definition", None) for node in nodes)
    return next(
        one
        for one in declared
        if isinstance(one, HumanTask) and one.element == item.element and one.process == item.process
    )
