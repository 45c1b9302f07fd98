"""From sources to a Spec: parsed once per version, frozen, shared by all cases and threads."""

from collections.abc import Callable, Mapping

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.definitions import CallDefinition, HumanTask, ProcessDefinition
from onegrid.engine.dmn import Decisions
from onegrid.engine.elements.place import File, refusal
from onegrid.engine.elements.standard_loop import StandardLoop
from onegrid.engine.elements.sub_process import CallActivity
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.reading import Reading
from onegrid.engine.sources import Sources
from onegrid.engine.specification import ScopeSpec, Spec
from onegrid.engine.wiring import build_scope, log_completions

_NAMED = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}


def compile_sources(
    sources: Sources, callees: Mapping[str, Sources] | None = None, reading: Reading | None = None
) -> Spec:
    """The Spec of a version. `callees`: by process id, those of called processes too. Raises ModelError."""
    reading = reading or Reading()
    root = load(sources, reading)
    files = {root.normalised.process_id: root}

    def file_of(process_id: str) -> File | None:
        if process_id not in files:
            found = (callees or {}).get(process_id)
            if found is not None:
                files[process_id] = load(found, reading)
            elif _process(root, process_id) is not None:
                files[process_id] = root
        return files.get(process_id)

    return compile_files(root, file_of)


def load(sources: Sources, reading: Reading | None = None) -> File:
    """One process's files, read and normalised, with their decisions compiled."""
    reading = reading or Reading()
    normalised = reading.normalised(sources.bpmn, sources.process_id)
    return file_from(normalised, reading.decisions(sources))


def file_from(normalised: Normalised, decisions: tuple[Decisions, ...] = ()) -> File:
    """Look up what the file's references mean."""
    names: dict[str, str] = {}
    for child in normalised.tree.iterchildren(etree.Element):
        attribute = _NAMED.get(bpmn.kind(child))
        if attribute is not None:
            names[child.get("id") or ""] = child.get(attribute) or child.get("name") or child.get("id") or ""
    return File(normalised, decisions, names)


def compile_files(root: File, file_of: Callable[[str], File | None]) -> Spec:
    """Build the root process and everything that it calls, each once."""
    scopes: list[ScopeSpec] = []
    problems: list[Problem] = []
    calls: dict[str, list[CallActivity]] = {}
    wanted = [(root.normalised.process_id, root)]
    while wanted:
        process_id, file = wanted.pop(0)
        if process_id in calls:
            continue
        calls[process_id] = []
        for caller in _build_process(process_id, file, scopes, problems):
            calls[process_id].append(caller)
            called = file_of(caller.spec)
            if called is None:
                problems.extend(_unknown_callee(file, caller).problems)
            else:
                wanted.append((caller.spec, called))
    if not problems:
        problems.extend(_circles(root, calls))
    if problems:
        raise ModelError(tuple(problems))
    log_completions(scopes)
    return _spec(root, scopes, [used for process in calls if (used := file_of(process)) is not None])


def _process(file: File, process_id: str) -> etree._Element | None:
    for process in bpmn.processes(file.normalised.tree):
        if process.get("id") == process_id:
            return process
    return None


def _build_process(process_id: str, file: File, scopes: list[ScopeSpec], problems: list[Problem]) -> list[CallActivity]:
    process = _process(file, process_id)
    if process is None:
        raise refusal(
            file.normalised.tree,
            "process.unknown",
            f"there is no process {process_id!r}",
            f"没有流程“{process_id}”",
            "name a process of the file",
            "请指定文件中的流程",
        )
    callers: list[CallActivity] = []
    waiting = [process]
    while waiting:
        element = waiting.pop(0)
        is_process = element is process
        name = process_id if is_process else f"{process_id}/{element.get('id')}"
        scope = ScopeSpec(name, process_id, is_process, len(scopes))
        scopes.append(scope)
        try:
            build_scope(element, scope, file, problems)
        except ModelError as error:
            problems.extend(error.problems)
        waiting.extend(child for child in element.iterchildren(etree.Element) if bpmn.kind(child) in bpmn.SCOPES)
        callers.extend(spec for spec in scope.task_specs.values() if isinstance(spec, CallActivity))
    return callers


def _unknown_callee(file: File, caller: CallActivity) -> ModelError:
    node = next(
        (node for node in file.normalised.tree.iter(bpmn.tag("callActivity")) if node.get("id") == caller.element),
        file.normalised.tree,
    )
    return refusal(
        node,
        "call.unknown_process",
        f"it calls {caller.spec!r}, which is not there",
        f"所调用的流程“{caller.spec}”不存在",
        "publish that process first, or name another one",
        "请先发布该流程,或改为调用其他流程",
    )


def _circles(root: File, calls: Mapping[str, list[CallActivity]]) -> list[Problem]:
    """A process that comes back to itself through its calls would never end."""
    done: set[str] = set()
    start = root.normalised.process_id
    path: list[str] = []
    stack = [(start, iter(calls[start]))]
    path.append(start)
    while stack:
        process, rest = stack[-1]
        caller = next(rest, None)
        if caller is None:
            done.add(process)
            stack.pop()
            path.pop()
        elif caller.spec in path:
            ring = " > ".join([*path[path.index(caller.spec) :], caller.spec])
            return list(
                refusal(
                    root.normalised.tree,
                    "call.circle",
                    f"processes call one another in a circle: {ring}",
                    f"流程循环调用:{ring}",
                    "take one of these calls out",
                    "请去掉其中一个调用",
                ).problems
            )
        elif caller.spec not in done:
            stack.append((caller.spec, iter(calls[caller.spec])))
            path.append(caller.spec)
    return []


def _spec(root: File, scopes: list[ScopeSpec], files: list[File]) -> Spec:
    human: dict[str, HumanTask] = {}
    calls: dict[str, CallDefinition] = {}
    milestones: set[str] = set()
    places: dict[tuple[str, str], HumanTask] = {}
    for file in files:
        human.update(file.normalised.human_tasks)
        places.update({(task.process, task.element): task for task in file.normalised.human_tasks.values()})
        calls.update(file.normalised.calls)
        milestones.update(str(milestone) for milestone in file.normalised.milestones.values())
    process = root.normalised.process_id
    definition = root.normalised.processes.get(process) or ProcessDefinition(process, process)
    named = {scope.name: scope for scope in scopes}
    return Spec(
        definition,
        scopes[0],
        tuple(scopes),
        named,
        human,
        calls,
        frozenset(milestones),
        places,
        has_conditions=any(scope.has_conditions for scope in scopes),
        has_loops=any(isinstance(node, StandardLoop) for scope in scopes for node in scope.nodes),
    )
