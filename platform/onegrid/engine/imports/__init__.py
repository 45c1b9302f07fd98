"""Files that designers bring, several at once: read, normalised, checked together, and each accounted for.

    imported = import_files({"leave.bpmn": data, "rules.dmn": table})
    imported.diagrams[0].processes[0].state, .model, .report, .spec

Never raises for what the files hold. Nothing is written: publishing is the catalog's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import cast

from lxml import etree

from onegrid.engine import bpmn, limits
from onegrid.engine.check import Report, State, check
from onegrid.engine.check.size import expressions, size
from onegrid.engine.dmn import read_dmn
from onegrid.engine.extension.process import is_executable
from onegrid.engine.findings import problem
from onegrid.engine.imports.alone import without_diagram
from onegrid.engine.imports.imported import Diagram, Imported, ImportedProcess
from onegrid.engine.imports.stand_ins import absent_decisions, absent_process
from onegrid.engine.imports.unpack import Brought, unpack
from onegrid.engine.layout import with_layout
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.read import Document, text_of
from onegrid.engine.reading import Reading
from onegrid.engine.sources import Sources
from onegrid.engine.tryout import Tried, try_process

__all__ = ["Diagram", "Imported", "ImportedProcess", "import_files"]


def import_files(files: Mapping[str, bytes]) -> Imported:
    """Look at files and archives of them as one delivery: they are one another's callees, tables and forms."""
    brought = unpack(files)
    reading = Reading()
    documents: dict[str, Document] = {}
    problems: dict[str, list[Problem]] = {name: [] for name in brought.diagrams}
    drawn: dict[str, str] = {}
    left = limits.DELIVERY_ELEMENTS
    for name, data in brought.diagrams.items():
        try:
            document = reading.document(data)
        except ModelError as fault:
            problems[name].extend(fault.problems)
            continue
        left -= (elements := int(cast("float", document.root.xpath("count(//*)"))))
        if left >= 0:
            documents[name] = document
            continue
        left += elements
        parts = {"count": elements, "limit": limits.DELIVERY_ELEMENTS}
        problems[name].append(problem("import.too_many_elements", document.root, **parts))
        drawn[name] = text_of(document)
        reading.forget(data)
    delivery = _Delivery(brought, documents, reading)
    diagrams = tuple(delivery.diagram(name, problems[name], drawn.get(name)) for name in brought.diagrams)
    forms: dict[str, Mapping[str, object]] = {}
    for diagram in diagrams:
        for process in diagram.processes:
            if process.model is not None:
                forms.update(process.model.forms)
    forms.update(brought.forms)
    alone = () if diagrams else tuple(without_diagram(brought))
    return Imported(diagrams, brought.tables, forms, (*brought.problems, *alone))


class _Delivery:
    """All files of one import, with every process of them by id."""

    def __init__(self, brought: Brought, documents: Mapping[str, Document], reading: Reading) -> None:
        self.brought, self.documents, self.reading = brought, documents, reading
        self.decisions = _decisions_of(brought.tables)
        self.calls: dict[int, dict[str, list[str]]] = {}
        self.marked: dict[str, list[str]] = {}
        self.known: dict[str, str] = {}  # process id -> file
        self.left, self.characters = limits.DELIVERY_PROCESSES, limits.DELIVERY_EXPRESSIONS
        self.nodes, self.drawn = limits.DELIVERY_NODES, limits.LAYOUT_ELEMENTS
        self.copies = Counter(brought.diagrams.values())
        self.models: dict[tuple[bytes, str], Normalised] = {}  # many files call their process Process_1
        for name, document in documents.items():
            for process in bpmn.processes(document.root):
                self.known.setdefault(process.get("id") or "", name)
            data = brought.diagrams[name]
            reading.excess(data, partial(self._measure, copies=self.copies[data]))  # kept: all are told the same

    def diagram(self, name: str, problems: list[Problem], drawn: str | None) -> Diagram:
        data, document = self.brought.diagrams[name], self.documents.get(name)
        if document is None:
            return Diagram(name, data, drawn, Report(tuple(_placed(problems))).problems)
        wanted = candidates(document)
        drawing = with_layout(document) if self._is_drawn(document) else text_of(document)
        if (many := self._too_many(document, wanted)) is not None:
            return Diagram(name, data, drawing, (*problems, many))
        processes = tuple(self._process(name, process) for process in wanted)
        if not processes:
            problems.extend(check(Sources(data), reading=self.reading).problems or [problem("process.none", line=1)])
        for each in processes:
            problems.extend(each.report.problems)
        return Diagram(name, data, drawing, Report(tuple(_placed(problems))).problems, processes)

    def _measure(self, root: etree._Element, copies: int) -> Problem | None:
        """What is too many of the file alone, or beside the files before it; a file brought twice counts twice."""
        if (alone := size(root)) is not None:
            return alone
        nodes = copies * sum(1 for process in bpmn.processes(root) for _ in bpmn.all_nodes(process))
        if nodes > self.nodes:
            first = next(bpmn.processes(root))
            return problem("import.too_many_nodes", first, count=nodes, limit=limits.DELIVERY_NODES)
        used, beyond = expressions(root, self.characters // copies)
        if beyond is None:
            self.characters -= used * copies
            self.nodes -= nodes
        return beyond

    def _is_drawn(self, document: Document) -> bool:
        """Whether a layout is worth its time: of a file too large to run only beside little that is laid out before."""
        elements = sum(1 for _ in document.root.iter())
        is_light = self.reading.excess(document.original, size) is None
        if is_light or elements <= self.drawn:
            self.drawn -= elements
            return True
        return False

    def _too_many(self, document: Document, wanted: list[str]) -> Problem | None:
        """The first process beyond those that one delivery may have: then none of its file is taken."""
        if len(wanted) <= self.left:
            self.left -= len(wanted)
            return None
        first = wanted[self.left]
        at = next(each for each in bpmn.processes(document.root) if (each.get("id") or "") == first)
        return problem("import.too_many_processes", at, count=len(wanted), limit=limits.DELIVERY_PROCESSES)

    def _process(self, name: str, process: str) -> ImportedProcess:
        alone = self._alone(self._sources(name, process))
        if isinstance(alone, Report):
            return ImportedProcess(process, process, self._sources(name, process), alone)
        called = self._called(name, process, alone)
        absent = {callee for callee in called if callee not in self.known}
        callees = {
            callee: absent_process(callee) if callee in absent else self._full(self.known[callee], callee)
            for callee in called
        }
        sources = self._full(name, process)
        report = check(sources, callees, reading=self.reading).engines_part()
        model = report.normalised or alone
        lost = self._lost(alone)
        if absences := tuple(_absences(model, absent, lost)):
            report = report.also(absences).engines_part()
        spec = report.spec if report.state in (State.REHEARSABLE, State.PUBLISHABLE) else None
        label = model.processes[process].name if process in model.processes else ""
        calls = tuple(callee for callee in called if callee not in absent)
        tried = None
        if spec is not None:
            read_ = [(self.brought.diagrams[self.known[callee]], callee) for callee in called if callee in self.known]
            others = [self.models[each] for each in read_ if each in self.models]
            tried = try_process(spec, [model, *others])
            report = report.also(_failed(model, tried))
        missing = tuple(sorted(absent | lost))
        return ImportedProcess(process, label, self._sources(name, process), report, calls, missing, spec, tried)

    def _sources(self, name: str, process: str) -> Sources:
        return Sources(self.brought.diagrams[name], self.brought.tables, process)

    def _full(self, name: str, process: str) -> Sources:
        """With stand-ins for decisions that nobody brought."""
        sources = self._sources(name, process)
        model = self._alone(sources)
        lost = self._lost(model) if isinstance(model, Normalised) else set[str]()
        return replace(sources, decisions={**sources.decisions, **absent_decisions(lost)})

    def _alone(self, sources: Sources) -> Normalised | Report:
        key = (sources.bpmn, sources.process_id)
        if key not in self.models:
            if (excess := self.reading.excess(sources.bpmn, size)) is not None:
                return Report((excess,))
            try:
                self.models[key] = self.reading.normalised(sources.bpmn, sources.process_id)
            except ModelError as fault:
                return Report(fault.problems)
        return self.models[key]

    def _lost(self, model: Normalised) -> set[str]:
        tasks = {task.get("id") for task in model.tree.iter(bpmn.tag("businessRuleTask"))}
        return {bound for node, bound in model.bindings.items() if node in tasks and bound not in self.decisions}

    def _calls_of(self, process: str, model: Normalised) -> Iterable[str]:
        """Processes of one file share its tree, which is looked through once."""
        tree = id(model.tree)
        if tree not in self.calls:
            self.calls[tree] = {}
            for drawn in bpmn.processes(model.tree):
                nodes = drawn.iter(bpmn.tag("callActivity"))
                bound = [model.bindings[name] for node in nodes if (name := node.get("id") or "") in model.bindings]
                self.calls[tree][drawn.get("id") or ""] = bound
        return self.calls[tree].get(process, ())

    def _called(self, name: str, process: str, model: Normalised) -> list[str]:
        """Processes called, directly or by others, also by those that run beside it in the same file."""
        found: dict[str, None] = {}
        if name not in self.marked:
            self.marked[name] = candidates(self.documents[name])
        beside = [other for other in self.marked[name] if other != process]
        waiting = [(process, model), *((other, model) for other in beside)]
        while waiting:
            caller, said = waiting.pop()
            for callee in self._calls_of(caller, said):
                if callee in found:
                    continue
                found[callee] = None
                if callee in self.known:
                    inner = self._alone(self._sources(self.known[callee], callee))
                    if isinstance(inner, Normalised):
                        waiting.append((callee, inner))
        return list(found)


def candidates(document: Document) -> list[str]:
    """Processes that are to run: those marked executable, else all that have any content."""
    drawn = [process for process in bpmn.processes(document.root) if next(bpmn.all_nodes(process), None) is not None]
    marked = [process for process in drawn if is_executable(process)]
    return [process.get("id") or "" for process in marked or drawn]


def _failed(model: Normalised, tried: Tried) -> Iterable[Problem]:
    """What the check calls publishable and the walk finds to fail is not."""
    if tried.state != "failed" or tried.error is None:
        return
    stuck = next(iter(tried.waiting_on), model.process_id)
    node = next((each for each in model.tree.iter() if each.get("id") == stuck), model.tree)
    yield problem("run.failed", node, reason=tried.error)


def _decisions_of(tables: Mapping[str, bytes]) -> set[str]:
    known: set[str] = set()
    for name, data in tables.items():
        try:
            known |= {decision.id for decision in read_dmn(data, file=name).decisions}
        except ModelError:
            continue
    return known


def _absences(model: Normalised, processes: set[str], decisions: set[str]) -> Iterable[Problem]:
    for node in model.tree.iter(bpmn.tag("callActivity"), bpmn.tag("businessRuleTask")):
        bound = model.bindings.get(node.get("id") or "")
        if bound is None:
            continue
        if bpmn.kind(node) == "callActivity" and bound in processes and not bound.endswith("__called"):
            yield problem("call.absent", node, process=bound)
        elif bpmn.kind(node) == "businessRuleTask" and bound in decisions:
            yield problem("rule.absent", node, decision=bound)


def _placed(problems: Iterable[Problem]) -> Iterable[Problem]:
    """Each with an element or a line at least."""
    return (found if found.element or found.line else replace(found, line=1) for found in problems)
