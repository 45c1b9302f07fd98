"""A limit that comes from the closing standard names a stage that the code set has."""

from collections.abc import Iterator

from onegrid.catalog.findings import Table
from onegrid.catalog.lint.subject import Subject
from onegrid.engine.problems import Problem

_SAID: Table = {
    "stage_unknown": (
        "{it} takes its limit from the stage `{stage}`, which the code set does not have.",
        "{it_zh}的时限取自环节“{stage}”，而代码集没有这一环节。",
        "One of: {known}.",
        "可选：{known}。",
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """One finding for each task."""
    known = ", ".join(sorted(subject.stages)) or "-"
    for task in subject.tasks():
        stage = task.limit.stage if task.limit is not None else None
        if stage is not None and stage not in subject.stages:
            yield subject.tell(_SAID, "stage_unknown", task.element, stage=stage, known=known)
