"""Elements that only a rehearsal can run: a task that calls nothing yet is played by whoever rehearses."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from onegrid.engine import bpmn
from onegrid.engine.compile import compile_files, load
from onegrid.engine.definitions import CallDefinition
from onegrid.engine.definitions import Mapping as MappingDefinition
from onegrid.engine.elements.place import File
from onegrid.engine.sources import Sources
from onegrid.engine.specification import Spec

PLAYED = "rehearsal"  # the connector of such a call; none has that name


def compile_for_rehearsal(
    sources: Sources, callees: Mapping[str, Sources], given: Mapping[str, Any]
) -> tuple[Spec, tuple[File, ...]]:
    """The spec and the files behind it. given: results by element id; their entries become variables. ModelError."""
    files: dict[str, File] = {}

    def file_of(process_id: str) -> File | None:
        if process_id not in files and process_id in callees:
            files[process_id] = _played(load(callees[process_id]), given)
        return files.get(process_id)

    root = _played(load(sources), given)
    files[root.normalised.process_id] = root
    return compile_files(root, file_of), tuple(files.values())


def _played(file: File, given: Mapping[str, Any]) -> File:
    """The file in which every service task without a call is answered from `given`."""
    normalised = file.normalised
    calls = dict(normalised.calls)
    for process in bpmn.processes(normalised.tree):
        for task in process.iter(bpmn.tag("serviceTask"), bpmn.tag("sendTask")):
            identifier = task.get("id") or ""
            throws = bpmn.kind(task) == "sendTask" and task.get("messageRef")
            call = calls.get(identifier)
            if call is None and not throws:
                call = CallDefinition(identifier, process.get("id") or "", bpmn.label(task), "")
            if call is not None and not call.connector and not call.notice:
                result = call.result or _mappings(given.get(identifier))
                calls[identifier] = replace(call, connector=PLAYED, result=result)
    return replace(file, normalised=replace(normalised, calls=calls))


def _mappings(given: Any) -> tuple[MappingDefinition, ...]:
    """Each entry of what is given becomes a variable of that name."""
    visits = given if isinstance(given, list) else [given]
    names = dict.fromkeys(name for each in visits if isinstance(each, Mapping) for name in each)
    return tuple(MappingDefinition(f'get value(result, "{_quoted(name)}")', name) for name in names)


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')
