"""What a decision takes against what its task maps in: a name that nobody gives reads as null, and a table goes wrong
in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.dmn import Decisions, compile_model, read_dmn
from onegrid.engine.findings import problem
from onegrid.engine.problems import ModelError, Problem


@dataclass(frozen=True, slots=True)
class Asked:
    """A business rule task with the decision that it asks, and the text of the file that holds it."""

    task: etree._Element
    decision: str
    takes: frozenset[str]
    text: str


def decision_inputs(model: Model) -> Iterator[Problem]:
    """Tasks with mappings. A task without any shows all data to its decision: see `unknown_names`."""
    for asked in asked_decisions(model):
        given = [mapping.target for mapping in model.normalised.inputs.get(asked.task.get("id") or "", ())]
        if not given:
            continue
        for name in sorted(asked.takes - set(given)):
            words = ", ".join(sorted(given))
            yield problem("rule.input_missing", asked.task, decision=asked.decision, name=name, known=words)
        for name in given:
            if name not in asked.takes and not _mentioned(name, asked.text):
                words = ", ".join(sorted(asked.takes)) or "–"
                yield problem("rule.input_unused", asked.task, decision=asked.decision, name=name, known=words)


def asked_decisions(model: Model) -> list[Asked]:
    """Only decisions that compile; what does not is said by `decisions`."""
    files = list(_compiled(model))
    found = []
    for process in model.running:
        for task in process.iter(bpmn.tag("businessRuleTask")):
            decision = model.normalised.bindings.get(task.get("id") or "", "")
            for compiled, text in files:
                if decision in compiled:
                    found.append(Asked(task, decision, compiled.inputs_of(decision), text))
                    break
    return found


def _compiled(model: Model) -> Iterator[tuple[Decisions, str]]:
    files = []
    for name, data in sorted(model.decisions.items()):
        try:
            files.append((read_dmn(data, file=name), data.decode("utf-8", "replace")))
        except ModelError:
            continue
    for source, text in files:
        try:
            yield compile_model(source, [other for other, _ in files if other is not source]), text
        except ModelError:
            continue


def _mentioned(name: str, text: str) -> bool:
    """Whether the file has the word at all: inside a filter it may be meant for the item or for the input."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
