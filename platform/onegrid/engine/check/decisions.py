"""Business rule tasks ask decisions that the folder has; scripts are FEEL contexts, or Python where that is on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.dmn import compile_model, examine, read_dmn
from onegrid.engine.findings import problem
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.sandbox.lacks import lacks
from onegrid.engine.sandbox.vocabulary import is_python
from onegrid.engine.scripts import lack_of

_FEEL = ("", "feel", "application/feel", "text/feel")


@dataclass(slots=True)
class Tables:
    """What there is to say of decision files: `known` the ids of their decisions, all of them if `is_complete`."""

    problems: list[Problem] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    is_complete: bool = True

    def refuse(self, fault: ModelError) -> None:
        """A file whose decisions stay unknown."""
        self.is_complete = False
        self.problems.extend(fault.problems)


def tables_of(files: Mapping[str, bytes]) -> Tables:
    """Each file read, compiled beside the others and examined; problems inside come with the file's name."""
    found, read = Tables(), []
    for name, data in sorted(files.items()):
        try:
            read.append(read_dmn(data, file=name))
        except ModelError as fault:
            found.refuse(fault)
    for source in read:
        others = [other for other in read if other is not source]
        found.known |= {decision.id for decision in source.decisions}
        try:
            compiled = compile_model(source, others)
            found.problems += [*compiled.problems, *compiled.findings, *examine(source, others)]
        except ModelError as fault:
            found.refuse(fault)
    return found


def decisions(model: Model) -> Iterator[Problem]:
    """Problems inside the decision files, and tasks that ask for what no file decides."""
    tables = tables_of(model.decisions)
    yield from tables.problems
    for process in model.running:
        for task in process.iter(bpmn.tag("businessRuleTask")):
            identifier = task.get("id") or ""
            decision = model.normalised.bindings.get(identifier)
            if decision is not None and tables.is_complete and decision not in tables.known:
                words = ", ".join(sorted(tables.known)) or "–"
                yield problem("rule.unknown_decision", task, decision=decision, known=words)
            if identifier not in model.normalised.outputs:
                yield problem("rule.no_out", task)


def scripts(model: Model) -> Iterator[Problem]:
    """Whether the FEEL parses is said with the other expressions."""
    for process in model.running:
        for task in process.iter(bpmn.tag("scriptTask")):
            language = (task.get("scriptFormat") or "").strip()
            if is_python(language):
                yield from _python(model, task)
            elif language.lower() not in _FEEL:
                yield problem("script.language", task, language=language)
            elif not _script_of(task):
                yield problem("script.empty", task)


def _python(model: Model, task: etree._Element) -> Iterator[Problem]:
    script = bpmn.named(task, "script")
    if script is None or not bpmn.text_of(script):
        yield problem("script.empty", task)
        return
    text = "".join(str(part) for part in script.itertext())
    for lack in lacks(text):
        yield lack_of(lack, task.get("id") or "", bpmn.line_of(script))
    if not model.python:
        yield problem("script.python_off", task)


def _script_of(task: etree._Element) -> str:
    return bpmn.text_of(bpmn.named(task, "script"))
