"""Errors that nothing catches: the case stops with an incident each time that one is thrown."""

from collections.abc import Iterator, Mapping

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.calls import called_by, normalised_of
from onegrid.engine.check.model import Model
from onegrid.engine.findings import problem
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import Problem


def errors(model: Model) -> Iterator[Problem]:
    """At error end events inside sub-processes, and at calls of processes that end in an error.

    An error end of the process itself is its caller's to catch, or simply ends the case. What a part lets through from
    its own calls is judged at the case that calls it: only there nobody is left to catch it.
    """
    for process in model.running:
        identifier = process.get("id") or ""
        for node, code in _uncaught_ends(model.normalised, process):
            if node.getparent() is not process:
                yield problem("error.uncaught", node, name=code)
        if model.normalised.processes[identifier].kind == "case":
            for node, code in _uncaught_calls(model.normalised, process, _leaving(model, identifier)):
                yield problem("call.error_uncaught", node, name=code)


def _uncaught_ends(said: Normalised, process: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for node in process.iterdescendants(bpmn.tag("endEvent")):
        for definition in bpmn.definitions_of(node):
            code = _code(said, definition)
            if code and not _is_caught(said, node, code):
                yield node, code


def _uncaught_calls(
    said: Normalised, process: etree._Element, leaving: Mapping[str, set[str]]
) -> Iterator[tuple[etree._Element, str]]:
    for node in process.iterdescendants(bpmn.tag("callActivity")):
        for code in sorted(leaving.get(said.bindings.get(node.get("id") or "", ""), ())):
            if not _is_caught(said, node, code):
                yield node, code


def _leaving(model: Model, caller: str) -> dict[str, set[str]]:
    """By process, of all that the caller calls: codes of the errors that come out of it."""
    called = _all_called(model, caller)
    leaving = {name: {code for _, code in _uncaught_ends(said, drawn)} for name, (said, drawn) in called.items()}
    known = -1
    while known != (known := sum(map(len, leaving.values()))):  # until nothing more gets through
        for name, (said, drawn) in called.items():
            leaving[name] |= {code for _, code in _uncaught_calls(said, drawn, leaving)}
    return leaving


def _all_called(model: Model, caller: str) -> dict[str, tuple[Normalised, etree._Element]]:
    """Processes called directly or by others, as far as they are at hand."""
    found: dict[str, tuple[Normalised, etree._Element]] = {}
    waiting = sorted(called_by(model, caller))
    while waiting:
        name = waiting.pop()
        said = normalised_of(model, name)
        drawn = None if said is None else next((p for p in bpmn.processes(said.tree) if p.get("id") == name), None)
        if said is not None and drawn is not None and name not in found:
            found[name] = (said, drawn)
            waiting.extend(sorted(called_by(model, name)))
    return found


def _is_caught(said: Normalised, inside: etree._Element | None, code: str) -> bool:
    """Whether a boundary of the element or of a scope around it, or a handler in one of them, catches the error."""
    while inside is not None and bpmn.kind(inside) != "process":
        scope = inside.getparent()
        for event in () if scope is None else _catching(scope, inside):
            if any(_code(said, definition) in (code, "") for definition in bpmn.definitions_of(event)):
                return True
        inside = scope
    return False


def _catching(scope: etree._Element, inside: etree._Element) -> Iterator[etree._Element]:
    """Boundary events of the element, and the start events of event sub-processes beside it."""
    for event in scope.iterchildren(bpmn.tag("boundaryEvent")):
        if event.get("attachedToRef") == inside.get("id"):
            yield event
    for handler in scope.iterchildren(bpmn.tag("subProcess")):
        if bpmn.is_event_sub_process(handler) and handler is not inside:
            yield from handler.iterchildren(bpmn.tag("startEvent"))


def _code(said: Normalised, definition: etree._Element) -> str | None:
    """The code of an error definition, empty where it names none; None for other events."""
    if bpmn.kind(definition) != "errorEventDefinition":
        return None
    reference = (definition.get("errorRef") or "").rpartition(":")[2]
    found = (error for error in said.tree.iterchildren(bpmn.tag("error")) if error.get("id") == reference)
    return next(((error.get("errorCode") or "").strip() for error in found), "")
