"""The path of a case so far and where it stands, for whoever draws it; the caller has shown that the case is seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from onegrid.cases.models import Case, EventRecord, Incident, WorkItem
from onegrid.cases.replay import Replay, Trail
from onegrid.catalog import selectors as catalog
from onegrid.catalog.drawings import Drawing, drawing_of
from onegrid.catalog.models import WorkflowVersion
from onegrid.engine.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class CasePath:
    """`drawings`: of the frozen version and all that it calls, by process id, its own first."""

    root: str
    drawings: Mapping[str, Drawing]
    trail: Trail
    standing: tuple[Standing, ...]
    items: tuple[WorkItem, ...]
    incidents: tuple[Incident, ...]


def path_of(case: Case) -> CasePath:
    """From the log, the work items and, while it is open, the engine's state."""
    drawings = drawings_of(case.version)
    root = case.version.process_id
    rows = EventRecord.objects.filter(case_id=case.pk).order_by("seq")
    trail = Replay(drawings, root).take(rows)
    open_at = standing(catalog.spec_of(case.version_id), case.engine_state) if case.is_open else ()
    items = WorkItem.objects.filter(case=case).select_related("unit", "owner", "done_by").order_by("id")
    stuck = Incident.objects.filter(case=case, state=Incident.State.OPEN)
    return CasePath(root, drawings, trail, open_at, tuple(items), tuple(stuck))


def drawings_of(version: WorkflowVersion) -> dict[str, Drawing]:
    """The version's own process first, then each that it calls, as frozen with it."""
    found = WorkflowVersion.objects.filter(pk__in=version.callees.values()).select_related("workflow")
    called = {one.process_id: drawing_of(one) for one in found.order_by("workflow__slug")}
    return {version.process_id: drawing_of(version), **called}
