"""To which tasks a case can be returned from a task, and who may then not do the returner's step."""

from onegrid.cases.models import Case, EventRecord, WorkItem
from onegrid.catalog import selectors as catalog
from onegrid.engine.definitions import HumanTask
from onegrid.engine.rewind import rewind_targets


def ways_back(case: Case, item: WorkItem, definition: HumanTask) -> tuple[str, ...]:
    """Element ids, the one passed last first: what the engine takes and the process allows. Reads the case's state."""
    allowed = definition.operations.return_targets
    passed = rewind_targets(catalog.spec_of(case.version_id), case.engine_state, task=item.task)
    return tuple(one for one in passed if not allowed or one in allowed)


def is_own_return(case_id: int, *, origin: str, target: str, person_id: int) -> bool:
    """All returns from `origin` to `target` were this person's own.

    Nothing is sent to and fro between two people then: they have only taken their own step back.
    """
    rows = EventRecord.objects.filter(case_id=case_id, kind="task.returned", origin=origin, target=target)
    return set(rows.values_list("person_id", flat=True)) == {person_id}
