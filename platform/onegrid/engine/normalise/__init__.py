"""From the designer's drawing to what the compiler takes: a private copy on which each rule of this folder has run."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects import translate
from onegrid.engine.extension import read_extension
from onegrid.engine.extension.process import is_executable
from onegrid.engine.findings import problem
from onegrid.engine.normalise.assumed_references import assume_references
from onegrid.engine.normalise.chosen_process import chosen_process
from onegrid.engine.normalise.compensation import compensation_handlers
from onegrid.engine.normalise.drawings import drawn_only, drop_drawings
from onegrid.engine.normalise.empty_scopes import pass_empty_scopes
from onegrid.engine.normalise.event_references import inline_event_definitions
from onegrid.engine.normalise.expressions import clean_expressions
from onegrid.engine.normalise.graph import Drawing, rebuild_connections
from onegrid.engine.normalise.identifiers import name_the_nameless
from onegrid.engine.normalise.implicit_ends import insert_implicit_ends
from onegrid.engine.normalise.implicit_splits import insert_implicit_splits
from onegrid.engine.normalise.links import join_links
from onegrid.engine.normalise.message_flows import correlation_keys, join_message_flows
from onegrid.engine.normalise.misplaced_flows import move_misplaced_flows
from onegrid.engine.normalise.plain_tasks import type_plain_tasks
from onegrid.engine.normalise.undecided import decide
from onegrid.engine.normalise.undecided_rules import stand_in_for_decisions
from onegrid.engine.normalise.vendors import drop_vendors, vendors_settings
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import Problem
from onegrid.engine.read import Document

__all__ = ["Prepared", "choose", "normalise", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as all its processes share it. `said` of the file, in order: a process is one that only is drawn."""

    normalised: Normalised
    said: tuple[Problem | etree._Element, ...]
    found: tuple[Problem, ...]


def normalise(document: Document, process_id: str = "") -> Normalised:
    """The file made ready to compile; what is lost or wrong in the extension is in its `problems`.

    Raises ModelError only where no process can be chosen. A faulty drawing still comes out, for the check to judge.
    """
    chosen_process(document.root, process_id)
    return choose(document, prepare(document), process_id)


def choose(document: Document, prepared: Prepared, process_id: str = "") -> Normalised:
    """The prepared file with one process meant. Raises ModelError where none can be chosen."""
    chosen = chosen_process(document.root, process_id)
    problems: list[Problem] = []
    for said in prepared.said:
        if isinstance(said, Problem):
            problems.append(said)
        else:
            code = "process.not_executable" if said is chosen else "process.drawing_only"
            problems.append(problem(code, said))
    problems.extend(prepared.found)
    running = tuple(_of_running(prepared.normalised.tree, chosen, problems))
    return replace(prepared.normalised, process_id=chosen.get("id") or "", problems=running)


def prepare(document: Document) -> Prepared:
    """What is the same whichever process is meant."""
    problems: list[Problem] = []
    root = deepcopy(document.root)
    inline_event_definitions(root)
    problems.extend(name_the_nameless(root))
    gathered = translate(root)
    problems.extend(gathered.problems)
    by_flow = join_message_flows(root)
    assume_references(root)
    problems.extend(stand_in_for_decisions(root))
    extension = read_extension(root)
    problems.extend(extension.problems)
    handlers, correlated = compensation_handlers(root), correlation_keys(root)
    drop_vendors(root)
    drop_drawings(root)
    drawing = Drawing(root)
    undecided: dict[str, str] = {}
    for process in bpmn.processes(root):
        move_misplaced_flows(process)
        problems.extend(problem("scope.empty", scope) for scope in pass_empty_scopes(process))
        problems.extend(decide(process, gathered.unsaid, undecided))
        clean_expressions(process)
        join_links(drawing, process)
        insert_implicit_splits(drawing, process)
        insert_implicit_ends(drawing, process)
        type_plain_tasks(process)
    rebuild_connections(root)
    normalised = Normalised(
        process_id="",
        tree=root,
        human_tasks=extension.human_tasks,
        lane_roles=extension.lane_roles,
        calls=extension.calls,
        bindings=extension.bindings,
        inputs=extension.inputs,
        outputs=extension.outputs,
        keys={**correlated, **extension.keys},
        milestones=extension.milestones,
        outcomes=extension.outcomes,
        loops=extension.loops,
        inserted=drawing.inserted,
        processes=extension.processes,
        forms=gathered.forms,
        undecided=undecided,
        handlers=handlers,
        by_message_flow=by_flow,
    )
    return Prepared(normalised, tuple(_said_of_the_file(document)), tuple(problems))


def _of_running(root: etree._Element, chosen: etree._Element, problems: list[Problem]) -> Iterator[Problem]:
    """Without what is said of elements inside processes that stay drawings."""
    drawn: set[str] = set()
    for process in bpmn.processes(root):
        if not is_executable(process) and process.get("id") != chosen.get("id"):
            drawn |= {identifier for element in process.iterdescendants() if (identifier := element.get("id"))}
    return (found for found in problems if found.element not in drawn)


def _said_of_the_file(document: Document) -> Iterator[Problem | etree._Element]:
    root = document.root
    yield from vendors_settings(root)
    for imported in root.iterchildren(bpmn.tag("import")):
        yield problem("file.import", imported, location=imported.get("location") or "?")
    for process in bpmn.processes(root):
        yield from drawn_only(process)
        if not is_executable(process):
            yield process
        for task in process.iter(bpmn.tag("task")):
            yield problem("task.untyped", task)
