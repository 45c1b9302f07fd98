"""Colleagues whom an act may name: who could take a task over, to whom a case may be shown."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from onegrid.cases.copying import posts_in_reach
from onegrid.cases.models import Case, Copy, WorkItem
from onegrid.cases.services.transfer import able_to_receive
from onegrid.jurisdictions.models import Post
from onegrid.jurisdictions.policy import Actor
from onegrid.jurisdictions.selectors import in_force


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person by name and post, as people know one another. `open`: how many tasks lie with them now."""

    id: int
    name: str
    unit: str
    role: str
    role_en: str
    open: int = 0


def takers_of(actor: Actor, work_item_id: int) -> list[Colleague]:
    """Who could take the task over, those with the least to do first; refused where the actor may not transfer it."""
    ids = able_to_receive(actor=actor, work_item_id=work_item_id)
    item = WorkItem.objects.only("unit_id", "role").get(pk=work_item_id)
    posts = in_force(Post.objects.filter(person_id__in=ids, unit_id=item.unit_id, role__slug=item.role))
    busy = dict(
        WorkItem.objects.filter(owner_id__in=ids, status=WorkItem.Status.OPEN)
        .values_list("owner_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return sorted(_colleagues(posts, busy), key=lambda one: (one.open, one.name))


def readers_for(actor: Actor, case: Case, *, search: str = "", most: int = 50) -> list[Colleague]:
    """To whom the case, shown to the actor, may be copied; not who has a copy already. Of the units below the actor's,
    thousands of people for a city, only those who are searched for."""
    posts = posts_in_reach(actor, case, below=bool(search.strip())).exclude(person_id=actor.person_id or 0)
    posts = posts.exclude(person_id__in=Copy.objects.filter(case=case).values("person_id"))
    if words := search.strip():
        posts = posts.filter(Q(person__name__contains=words) | Q(unit__name__contains=words))
    return _colleagues(posts, {}, rows=most * 8)[:most]


def _colleagues(posts: QuerySet[Post], busy: dict[int, int], *, rows: int | None = None) -> list[Colleague]:
    """Of posts in force; each person once."""
    read = posts.select_related("person", "unit", "role").order_by("person__name_key", "person_id", "id")
    found: dict[int, Colleague] = {}
    for post in read[:rows]:
        one = Colleague(
            id=post.person_id,
            name=post.person.name,
            unit=post.unit.name,
            role=post.role.label_zh,
            role_en=post.role.label_en,
            open=busy.get(post.person_id, 0),
        )
        found.setdefault(post.person_id, one)
    return list(found.values())
