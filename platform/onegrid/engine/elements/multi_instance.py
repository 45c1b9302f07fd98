"""Multi-instance activities, parallel and sequential (BPMN 13.3.7): the whole, and what one instance does to it.

The whole keeps counts and results, never a list of its instances: completing one of a thousand costs as much as
completing one of two.
"""

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import ParallelMultiInstanceTask, SequentialMultiInstanceTask

from onegrid.engine import bpmn, limits
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.event_definitions import definition_at
from onegrid.engine.elements.human_task import visit_of
from onegrid.engine.elements.place import Place
from onegrid.engine.expressions import Expression
from onegrid.engine.normalised import Loop
from onegrid.engine.problems import EngineError
from onegrid.engine.task import READY, CaseTask
from onegrid.engine.values import admit
from onegrid.feel.numbers import whole_of
from onegrid.feel.values import is_number

MAX_INSTANCES = limits.INSTANCES


class Multi(Element):
    """The whole: STARTED while instances are open. `internal_data` holds n (instances), done, open, results, ended.

    thrown: events that completions throw, each with its condition; for behavior One only the first throws.
    """

    instance: Element
    loop: Loop
    collection: Expression | None = None
    cardinality: Expression | None = None
    output_item: Expression | None = None
    completion: Expression | None = None
    thrown: tuple[tuple[Expression | None, Any], ...] = ()
    throws_first_only = False

    def _run_hook(self, my_task: CaseTask) -> bool | None:
        internal = my_task.internal_data
        if "over" in internal:
            return True
        items, count = self._items(my_task)
        internal.update(n=count, done=0, open=0, r=visit_of(my_task)[0])
        if self.output_item is not None:
            internal["results"], internal["ended"] = [None] * count, []
        if self.loop.sequential and items is not None:
            internal["items"] = items
        if count == 0:
            self._finish(my_task)
            return True
        for index in range(1 if self.loop.sequential else count):
            self._start(my_task, index, items[index] if items is not None else index + 1)
        return None

    def _items(self, my_task: CaseTask) -> tuple[list[Any] | None, int]:
        if self.collection is not None:
            items = self.collection.at(my_task)
            if not isinstance(items, list):
                raise EngineError("multi.no_list", "the collection gives no list", "集合表达式没有给出列表")
            items, count = admit(items), len(items)
        else:
            items, count = None, self._number(my_task)
        if count > MAX_INSTANCES:
            raise EngineError(
                "multi.too_many",
                f"{count} instances are more than the {MAX_INSTANCES} allowed",
                f"{count} 个实例超过上限 {MAX_INSTANCES}",
            )
        act = my_task.workflow.top_workflow.act
        act.instances -= 1 if self.loop.sequential else count
        if act.instances < 0:
            limit = limits.ACT_INSTANCES
            raise EngineError(
                "multi.too_many",
                f"more than {limit} instances would begin at once, those of other activities among them",
                f"一次将启动超过 {limit} 个实例(含其他活动的实例)",
            )
        return items, count

    def _number(self, my_task: CaseTask) -> int:
        given = self.cardinality.at(my_task) if self.cardinality is not None else None
        count = whole_of(given) if is_number(given) else None  # 3.0 is as good as 3
        if count is None or count < 0:
            raise EngineError("multi.no_number", "the number of instances is no whole number", "实例数不是非负整数")
        return count

    def _start(self, my_task: CaseTask, index: int, item: Any) -> None:
        task = CaseTask(my_task.workflow, self.instance)
        task.holder, task.outcome = my_task.id, my_task.outcome
        data: dict[str, Any] = {"loopCounter": index + 1}
        if self.collection is not None:
            data[self.loop.item or "item"] = item
        task.data = data
        task.internal_data = {"i": index, "v": item, "r": my_task.internal_data["r"], "d": data}
        my_task.internal_data["open"] += 1
        self.instance._update(task)

    @property
    def questions(self) -> tuple[Callable[[CaseTask], None], ...]:
        """What the completion of an instance answers."""
        return self._take_result, self._ask_if_enough, self._ask_what_is_thrown

    def _take_result(self, child: CaseTask) -> None:
        if self.output_item is not None:
            whole = self._whole(child)
            index = child.internal_data["i"]
            whole.internal_data["results"][index] = admit(self.output_item.at(child))
            if index not in whole.internal_data["ended"]:  # an instance may come here again after an incident
                whole.internal_data["ended"].append(index)

    def instance_done(self, child: CaseTask) -> None:
        """An instance has completed: go on, open the next, or withdraw the rest."""
        whole = self._whole(child)
        internal = whole.internal_data
        internal["done"] += 1
        internal["open"] -= 1
        whole.outcome = child.outcome
        for number, filled in child.internal_data.get("throws", ()):
            if whole.is_live:
                self.thrown[number][1].send(child, filled)
        if not whole.is_live:
            return
        if child.internal_data.get("enough"):
            for other in whole.workflow.held_by(whole.id):
                if other.task_spec is self.instance:
                    other.cancel()
            self._finish(whole)
        elif internal["done"] == internal["n"]:
            self._finish(whole)
        elif self.loop.sequential:
            index = internal["done"]
            self._start(whole, index, internal["items"][index] if "items" in internal else index + 1)

    def _finish(self, whole: CaseTask) -> None:
        if self.loop.output is not None and self.output_item is not None:
            whole.data[self.loop.output] = whole.internal_data["results"]
        if whole.internal_data["n"]:
            whole.internal_data["over"] = True
            whole._set_state(READY)

    def _ask_what_is_thrown(self, child: CaseTask) -> None:
        if not self.thrown:
            return
        internal = self._whole(child).internal_data
        names = self._counters(internal)
        child.internal_data["throws"] = [
            (number, event.filled(child))
            for number, (condition, event) in enumerate(self.thrown)
            if not (self.throws_first_only and internal["done"])
            and (condition is None or condition.at(child, names) is True)
        ]

    def _counters(self, whole: dict[str, Any]) -> dict[str, Any]:
        """As they will be once the instance that is asked about has completed."""
        return {
            "numberOfInstances": whole["n"],
            "numberOfCompletedInstances": whole["done"] + 1,
            "numberOfActiveInstances": whole["open"] - 1,
            "numberOfTerminatedInstances": 0,
        }

    def _ask_if_enough(self, child: CaseTask) -> None:
        if self.completion is None:
            return
        internal = self._whole(child).internal_data
        names = self._counters(internal)
        if self.loop.output is not None and self.output_item is not None:
            results = internal["results"]
            names[self.loop.output] = [results[index] for index in sorted(internal["ended"])]
        child.internal_data["enough"] = self.completion.at(child, names) is True

    def _whole(self, child: CaseTask) -> CaseTask:
        whole = child.workflow.task(child.holder or 0)
        if whole is None:
            raise EngineError("multi.lost", "the instance has lost its activity", "实例已失去所属活动")
        return whole


class ParallelMulti(Multi, ParallelMultiInstanceTask):  # type: ignore[misc]
    """All instances at once."""


class SequentialMulti(Multi, SequentialMultiInstanceTask):  # type: ignore[misc]
    """One instance after another."""


def build(place: Place, instance: Element, loop: Loop) -> Multi:
    """The whole around an element that has multi-instance characteristics."""
    kind = SequentialMulti if loop.sequential else ParallelMulti
    spec: Multi = kind(place.scope, place.id, task_spec=instance.name)
    spec.loop, spec.instance, spec.holds = loop, instance, True
    instance.multi = spec
    instance.element = place.id
    characteristics = bpmn.named(place.node, "multiInstanceLoopCharacteristics")
    for condition, event in bpmn.thrown_by(characteristics) if characteristics is not None else ():
        if event is not None:
            text = bpmn.text_of(condition)
            spec.thrown = (*spec.thrown, (Expression(text, place.id) if text else None, definition_at(place, event)))
    spec.throws_first_only = characteristics is not None and characteristics.get("behavior") == "One"
    texts = (loop.collection, loop.cardinality, loop.output_item, loop.completion)
    spec.collection, spec.cardinality, spec.output_item, spec.completion = (
        Expression(text, place.id) if text else None for text in texts
    )
    return spec
