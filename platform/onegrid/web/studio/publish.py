"""Before a process is published: what stands against it, what changes, whom it touches; then the act itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onegrid.cases.selectors import open_cases_by_version
from onegrid.catalog import difference, drafts, selectors
from onegrid.catalog.draft import DIAGRAM, README
from onegrid.catalog.examine import examine
from onegrid.catalog.models import DesignDraft, DesignKind, WorkflowVersion
from onegrid.common.errors import NotFound, OneGridError
from onegrid.jurisdictions.policy import Actor
from onegrid.web.page import in_words
from onegrid.web.studio.access import may_publish, studio_page
from onegrid.web.studio.by_kind import published
from onegrid.web.studio.draft import WORKFLOW, editing, stale, title_of
from onegrid.web.studio.parts import PART
from onegrid.web.studio.report import kind_word, report_of


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page
def publish(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Preview and reason by GET, the act by POST."""
    found = drafts.draft_for(actor, WORKFLOW, slug)
    if found is None:
        raise NotFound("catalog.draft_not_found")
    if request.method != "POST":
        return _preview(request, actor, found)
    try:
        version = published(request, actor, WORKFLOW, slug)
    except OneGridError as error:
        return _preview(request, actor, found, error=error)
    messages.success(request, _("Version %(n)d is published: new cases take it.") % {"n": version.number})
    return redirect("studio_workflow", slug=slug)


def _preview(
    request: HttpRequest, actor: Actor, found: DesignDraft, *, error: OneGridError | None = None
) -> HttpResponse:
    slug = found.slug
    whole = drafts.content_of(found, slug)
    report = report_of(examine(slug, whole), editing(slug))
    changes = drafts.changes_of(found)
    base = drafts.base_files(DesignKind.WORKFLOW, slug, found.base, found.form_bases)
    before = {name: base[name] for name in changes if name in base}
    after = {name: content for name, content in changes.items() if content is not None}
    users = {one.slug: one for one in selectors.users_of(slug)}
    users |= {one.slug: one for one in selectors.users_of_forms(found.form_bases) if one.slug != slug}
    asked = request.POST.getlist("republish") if request.method == "POST" else list(users)
    shown: dict[str, Any] = {
        "slug": slug,
        "title": title_of(slug),
        "draft": found,
        "stale": stale(found),
        "report": report,
        "files": [one for one in difference.of_files(before, after) if one.name != DIAGRAM],
        "drawing": _drawing(before, after),
        "users": [(one, one.slug in asked) for one in users.values()],
        "open_cases": open_on(actor, slug),
        "is_new": bool(set(changes) - {README}),
        "note": request.POST.get("note", ""),
        "may_publish": may_publish(actor),
        "error": in_words(error) if error else None,
    }
    return render(request, "web/studio/publish.html", shown, status=error.status if error else 200)


def open_on(actor: Actor, *slugs: str) -> int:
    """Cases that are open on any version of these processes."""
    versions = WorkflowVersion.objects.filter(workflow__slug__in=slugs).values_list("pk", flat=True)
    return sum(open_cases_by_version(actor, versions).values())


def _drawing(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, Any] | None:
    if DIAGRAM not in after:
        return None
    found = difference.of_drawing(before.get(DIAGRAM, b""), after[DIAGRAM])
    groups = [
        (change, said, [_element(one) for one in found.elements if one.change == change])
        for change, said in (
            ("added", _("Added to the drawing")),
            ("changed", _("Changed in the drawing")),
            ("removed", _("Taken out of the drawing")),
        )
    ]
    return {"groups": [one for one in groups if one[2]], "moved": found.is_moved, "readable": found.is_readable}


def _element(one: difference.ElementChange) -> dict[str, Any]:
    parts = list(dict.fromkeys(str(PART.get(part, _("other properties"))) for part in one.parts))
    return {"id": one.id, "kind": kind_word(one.kind), "name": one.name, "parts": parts}
