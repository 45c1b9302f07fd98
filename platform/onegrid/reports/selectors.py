"""Figures and the cases behind them, each limited to what the actor supervises."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, F, QuerySet, Sum
from django.db.models import When as Then
from django.db.models.expressions import OrderBy
from django.db.models.functions import Left

from onegrid.cases.sight import visible_cases
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.reports.indicators import COUNTERS, LATE_OPEN
from onegrid.reports.models import CaseFact, Dimension, FigureRow, FigureState
from onegrid.reports.scope import Reach, everything, reaches_of
from onegrid.reports.selection import EXACTLY, Selection, matches

Counts = Mapping[str, int]
NOTHING: Counts = dict.fromkeys(COUNTERS, 0)
COUNTY, TOWNSHIP = "county", "township"
BY = (COUNTY, TOWNSHIP, Dimension.UNIT.value, Dimension.CATEGORY.value, "sector", Dimension.SOURCE.value)
_DIGITS = {COUNTY: 6, TOWNSHIP: 9}


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a selection: in all, by the values of one dimension, and by day."""

    total: Counts
    rows: Mapping[str, Counts]
    days: Mapping[dt.date, Counts]


def as_of() -> dt.datetime | None:
    """Of when the figures are; None until all cases have been counted once."""
    found: dt.datetime | None = FigureState.objects.filter(pk=1).values_list("as_of", flat=True).first()
    return found


def figures(actor: Actor, selection: Selection, by: str, *also: Permission) -> Figures:
    """Counted beforehand where one post and one dimension ask; from the cases' facts where more meet."""
    reaches = reaches_of(actor, *also)
    asked = {"place" if by in _DIGITS else by, *selection.chosen} - {"sector"}
    if len(reaches) == 1 and len(reaches[0].tops) == 1 and len(asked) <= 1:
        dimension = asked.pop() if asked else Dimension.SOURCE.value
        return _kept(_rows(reaches[0], selection, dimension), by)
    return _counted(CaseFact.objects.filter(everything(reaches)).filter(selection.condition), by)


def cases_behind(actor: Actor, selection: Selection, counter: str, *also: Permission) -> QuerySet[CaseFact]:
    """The very cases that a counter counts; late ones that are still open first, the longest overdue on top."""
    reaches = reaches_of(actor, *also)
    found = CaseFact.objects.filter(everything(reaches)).filter(selection.condition & COUNTERS[counter].condition)
    return found.order_by(late_first(), "-case_id")


def late_first(path: str = "") -> OrderBy:
    """Late and still open ones before all others, the longest overdue on top; `path` leads to the facts."""
    overdue_since = When(Then(**{f"{path}verdict": LATE_OPEN, "then": F(f"{path}due_at")}), default=None)
    return overdue_since.asc(nulls_last=True)


def shown(actor: Actor, facts: QuerySet[CaseFact]) -> list[CaseFact]:
    """A part of such a list with its cases; once more only what the actor sees, whatever the facts say."""
    found = list(facts)
    cases = (
        visible_cases(actor)
        .filter(pk__in=[one.case_id for one in found])
        .select_related("lead_unit", "centre", "division")
        .defer("state", "data", "description")
    )
    seen = {case.pk: case for case in cases}
    for one in found:
        if one.case_id in seen:
            one.case = seen[one.case_id]
    return [one for one in found if one.case_id in seen]


def _kept(rows: QuerySet[FigureRow], by: str) -> Figures:
    sums = {name: Sum(name) for name in COUNTERS}
    value = _value(by, F("value") if by != "sector" else F("sector"))
    return _figures(by, _by(rows.annotate(key=value), sums), _by(rows.annotate(key=F("day")), sums))


def _counted(facts: QuerySet[CaseFact], by: str) -> Figures:
    sums = {name: Count("pk", filter=one.condition) for name, one in COUNTERS.items()}
    value = _value(by, F("place" if by in _DIGITS else by))
    return _figures(by, _by(facts.annotate(key=value), sums), _by(facts.annotate(key=F("day")), sums))


def _value(by: str, column: F) -> Any:
    return Left(column, _DIGITS[by]) if by in _DIGITS else column


def _by(rows: QuerySet[Any], sums: Mapping[str, Any]) -> dict[Any, Counts]:
    found = rows.values("key").annotate(**{f"n_{name}": one for name, one in sums.items()}).order_by("key")
    return {row["key"]: {name: row[f"n_{name}"] or 0 for name in sums} for row in found if row["n_registered"]}


def _figures(by: str, by_value: Mapping[str, Counts], by_day: Mapping[dt.date, Counts]) -> Figures:
    total = {name: sum(one[name] for one in by_day.values()) for name in COUNTERS}
    return Figures(total, {_key(by, value): counts for value, counts in by_value.items()}, by_day)


def _key(by: str, value: str) -> str:
    """What selects exactly these cases: no value, and among townships those of which only the county is known."""
    is_vague = not value or (by == TOWNSHIP and len(value) < _DIGITS[TOWNSHIP])
    return f"{value}{EXACTLY}" if is_vague else value


def _rows(reach: Reach, selection: Selection, dimension: str) -> QuerySet[FigureRow]:
    (top,) = reach.tops
    rows = FigureRow.objects.filter(scope=top, dimension=dimension, day__gte=selection.since, day__lte=selection.until)
    if reach.sectors:
        rows = rows.filter(sector__in=[*sorted(reach.sectors), ""])
    for name, value in selection.chosen.items():
        rows = rows.filter(matches(name, "sector" if name == "sector" else "value", value))
    return rows
