"""Choosing a place level by level, as a form asks for it."""

from dataclasses import dataclass

from onegrid.jurisdictions.actor import PostView
from onegrid.jurisdictions.models import Division, Level, UnitArea
from onegrid.jurisdictions.selectors import DIGITS, division_facts

LEVELS = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.GRID)


@dataclass(frozen=True, slots=True)
class Step:
    """One level: what is chosen there of which `options` (code, name); none where the level above is open."""

    level: str
    chosen: str
    options: tuple[tuple[str, str], ...]


def steps_to(code: str) -> list[Step]:
    """All four levels on the way to a place; below what is known nothing is chosen."""
    facts = dict(division_facts(code)) if code else {}
    known = set(Division.objects.filter(code__in=[one for one in facts.values() if one]).values_list("code", flat=True))
    steps, above = [], _city()
    for level in LEVELS:
        found = facts.get(level)
        chosen = found if isinstance(found, str) and found in known else ""
        steps.append(Step(level, chosen, _below(above)))
        above = chosen
    return steps


def chosen_place(given: dict[str, str]) -> str:
    """The most exact code of those given by level that lies in the one above it."""
    code = ""
    for level in LEVELS:
        found = given.get(level, "")
        if len(found) != DIGITS[level] or not found.isdecimal() or not found.startswith(code):
            break
        code = found
    return code


def own_place(post: PostView) -> str:
    """Where the post works: its first grid, else what its unit (or the centre above it) serves."""
    if post.grids:
        return post.grids[0]
    paths = [post.unit_path, post.unit_path.rpartition("/")[0]]
    area = UnitArea.objects.filter(unit__path__in=paths, until=None).select_related("division").order_by("-unit__path")
    found = area.first()
    return found.division.code if found and found.level != Level.CITY else ""


def _city() -> str:
    return Division.objects.filter(level=Level.CITY).values_list("code", flat=True).first() or ""


def _below(code: str) -> tuple[tuple[str, str], ...]:
    if not code:
        return ()
    rows = Division.objects.filter(parent__code=code).order_by("name_key", "code")
    return tuple(rows.values_list("code", "name"))
