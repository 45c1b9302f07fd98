"""Diagrams: the data behind them, a page that shows one large, and `diagram_of` for other pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from onegrid.cases import selectors
from onegrid.cases.models import Case, WorkItem
from onegrid.catalog import selectors as catalog
from onegrid.jurisdictions.policy import Actor
from onegrid.web.canvas import canvas_page
from onegrid.web.layers.case_layer import case_layer
from onegrid.web.layers.workflow_layer import workflow_layer
from onegrid.web.page import page


def diagram_of(case: Case) -> dict[str, Any]:
    """Context of web/parts/diagram.html for a case that the actor has been shown."""
    return {
        "diagram_url": reverse("cases_diagram", args=[case.number]),
        "diagram_steps": diagram_steps(case),
    }


def diagram_steps(case: Case) -> list[WorkItem]:
    """The steps of people, first to last: the same as the picture for who does not see it."""
    return list(selectors.work_items_of(case))


@require_safe
@canvas_page
@page
def case_page(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """A case's diagram and nothing else, for phones and for looking closely."""
    case = selectors.case_for(actor, number)
    return render(request, "web/case_diagram.html", {"case": case, **diagram_of(case)})


@require_safe
@page
def case_data(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The case over one of its processes."""
    case = selectors.case_for(actor, number)
    return _fresh(case_layer(case, request.GET.get("process", ""), request.path))


@require_safe
@page
def studio_data(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """A version with the cases that stand on it now; versions are known to everybody who is signed in."""
    version = catalog.version_by_number(slug, number)
    return _fresh(workflow_layer(actor, version, request.GET.get("process", ""), request.path))


def _fresh(data: dict[str, Any]) -> JsonResponse:
    return JsonResponse(data, headers={"Cache-Control": "no-store"}, json_dumps_params={"ensure_ascii": False})
