"""Every human task, lane and notice is for a role that exists here; else nobody would ever see it."""

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
    """One finding for each task, lane and notice; a notice whose role is computed is known only at run time."""
    known = ", ".join(sorted(subject.roles)) or "-"
    for element, role in (*_of_tasks(subject), *subject.model.lane_roles.items(), *_of_notices(subject)):
        if role and role not in subject.roles:
            yield subject.tell(_SAID, "role_unknown", element, role=role, known=known)


def _of_tasks(subject: Subject) -> Iterator[tuple[str, str]]:
    for task in subject.tasks():
        if task.assignment is not None:
            yield task.element, task.assignment.role


def _of_notices(subject: Subject) -> Iterator[tuple[str, str]]:
    for call in subject.model.calls.values():
        role = dict(call.parameters).get("role", "")
        if call.notice and call.process == subject.model.process_id and role[:1] == role[-1:] == '"':
            yield call.element, role[1:-1]
