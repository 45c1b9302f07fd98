"""What pickers offer and take today, asked of the database: the page lists it, the check looks into it."""

import datetime as dt
from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from onegrid.catalog import reference
from onegrid.catalog.models import Category, ClosingStandard
from onegrid.jurisdictions.models import Division, Person, Post, Role, Unit
from onegrid.jurisdictions.selectors import in_force, units_within


def all_units(
    *, kind: str | None, level: str | None, sector: str | None, within: str | None, role: str | None
) -> QuerySet[Unit]:
    """Active units of the kind, level and sector where a post of the role may stand, each one of the units `within`
    or below one of them.

    `within`: their codes, separated by spaces; an unknown one holds nothing.
    """
    found = Unit.objects.filter(is_active=True)
    for name, value in (("kind", kind), ("level", level), ("sector", sector)):
        if value is not None:
            found = found.filter(**{name: value})
    if role is not None:
        places = Role.objects.filter(slug=role).values_list("stands_at", flat=True).first() or []
        stands = [Q(kind=kind, level=level) for kind, level in (place.split(":") for place in places)]
        found = found.filter(reduce(or_, stands)) if stands else found.none()
    if within is not None:
        below = [Q(pk__in=units_within(one).values("pk")) for one in Unit.objects.filter(code__in=within.split())]
        found = found.filter(reduce(or_, below)) if below else found.none()
    return found


def units(
    codes: Sequence[str],
    *,
    kind: str | None,
    level: str | None,
    sector: str | None,
    within: str | None,
    role: str | None,
) -> set[str]:
    """Those of the codes that are among them."""
    found = all_units(kind=kind, level=level, sector=sector, within=within, role=role)
    return set(found.filter(code__in=codes).values_list("code", flat=True))


def all_people(*, role: str | None, unit: str | None, today: dt.date) -> QuerySet[Person]:
    """Active people, holding a post of the role at the unit today where asked."""
    found = Person.objects.filter(is_active=True)
    if role is not None or unit is not None:
        found = found.filter(id__in=posts(role=role, unit=unit, today=today).values("person_id"))
    return found


def posts(*, role: str | None, unit: str | None, today: dt.date) -> QuerySet[Post]:
    """Posts in force of the role at the unit."""
    found = in_force(Post.objects.all(), today)
    if role is not None:
        found = found.filter(role__slug=role)
    return found if unit is None else found.filter(unit__code=unit)


def people(ids: Sequence[int], *, role: str | None, unit: str | None, today: dt.date) -> set[int]:
    """Those of the ids that are among them."""
    return set(all_people(role=role, unit=unit, today=today).filter(id__in=ids).values_list("id", flat=True))


def all_divisions(*, level: str | None, within: str | None) -> QuerySet[Division]:
    """Divisions of the level inside `within`, itself included."""
    found = Division.objects.all()
    if level is not None:
        found = found.filter(level=level)
    if within is None:
        return found
    path = Division.objects.filter(code=within).values_list("path", flat=True).first()
    if path is None:
        return found.none()
    return found.filter(path__gte=path, path__lt=f"{path}0")  # "0" comes right after "/"


def has_division(code: str, *, level: str | None, within: str | None) -> bool:
    """Whether the code is one of them."""
    return all_divisions(level=level, within=within).filter(code=code).exists()


def all_categories(*, kind: str | None, sector: str | None) -> QuerySet[Category]:
    """Categories of the current code set."""
    found = Category.objects.filter(code_set__is_current=True)
    if kind is not None:
        found = found.filter(kind=kind)
    return found if sector is None else found.filter(sector=sector)


def has_category(code: str, *, kind: str | None, sector: str | None) -> bool:
    """Whether the code is one of them."""
    return all_categories(kind=kind, sector=sector).filter(code=code).exists()


def all_standards(category: str, *, on: dt.date) -> QuerySet[ClosingStandard]:
    """The category's standards in force on the day."""
    return reference.standards_of(category, on)


def standards_of(category: str, *, on: dt.date) -> list[str]:
    """Their codes."""
    return list(reference.standard_codes_of(category, on))
