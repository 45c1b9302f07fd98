"""Reads of places, units and posts. Places and units are known to everybody who is signed in; posts are not."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable
from typing import TypedDict

from django.db.models import Q, QuerySet

from onegrid.common.errors import NotFound
from onegrid.jurisdictions import days, epoch
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Division, Level, Person, Post, Unit, UnitArea
from onegrid.jurisdictions.permissions import Permission

# How many digits of a code name its division of a level: 12 of the statistical code, then the grid's serial of 3.
DIGITS: dict[str, int] = {Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12, Level.GRID: 15}


class DivisionFacts(TypedDict):
    """Codes of the divisions that hold a place; null where it is known less exactly."""

    grid: str | None
    village: str | None
    township: str | None
    county: str | None


class CaseUnits(TypedDict):
    """Who serves a place on a day: centres by level, departments by level and sector."""

    units: dict[str, str | None]
    departments: dict[str, dict[str, str]]


def unit_by_code(code: str) -> Unit:
    """NotFound where no unit has the code."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise NotFound("jurisdictions.unit_not_found")
    return found


def unit_above(unit_id: int) -> Unit | None:
    """The unit to which this one answers; None above the city's centre."""
    return Unit.objects.filter(children=unit_id).first()


def units_within(unit: Unit) -> QuerySet[Unit]:
    """The unit and every one below it, by one range of the path's index."""
    top = unit.path
    return Unit.objects.filter(path__gte=top, path__lt=f"{top}0").filter(Q(path=top) | Q(path__gte=f"{top}/"))


def division_by_code(code: str) -> Division:
    """NotFound where no division has the code."""
    found = Division.objects.filter(code=code).first()
    if found is None:
        raise NotFound("jurisdictions.division_not_found")
    return found


def division_facts(code: str) -> DivisionFacts:
    """What the code of a place says of the places that hold it; no table is asked."""

    def at(level: str) -> str | None:
        digits = DIGITS[level]
        return code[:digits] if len(code) >= digits and not _is_city(code) else None

    return {"grid": at("grid"), "village": at("village"), "township": at("township"), "county": at("county")}


def centre_serving(division_code: str, level: str, on: dt.date | None = None) -> Unit | None:
    """The centre of a level that serves the place on a day: the most exact entry of the dated lists wins."""
    return _serving(division_code, on or days.today()).get(level)


_case_units: OrderedDict[tuple[str, dt.date], tuple[int, CaseUnits]] = OrderedDict()
_KEPT = 20_000


def case_units(division_code: str | None, on: dt.date | None = None, *, at_epoch: int | None = None) -> CaseUnits:
    """Codes for the case's context. Cached by the epoch; `at_epoch` (an actor's) spares its reading."""
    code, day = division_code or "", on or days.today()
    now = epoch.current() if at_epoch is None else at_epoch
    kept = _case_units.get((code, day))
    if kept is not None and now and kept[0] == now:
        return kept[1]
    found = _read_case_units(code, day)
    if now:
        _case_units[(code, day)] = (now, found)
        if len(_case_units) > _KEPT:
            _case_units.popitem(last=False)
    return found


def _read_case_units(code: str, day: dt.date) -> CaseUnits:
    centres = _serving(code, day)
    if Level.CITY not in centres and (city := Unit.objects.filter(kind="centre", level="city").first()):
        centres[Level.CITY] = city  # an unknown place is still the city's
    departments: dict[str, dict[str, str]] = {"city": {}, "county": {}}
    parents = {unit.pk: level for level, unit in centres.items() if level in departments}
    for unit in Unit.objects.filter(kind="department", parent__in=parents, is_active=True):
        if unit.parent_id is not None and unit.sector is not None:
            departments[parents[unit.parent_id]][unit.sector] = unit.code
    units = {level: centres[level].code if level in centres else None for level in ("city", "county", "township")}
    return {"units": units, "departments": departments}


def _serving(code: str, day: dt.date) -> dict[str, Unit]:
    """Level -> centre; among the divisions that hold the place the one with the longest code decides."""
    areas = (
        UnitArea.objects.filter(division__code__in=_holding(code), since__lte=day)
        .filter(Q(until__isnull=True) | Q(until__gt=day))
        .select_related("unit", "division")
    )
    found: dict[str, UnitArea] = {}
    for area in areas:
        known = found.get(area.level)
        if known is None or _depth(area.division) > _depth(known.division):
            found[area.level] = area
    return {level: area.unit for level, area in found.items()}


def _depth(division: Division) -> int:
    return division.path.count("/")


def _holding(code: str) -> list[str]:
    """The place itself and every place that holds it, the city included."""
    codes = [code[:digits] for digits in DIGITS.values() if len(code) >= digits]
    return [*codes, f"{code[:4]}00"] if len(code) >= 4 else codes


def _is_city(code: str) -> bool:
    return len(code) == 6 and code.endswith("00")


def in_force(posts: QuerySet[Post], on: dt.date | None = None) -> QuerySet[Post]:
    """Posts that have begun and not ended on the day."""
    day = on or days.today()
    return posts.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


def holders_of(role: str, unit_id: int, *, area: str | None = None) -> list[Person]:
    """Who holds the role at the unit today, by name.

    `area`: only those whose grids cover it; everybody where nobody's do (the rule of the pool).
    """
    posts = list(
        in_force(Post.objects.filter(unit_id=unit_id, role__slug=role, person__is_active=True))
        .select_related("person")
        .order_by("person__name_key", "person_id")
    )
    if area is not None and (covering := [post for post in posts if _covers(post.grids, area)]):
        posts = covering
    return list({post.person_id: post.person for post in posts}.values())


def covered(role: str, unit_id: int, area: str) -> bool:
    """Whether anybody who holds the role at the unit today has a grid that covers the area."""
    posts = in_force(Post.objects.filter(unit_id=unit_id, role__slug=role, person__is_active=True))
    return any(_covers(grids, area) for grids in posts.values_list("grids", flat=True))


def _covers(grids: Iterable[str], area: str) -> bool:
    return any(grid.startswith(area) or area.startswith(grid) for grid in grids)


def posts_visible_to(actor: Actor) -> QuerySet[Post]:
    """Posts of the units that the actor administers or supervises, and the actor's own."""
    if actor.is_system:
        return Post.objects.all()
    units = actor.unit_ids_with(Permission.ADMINISTER) | actor.unit_ids_with(Permission.SUPERVISE)
    return Post.objects.filter(Q(unit_id__in=units) | Q(person_id=actor.person_id))


def city_centre_id() -> int:
    """The unit at the top: rights that hold for the whole city are asked of it."""
    found = Unit.objects.filter(parent__isnull=True).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound("jurisdictions.unit_not_found")
    return found
