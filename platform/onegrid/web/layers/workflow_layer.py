"""A version of a workflow with how many cases stand at each node now, of those that the actor may count."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onegrid.cases.path import drawings_of
from onegrid.cases.standing import StandingAt, standing_at
from onegrid.catalog.drawings import Drawing, called_from
from onegrid.catalog.models import WorkflowVersion
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor
from onegrid.web.layers.shape import shape


def workflow_layer(actor: Actor, version: WorkflowVersion, process: str, address: str) -> dict[str, Any]:
    """Of one process of the version; NotFound where it has no such process."""
    drawings = drawings_of(version)
    drawing = drawings.get(process or version.process_id)
    if drawing is None:
        raise NotFound("catalog.version_not_found")
    found = standing_at(actor, version.workflow.slug).get(version.number, StandingAt(0))
    return shape(
        drawing,
        title=_("%(title)s, version %(n)d") % {"title": drawing.name, "n": version.number},
        layer="workflow",
        nodes=_nodes(drawings, drawing, found),
        processes=[_tab(drawings, one, found, address) for one in called_from(drawings, version.process_id)],
        notes=_notes(found),
        file_name=f"{version.workflow.slug}-v{version.number}-{drawing.process}",
    )


def _nodes(drawings: dict[str, Drawing], drawing: Drawing, found: StandingAt) -> dict[str, dict[str, Any]]:
    counts = dict(found.at.get(drawing.process, {}))
    calls = [node for node in drawing.nodes.values() if node.calls]
    for node in calls:
        is_only_caller = sum(other.calls == node.calls for other in calls) == 1
        inside = sum(found.within.get(process, 0) for process in called_from(drawings, node.calls))
        if inside and is_only_caller:
            counts[node.id] = inside
    return {
        element: {
            "name": drawing.nodes[element].name,
            "sign": "standing",
            "signs": ["standing"],
            "count": count,
            "lines": [_cases(count)],
            "visits": [{"title": _cases(count), "facts": []}],
            "opens": drawing.nodes[element].calls if drawing.nodes[element].calls in drawings else "",
        }
        for element, count in counts.items()
        if element in drawing.nodes
    }


def _tab(drawings: dict[str, Drawing], process: str, found: StandingAt, address: str) -> dict[str, Any]:
    here = found.within.get(process, 0)
    return {
        "id": process,
        "name": drawings[process].name,
        "url": f"{address}?process={process}",
        "state": "here" if here else "ahead",
        "word": _cases(here),
    }


def _notes(found: StandingAt) -> list[str]:
    notes = [_("Open cases counted here: %(n)d.") % {"n": found.cases}]
    if found.elsewhere:
        waiting = _("Of these %(n)d wait only for a moment in time and are shown at no node.")
        notes.append(waiting % {"n": found.elsewhere})
    return notes


def _cases(n: int) -> str:
    return ngettext("%(n)d case", "%(n)d cases", n) % {"n": n}
