"""SpiffWorkflow as it comes, with its full JSON saved and restored after every outside step."""

import datetime as dt
import json
import logging
import warnings
from collections import Counter
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions import timer as stock_timer
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from tests.engine.walks.blocks import ROUTE, Model

warnings.simplefilter("ignore", DeprecationWarning)
logging.getLogger("spiff").setLevel(logging.WARNING)
SERIALISER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))


class WalkClock(dt.datetime):
    """Stands for `datetime` in the library's timers, so that a walk decides what time it is."""

    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # noqa: ARG003
        return cls.moment


class Scripts(PythonScriptEngine):
    def call_service(self, task: Any, **given: Any) -> str:  # noqa: ARG002
        return json.dumps({"echo": given["operation_params"]["x"]["value"]})


def parse(model: Model) -> tuple[Any, Any]:
    """The specs of a model in the stock dialect."""
    parser = SpiffBpmnParser(validator=None)
    parser.add_bpmn_xml(etree.fromstring(model.xml()))
    parser.add_dmn_xml(etree.fromstring(ROUTE))
    return parser.get_spec("main"), parser.get_subprocess_specs("main")


class StockCase:
    """One case; every public step ends with a save and a restore."""

    def __init__(self, specs: tuple[Any, Any], data: dict[str, Any], now: dt.datetime) -> None:
        stock_timer.datetime = WalkClock
        WalkClock.moment = now
        self.passed: Counter[str] = Counter()
        self.workflow = BpmnWorkflow(*specs, script_engine=Scripts())
        self.workflow.get_next_task(spec_name="Start").data.update(data)
        self._go_on()

    def _go_on(self) -> None:
        self.workflow.do_engine_steps(did_complete_task=self._note)
        self.workflow = SERIALISER.deserialize_json(SERIALISER.serialize_json(self.workflow))
        self.workflow.script_engine = Scripts()

    def _note(self, task: Any) -> None:
        if not task.task_spec.name.endswith("[child]"):
            self.passed[task.task_spec.name] += 1

    def _tasks(self) -> list[tuple[tuple[str, str], Any]]:
        found = []
        for task in self.workflow.get_tasks(state=TaskState.READY, manual=True):
            name = task.task_spec.name.replace(" [child]", "")
            around = [str(value) for key, value in sorted(task.data.items()) if key.startswith("item_")]
            found.append(((name, ",".join(around)), task))
        return sorted(found, key=lambda pair: pair[0])

    def open(self) -> list[tuple[str, str]]:
        return [key for key, _ in self._tasks()]

    def messages(self) -> list[str]:
        waiting = []
        for task in self.workflow.event_manager.tasks.values():
            definition = task.task_spec.event_definition
            for part in getattr(definition, "event_definitions", [definition]):
                if isinstance(part, MessageEventDefinition):
                    waiting.append(part.name)
        return sorted(waiting)

    def complete(self, key: tuple[str, str], answers: dict[str, Any]) -> None:
        task = next(task for found, task in self._tasks() if found == key)
        task.data.update(answers)
        task.run()
        self._note(task)
        self._go_on()

    def tell(self, name: str) -> None:
        self.workflow.send_event(BpmnEvent(MessageEventDefinition(name), payload={}))
        self._go_on()

    def tick(self, now: dt.datetime) -> None:
        WalkClock.moment = now
        self.workflow.refresh_timers()
        self._go_on()

    @property
    def finished(self) -> bool:
        return bool(self.workflow.completed)

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.workflow.data)
