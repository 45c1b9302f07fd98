"""Whose cases a supervisor counts: those that the sight of their supervising posts gives, told as scopes of facts."""

from dataclasses import dataclass

from django.db.models import Q

from onegrid.common.errors import NotFound, Refused
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import Actor, Permission, PostView


@dataclass(frozen=True, slots=True)
class Reach:
    """What a post reaches: ids of the topmost units of its sight; of these sectors (empty: all)."""

    tops: frozenset[int]
    sectors: frozenset[str]

    @property
    def condition(self) -> Q:
        """Over CaseFact. A case whose sector is not decided yet is everybody's, as in `cases.sight`."""
        seen = Q(scopes__overlap=sorted(self.tops))
        return seen & Q(sector__in=[*sorted(self.sectors), ""]) if self.sectors else seen


def reaches_of(actor: Actor, *also: Permission) -> tuple[Reach, ...]:
    """One for each kind of sight, none that another holds wholly; NotFound for whoever supervises nothing.

    `also`: rights that the post must hold on the unit besides; Refused for a supervisor without them.
    """
    found = [reach for post in actor.posts if (reach := _reach(post, Permission.SUPERVISE, *also))]
    if found:
        return _without_covered(found)
    if also and reaches_of(actor):
        raise Refused(
            "reports.not_allowed",
            "None of your posts allows exporting these figures.",
            "您的岗位没有导出统计数据的权限。",
            mend_en="Ask the administrator of your unit for a post with this right.",
            mend_zh="请联系本单位管理员授予相应岗位。",
        )
    raise NotFound


def everything(reaches: tuple[Reach, ...]) -> Q:
    """Cases that any of them reaches, each once."""
    condition = reaches[0].condition
    for one in reaches[1:]:
        condition |= one.condition
    return condition


def _reach(post: PostView, *permissions: Permission) -> Reach | None:
    """Rights hold for all units below: the units without a parent among them say it all."""
    nothing: frozenset[int] = frozenset()
    units = frozenset.intersection(*(post.grants.get(one, nothing) for one in (Permission.VIEW_CASE, *permissions)))
    if not units:
        return None
    parents = dict(Unit.objects.filter(pk__in=units).values_list("pk", "parent_id"))
    return Reach(frozenset(pk for pk, parent in parents.items() if parent not in units), post.sectors)


def _without_covered(found: list[Reach]) -> tuple[Reach, ...]:
    kept = list(dict.fromkeys(found))
    paths = dict(Unit.objects.filter(pk__in={top for one in kept for top in one.tops}).values_list("pk", "path"))

    def covers(larger: Reach, smaller: Reach) -> bool:
        if larger.sectors and not (smaller.sectors and smaller.sectors <= larger.sectors):
            return False
        above = [paths[top] for top in larger.tops]
        return all(any(f"{paths[top]}/".startswith(f"{path}/") for path in above) for top in smaller.tops)

    return tuple(one for one in kept if not any(other is not one and covers(other, one) for other in kept))


def acting_by(actor: Actor, *permissions: Permission) -> Actor:
    """The same person by the first post that holds all of these: whom the audit names."""
    for post in actor.posts:
        if all(post.grants.get(one) for one in permissions):
            return actor.acting_as(post)
    raise NotFound
