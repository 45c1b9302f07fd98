"""The first page: which processes, forms and tables there are, and what one has begun to change."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onegrid.cases.selectors import open_cases_by_version
from onegrid.catalog.drafts import drafts_for
from onegrid.catalog.models import Form, Workflow, WorkflowVersion
from onegrid.jurisdictions.policy import Actor
from onegrid.web.studio.access import may_publish, studio_page
from onegrid.web.studio.tables import tables_of


@dataclass(frozen=True, slots=True)
class Used:
    """A process or form with who uses it and how many cases are open on any of its versions."""

    row: Workflow | Form
    version: object
    users: tuple[Workflow, ...]
    open_cases: int | None = None


@require_safe
@studio_page
def room(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything that is published."""
    workflows = list(
        Workflow.objects.exclude(current_version=None)
        .select_related("current_version__workflow", "current_version__published_by")
        .order_by("kind", "slug")
    )
    forms = Form.objects.exclude(current_version=None).select_related("current_version__published_by").order_by("slug")
    shown = {
        "workflows": _workflows(actor, workflows),
        "forms": [Used(one, one.current_version, tuple(_showing(one.slug, workflows))) for one in forms],
        "tables": [
            (one, table) for one in workflows if one.current_version for table in tables_of(one.current_version)
        ],
        "drafts": drafts_for(actor),
        "may_publish": may_publish(actor),
    }
    return render(request, "web/studio/room.html", shown)


def _workflows(actor: Actor, workflows: list[Workflow]) -> list[Used]:
    of_version = dict(WorkflowVersion.objects.values_list("pk", "workflow_id"))
    counted: dict[int, int] = {}
    for version, n in open_cases_by_version(actor, of_version).items():
        counted[of_version[version]] = counted.get(of_version[version], 0) + n
    return [
        Used(one, one.current_version, tuple(_calling(one.slug, workflows)), counted.get(one.pk, 0))
        for one in workflows
    ]


def _calling(slug: str, workflows: list[Workflow]) -> Iterable[Workflow]:
    return (one for one in workflows if one.current_version and slug in one.current_version.callees)


def _showing(slug: str, workflows: list[Workflow]) -> Iterable[Workflow]:
    return (one for one in workflows if one.current_version and slug in one.current_version.forms)
