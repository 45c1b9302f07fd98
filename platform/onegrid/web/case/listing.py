"""The list of cases that one sees, what it can be narrowed by, its figures, and the list as a workbook."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onegrid.cases import selectors
from onegrid.cases.models import Case, WorkItem
from onegrid.cases.serializers.shared import light_of
from onegrid.cases.services.export_cases import export_cases
from onegrid.common import clock
from onegrid.common.asked import whole_number
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.web import words
from onegrid.web.case.search import SORTS, chips, choices, hidden, narrowed_by, set_filters
from onegrid.web.frame import may
from onegrid.web.language import pick
from onegrid.web.page import page

PAGE = 50
COUNTED = 1_000
_WORST = ("late", "pressed", "green", "none")


@dataclass(slots=True)
class Row:
    """A case in the list: how its limits stand, and whom it waits for."""

    case: Case
    waits: list[WorkItem] = field(default_factory=list)

    @property
    def light(self) -> str:
        """The worst of its open tasks."""
        lights = {light_of(one.warn_at, one.deadline_at) for one in self.waits}
        return next((one for one in _WORST if one in lights), "none")

    @property
    def deadline(self) -> Any:
        """The first that falls due."""
        return min((one.deadline_at for one in self.waits if one.deadline_at), default=None)


@require_safe
@page
def cases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Newest first, page by page; filters, sort and place live in the address."""
    asked = request.GET
    wanted = narrowed_by(selectors.cases_for(actor), asked)
    sort = asked.get("sort", "") if asked.get("sort") in SORTS else SORTS[0]
    cursor = whole_number(asked.get("cursor", ""))
    rows = list(_page(wanted, sort, cursor)[: PAGE + 1])
    has_more, rows = len(rows) > PAGE, rows[:PAGE]
    context = {
        "rows": _with_work(rows),
        "more": rows[-1].pk if has_more else None,
        "is_later": cursor is not None,
        "count": _count(wanted, len(rows) if cursor is None and not has_more else None),
        "counted": COUNTED,
        "sort": sort,
        "chips": chips(asked),
        "choices": choices(asked),
        "hidden": hidden(asked),
        "may_export": may(actor, Permission.EXPORT),
    }
    return render(request, "web/case/list.html", context)


def _page(wanted: QuerySet[Case], sort: str, cursor: int | None) -> QuerySet[Case]:
    if sort == "oldest":
        return (wanted.filter(pk__gt=cursor) if cursor is not None else wanted).order_by("pk")
    return (wanted.filter(pk__lt=cursor) if cursor is not None else wanted).order_by("-pk")


def _count(wanted: QuerySet[Case], known: int | None) -> int:
    """At most one more than COUNTED: counting everything that a city ever did costs more than it says."""
    if known is not None:
        return known
    return wanted.select_related(None).order_by().values("pk")[: COUNTED + 1].count()


def _with_work(rows: list[Case]) -> list[Row]:
    found = defaultdict(list)
    for item in selectors.open_work_of_cases(rows):
        found[item.case_id].append(item)
    return [Row(case, found[case.pk]) for case in rows]


@require_safe
@page
def figures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How the cases of the list are spread; counted when somebody asks, for it reads them all."""
    asked = request.GET
    tables = [
        ("status", _("Status"), words.CASE_STATUS),
        ("sector", _("Sector"), words.SECTOR),
        ("urgency", _("Urgency"), {**words.URGENCY, "": words.SECTOR[""]}),
        ("level", _("Level"), words.LEVEL),
    ]
    cases = narrowed_by(selectors.cases_for(actor), asked)
    found = selectors.facets(cases, [name for name, _label, _table in tables])
    context = {
        "groups": [
            (name, label, [(value, words.word(table, value) or table[""], n) for value, n in found[name].items()])
            for name, label, table in tables
        ],
        "total": sum(found["status"].values()),
        "chips": chips(asked),
    }
    return render(request, "web/case/figures.html", context)


@require_safe
@page
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same list as xlsx."""
    asked = request.GET
    order = "pk" if asked.get("sort") == "oldest" else "-pk"
    wanted = narrowed_by(selectors.cases_for(actor), asked).order_by(order)
    said = "; ".join(f"{one.label}: {one.value}" for one in chips(asked))
    done = export_cases(
        actor=actor,
        cases=wanted,
        what=_("Cases: %(filters)s") % {"filters": said} if said else _("All cases that I see"),
        filters=set_filters(asked),
        say=pick,
    )
    answer = HttpResponse(
        done.content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = (
        f'attachment; filename="cases-{clock.now().astimezone(clock.zone()):%Y%m%d-%H%M}.xlsx"'
    )
    answer["Cache-Control"] = "no-store"
    return answer
