"""How many cases stand at each node of a workflow now, of those that the actor may count."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from onegrid.cases.models import Case, Incident, Outbox, Subscription, WorkItem
from onegrid.cases.path import drawings_of
from onegrid.cases.sight import counted_cases
from onegrid.catalog.drawings import Drawing, called_from
from onegrid.catalog.models import WorkflowVersion
from onegrid.jurisdictions.policy import Actor

_Where = tuple[int, str, str, int]  # version, process, element, case


@dataclass(frozen=True, slots=True)
class StandingAt:
    """Of one version of the workflow. `at`: process > element > cases. `elsewhere`: open cases that wait only for a
    moment, which names no node in any row; counted for cases of this workflow itself."""

    cases: int
    at: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    within: Mapping[str, int] = field(default_factory=dict)  # process > cases, each once
    elsewhere: int = 0


def standing_at(actor: Actor, slug: str) -> dict[int, StandingAt]:
    """By the number of the workflow's version, also where another called it. A case at two nodes counts at both."""
    versions = {
        version.pk: version
        for version in (
            WorkflowVersion.objects.filter(workflow__slug=slug) | WorkflowVersion.objects.filter(callees__has_key=slug)
        ).select_related("workflow")
    }
    inner = _inner(versions.values(), slug)
    numbers = {pk: one.number for pk, one in inner.items()}
    seen = counted_cases(actor).filter(status="open", version_id__in=versions)
    shown: dict[int, dict[str, dict[str, set[int]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    found: dict[int, set[int]] = defaultdict(set)
    parts = _Parts(versions, {pk: one.process_id for pk, one in inner.items()})
    for version_id, process, element, case_id in _places(seen, parts):
        if parts.shows(version_id, process):
            shown[numbers[version_id]][process][element].add(case_id)
            found[numbers[version_id]].add(case_id)
    own = {pk for pk, version in versions.items() if version.workflow.slug == slug}
    total: dict[int, set[int]] = defaultdict(set)
    for case_id, version_id in seen.filter(version_id__in=own).values_list("pk", "version_id"):
        total[numbers[version_id]].add(case_id)
    return {
        number: StandingAt(
            len(total[number] | found[number]),
            {
                process: {element: len(cases) for element, cases in elements.items()}
                for process, elements in shown[number].items()
            },
            {process: len(set().union(*elements.values())) for process, elements in shown[number].items()},
            len(total[number] - found[number]),
        )
        for number in sorted({*shown, *total})
    }


def _inner(versions: Iterable[WorkflowVersion], slug: str) -> dict[int, WorkflowVersion]:
    """Version of a case -> the workflow's version inside it."""
    versions = list(versions)
    known = {one.pk: one for one in versions if one.workflow.slug == slug}
    return {one.pk: known[one.pk if one.workflow.slug == slug else one.callees[slug]] for one in versions}


class _Parts:
    """What each version draws, read once. `processes`: of the workflow inside each version, its process id."""

    def __init__(self, versions: Mapping[int, WorkflowVersion], processes: Mapping[int, str]) -> None:
        self._versions, self._processes = versions, processes
        self._drawings: dict[int, dict[str, Drawing]] = {}
        self._shown: dict[int, frozenset[str]] = {}

    def drawings(self, version_id: int) -> dict[str, Drawing]:
        """By process."""
        if version_id not in self._drawings:
            self._drawings[version_id] = drawings_of(self._versions[version_id])
        return self._drawings[version_id]

    def shows(self, version_id: int, process: str) -> bool:
        """Whether it is drawn with the workflow: the workflow itself, and what it calls directly or not."""
        if version_id not in self._shown:
            self._shown[version_id] = frozenset(called_from(self.drawings(version_id), self._processes[version_id]))
        return process in self._shown[version_id]

    def holders(self, version_id: int, element: str) -> list[str]:
        """Processes with that element; a boundary event is armed, nothing stands at it."""
        return [
            process
            for process, drawing in self.drawings(version_id).items()
            if element in drawing.nodes and drawing.nodes[element].kind != "boundaryEvent"
        ]


def _places(seen: "QuerySet[Case]", parts: _Parts) -> Iterator[_Where]:
    """Open tasks and calls name their process; an incident or a message names its element alone, and counts where only
    one process of the version has it."""
    rows = seen.values("pk")
    items = WorkItem.objects.filter(case__in=rows, status=WorkItem.Status.OPEN)
    calls = Outbox.objects.filter(case__in=rows, state__in=(Outbox.State.PENDING, Outbox.State.LEASED))
    yield from items.values_list("case__version_id", "process", "element", "case_id").distinct()
    yield from calls.values_list("case__version_id", "process", "element", "case_id").distinct()
    stopped = Incident.objects.filter(case__in=rows, state=Incident.State.OPEN)
    waiting = Subscription.objects.filter(case__in=rows)
    for found in (
        stopped.values_list("case__version_id", "element", "case_id").distinct(),
        waiting.values_list("case__version_id", "element", "case_id").distinct(),
    ):
        for version_id, element, case_id in found:
            holders = parts.holders(version_id, element)
            if len(holders) == 1:
                yield version_id, holders[0], element, case_id
