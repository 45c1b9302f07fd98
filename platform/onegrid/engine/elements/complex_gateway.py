"""Complex gateways: activated as soon as their condition is true, reset when no more tokens can come (BPMN 13.4.5)."""

from functools import partial
from typing import TYPE_CHECKING, Any

from onegrid.engine import bpmn
from onegrid.engine.elements.inclusive_gateway import Inclusive
from onegrid.engine.elements.parallel_gateway import first_by_flow
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import Expression
from onegrid.engine.step import Passed
from onegrid.engine.task import READY, WAITING, CaseTask

if TYPE_CHECKING:
    from onegrid.engine.scope import Scope


class Complex(Inclusive):
    """Splits as an inclusive gateway does. `flows`: ids of incoming flows by the origin of their tokens.

    Between activation and reset a task of its own waits, with the flows already used up under "spent".
    """

    activation: Expression | None = None

    def __init__(self, wf_spec: object, name: str) -> None:
        super().__init__(wf_spec, name)
        self.flows: dict[int, str] = {}

    def _update_hook(self, my_task: CaseTask) -> bool:
        if super()._update_hook(my_task):
            return True
        self._activate(my_task.workflow)
        return False

    def release(self, scope: "Scope") -> bool:
        """Activate it where data has made the condition true, or reset it where nothing more can come."""
        return self._activate(scope) or self._reset(scope)

    def try_again(self, my_task: CaseTask) -> None:
        """A token whose activation condition could not be asked has come no further than here: it waits again."""
        if my_task.internal_data.pop("asked", False):
            self._update(my_task)
        else:
            super().try_again(my_task)

    def skip(self, my_task: CaseTask) -> None:
        """An activation condition that cannot be asked counts as met; which flows to take is still asked."""
        if not my_task.internal_data.pop("asked", False):
            super().skip(my_task)
            return
        my_task.workflow.top_workflow.act.end(my_task, "completed")
        self._let_through(my_task, {**first_by_flow(self, my_task.workflow), my_task.origin: my_task})

    def _is_stuck(self, scope: "Scope") -> bool:
        """Whether its condition could not be asked; then nothing moves here before a person has looked at it."""
        return any(task.task_spec is self and "asked" in task.internal_data for task in scope.thaw_all())

    def _is_met(self, survivor: CaseTask, names: dict[str, Any]) -> bool:
        if self.activation is None:
            return False
        survivor.internal_data["asked"] = True  # what stays behind where this fails
        is_met = self.activation.at(survivor, names) is True
        del survivor.internal_data["asked"]
        return is_met

    def _activate(self, scope: "Scope") -> bool:
        if self._spent(scope) is not None or self._is_stuck(scope):
            return False
        arrived = first_by_flow(self, scope)
        if not arrived:
            return False
        survivor = max(arrived.values(), key=lambda task: task.id)
        names: dict[str, Any] = {flow: int(origin in arrived) for origin, flow in self.flows.items()}
        names |= {"activationCount": len(arrived), "waitingForStart": True}
        if not scope.top_workflow.guard(survivor, partial(self._is_met, survivor, names)):
            return False
        self._let_through(survivor, arrived)
        return True

    def _let_through(self, survivor: CaseTask, arrived: dict[int, CaseTask]) -> None:
        scope = survivor.workflow
        for other in arrived.values():
            if other is not survivor:
                other.cancel()
        if self.incoming - arrived.keys():
            rest = CaseTask(scope, self)
            rest.internal_data["spent"], rest.outcome = sorted(arrived), survivor.outcome
            rest._set_state(WAITING)
        survivor._set_state(READY)

    def _reset(self, scope: "Scope") -> bool:
        rest = self._spent(scope)
        if rest is None or self._is_stuck(scope):
            return False
        spent = set(rest.internal_data["spent"])
        late = {o: t for o, t in first_by_flow(self, scope).items() if o not in spent and t is not rest}
        if self.can_come(scope, self.incoming - spent - late.keys(), spent | late.keys()):
            return False
        for token in late.values():
            token.cancel()
        rest.internal_data["spent"] = []
        rest._set_state(READY)
        return True

    def _spent(self, scope: "Scope") -> CaseTask | None:
        return next((t for t in scope.thaw_all() if t.task_spec is self and t.internal_data.get("spent")), None)

    def _run_hook(self, my_task: CaseTask) -> bool:
        if "spent" not in my_task.internal_data:
            return super()._run_hook(my_task)
        names = {"waitingForStart": False}
        chosen = [
            name
            for condition, name in self.cond_task_specs
            if condition is not None and condition.expression.at(my_task, names) is True
        ]
        my_task.internal_data["to"] = chosen or [self.default] * (self.default is not None)
        return True

    def takes(self, condition: Any, my_task: CaseTask) -> bool:
        return condition is None or condition.expression.at(my_task, {"waitingForStart": True}) is True

    def tell(self, my_task: CaseTask, passed: Passed) -> None:
        """A reset that lets nothing out is nobody's business."""
        if my_task.internal_data["to"]:
            super().tell(my_task, passed)


def build(place: Place) -> Complex:
    """A complex gateway; one that joins without saying when is refused."""
    spec = Complex(place.scope, place.name)
    text = bpmn.text_of(bpmn.named(place.node, "activationCondition"))
    if text:
        spec.activation = Expression(text, place.id)
    elif sum(1 for _ in place.node.iterchildren(bpmn.tag("incoming"))) > 1:
        raise place.refuse(
            "gateway.no_activation",
            "nothing says when it lets tokens through",
            "没有说明何时放行",
            "write an activationCondition in FEEL, for instance activationCount >= 2",
            "请用 FEEL 填写 activationCondition,例如 activationCount >= 2",
        )
    return spec
