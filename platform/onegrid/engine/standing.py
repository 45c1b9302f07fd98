"""Where the tokens of a case stand: what waits, and the calls and sub-processes around it."""

from dataclasses import dataclass

from onegrid.engine.codec import decode
from onegrid.engine.run import reading
from onegrid.engine.specification import Spec
from onegrid.engine.task import WAITING, CaseTask

_KINDS = (None, "human", "call", "timer", "subscription", "incident", "condition")


@dataclass(frozen=True, slots=True)
class Standing:
    """One token. kind: as `run.Open`, or inside (a scope is open in it), or joining."""

    process: str
    element: str
    kind: str


def standing(spec: Spec, state: bytes) -> tuple[Standing, ...]:
    """Every token that stands somewhere, outer scopes first; several at one element are several."""
    workflow = decode(spec, state, reading())
    found: list[Standing] = []
    for scope in workflow.thaw_scopes():
        if scope.host is not None:
            found.append(_at(scope.host, "inside"))
        found.extend(_at(task, kind) for task in scope.thaw_all() if (kind := _kind(task)))
    return tuple(found)


def _kind(task: CaseTask) -> str | None:
    if task.wait is not None:
        return _KINDS[task.wait]
    return "joining" if task.state == WAITING and task.task_spec.joins else None


def _at(task: CaseTask, kind: str) -> Standing:
    return Standing(task.workflow.spec.process_id, task.task_spec.element, kind)
