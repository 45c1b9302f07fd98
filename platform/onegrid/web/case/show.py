"""One case: everything that its page says, read in a fixed number of statements (tests/web/cases/test_page.py)."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from onegrid.cases import selectors, whole
from onegrid.cases.incident_views import views_of
from onegrid.cases.masking import masked_name, masked_phone
from onegrid.cases.models import Attachment, Case, CaseSource, Incident, WorkItem
from onegrid.cases.possible import acts_on
from onegrid.cases.serializers.shared import light_of
from onegrid.cases.services.copy_to import open_copy
from onegrid.common.asked import uuid_of
from onegrid.common.errors import OneGridError
from onegrid.jurisdictions.policy import Actor
from onegrid.sla.selectors import clocks_of
from onegrid.web.canvas import canvas_page
from onegrid.web.case.clocks import shown_clocks
from onegrid.web.case.facts import facts_of
from onegrid.web.case.names import Names
from onegrid.web.case.timeline import days_of
from onegrid.web.language import pick
from onegrid.web.page import in_words, page

ROWS = 200
# What a browser shows without running anything.
INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


@require_safe
@canvas_page
@page
def case(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The page; opens a copy that lies with the reader."""
    return case_page(request, actor, number)


def case_page(
    request: HttpRequest,
    actor: Actor,
    number: str,
    *,
    error: OneGridError | None = None,
    reporters: list[CaseSource] | None = None,
) -> HttpResponse:
    """Also after an act that was refused (what was typed stays) or that shows the reporters this once."""
    found = selectors.case_for(actor, number)
    is_whole = request.GET.get("log") == "all"
    rows, visits = whole.log_of(found, None if is_whole else ROWS), whole.visits_of(found)
    items = [one for one in visits if one.status == WorkItem.Status.OPEN]
    sources, parties, copies = reporters or whole.reports_of(found), whole.parties_of(found), whole.copies_of(found)
    if any(one.person_id == actor.person_id and one.opened_at is None for one in copies):
        open_copy(actor=actor, case_id=found.pk)
        copies = whole.copies_of(found)  # with the moment that was just kept
    acts = acts_on(actor, found, {one.unit_id for one in parties})
    names = Names(found, rows, items, sources)
    files = whole.files_of(found)
    context = {
        "case": found,
        "acts": acts,
        "facts": facts_of(found, names),
        "breadcrumb": names.breadcrumb(),
        "tasks": [_task(one, names) for one in items],
        "clocks": shown_clocks(list(clocks_of(found.pk)), names),
        "pictures": [one for one in files if one.media_type in INLINE],
        "files": [_file(one) for one in files if one.media_type not in INLINE],
        "sources": [_source(one, names, is_open=reporters is not None) for one in sources],
        "is_unmasked": reporters is not None,
        "parties": parties,
        "days": days_of(rows, names),
        "is_cut": bool(rows) and rows[0].seq > 1,
        "comments": whole.comments_of(found),
        "copies": copies,
        "incidents": _incidents(actor, found) if "operate" in acts else [],
        "error": in_words(error) if error else None,
        "typed": request.POST if error else {},
        "comment_key": uuid4(),
        "diagram_url": reverse("cases_diagram", args=[number]),
        "diagram_steps": visits,
    }
    response = render(request, "web/case/case.html", context, status=error.status if error else 200)
    response.headers["Cache-Control"] = "no-store" if reporters is not None else "private, no-cache"
    return response


def _task(item: WorkItem, names: Names) -> dict[str, Any]:
    return {
        "item": item,
        "role": names.role(item.role),
        "light": light_of(item.warn_at, item.deadline_at),
        "address": reverse("work_task", args=[item.pk]),
    }


def _file(one: Attachment) -> dict[str, Any]:
    return {"file": one, "kilobytes": max(1, round(one.size / 1024))}


def _source(one: CaseSource, names: Names, *, is_open: bool) -> dict[str, Any]:
    return {
        "row": one,
        "system": names.source(one.source),
        "number": "" if uuid_of(one.external_id) else one.external_id,  # who gave none is known by a key of ours
        "name": one.reporter_name if is_open else masked_name(one.reporter_name),
        "phone": one.reporter_phone if is_open else masked_phone(one.reporter_phone),
    }


def _incidents(actor: Actor, found: Case) -> list[dict[str, Any]]:
    rows = list(selectors.incidents_for(actor).filter(case=found).order_by("-id").distinct())
    rows.sort(key=lambda one: one.state != Incident.State.OPEN)
    return [
        {
            "view": one,
            "message": pick(one.message_zh, one.message_en),
            "mend": pick(one.mend_zh, one.mend_en),
        }
        for one in views_of(rows)
    ]
