"""Return to a human task that the case has passed, where the way back is one path.

A task can be returned to if no other token was open when it was passed, and none is open now: then nothing that
ran beside it is torn. Variables stay as they are. Everything else is refused with words.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from onegrid.engine.act import HUMAN, Act
from onegrid.engine.codec import decode
from onegrid.engine.problems import EngineError
from onegrid.engine.run import close, find_waiting, reading
from onegrid.engine.scope import Scope
from onegrid.engine.specification import Spec
from onegrid.engine.step import Step
from onegrid.engine.task import CaseTask


def rewind(spec: Spec, state: bytes, *, task: int, to: str, case: Mapping[str, Any], now: datetime) -> Step:
    """Withdraw the open task and open the human task `to` again, in this process or one that called it."""
    workflow = decode(spec, state, Act(now, case))
    found = find_waiting(workflow, task, HUMAN, "task", "任务")
    for scope, token in _way_back(found):
        for place, index in enumerate(scope.trail):
            target = scope.spec.node(index)
            if target.element == to and target is not token.task_spec:
                token.cancel()
                scope.trail = scope.trail[:place]
                target._update(CaseTask(scope, target))
                return close(workflow)
    raise EngineError(
        "rewind.no_way",
        f"there is no single way back to {to!r}: it has not been passed, or other branches ran or run beside it",
        f"无法退回到“{to}”:尚未经过该环节,或有其他分支与之并行",
        to,
    )


def rewind_targets(spec: Spec, state: bytes, *, task: int) -> tuple[str, ...]:
    """Human tasks that `rewind` would take, the one passed last first."""
    workflow = decode(spec, state, reading())
    found = find_waiting(workflow, task, HUMAN, "task", "任务")
    return tuple(
        scope.spec.node(index).element
        for scope, token in _way_back(found)
        for index in reversed(scope.trail)
        if scope.spec.node(index) is not token.task_spec
    )


def _way_back(found: CaseTask) -> Iterator[tuple[Scope, CaseTask]]:
    """Scopes from the task outwards, each with the one token in it, as long as there is only one."""
    token: CaseTask | None = found
    while token is not None and "i" not in token.internal_data:
        scope = token.workflow
        if any(other is not token and not other.is_beside(token) for other in scope.thaw_all()):
            return
        yield scope, token
        token = scope.host
