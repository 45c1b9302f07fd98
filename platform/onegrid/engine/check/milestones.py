"""A case passes its five milestones, itself or in what it calls, and says at each end how it ends."""

from collections.abc import Iterator

from onegrid.engine import bpmn
from onegrid.engine.check.calls import called_by, normalised_of
from onegrid.engine.check.model import Model
from onegrid.engine.extension.vocabulary import CASE_OUTCOMES
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

NEEDED = ("filed", "dispatched", "handled", "checked", "closed")


def milestones(model: Model) -> Iterator[Problem]:
    """Processes of kind `case` only (decision 13)."""
    for process in model.running:
        identifier = process.get("id") or ""
        if model.normalised.processes[identifier].kind != "case":
            continue
        passed = _passed(model, identifier)
        if passed is not None:
            for milestone in NEEDED:
                if milestone not in passed:
                    yield problem("milestone.missing", process, milestone=milestone)
        for end in process.iterchildren(bpmn.tag("endEvent")):
            yield from _end(model, end.get("id") or "")


def _end(model: Model, identifier: str) -> Iterator[Problem]:
    designers = model.normalised.inserted.get(identifier, identifier)
    element = model.element(designers)
    outcome, known = model.normalised.outcomes.get(identifier), ", ".join(CASE_OUTCOMES)
    if outcome is None:
        yield problem("end.no_outcome", element, known=known)
    elif outcome not in CASE_OUTCOMES:
        yield problem("end.outcome_unknown", element, outcome=outcome, known=known)


def _passed(model: Model, process: str) -> set[str] | None:
    """Milestones of a process and all that it calls; None where a called one is not at hand."""
    seen, waiting, found = {process}, [process], set()
    while waiting:
        current = waiting.pop()
        normalised = normalised_of(model, current)
        if normalised is None:
            return None
        drawn = next((p for p in bpmn.processes(normalised.tree) if p.get("id") == current), None)
        for node in () if drawn is None else bpmn.all_nodes(drawn):
            found.add(normalised.milestones.get(node.get("id") or "", ""))
        for called in called_by(model, current) - seen:
            seen.add(called)
            waiting.append(called)
    return found
