"""Supervision: figures with formula, trend and cases; down from the city to a township; bulletins to take away."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onegrid.common import clock
from onegrid.common.asked import whole_number
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.reports import selectors
from onegrid.reports.indicators import COUNTERS, LATE_OPEN
from onegrid.reports.ranking import WORST
from onegrid.reports.scope import reaches_of
from onegrid.reports.services.export_cases_behind import AT_MOST, export_cases_behind
from onegrid.reports.services.export_figures import export_figures
from onegrid.web import supervision_figures as shown
from onegrid.web.frame import may
from onegrid.web.language import is_chinese, pick
from onegrid.web.page import page
from onegrid.web.supervision_query import PERIODS, Asked, asked_by

PAGE = 50
EVER, ONE_DAY = dt.timedelta(days=3600), dt.timedelta(days=1)
STALE = dt.timedelta(minutes=2)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@page
def supervision(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The room: what stands badly first."""
    asked = asked_by(request.GET)
    figures = selectors.figures(actor, asked.selection, asked.by)
    others = tuple(name for name in COUNTERS if name not in shown.HEADLINE)
    return render(
        request,
        "web/supervision.html",
        {
            **_round(actor, asked),
            "earlier": _earlier(actor, asked),
            "cards": list(shown.cards(asked, figures, shown.HEADLINE)),
            "others": [shown.shown(asked, figures.total, name) for name in others],
            "tabs": shown.tabs(asked),
            "chips": shown.chips(asked),
            "heads": shown.heads(asked),
            "rows": shown.rows(asked, figures),
            "total": shown.total(asked, figures),
            "by_label": next(tab["label"] for tab in shown.tabs(asked) if tab["is_here"]),
            "usual": "" if asked.order == WORST else asked.address(sort=None),
        },
    )


@require_safe
@page
def cases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The very cases behind a figure."""
    asked, counter = asked_by(request.GET), _counter(request.GET.get("figure", "registered"))
    behind = selectors.cases_behind(actor, asked.selection, counter)
    count, number = behind.count(), _number(request.GET.get("page", "1"))
    if number > 1 and (number - 1) * PAGE >= count:
        raise NotFound
    rows = selectors.shown(actor, behind[(number - 1) * PAGE : number * PAGE])
    last = max(-(-count // PAGE), 1)

    def turned(to: int) -> str:
        return asked.address("supervision_cases", figure=counter, page=str(to)) if 1 <= to <= last else ""

    return render(
        request,
        "web/supervision_cases.html",
        {
            **_round(actor, asked, figure=counter),
            "figure": shown.label(counter),
            "formula": shown.formula(counter),
            "counter": counter,
            "count": count,
            "rows": rows,
            "chips": shown.chips(asked, "supervision_cases", figure=counter),
            "back": asked.address(),
            "number": number,
            "last": last,
            "before": turned(number - 1),
            "after": turned(number + 1),
            "at_most": AT_MOST,
        },
    )


@require_POST
@page
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The table as a bulletin."""
    asked = asked_by(request.POST)
    made = export_figures(
        actor=actor, selection=asked.selection, by=asked.by, order=asked.order, is_chinese=is_chinese()
    )
    return _file(made, _("bulletin"), asked)


@require_POST
@page
def export_cases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cases behind a figure as a sheet."""
    asked, counter = asked_by(request.POST), _counter(request.POST.get("figure", ""))
    made = export_cases_behind(actor=actor, selection=asked.selection, counter=counter, is_chinese=is_chinese())
    return _file(made.content, shown.label(counter), asked)


def _earlier(actor: Actor, asked: Asked) -> dict[str, Any] | None:
    """Late and open cases that were registered before these days: figures of a period must not hide them."""
    before = replace(asked.selection, since=asked.selection.since - EVER, until=asked.selection.since - ONE_DAY)
    count = selectors.figures(actor, before, asked.by).total[LATE_OPEN]
    days = {"period": "custom", "since": before.since.isoformat(), "until": before.until.isoformat()}
    return {"count": count, "address": asked.address("supervision_cases", figure=LATE_OPEN, **days)} if count else None


def _round(actor: Actor, asked: Asked, **more: str) -> dict[str, Any]:
    """What both pages say: whose figures, of when, of which days."""
    name = "supervision_cases" if more else "supervision"
    moment, now, zone = selectors.as_of(), clock.now(), clock.zone()
    reaches = reaches_of(actor)
    tops = {top for reach in reaches for top in reach.tops}
    sectors = [reach.sectors for reach in reaches]
    return {
        "asked": asked,
        "units": [pick(one.name, one.name_en) for one in Unit.objects.filter(pk__in=tops).order_by("path")],
        "sectors": sorted(frozenset().union(*sectors)) if all(sectors) else [],
        "as_of": moment,
        "is_today": moment is not None and moment.astimezone(zone).date() == now.astimezone(zone).date(),
        "is_stale": moment is not None and now - moment > STALE,
        "periods": [
            {"id": one, "label": words, "address": asked.address(name, period=one, since=None, until=None, **more)}
            for one, words in PERIODS.items()
        ],
        "may_export": may(actor, Permission.EXPORT),
        "more": more,
    }


def _counter(name: str) -> str:
    if name not in COUNTERS:
        raise NotFound
    return name


def _number(text: str) -> int:
    number = whole_number(text, most=999_999)
    if not number:
        raise NotFound
    return number


def _file(made: bytes, name: str, asked: Asked) -> HttpResponse:
    answer = HttpResponse(made, content_type=_XLSX)
    title = f"{name}-{asked.selection.since}-{asked.selection.until}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, title) or "attachment"
    return answer
