"""What pickers may take today, asked of the database."""

import datetime as dt
from collections.abc import Sequence

from onegrid.catalog import reference
from onegrid.catalog.models import Category
from onegrid.jurisdictions.models import Division, Person, Post, Unit
from onegrid.jurisdictions.selectors import in_force, units_within


def units(
    codes: Sequence[str], *, kind: str | None, level: str | None, sector: str | None, within: str | None
) -> set[str]:
    """Those of the codes that are active units of the kind, level and sector below the unit `within`."""
    found = Unit.objects.filter(code__in=codes, is_active=True)
    for name, value in (("kind", kind), ("level", level), ("sector", sector)):
        if value is not None:
            found = found.filter(**{name: value})
    if within is not None:
        above = Unit.objects.filter(code=within).first()
        if above is None:
            return set()
        found = found.filter(pk__in=units_within(above).values("pk"))
    return set(found.values_list("code", flat=True))


def people(ids: Sequence[int], *, role: str | None, unit: str | None, today: dt.date) -> set[int]:
    """Those of the ids that are active people, holding a post of the role at the unit today where asked."""
    found = Person.objects.filter(id__in=ids, is_active=True)
    if role is not None or unit is not None:
        posts = in_force(Post.objects.all(), today)
        if role is not None:
            posts = posts.filter(role__slug=role)
        if unit is not None:
            posts = posts.filter(unit__code=unit)
        found = found.filter(id__in=posts.values("person_id"))
    return set(found.values_list("id", flat=True))


def has_division(code: str, *, level: str | None, within: str | None) -> bool:
    """Whether the code is a division of the level inside `within`."""
    found = Division.objects.filter(code=code)
    if level is not None:
        found = found.filter(level=level)
    if within is None:
        return found.exists()
    path = found.values_list("path", flat=True).first()
    return path is not None and within in path.split("/")


def has_category(code: str, *, kind: str | None, sector: str | None) -> bool:
    """Whether the code is a category of the current code set."""
    found = Category.objects.filter(code=code, code_set__is_current=True)
    if kind is not None:
        found = found.filter(kind=kind)
    if sector is not None:
        found = found.filter(sector=sector)
    return found.exists()


def standards_of(category: str, *, on: dt.date) -> list[str]:
    """Codes of the category's standards in force on the day."""
    return list(reference.standard_codes_of(category, on))
