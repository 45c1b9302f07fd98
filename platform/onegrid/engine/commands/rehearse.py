"""`rehearse --stdin`: play processes in memory with the data, events and results given.

One JSON object a line in: {"files": [paths], "process": id, "tasks": {element: data, or a list with one per visit},
"events": [{"at" | "message" | "signal": ..., "data": {...}}], "calls": {element: result}, "now": moment}.
One out: {"completed", "data", "path", "waiting_on"}, or {"error", "code", "element"}. See docs/reference/rehearse.md.
"""

import argparse
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from onegrid.engine import bpmn, limits
from onegrid.engine.check.size import size
from onegrid.engine.commands.files import plain_file, read_file
from onegrid.engine.commands.lines import serve
from onegrid.engine.problems import ModelError
from onegrid.engine.read import read
from onegrid.engine.rehearse.player import play
from onegrid.engine.rehearse.request import read_request, wrong
from onegrid.engine.rehearse.stand_ins import compile_for_rehearsal
from onegrid.engine.rehearse.walker import Sandbox
from onegrid.engine.sources import Sources
from onegrid.feel import to_json

MAX_FILES = limits.COMMAND_FILES
_MISSING = "rehearse.no_file"
_NO_PROCESS = (".form", ".json", ".yaml", ".yml")
_DMN, _BPMN = re.compile(rb"omg\.org/spec/DMN/"), re.compile(rb"omg\.org/spec/BPMN/")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's own arguments."""
    rehearsing = commands.add_parser("rehearse", help="play processes in memory", description=__doc__)
    rehearsing.add_argument("--stdin", action="store_true", help="one JSON object a line in, one out", required=True)
    rehearsing.add_argument("--python", action="store_true", help="run Python scripts in their sandbox; off without it")
    rehearsing.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Answer lines until there are no more."""
    return serve(partial(rehearse, sandbox=_sandbox() if chosen.python else None))


def rehearse(asked: Mapping[str, Any], sandbox: Sandbox | None = None) -> dict[str, Any]:
    """One rehearsal; raises EngineError with what stands in its way. sandbox: where Python scripts are on."""
    request = read_request(asked)
    given = tuple((path.name, read_file(path, _MISSING)) for path in _paths(asked.get("files")))
    decisions = {name: data for name, data in given if _is_decision(data)}
    models = [data for name, data in given if name not in decisions and not name.endswith(_NO_PROCESS)]
    if not models:
        raise wrong("files", "paths of BPMN files", "BPMN 文件的路径")
    known: dict[str, Sources] = {}
    for data in models:
        root = read(data).root
        if (excess := size(root)) is not None:
            raise ModelError((excess,))
        for process in bpmn.processes(root):
            known.setdefault(process.get("id") or "", Sources(data, decisions, process.get("id") or ""))
    sources = known.get(request.process)
    if sources is None:
        sources = Sources(models[0], decisions, request.process)
    spec, files = compile_for_rehearsal(sources, known, request.calls)
    names = {identifier: name for file in files for identifier, name in file.names.items()}
    played = play(spec, request, names, sandbox)
    return {
        "completed": played.completed,
        "data": to_json(played.data),
        "path": list(played.path),
        "waiting_on": list(played.waiting_on),
    }


def _sandbox() -> Sandbox:
    """Loaded only where scripts run: nothing else needs the workers."""
    from onegrid.engine.sandbox.workers import run_call

    return run_call


def _paths(found: Any) -> list[Path]:
    if not isinstance(found, list) or not found or not all(isinstance(each, str) and each for each in found):
        raise wrong("files", "a list of paths", "路径列表")
    if len(found) > MAX_FILES:
        raise wrong("files", f"at most {MAX_FILES} paths", f"至多 {MAX_FILES} 个路径")
    return [plain_file(name, _MISSING) for name in found]


def _is_decision(data: bytes) -> bool:
    bare = data.replace(b"\0", b"")  # UTF-16 keeps its Latin letters
    return _DMN.search(bare) is not None and _BPMN.search(bare) is None
