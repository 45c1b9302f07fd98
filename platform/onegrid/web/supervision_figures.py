"""Figures as the page prints them: cards with trend and formula, the table, chips of the filters."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from onegrid.reports.indicators import COUNTERS, RATES, Counter, Rate
from onegrid.reports.names import names_of
from onegrid.reports.ranking import WORST, figure, ranked
from onegrid.reports.selection import EXACTLY
from onegrid.reports.selectors import COUNTY, NOTHING, TOWNSHIP, Counts, Figures
from onegrid.web.language import pick
from onegrid.web.supervision_query import BY_WORDS, Asked

HEADLINE = (
    *("late_open", "on_time_rate", "closure_rate", "handled_rate"),
    *("registered", "filed", "open", "rework_rate", "satisfaction"),
)
COLUMNS = (
    *("late_open", "on_time_rate", "closure_rate", "registered", "filed", "due", "hung", "rework_rate", "satisfaction"),
)
ON_PHONE = {"late_open", "on_time_rate", "closure_rate"}
# Where a click on the name of a row leads: narrowed to it, told by the next thing that people ask for.
_NEXT = {
    COUNTY: TOWNSHIP,
    TOWNSHIP: "unit",
    "unit": "category",
    "category": TOWNSHIP,
    "sector": "unit",
    "source": "unit",
}
_FILTER_WORDS: Mapping[str, Any] = {
    "place": _("Place"),
    "unit": _("Unit"),
    "category": _("Category"),
    "sector": _("Sector"),
    "source": _("Source"),
}
_MARKS = 31


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure: as text, and where its cases are. `parts`: of a rate its two counters."""

    id: str
    label: str
    text: str
    address: str
    formula: str
    is_bad: bool = False
    is_rate: bool = False
    is_on_phone: bool = True
    parts: tuple["Shown", ...] = ()
    trend: str = ""
    lowest: str = ""
    highest: str = ""


def definition(name: str) -> Counter | Rate:
    """Of a counter or a rate."""
    return COUNTERS[name] if name in COUNTERS else RATES[name]


def label(name: str) -> str:
    """In the reader's language."""
    one = definition(name)
    return pick(one.zh, one.en)


def formula(name: str) -> str:
    """In words."""
    one = definition(name)
    return pick(one.formula_zh, one.formula_en)


def said(value: int | Decimal | None, *, is_rate: bool) -> str:
    """1,234 or 98.11%; "-" where there is nothing to divide by."""
    if value is None:
        return "-"
    return f"{value:.2f}%" if is_rate else f"{value:,}"


def shown(asked: Asked, counts: Counts, name: str, **narrowed: str) -> Shown:
    """A figure of these counts. A rate opens the cases that it divides by, late ones first."""
    is_rate = name in RATES
    counter = RATES[name].whole if is_rate else name
    return Shown(
        id=name,
        label=label(name),
        text=said(figure(counts, name), is_rate=is_rate),
        address=asked.address("supervision_cases", figure=counter, **narrowed) if counts[counter] else "",
        formula=formula(name),
        is_bad=name == "late_open" and counts[name] > 0,
        is_rate=is_rate,
        is_on_phone=name in ON_PHONE,
    )


def cards(asked: Asked, figures: Figures, names: tuple[str, ...]) -> Iterator[Shown]:
    """With their trend over the period."""
    marks = _buckets(asked.selection.since, asked.selection.until, figures.days)
    for name in names:
        one = shown(asked, figures.total, name)
        values = [figure(counts, name) for counts in marks]
        known = [value for value in values if value is not None]
        parts = tuple(shown(asked, figures.total, part) for part in _parts(name))
        yield Shown(
            *(one.id, one.label, one.text, one.address, one.formula, one.is_bad, one.is_rate, one.is_on_phone),
            parts=parts,
            trend=line(values) if len(known) > 1 else "",
            lowest=said(min(known, default=None), is_rate=one.is_rate),
            highest=said(max(known, default=None), is_rate=one.is_rate),
        )


def line(values: list[int | Decimal | None]) -> str:
    """Points of a polyline in a box of 120 by 28; where there is no figure it goes straight on."""
    known = [float(value) for value in values if value is not None]
    low, high = min(known), max(known)
    span, step = (high - low) or 1.0, 120 / max(len(values) - 1, 1)
    return " ".join(
        f"{at * step:.1f},{26 - 24 * (float(value) - low) / span:.1f}"
        for at, value in enumerate(values)
        if value is not None
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the dimension. `is_stored`: its name is the city's own word."""

    rank: int
    name: str
    is_stored: bool
    address: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set; `address` is the page without it."""

    dimension: Any
    name: str
    is_stored: bool
    address: str


def dimension_of(by: str) -> str:
    """Counties and townships are both places."""
    return "place" if by in (COUNTY, TOWNSHIP) else by


def rows(asked: Asked, figures: Figures) -> list[Row]:
    """Worst first."""
    dimension = dimension_of(asked.by)
    found = ranked(figures, asked.order)
    names = names_of(dimension, [value for value, _ in found])
    return [
        Row(
            rank=rank,
            name=pick(*names[value]),
            is_stored=_is_stored(dimension, value),
            address=asked.address("supervision", **{dimension: value, "by": _NEXT[asked.by], "sort": None}),
            cells=tuple(shown(asked, counts, name, **{dimension: value}) for name in COLUMNS),
        )
        for rank, (value, counts) in enumerate(found, 1)
    ]


def total(asked: Asked, figures: Figures) -> list[Shown]:
    """The last row."""
    return [shown(asked, figures.total, name) for name in COLUMNS]


def heads(asked: Asked) -> list[dict[str, Any]]:
    """The columns, each with the address that orders by it."""
    return [
        {
            "label": label(name),
            "formula": formula(name),
            "address": asked.address(sort=name),
            "is_order": asked.order == name or (asked.order == WORST and name == "late_open"),
            "is_on_phone": name in ON_PHONE,
        }
        for name in COLUMNS
    ]


def chips(asked: Asked, page: str = "supervision", **more: str) -> list[Chip]:
    """A township inside its county: without the township the county stays."""
    found = []
    for dimension, value in asked.selection.chosen.items():
        steps: list[tuple[str, dict[str, str | None]]] = [(value, {dimension: None})]
        if dimension == "place" and len(value.rstrip(EXACTLY)) > 6:
            steps = [(value[:6], {"place": None, "by": COUNTY}), (value, {"place": value[:6], "by": TOWNSHIP})]
        for one, without in steps:
            name = pick(*names_of(dimension, [one])[one])
            address = asked.address(page, **without, **more)
            found.append(Chip(_FILTER_WORDS[dimension], name, _is_stored(dimension, one), address))
    return found


def tabs(asked: Asked) -> list[dict[str, Any]]:
    """By what the table can be told."""
    return [
        {"label": words, "address": asked.address(by=by, sort=None), "is_here": by == asked.by}
        for by, words in BY_WORDS.items()
    ]


def _is_stored(dimension: str, value: str) -> bool:
    return dimension != "sector" and not value.endswith(EXACTLY)


def _parts(name: str) -> tuple[str, ...]:
    return (RATES[name].part, RATES[name].whole) if name in RATES else ()


def _buckets(since: dt.date, until: dt.date, days: Mapping[dt.date, Counts]) -> list[Counts]:
    """At most so many marks, each of the same number of days."""
    length = (until - since).days + 1
    width = -(-length // _MARKS)
    found: list[Counts] = []
    for first in range(0, length, width):
        sums = dict(NOTHING)
        for at in range(first, min(first + width, length)):
            for name, count in days.get(since + dt.timedelta(days=at), NOTHING).items():
                sums[name] += count
        found.append(sums)
    return found
