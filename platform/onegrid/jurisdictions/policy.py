"""Every permission question of the house. guardian's tables are read behind this file and nowhere else."""

from collections import OrderedDict
from threading import Lock

from onegrid.common.errors import NotFound, Refused
from onegrid.jurisdictions import days, epoch, snapshot
from onegrid.jurisdictions.actor import SYSTEM, Actor, PostView, Sight
from onegrid.jurisdictions.permissions import LABELS, Permission

__all__ = [
    "SYSTEM",
    "Actor",
    "Permission",
    "PostView",
    "RightsMoved",
    "Sight",
    "actor_of",
    "current",
    "forget",
    "post_for",
    "recalled_actor_of",
    "require",
]

_KEPT = 20_000
_snapshots: OrderedDict[int, snapshot.Snapshot] = OrderedDict()
_lock = Lock()


def actor_of(person_id: int) -> Actor:
    """The person with the rights of this moment: one read of the epoch, and the whole query only when it moved.

    NotFound where there is no such person or the account is closed.
    """
    now = epoch.current()
    today = days.today()
    with _lock:
        kept = _snapshots.get(person_id)
    if kept is not None and now and kept.actor.epoch == now and kept.holds_on(today):
        return kept.actor
    # The epoch was read before the rows: at worst a snapshot is newer than its number and is read once more.
    found = snapshot.read(person_id, now)
    if found is None:
        raise NotFound("jurisdictions.person_not_found")
    if now:
        with _lock:
            _snapshots[person_id] = found
            _snapshots.move_to_end(person_id)
            if len(_snapshots) > _KEPT:
                _snapshots.popitem(last=False)
    return found.actor


class RightsMoved(Exception):
    """Somebody's rights have changed since the actor was read: begin again with `actor_of`."""


def recalled_actor_of(person_id: int) -> Actor:
    """The person as this process remembers them, without a look at the epoch.

    Only for an act that asks for the `current` one under its lock, and whose caller begins again on RightsMoved.
    Unknown here: as `actor_of`.
    """
    with _lock:
        kept = _snapshots.get(person_id)
    return kept.recalled if kept is not None and kept.holds_on(days.today()) else actor_of(person_id)


def current(actor: Actor, now: int | None = None) -> Actor:
    """The same actor with the rights of this moment: asked under the lock, for which an act may wait while a post ends.

    `now`: the epoch, where the lock has brought it; nothing is read then unless rights have moved. RightsMoved where
    the actor was only recalled, NotFound where the account was closed meanwhile.
    """
    if actor.person_id is None or actor.epoch == (epoch.current() if now is None else now):
        return actor
    if actor.is_recalled:
        raise RightsMoved
    found = actor_of(actor.person_id)
    chosen = next((post for post in found.posts if post.id == actor.post_id), None)
    return found.acting_as(chosen) if chosen is not None else found


def forget() -> None:
    """Drop what this process remembers; correctness never needs it, measurements of the cold path do."""
    with _lock:
        _snapshots.clear()


def require(
    actor: Actor, permission: Permission, unit_id: int, *, sector: str | None = None, is_seen: bool = False
) -> PostView:
    """The post that holds the permission on the unit at this moment, and works in the sector where one is named.

    Refused where the actor has some other right there, or sees what the question is about (`is_seen`); NotFound where
    the unit is none of their business. The system holds everything by a post with id 0.
    """
    if actor.is_system:
        return PostView(0, unit_id, "", "", "system", frozenset(), ())
    actor = current(actor)
    for post in actor.posts_with(permission, unit_id):
        if post.in_sector(sector):
            return post
    if is_seen or any(unit_id in units for post in actor.posts for units in post.grants.values()):
        label = LABELS[permission].rpartition(" ")
        raise Refused(
            f"jurisdictions.lacks_{permission}",
            f"None of your posts allows here: {label[0]}.",
            f"您的岗位在该单位没有“{label[2]}”权限。",
            mend_en="Ask the administrator of your unit for a post with this right.",
            mend_zh="请联系本单位管理员授予相应岗位。",
            extra={"permission": str(permission)},
        )
    raise NotFound


def post_for(
    actor: Actor, *, role: str, unit_id: int, sector: str | None = None, area: str | None = None
) -> PostView | None:
    """The post by which a pool task of (role, unit) may be taken: exactly that unit and role, in the case's sector.

    `area`: given only where the pool is narrowed to those whose grids cover it (selectors.covered).
    """
    for post in actor.posts:
        if post.role != role or post.unit_id != unit_id or not post.allows(Permission.ACT_ON_TASK, unit_id):
            continue
        if post.in_sector(sector) and (area is None or post.covers(area)):
            return post
    return None
