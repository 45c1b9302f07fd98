"""Called processes: they exist, are parts, have no errors of their own, and never lead back to the caller."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.findings import problem
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import Problem


def calls(model: Model) -> Iterator[Problem]:
    """One finding per call activity at most."""
    for process in model.running:
        for node in process.iter(bpmn.tag("callActivity")):
            called = model.normalised.bindings.get(node.get("id") or "")
            if called is None:
                yield problem("call.no_process", node)
            else:
                yield from _call(model, node, process.get("id") or "", called)


def _call(model: Model, node: etree._Element, caller: str, called: str) -> Iterator[Problem]:
    way = _way_back(model, caller, called)
    if way is not None:
        yield problem("call.cycle", node, way=" → ".join(way))
    elif model.callees is None:
        if called not in model.normalised.processes:
            yield problem("call.not_checked", node, process=called)
    elif called == model.normalised.process_id:
        return  # a process beside the one looked at calls it: both stand in this file
    elif called not in model.callees:
        yield problem("call.unknown_process", node, process=called)
    else:
        callee = model.callees[called]
        if callee.normalised is not None and callee.normalised.processes[called].kind == "case":
            yield problem("call.not_part", node, process=called)
        elif callee.error is not None:
            yield problem("call.broken", node, process=called, first=callee.error)


def _way_back(model: Model, caller: str, called: str) -> list[str] | None:
    """Shortest way of calls from the called process back to the caller, both ends named."""
    ways, seen = [[caller, called]], {called}
    for way in ways:
        if way[-1] == caller:
            return way
        for following in sorted(called_by(model, way[-1])):
            if following not in seen or following == caller:
                seen.add(following)
                ways.append([*way, following])
    return None


def normalised_of(model: Model, process: str) -> Normalised | None:
    """The file that holds the process, this one or a called one's; None where it is not at hand."""
    if process in model.normalised.processes:
        return model.normalised
    callee = (model.callees or {}).get(process)
    return callee.normalised if callee else None


def called_by(model: Model, process: str) -> set[str]:
    """Processes that a process calls directly, as far as it is known."""
    normalised = normalised_of(model, process)
    if normalised is None:
        return set()
    found = next((p for p in bpmn.processes(normalised.tree) if p.get("id") == process), None)
    nodes = () if found is None else found.iter(bpmn.tag("callActivity"))
    return {normalised.bindings[i] for node in nodes if (i := node.get("id") or "") in normalised.bindings}
