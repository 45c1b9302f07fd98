"""退回: the owner sends the case back to a human task that it has passed."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from onegrid.cases import refusals
from onegrid.cases.events import CaseReworked
from onegrid.cases.models import Case, WorkItem
from onegrid.cases.services.apply_step import apply_step, context_of
from onegrid.cases.sheet import Return, open_sheet
from onegrid.cases.taking import Taken, require_offered, require_open, require_owner, take
from onegrid.cases.ways_back import ways_back
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.common.errors import Invalid
from onegrid.engine.problems import EngineError
from onegrid.engine.rewind import rewind
from onegrid.jurisdictions.policy import Actor


@dataclass(frozen=True, slots=True)
class ReturnTarget:
    """One task to which the case can go back, and who did it last."""

    element: str
    name: str
    person_id: int | None


@dataclass(frozen=True, slots=True)
class ReturnPreview:
    """What a return would do: `withdrawn` are open tasks of others that would vanish, `opens` what would open."""

    targets: tuple[ReturnTarget, ...]
    target: str | None
    withdrawn: tuple[WorkItem, ...]
    opens: tuple[str, ...]


def preview_return(*, actor: Actor, work_item_id: int, target: str | None = None) -> ReturnPreview:
    """Nothing is changed."""
    with transaction.atomic():
        taken = take(actor, work_item_id)
        require_open(taken, revision=None)
        require_offered(taken, "return_to")
        by = require_owner(taken, "return_to")
        targets = _targets(taken)
        if target is None:
            return ReturnPreview(targets, None, (), ())
        step = _rewound(taken, by, targets, target)
    closed = {one.task for one in step.closed} - {taken.item.task}
    withdrawn = WorkItem.objects.filter(case_id=taken.case.pk, task__in=closed, status=WorkItem.Status.OPEN)
    return ReturnPreview(
        targets,
        target,
        tuple(withdrawn.select_related("unit", "owner")),
        tuple(one.definition.element for one in step.opened),
    )


@transaction.atomic
def return_to(*, actor: Actor, work_item_id: int, target: str, reason: str, revision: int | None = None) -> Case:
    """Tasks opened after `target` are withdrawn. It opens again for who did it, if they still may; its receiver may
    not do the step of the one who returned, or the same two would send it to and fro."""
    taken = take(actor, work_item_id)
    item = taken.item
    require_open(taken, revision=revision)
    require_offered(taken, "return_to")
    by = require_owner(taken, "return_to")
    if not reason.strip():
        raise refusals.missing("reason", "A reason", "退回理由", item.element)
    step = _rewound(taken, by, _targets(taken), target)
    sheet = open_sheet(taken.locked, by, clock.now())
    sheet.set_column("return_count", taken.case.return_count + 1)
    sheet.going_back = Return(origin=item.element, target=target)
    event = CaseReworked(taken.case.pk, sheet.now, item.pk, "return", item.unit_id, reason)
    sheet.announce(lambda: event)
    act = {
        "kind": "task.returned",
        "process": item.process,
        "element": item.element,
        "task": item.task,
        "origin": item.element,
        "target": target,
        "reason": reason,
    }
    return apply_step(sheet=sheet, step=step, act=act)


def _rewound(taken: Taken, by: Actor, targets: tuple[ReturnTarget, ...], target: str) -> Any:
    if not targets:
        raise Invalid(
            "work_item.no_way_back",
            "There is no step to which this task can go back now.",
            "该环节目前没有可退回的环节。",
            field="target",
            element=taken.item.element,
            mend_en="Do the task, or transfer it; in a comment you can tell the others what is wrong.",
            mend_zh="请办理或转办该任务；有问题可在沟通中说明。",
        )
    if target not in {one.element for one in targets}:
        raise Invalid(
            "work_item.return_target",
            f"The case cannot go back from here to “{target}”.",
            f"不能从该环节退回到“{target}”。",
            field="target",
            element=taken.item.element,
            mend_en="Choose one of the steps to which this task can go back.",
            mend_zh="请从该任务可退回的环节中选择。",
            extra={"targets": [one.element for one in targets]},
        )
    sheet = open_sheet(taken.locked, by, clock.now())
    try:
        return rewind(
            catalog.spec_of(taken.case.version_id),
            taken.case.engine_state,
            task=taken.item.task,
            to=target,
            case=context_of(sheet),
            now=sheet.now,
        )
    except EngineError as error:
        raise refusals.from_engine(error) from error


def _targets(taken: Taken) -> tuple[ReturnTarget, ...]:
    passed = ways_back(taken.case, taken.item, taken.definition)
    last = {element: (name, person_id) for element, person_id, _, name in taken.locked.done}
    return tuple(ReturnTarget(one, *last.get(one, (one, None))) for one in passed)
