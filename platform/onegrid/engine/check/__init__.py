"""Checks a file before anybody runs it: each rule is one module, each finding names element, line and mend."""

from collections.abc import Mapping

from onegrid.engine.check.accounting import unaccounted
from onegrid.engine.check.calls import calls
from onegrid.engine.check.compensation import compensation
from onegrid.engine.check.compiling import compiled
from onegrid.engine.check.decision_inputs import decision_inputs
from onegrid.engine.check.decisions import decisions, scripts
from onegrid.engine.check.elements import elements
from onegrid.engine.check.errors import errors
from onegrid.engine.check.events import events
from onegrid.engine.check.expressions import expressions
from onegrid.engine.check.flows import flows
from onegrid.engine.check.gateways import gateways
from onegrid.engine.check.human_tasks import human_tasks
from onegrid.engine.check.identity import identity
from onegrid.engine.check.idle_words import idle_words
from onegrid.engine.check.joins import joins
from onegrid.engine.check.messages import messages
from onegrid.engine.check.milestones import milestones
from onegrid.engine.check.model import Callee, Model
from onegrid.engine.check.names import names
from onegrid.engine.check.outcomes import outcomes
from onegrid.engine.check.reach import reach
from onegrid.engine.check.references import references
from onegrid.engine.check.report import Report, State
from onegrid.engine.check.size import size
from onegrid.engine.check.timers import timers
from onegrid.engine.check.unknown_names import unknown_names
from onegrid.engine.check.waits import waits
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.reading import Reading
from onegrid.engine.sources import Sources

__all__ = ["Report", "State", "check", "unaccounted"]

_STRUCTURE = (identity, elements, flows, gateways, names, references, events, timers, scripts)
_MEANING = (
    reach,
    joins,
    waits,
    outcomes,
    expressions,
    unknown_names,
    human_tasks,
    idle_words,
    calls,
    errors,
    milestones,
    decisions,
    decision_inputs,
    messages,
    compensation,
)


def check(
    sources: Sources,
    callees: Mapping[str, Sources] | None = None,
    *,
    fields: Mapping[str, frozenset[str]] | None = None,
    python: bool = False,
    reading: Reading | None = None,
) -> Report:
    """All findings about one process's files.

    callees: by process id, those of called processes too; None: called processes can't be looked at. fields: form id to
    field keys, where known; then names that nothing gives are found too. python: whether Python scripts are on for the
    process (ADR 22). reading: shared by checks of one delivery. Never raises for a faulty file.
    """
    reading = reading or Reading()
    try:
        document = reading.document(sources.bpmn)
        if (excess := reading.excess(sources.bpmn, size)) is not None:
            return Report((excess,))
        normalised = reading.normalised(sources.bpmn, sources.process_id)
    except ModelError as fault:
        return Report(fault.problems)
    model = Model(document.root, normalised, sources.decisions, _callees(sources, callees, reading), fields, python)
    problems = (*normalised.problems, *_said(model, sources, reading))
    return compiled(Report(problems, normalised), sources, callees, reading)


def _said(model: Model, sources: Sources, reading: Reading) -> tuple[Problem, ...]:
    """What the rules find: the same for every process of a file that is looked at with the same processes running."""
    running = tuple(process.get("id") for process in model.drawn)
    callees = None if model.callees is None else tuple(sorted(model.callees))
    fields = None if model.fields is None else tuple(sorted(model.fields.items()))
    key = (sources.bpmn, tuple(sorted(sources.decisions.items())), running, callees, fields, model.python)
    if key not in reading.said:
        reading.said[key] = tuple(found for rule in _STRUCTURE + _MEANING for found in rule(model))
    return reading.said[key]


def _callees(sources: Sources, given: Mapping[str, Sources] | None, reading: Reading) -> dict[str, Callee] | None:
    """Each called process read and checked alone; what it calls in turn is among them."""
    if given is None:
        return None
    callees: dict[str, Callee] = {}
    for process_id, callee in given.items():
        if callee.bpmn == sources.bpmn and process_id == sources.process_id:
            continue
        try:
            if (excess := reading.excess(callee.bpmn, size)) is not None:
                callees[process_id] = Callee(None, excess.code)
                continue
            normalised = reading.normalised(callee.bpmn, callee.process_id or process_id)
        except ModelError as fault:
            callees[process_id] = Callee(None, fault.problems[0].code)
        else:
            callees[process_id] = Callee(normalised)
    return callees
