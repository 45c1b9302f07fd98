"""Ad-hoc sub-processes: activities in whatever order people choose, until a condition is met (BPMN 13.3.5).

What no flow leads to is enabled. A human task among it is offered: a person begins it by doing it; where a completion
condition is written it is offered again each time, else each is done once. Whatever nobody chooses begins by itself.
"""

from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import AdHocSubprocess as AdHocMixin

from onegrid.engine import bpmn
from onegrid.engine.elements.end_event import Ending
from onegrid.engine.elements.human_task import Human
from onegrid.engine.elements.place import Place
from onegrid.engine.elements.sub_process import SubProcess
from onegrid.engine.expressions import Expression
from onegrid.engine.scope import Scope
from onegrid.engine.task import CaseTask

OFFERED = "offered"


class AdHoc(SubProcess, AdHocMixin):  # type: ignore[misc]
    """The host keeps the indexes of what is still to be done under "todo", and "enough" once its condition was met.

    sequential: one activity at a time; while one runs, nothing else is offered.
    """

    completion: Expression | None = None
    cancels_rest = True
    sequential = False

    def begin_inside(self, scope: Scope, my_task: CaseTask) -> None:
        """Offer everything that is enabled."""
        my_task.internal_data["todo"] = [entry.index for entry in scope.spec.entries]
        scope.begin(self.outcome_inside(my_task), ())
        self._offer_all(scope, my_task, my_task)

    def judge(self, task: CaseTask) -> None:
        """Ask whether all is done with this task inside, before it completes."""
        if self.completion is not None and _is_going_on(task.workflow.host):
            task.internal_data["met"] = self.completion.at(task) is True

    def after(self, scope: Scope, task: CaseTask) -> None:
        """Something inside has completed."""
        host = scope.host
        if host is None or not _is_going_on(host):
            return
        if task.internal_data.get("met"):
            host.internal_data["enough"] = True
            for token in scope.thaw_all():
                if self.cancels_rest or _is_offer(token):
                    token.cancel()
            return
        if self.completion is not None and OFFERED in task.internal_data and isinstance(task.task_spec, Human):
            host.internal_data["todo"].append(task.task_spec.index)
        self._offer_all(scope, host, task)

    def _offer_all(self, scope: Scope, host: CaseTask, after: CaseTask) -> None:
        todo: list[int] = host.internal_data["todo"]
        if self.sequential and self._is_busy(scope):
            for offer in filter(_is_offer, scope.thaw_all()):
                todo.append(offer.task_spec.index)
                offer.cancel()
            return
        for entry in scope.spec.entries:
            if entry.index in todo and not (self.sequential and self._is_busy(scope)):
                todo.remove(entry.index)
                task = CaseTask(scope, entry)
                task.outcome, task.internal_data[OFFERED] = after.outcome, True
                entry._update(task)

    def _is_busy(self, scope: Scope) -> bool:
        """Whether an activity has been begun; a token that is about to end does not count."""
        return any(
            not _is_offer(token) and not token.task_spec.listens and not isinstance(token.task_spec, Ending)
            for token in scope.thaw_all()
            if token.holder is None
        )


def _is_going_on(host: CaseTask | None) -> bool:
    return host is not None and "enough" not in host.internal_data and "undo" not in host.internal_data


def _is_offer(token: CaseTask) -> bool:
    """Whether nobody has begun it yet."""
    return OFFERED in token.internal_data and isinstance(token.task_spec, Human)


def build(place: Place) -> AdHoc:
    """An ad-hoc sub-process; the compiler builds the scope under the name given here."""
    spec = AdHoc(place.scope, place.name, subworkflow_spec=f"{place.scope.process_id}/{place.id}")
    text = bpmn.text_of(bpmn.named(place.node, "completionCondition"))
    spec.completion = Expression(text, place.id) if text else None
    spec.cancels_rest = place.node.get("cancelRemainingInstances") not in ("false", "0")
    spec.sequential = (place.node.get("ordering") or "").lower() == "sequential"
    return spec
