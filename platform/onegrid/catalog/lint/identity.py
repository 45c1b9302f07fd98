"""The process in the diagram is the one that the folder is for."""

from collections.abc import Iterator

from onegrid.catalog.findings import Table
from onegrid.catalog.lint.subject import Subject
from onegrid.engine.problems import Problem

_SAID: Table = {
    "process_id": (
        "The process of the diagram is `{id}`, the workflow's is `{process}`.",
        "流程图中的流程 id 为“{id}”，而工作流的流程为“{process}”。",
        "Write `process: {id}` in workflow.yaml, or give the bpmn:process the id `{process}`.",
        "请在 workflow.yaml 中写 process: {id}，或将 bpmn:process 的 id 改为“{process}”。",
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """At most one finding."""
    found = subject.model.process_id
    if found != subject.process:
        yield subject.tell(_SAID, "process_id", found, id=found, process=subject.process)
