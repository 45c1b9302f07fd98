"""Categories and closing standards, asked at every step of every case: kept for a few seconds in the process.

Editing one through this process is seen at once, in the others after at most `_SECONDS`.
"""

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from onegrid.catalog.kept import Kept
from onegrid.catalog.models import HANDLING, Category, ClosingStandard, CodeSet, Stage
from onegrid.common import clock
from onegrid.engine.definitions import TimeUnit

_SECONDS = 5
# what a process sees of a standard it may choose, by column; `limit` and `unit` are those of handling
_SHOWN = {
    "code": "code",
    "condition": "condition",
    "closing_condition": "closing_condition",
    "limit": "limit_value",
    "unit": "limit_unit",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a stage may take."""

    value: int
    unit: TimeUnit


_categories: Kept[tuple[str, int], Category | None] = Kept(2000)
_standards: Kept[tuple[str, dt.date, int], tuple[ClosingStandard, ...]] = Kept(4000)
_defaults: Kept[tuple[int, int], Mapping[str, Limit]] = Kept(20)
_offered: Kept[tuple[dt.date, int], Mapping[str, list[dict[str, Any]]]] = Kept(4)  # by category
_listed: Kept[int, tuple[Category, ...]] = Kept(2)
_majors: Kept[int, tuple[tuple[str, str], ...]] = Kept(2)


def forget() -> None:
    """Drop what is kept; every change of these tables through this process does it."""
    for kept in (_categories, _standards, _defaults, _offered, _listed, _majors):
        kept.clear()


def code_set() -> CodeSet | None:
    """The city's current code set."""
    return CodeSet.objects.filter(is_current=True).first()


def stages() -> frozenset[str]:
    """Stage ids of the current code set; empty before one is loaded."""
    return frozenset(Stage.objects.filter(code_set__is_current=True).values_list("slug", flat=True))


def category(code: str) -> Category | None:
    """A category of the current code set by its full code. Shared by all who ask: not to be changed."""
    return _categories.get(
        (code, _window()), lambda: Category.objects.filter(code=code, code_set__is_current=True).first()
    )


def categories() -> tuple[Category, ...]:
    """All of the current code set in order of their codes: what a person chooses from. Not to be changed."""
    rows = Category.objects.filter(code_set__is_current=True).order_by("code")
    return _listed.get(_window(), lambda: tuple(rows))


def major_categories() -> tuple[tuple[str, str], ...]:
    """(kind and major, as full codes begin; the major's name) of the current code set, in order."""
    return _majors.get(_window(), lambda: tuple({_major(one): one.major_name for one in categories()}.items()))


def _major(one: Category) -> str:
    return f"{one.kind}-{one.major}"


def standard(code: str, on: dt.date | dt.datetime | None = None) -> ClosingStandard | None:
    """The standard's row for handling on the day (today if none is given); None where it is not in force then."""
    rows = _rows_of(code, _day(on))
    return next((row for row in rows if row.stage == HANDLING), rows[0] if rows else None)


def limit_of(standard_code: str | None, stage: str | None, on: dt.date | dt.datetime) -> Limit | None:
    """The standard's limit of the stage on the day, else the code set's default for it, else None.

    `stage` None: the standard's only limit, or that of `handling` where it has several.
    """
    rows = _rows_of(standard_code, _day(on)) if standard_code else ()
    if not rows:
        return None
    wanted = stage if stage is not None else (rows[0].stage if len(rows) == 1 else HANDLING)
    for row in rows:
        if row.stage == wanted:
            return Limit(row.limit_value, TimeUnit(row.limit_unit))
    return _defaults_of(rows[0].code_set_id).get(wanted)


def standards_of(category_code: str, on: dt.date | dt.datetime | None = None) -> QuerySet[ClosingStandard]:
    """Handling rows of the category's standards in force on the day: what a person chooses from when filing."""
    rows = ClosingStandard.objects.filter(category__code=category_code, code_set__is_current=True, stage=HANDLING)
    return in_force(rows, _day(on)).select_related("category").order_by("code")


def standard_codes_of(category_code: str, on: dt.date) -> tuple[str, ...]:
    """Their codes, in order."""
    return tuple(one["code"] for one in offered_standards(category_code, on))


def offered_standards(category_code: str, on: dt.date | dt.datetime | None = None) -> list[dict[str, Any]]:
    """The same as processes see them (`case.standards`). Shared by all who ask: not to be changed.

    All categories are read at once: a city has some hundred standards, and every new case asks for those of one.
    """
    day = _day(on)
    return _offered.get((day, _window()), lambda: _read_offered(day)).get(category_code, [])


def _read_offered(on: dt.date) -> Mapping[str, list[dict[str, Any]]]:
    rows = in_force(ClosingStandard.objects.filter(code_set__is_current=True, stage=HANDLING), on).order_by("code")
    found: dict[str, list[dict[str, Any]]] = {}
    for category, *values in rows.values_list("category__code", *_SHOWN.values()):
        found.setdefault(category, []).append(dict(zip(_SHOWN, values, strict=True)))
    return found


def in_force(rows: QuerySet[ClosingStandard], on: dt.date) -> QuerySet[ClosingStandard]:
    """Those that have begun and not ended on the day."""
    return rows.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


def _rows_of(code: str, on: dt.date) -> tuple[ClosingStandard, ...]:
    def read() -> tuple[ClosingStandard, ...]:
        rows = in_force(ClosingStandard.objects.filter(code=code), on)
        return tuple(rows.select_related("category").order_by("stage"))

    return _standards.get((code, on, _window()), read)


def _defaults_of(code_set_id: int) -> Mapping[str, Limit]:
    def read() -> Mapping[str, Limit]:
        rows = Stage.objects.filter(code_set_id=code_set_id).exclude(default_value=None)
        return {one.slug: Limit(one.default_value, TimeUnit(one.default_unit)) for one in rows if one.default_value}

    return _defaults.get((code_set_id, _window()), read)


def _window() -> int:
    return int(time.monotonic() // _SECONDS)


def _day(on: dt.date | dt.datetime | None) -> dt.date:
    moment = clock.now() if on is None else on
    return moment.astimezone(clock.zone()).date() if isinstance(moment, dt.datetime) else moment
