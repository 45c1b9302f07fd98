"""Names that nothing gives. Only where the fields of all forms are known and no caller can give more."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.decision_inputs import asked_decisions
from onegrid.engine.check.model import Model
from onegrid.engine.check.written import Written, written
from onegrid.engine.data_objects import variable_of
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem
from onegrid.engine.sandbox.program import names_of, parse
from onegrid.engine.sandbox.vocabulary import is_python
from onegrid.feel import FeelSyntaxError, compile_expression, free_names
from onegrid.feel.syntax import ContextLiteral

_ALWAYS = frozenset({"case", "outcome", "loopCounter"})


def unknown_names(model: Model) -> Iterator[Problem]:
    """Cases only: a part gets names from callers that this file does not show."""
    if model.fields is None:
        return
    for process in model.running:
        identifier = process.get("id") or ""
        if model.normalised.processes[identifier].kind != "case":
            continue
        given = _ALWAYS | _given(model, process) | _drawn(model, identifier)
        for found in written(model):
            if not found.is_open and bpmn.process_of(found.element) is process:
                yield from _unknown(found, given)
        for asked in asked_decisions(model):
            if bpmn.process_of(asked.task) is process and not model.normalised.inputs.get(asked.task.get("id") or ""):
                for name in sorted(asked.takes - given):
                    what = (f"the decision “{asked.decision}”", f"决策“{asked.decision}”")
                    yield problem("expression.unknown_name", asked.task, what=what, name=name)


def _unknown(found: Written, given: frozenset[str]) -> Iterator[Problem]:
    for name in sorted(_names(found.text) - given - found.gives):
        yield problem("expression.unknown_name", found.element, what=found.what, name=name)


def _names(text: str) -> frozenset[str]:
    try:
        return free_names(compile_expression(text))
    except FeelSyntaxError:
        return frozenset()  # said already


def _given(model: Model, process: etree._Element) -> frozenset[str]:
    said, given = model.normalised, set[str]()
    for node in bpmn.all_nodes(process):
        identifier = node.get("id") or ""
        task, call, loop = (
            said.human_tasks.get(identifier),
            said.calls.get(identifier),
            said.loops.get(identifier),
        )
        given |= {mapping.target for mapping in said.outputs.get(identifier, ())}
        if task is not None:
            given |= {mapping.target for mapping in task.out}
            given |= (model.fields or {}).get(task.form or "", frozenset())
        if call is not None:
            given |= {mapping.target for mapping in call.result}
        if loop is not None:
            given |= {name for name in (loop.item, loop.output) if name}
        if bpmn.kind(node) == "scriptTask":
            script = bpmn.named(node, "script")
            given |= (
                _given_by_python(script) if is_python(node.get("scriptFormat")) else _assigned(bpmn.text_of(script))
            )
    return frozenset(given)


def _drawn(model: Model, process: str) -> set[str]:
    """Variables that are drawn as data objects."""
    drawn = (element for each in model.drawn if each.get("id") == process for element in each.iter(etree.Element))
    return {name for element in drawn if (name := variable_of(element))}


def _given_by_python(script: etree._Element | None) -> frozenset[str]:
    try:
        return names_of(parse("" if script is None else "".join(str(part) for part in script.itertext()))).gives
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()  # said already


def _assigned(script: str) -> set[str]:
    try:
        node = compile_expression(script or "{}").node
    except FeelSyntaxError:
        return set()
    return {name for name, _ in node.entries} if isinstance(node, ContextLiteral) else set()
