"""Every human task is for a role that exists here; else nobody would ever see it."""

from collections.abc import Iterator

from onegrid.catalog.findings import Table
from onegrid.catalog.lint.subject import Subject
from onegrid.engine.problems import Problem

_SAID: Table = {
    "role_unknown": (
        "{it} is for the role `{role}`, which does not exist here.",
        "{it_zh}的角色“{role}”在本平台不存在。",
        "One of: {known}.",
        "可选：{known}。",
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """One finding for each task."""
    known = ", ".join(sorted(subject.roles)) or "-"
    for task in subject.tasks():
        if task.assignment is not None and task.assignment.role and task.assignment.role not in subject.roles:
            yield subject.tell(_SAID, "role_unknown", task.element, role=task.assignment.role, known=known)
