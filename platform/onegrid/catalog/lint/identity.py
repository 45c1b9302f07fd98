"""The process in the diagram is the one that the folder is for."""

from collections.abc import Iterator

from onegrid.catalog.findings import Table
from onegrid.catalog.lint.subject import Subject
from onegrid.engine.problems import Problem

_SAID: Table = {
    "process_id": (
        "The process of the diagram is `{id}`, the workflow is `{slug}`.",
        "流程图中的流程 id 为“{id}”，工作流为“{slug}”。",
        "Give the bpmn:process the id `{slug}`.",
        "请将 bpmn:process 的 id 改为“{slug}”。",
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """At most one finding."""
    if subject.model.process_id != subject.slug:
        yield subject.tell(
            _SAID, "process_id", subject.model.process_id, id=subject.model.process_id, slug=subject.slug
        )
