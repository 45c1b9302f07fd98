"""The big screen: six figures, the map, counties, two trends and the newest events, as far as its reader supervises."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onegrid.cases.models import Case, WorkItem
from onegrid.cases.selectors import cases_for
from onegrid.common import clock
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import Actor
from onegrid.reports import selectors
from onegrid.reports.closings import closed_by_day
from onegrid.reports.indicators import RATES
from onegrid.reports.scope import reaches_of
from onegrid.reports.selection import Selection
from onegrid.situation.plan import Area, Plan, plan_of
from onegrid.web.language import pick
from onegrid.web.page import page

STALE = dt.timedelta(minutes=2)
DAYS, EVENTS = 14, 5
MAP_WIDTH, MAP_HEIGHT = 960, 745
_ALL_TIME = dt.date(2000, 1, 1)
# Share of the open cases that are late, in percent, from which an area is drawn as worse.
STEPS = (0, 10, 25)


@never_cache
@require_safe
@page
def screen(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The whole page; `?part` only what changes, which the page asks for when it hears that something did."""
    part = "part" in request.GET
    return render(request, "web/screen_part.html" if part else "web/screen.html", scene(actor))


@dataclass(frozen=True, slots=True)
class Shown:
    """An area with what it holds. `step`: 0 nothing open, 1 none late, up to 4."""

    area: Area
    open: int
    late: int
    step: int
    name: str


def scene(actor: Actor) -> dict[str, Any]:
    """Everything on the screen; NotFound for who supervises nothing."""
    reaches = reaches_of(actor)
    now, zone = clock.now(), clock.zone()
    today = now.astimezone(zone).date()
    first = today - dt.timedelta(days=DAYS - 1)
    figures = selectors.figures(actor, Selection(_ALL_TIME, today), selectors.TOWNSHIP)
    closings = closed_by_day(actor, first)
    registered = {day: counts["registered"] for day, counts in figures.days.items()}
    plan = plan_of(MAP_WIDTH, MAP_HEIGHT)
    as_of = selectors.as_of()
    tops = {top for reach in reaches for top in reach.tops}
    return {
        "units": [pick(one.name, one.name_en) for one in Unit.objects.filter(pk__in=tops).order_by("path")[:3]],
        "figures": _six(figures.total, registered.get(today, 0), closings.get(today, 0)),
        "map": {"plan": plan, **_map(plan, figures.rows)},
        "counties": _counties(plan, figures.rows),
        "trends": [
            _trend("registered", _("Registered each day"), first, registered),
            _trend("closed", _("Closed each day"), first, closings),
        ],
        "events": newest(actor),
        "as_of": as_of,
        "as_of_said": as_of.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if as_of else "",
        "is_stale": as_of is None or now - as_of > STALE,
    }


def _six(total: Mapping[str, int], registered: int, closed: int) -> list[dict[str, str]]:
    def rate(name: str) -> str:
        found = RATES[name].of(total)
        return "—" if found is None else f"{found:.1f}%"

    return [
        {"id": "open", "value": f"{total['open']:,}", "label": _("Open now")},
        {"id": "late", "value": f"{total['late_open']:,}", "label": _("Late and open"), "tone": "bad"},
        {"id": "registered", "value": f"{registered:,}", "label": _("Registered today")},
        {"id": "closed", "value": f"{closed:,}", "label": _("Closed today"), "tone": "good"},
        {"id": "on-time", "value": rate("on_time_rate"), "label": _("On-time rate")},
        {"id": "closure", "value": rate("closure_rate"), "label": _("Closure rate")},
    ]


def step_of(open_: int, late: int) -> int:
    """How an area is drawn."""
    if not open_:
        return 0
    share = 100 * late / open_
    return 1 if not late else 2 + sum(share >= step for step in STEPS[1:])


def _map(plan: Plan, rows: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Where the map has townships they are coloured, and counties are their frames."""
    by_county = _sums(rows)
    return {
        "counties": [_shown(area, by_county.get(area.code, {})) for area in plan.counties],
        "townships": [_shown(area, rows.get(area.code, {})) for area in plan.townships],
        "with_townships": bool(plan.townships),
        "elsewhere": rows.get("-", {}).get("open", 0),
        "elsewhere_late": rows.get("-", {}).get("late_open", 0),
    }


def _shown(area: Area, counts: Mapping[str, int]) -> Shown:
    open_, late = counts.get("open", 0), counts.get("late_open", 0)
    return Shown(area, open_, late, step_of(open_, late), _fitted(area))


def _fitted(area: Area) -> str:
    """As much of the name as its area has room for, at the size of names on the map."""
    if not area.county:
        return _cut(area.name, int((area.room - 70) // 25))
    plain = area.name
    for ending in ("街道办事处", "街道", "镇", "乡", "农场", "林场"):
        if plain.endswith(ending) and len(plain) > len(ending) + 1:
            plain = plain.removesuffix(ending)
            break
    return _cut(plain, int((area.room - 6) // 17))


def _cut(name: str, room: int) -> str:
    return name if len(name) <= room else name[: max(room - 1, 1)] + "…"


def _sums(rows: Mapping[str, Mapping[str, int]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for code, counts in rows.items():
        county = code[:6]
        if county.isdecimal():
            found.setdefault(county, Counter()).update(counts)
    return found


def _counties(plan: Plan, rows: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """The worst first; bars as long as their part of the longest."""
    sums = _sums(rows)
    names = {area.code: area.name for area in plan.counties}
    most = max((counts["open"] for counts in sums.values()), default=0) or 1
    shown = [
        {
            "code": code,
            "name": names.get(code, code),
            "open": counts["open"],
            "late": counts["late_open"],
            "on_time": RATES["on_time_rate"].of(counts),
            "bar": round(300 * counts["open"] / most, 1),
            "late_bar": round(300 * counts["late_open"] / most, 1),
        }
        for code, counts in sums.items()
    ]
    return sorted(shown, key=lambda one: (-one["late"], -one["open"], one["code"]))


def _trend(name: str, label: str, first: dt.date, values: Mapping[dt.date, int]) -> dict[str, Any]:
    """A line over the days, in a drawing of 400 by 80."""
    days = [first + dt.timedelta(days=n) for n in range(DAYS)]
    counts = [values.get(day, 0) for day in days]
    most = max(counts) or 1
    points = [(round(4 + at * 392 / (DAYS - 1), 1), round(72 - 62 * n / most, 1)) for at, n in enumerate(counts)]
    return {
        "id": name,
        "label": label,
        "line": " ".join(f"{x:g},{y:g}" for x, y in points),
        "area": f"M4 74L{'L'.join(f'{x:g} {y:g}' for x, y in points)}L396 74Z",
        "last": points[-1],
        "today": counts[-1],
        "most": max(counts),
        "first_day": f"{days[0].month}-{days[0].day:02d}",
        "last_day": f"{days[-1].month}-{days[-1].day:02d}",
    }


def newest(actor: Actor) -> list[dict[str, Any]]:
    """The newest cases that the actor sees: title, place, light."""
    found = list(cases_for(actor).order_by("-registered_at", "-id")[:EVENTS])
    lights = _lights([case.pk for case in found])
    return [
        {
            "title": case.title,
            "place": case.place or (case.division.name if case.division else ""),
            "at": case.registered_at,
            "light": lights.get(case.pk, "none") if case.status == Case.Status.OPEN else "",
            "status": case.status,
        }
        for case in found
    ]


def _lights(case_ids: Sequence[int]) -> dict[int, str]:
    """The worst of each case's open tasks."""
    now = clock.now()
    rows = WorkItem.objects.filter(case_id__in=case_ids, status=WorkItem.Status.OPEN).values("case_id")
    found: dict[int, str] = {}
    for row in rows.annotate(due=Min("deadline_at"), warn=Min("warn_at")):
        if row["due"] is None:
            found[row["case_id"]] = "none"
        elif row["due"] < now:
            found[row["case_id"]] = "late"
        else:
            found[row["case_id"]] = "pressed" if row["warn"] is not None and row["warn"] <= now else "green"
    return found
