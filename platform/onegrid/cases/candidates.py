"""Who may take a task: by role and unit, narrowed by area, sector and who is excluded."""

from onegrid.cases.directory import holders
from onegrid.cases.models import Case, WorkItem
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.policy import Actor, Permission, PostView


def post_to_take(actor: Actor, item: WorkItem, case: Case) -> PostView | None:
    """The actor's post by which this item is theirs to take; None if by none, or if they are excluded.

    The area narrows the pool alone: who was named owner does the task wherever their grids lie.
    """
    if actor.person_id is None or actor.person_id in item.excluded:
        return None
    area = (item.area or None) if item.owner_id != actor.person_id else None
    found = policy.post_for(actor, role=item.role, unit_id=item.unit_id, sector=case.sector or None, area=area)
    if found is not None or area is None or is_covered(area, role=item.role, unit_id=item.unit_id, epoch=actor.epoch):
        return found
    return policy.post_for(actor, role=item.role, unit_id=item.unit_id, sector=case.sector or None)


def is_covered(area: str, *, role: str, unit_id: int, epoch: int) -> bool:
    """Whether anybody in the pool still has the place among their grids; where nobody has, the whole pool may act."""
    return any(_meets(grid, area) for grid in grids_of(role, unit_id, epoch))


def grids_of(role: str, unit_id: int, epoch: int) -> frozenset[str]:
    """All grids of the people who are in the role at the unit today."""
    return frozenset(grid for *_, grids in holders(role, unit_id, epoch) for grid in grids)


def _meets(grid: str, area: str) -> bool:
    return grid.startswith(area) or area.startswith(grid)


def post_to_lead(actor: Actor, item: WorkItem, case: Case) -> PostView | None:
    """The actor's post by which they may give this item to somebody else: one in the case's sector."""
    for post in actor.posts_with(Permission.REASSIGN_TASK, item.unit_id):
        if post.in_sector(case.sector or None):
            return post
    return None


def persons_to_take(
    *, role: str, unit_id: int, area: str, sector: str, excluded: list[int], epoch: int
) -> dict[int, int]:
    """Person -> post of everybody who may take such a task today, in order of their posts."""
    found: dict[int, int] = {}
    for person, post, sectors, grids in holders(role, unit_id, epoch):
        if person in excluded or (sector and sectors and sector not in sectors):
            continue
        if area and not any(_meets(grid, area) for grid in grids):
            continue
        found.setdefault(person, post)
    return found
