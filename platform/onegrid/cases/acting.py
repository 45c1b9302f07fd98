"""By which post somebody acts on a case as a whole; who may take one of its tasks: `candidates.py`."""

from collections.abc import Collection

from django.db.models import Q

from onegrid.cases.models import Case, CaseParty
from onegrid.jurisdictions.policy import Actor, Permission, PostView


def post_on(
    actor: Actor, case: Case, *permissions: Permission, parties: Collection[int] | None = None
) -> PostView | None:
    """The first of `posts_on`."""
    return next(iter(posts_on(actor, case, *permissions, parties=parties)), None)


def posts_on(
    actor: Actor, case: Case, *permissions: Permission, parties: Collection[int] | None = None
) -> list[PostView]:
    """Posts in the case's sector that hold one of the permissions on a unit that takes part.

    A post of another sector gives no right here, by whatever else its holder sees the case. `parties`: ids of the units
    that take part, where the caller has read them.
    """
    if parties is None:
        parties = set(CaseParty.objects.filter(case_id=case.pk).values_list("unit_id", flat=True))
    return [
        post
        for post in actor.posts
        if post.in_sector(case.sector or None)
        and any(post.allows(permission, unit_id) for permission in permissions for unit_id in parties)
    ]


def acted_on(actor: Actor, permission: Permission) -> Q:
    """The same as a condition on cases: those on which `posts_on` would find a post. Not for the system."""
    condition = Q(pk__in=())
    for post in actor.posts:
        if units := post.grants.get(permission):
            on = Q(pk__in=CaseParty.objects.filter(unit_id__in=units).values("case_id"))
            condition |= on & (Q(sector__in=[*post.sectors, ""]) if post.sectors else Q())
    return condition
