"""The same files in stock SpiffWorkflow, each in a process of its own: some never come back.

Executability is forced and flows are named, as otherwise it would drop nearly all of them.
"""

import contextlib
import multiprocessing
from pathlib import Path
from typing import Any

from lxml import etree

LIMIT_SECONDS = 15
MAX_STEPS = 300
_MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def stock(path: Path) -> tuple[bool, bool]:
    """Whether every process of the file compiles, and whether every one ends."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(path, sender), daemon=True)
    child.start()
    found = receiver.recv() if receiver.poll(LIMIT_SECONDS) else (False, False)
    child.kill()
    child.join()
    return found


def _child(path: Path, sender: Any) -> None:
    compiled = ended = False
    with contextlib.suppress(BaseException):  # whatever it raises counts as not
        specs = _specs(path)
        compiled = bool(specs)
        ended = compiled and all(_ends(*each) for each in specs)
    sender.send((compiled, ended))


def _specs(path: Path) -> list[tuple[Any, Any]]:
    from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

    root = etree.fromstring(path.read_bytes())
    for number, flow in enumerate(root.iter(f"{_MODEL}sequenceFlow")):
        if not flow.get("id"):
            flow.set("id", f"flow_{number}")
    wanted = []
    for process in root.iter(f"{_MODEL}process"):
        if process.find(f"{_MODEL}startEvent") is not None or process.find(f"{_MODEL}task") is not None:
            process.set("isExecutable", "true")
            wanted.append(process.get("id"))
    parser = BpmnParser()
    parser.add_bpmn_xml(root)
    return [(parser.get_spec(name), parser.get_subprocess_specs(name)) for name in wanted]


def _ends(spec: Any, inner: Any) -> bool:
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.util.task import TaskState

    workflow = BpmnWorkflow(spec, inner)
    for _ in range(MAX_STEPS):
        workflow.do_engine_steps()
        workflow.refresh_waiting_tasks()
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        if workflow.is_completed() or not ready:
            break
        ready[0].run()
    return bool(workflow.is_completed())
