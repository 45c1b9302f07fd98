"""Human tasks say who, with which form, in what time; ids that they name exist."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.definitions import HumanTask
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_AWAY = frozenset({"return", "reject", "void", "rework", "reopen"})


def human_tasks(model: Model) -> Iterator[Problem]:
    """Whether role, form and unit exist in the city is the catalog's to say."""
    for process in model.running:
        for node in bpmn.all_nodes(process):
            task = model.normalised.human_tasks.get(node.get("id") or "")
            if task is not None:
                yield from _needed(node, task)
                yield from _named(model, node, task)
                yield from _milestone(model, node, task)


def _needed(node: etree._Element, task: HumanTask) -> Iterator[Problem]:
    if task.assignment is None:
        yield problem("human.no_assignment", node)
    else:
        if not task.assignment.role:
            yield problem("human.no_role", node)
        if not task.assignment.unit:
            yield problem("human.no_unit", node)
    if task.form is None:
        yield problem("human.no_form", node)
    if task.limit is None:
        yield problem("human.no_limit", node)


def _named(model: Model, node: etree._Element, task: HumanTask) -> Iterator[Problem]:
    if not (task.assignment is not None and task.assignment.exclude) and not task.operations.return_targets:
        return
    own = {t.element for t in model.normalised.human_tasks.values() if t.process == task.process}
    everywhere = set(model.normalised.human_tasks)
    for callee in (model.callees or {}).values():
        if callee.normalised is not None:
            everywhere |= set(callee.normalised.human_tasks)
    if task.assignment is not None:
        for name in task.assignment.exclude:
            if name not in everywhere:
                yield problem("human.excluded_elsewhere", node, name=name)
    for name in task.operations.return_targets:
        if name not in own:
            yield problem("human.return_target_unknown", node, name=name)


def _milestone(model: Model, node: etree._Element, task: HumanTask) -> Iterator[Problem]:
    milestone = model.normalised.milestones.get(task.element)
    away = [outcome.id for outcome in task.outcomes if outcome.kind in _AWAY]
    if milestone and away:
        yield problem("milestone.on_branching", node, milestone=milestone, outcome=away[0])
