"""A process may begin by what this installation can begin it with: an act, a report or a message."""

from collections.abc import Iterator

from onegrid.catalog.findings import Table
from onegrid.catalog.lint.subject import Subject
from onegrid.engine import bpmn
from onegrid.engine.problems import Problem

# The engine starts by these, too; here nobody watches a clock, a signal or a condition for a case that does not exist.
_BY_ITSELF = {
    "timerEventDefinition": ("a timer", "定时器"),
    "signalEventDefinition": ("a signal", "信号"),
    "conditionalEventDefinition": ("a condition", "条件"),
}
_SAID: Table = {
    "start_by_itself": (
        "{it} begins a case by {what}; here cases begin with a report, an act or a message.",
        "{it_zh}由{what_zh}启动案件；本平台的案件由上报、人工或消息启动。",
        "Use a start event without a trigger or with a message, and send the message when it is time.",
        "请使用无触发或消息触发的开始事件，到时发送消息。",
    )
}


def check(subject: Subject) -> Iterator[Problem]:
    """One finding for each such start of the process itself; those of event sub-processes wait inside a case."""
    for process in bpmn.processes(subject.model.tree):
        if process.get("id") != subject.model.process_id:
            continue
        for start in process.iterchildren(bpmn.tag("startEvent")):
            for kind in (bpmn.kind(one) for one in bpmn.definitions_of(start)):
                if kind in _BY_ITSELF:
                    en, zh = _BY_ITSELF[kind]
                    yield subject.tell(_SAID, "start_by_itself", start.get("id") or "", what=en, what_zh=zh)
