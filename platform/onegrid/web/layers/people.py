"""Names of people, their posts and roles for one picture, read together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onegrid.jurisdictions.models import Person, Post, Role
from onegrid.web.language import pick


@dataclass(frozen=True, slots=True)
class People:
    """names: by person id. posts: "unit · role" by post id. roles: label by slug."""

    names: Mapping[int, str]
    posts: Mapping[int, str]
    roles: Mapping[str, str]


def people_of(persons: Iterable[int | None], posts: Iterable[int | None]) -> People:
    """Three queries, whatever the number."""
    found = Post.objects.filter(pk__in={one for one in posts if one}).select_related("unit", "role")
    return People(
        dict(Person.objects.filter(pk__in={one for one in persons if one}).values_list("pk", "name")),
        {post.pk: f"{post.unit.name} · {pick(post.role.label_zh, post.role.label_en)}" for post in found},
        {role.slug: pick(role.label_zh, role.label_en) for role in Role.objects.all()},
    )
