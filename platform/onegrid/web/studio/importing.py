"""Diagrams of other tools: brought by a designer, and what was found in them, beside the drawings."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from onegrid.catalog import drafts
from onegrid.catalog.draft import DIAGRAM, thaw
from onegrid.catalog.drawings import drawing_from
from onegrid.catalog.import_report import problems_kept
from onegrid.catalog.models import DesignImport
from onegrid.catalog.received import Sent, delivery
from onegrid.catalog.services.import_files import import_files
from onegrid.common.errors import NotFound, OneGridError
from onegrid.engine.problems import ModelError
from onegrid.jurisdictions.policy import Actor
from onegrid.web.canvas import canvas_page
from onegrid.web.layers.check_layer import check_diagram
from onegrid.web.page import in_words
from onegrid.web.studio.access import studio_page
from onegrid.web.studio.import_shown import report_shown

_RECENT = 5


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page
def bring(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for files, and take them."""
    error: OneGridError | None = None
    if request.method == "POST":
        try:
            made = import_files(actor=actor, files=delivery(sent_files(request)))
        except OneGridError as refused:
            error = refused
        else:
            return redirect("studio_import_report", number=made.pk)
    shown = {
        "error": in_words(error) if error else None,
        "recent": [
            (one, [file["name"] for file in one.report["files"]]) for one in drafts.imports_for(actor)[:_RECENT]
        ],
    }
    return render(request, "web/studio/import.html", shown, status=error.status if error else 200)


@require_safe
@canvas_page
@studio_page
def report(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """What was found, file by file; `?file=` opens another than the first that needs a look."""
    found = drafts.import_for(actor, number)
    own = set(drafts.drafts_for(actor).values_list("slug", flat=True))
    shown = report_shown(found, thaw(found.files), own, request.GET.get("file", ""))
    return render(request, "web/studio/import_report.html", shown)


@require_safe
@studio_page
def diagram(_request: HttpRequest, actor: Actor, number: int, at: int) -> HttpResponse:
    """The drawing of one file with its findings over it."""
    found = drafts.import_for(actor, number)
    file, content = _file(found, at)
    process = next((one["id"] for one in file["processes"]), "")
    drawn: dict[str, Any] = check_diagram(content, process, problems_kept(file["problems"]), title=file["name"])
    answer = {**drawn, "problems": [], "file_name": file["name"]}
    return JsonResponse(answer, headers={"Cache-Control": "no-store"}, json_dumps_params={"ensure_ascii": False})


@require_safe
@studio_page
def imported_file(request: HttpRequest, actor: Actor, number: int, at: int) -> HttpResponse:
    """The file as it was brought, byte for byte; `?drawn=1` with the layout that it got where it had none."""
    file, content = _file(drafts.import_for(actor, number), at)
    name = file["name"].rpartition("/")[2] or DIAGRAM
    if request.GET.get("drawn"):
        try:
            content = drawing_from(content, "").bpmn.encode()
        except ModelError as fault:
            raise NotFound("catalog.file_not_found") from fault
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def sent_files(request: HttpRequest) -> list[Sent]:
    """What the field `files` holds."""
    return [Sent(str(one.name), int(one.size or 0), one.read) for one in request.FILES.getlist("files")]


def _file(found: DesignImport, at: int) -> tuple[dict[str, Any], bytes]:
    files = found.report["files"]
    if not 1 <= at <= len(files):
        raise NotFound("catalog.file_not_found")
    file = files[at - 1]
    return file, thaw({file["name"]: found.files[file["name"]]})[file["name"]]
