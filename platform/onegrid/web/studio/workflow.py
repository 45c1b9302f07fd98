"""A process as it runs, or as an older version froze it: drawing, people's steps, tables, forms, examples, notes."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from onegrid.cases.selectors import open_cases_by_version
from onegrid.catalog import folders, selectors
from onegrid.catalog.draft import EXAMPLES, README, thaw
from onegrid.catalog.drafts import draft_for
from onegrid.catalog.gather import model_of
from onegrid.catalog.models import DesignKind, Form, FormVersion, Workflow, WorkflowVersion
from onegrid.common.errors import NotFound
from onegrid.engine.definitions import HumanTask, Limit
from onegrid.jurisdictions.models import Role
from onegrid.jurisdictions.policy import Actor
from onegrid.web.canvas import canvas_page
from onegrid.web.studio.access import may_publish, studio_page
from onegrid.web.studio.tables import tables_of
from onegrid.web.studio.texts import html_of, text_of


@dataclass(frozen=True, slots=True)
class Task:
    """A step of people: who does it, on which form, within which time."""

    id: str
    name: str
    role_zh: str
    role_en: str
    form: str
    form_zh: str
    form_en: str
    limit: Limit | None


@dataclass(frozen=True, slots=True)
class FormUse:
    """A form as the version froze it, and the tasks of the process itself that show it."""

    version: FormVersion
    tasks: tuple[str, ...]


@require_safe
@canvas_page
@studio_page
def workflow(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The running version."""
    return _shown(request, actor, selectors.current_version(slug))


@require_safe
@canvas_page
@studio_page
def version(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """One version."""
    return _shown(request, actor, selectors.version_by_number(slug, number))


@require_safe
@studio_page
def file(_request: HttpRequest, _actor: Actor, slug: str, number: int, name: str) -> HttpResponse:
    """A file of a version byte for byte, to be changed elsewhere."""
    content = thaw(selectors.version_by_number(slug, number).sources).get(name)
    if content is None:
        raise NotFound("catalog.file_not_found")
    return download(content, name.rpartition("/")[2])


@require_safe
@studio_page
def archive(_request: HttpRequest, _actor: Actor, slug: str, number: int) -> HttpResponse:
    """All files of a version with its own forms, as they would stand in a folder."""
    found = folders.published(selectors.version_by_number(slug, number))
    files = {**found.files, **{f"forms/{name}.yaml": content for name, content in found.forms.items()}}
    return zipped(files, f"{slug}-{number}.zip")


def zipped(files: dict[str, bytes], name: str) -> HttpResponse:
    """A zip of the files."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for path, content in sorted(files.items()):
            whole.writestr(path, content)
    return download(packed.getvalue(), name)


def download(content: bytes, name: str) -> HttpResponse:
    """Never shown by the browser itself: what designers upload is nobody's page."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _shown(request: HttpRequest, actor: Actor, found: WorkflowVersion) -> HttpResponse:
    process = found.workflow
    versions = list(process.versions.select_related("published_by").order_by("-number"))
    counted = open_cases_by_version(actor, [one.pk for one in versions])
    files = thaw(found.sources)
    tasks = _tasks(found)
    shown: dict[str, Any] = {
        "workflow": process,
        "version": found,
        "is_current": process.current_version_id == found.pk,
        "versions": [(one, counted[one.pk], one.pk == process.current_version_id) for one in versions],
        "open_cases": sum(counted.values()),
        "tasks": _readable(tasks),
        "tables": tables_of(found),
        "forms": _forms(found, tasks),
        "callees": _callees(found),
        "users": selectors.users_of(process.slug),
        "examples": text_of(files.get(EXAMPLES, b"")) or "",
        "files": sorted(files),
        "notes": html_of(text_of(files.get(README, b"")) or ""),
        "diagram_url": reverse("studio_diagram", args=[process.slug, found.number]),
        "draft": draft_for(actor, DesignKind.WORKFLOW, process.slug),
        "may_publish": may_publish(actor),
    }
    return render(request, "web/studio/workflow.html", shown)


def _tasks(found: WorkflowVersion) -> list[HumanTask]:
    model = model_of(selectors.sources_of(found))
    return [one for one in model.human_tasks.values() if one.process == model.process_id] if model is not None else []


def _readable(tasks: list[HumanTask]) -> list[Task]:
    roles = {slug: (zh, en) for slug, zh, en in Role.objects.values_list("slug", "label_zh", "label_en")}
    forms = {slug: (zh, en) for slug, zh, en in Form.objects.values_list("slug", "title", "title_en")}
    return [
        Task(
            one.element,
            one.name,
            *roles.get(one.assignment.role if one.assignment else "", ("", "")),
            one.form or "",
            *forms.get(one.form or "", ("", "")),
            one.limit,
        )
        for one in tasks
    ]


def _forms(found: WorkflowVersion, tasks: list[HumanTask]) -> list[FormUse]:
    frozen = FormVersion.objects.filter(pk__in=found.forms.values()).select_related("form").order_by("form__slug")
    uses = [FormUse(one, tuple(task.name for task in tasks if task.form == one.form.slug)) for one in frozen]
    return [one for one in uses if one.tasks]


def _callees(found: WorkflowVersion) -> list[tuple[Workflow, int, bool]]:
    """Processes called, with the version that was frozen and whether it still is the running one."""
    rows = WorkflowVersion.objects.filter(pk__in=found.callees.values()).select_related("workflow")
    return [(one.workflow, one.number, one.workflow.current_version_id == one.pk) for one in rows.order_by("workflow")]
