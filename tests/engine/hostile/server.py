"""Reads, checks and rehearses each file, in a process of its own whose memory and time can be measured."""

import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onegrid.engine.check import State, check
from onegrid.engine.commands.lines import serve
from onegrid.engine.commands.rehearse import rehearse
from onegrid.engine.dmn import compile_model, read_dmn
from onegrid.engine.imports import import_files
from onegrid.engine.problems import EngineError, ModelError, Problem, Severity
from onegrid.engine.sources import Sources


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was found, how long it took, and the most memory that this process has ever had, in MB."""
    before = time.process_time()
    data = Path(asked["files"][0]).read_bytes()
    kinds = {"dmn": _decision, "zip": _archive}
    found = kinds[asked["kind"]](data) if asked["kind"] in kinds else _process(data, asked)
    seconds = time.process_time() - before
    return {**found, "seconds": seconds, "megabytes": _megabytes()}


def _megabytes() -> int:
    """Not `getrusage`: its highest mark is the parent's, where that was higher when this process was forked."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) // 1024


def _process(data: bytes, asked: Mapping[str, Any]) -> dict[str, Any]:
    report = check(Sources(data), {})
    told = _told(report.problems)
    if report.state in (State.UNREADABLE, State.DRAWING):
        return {"state": report.state, "problems": told}
    try:
        run = rehearse({"files": asked["files"], "tasks": asked.get("tasks", {})})
    except EngineError as fault:
        words = f"{fault.message_en} / {fault.message_zh}"
        return {"state": report.state, "problems": [*told, [fault.code, words, fault.element]]}
    run["data"] = sorted(run["data"])
    return {"state": report.state, "problems": told, "run": run}


def _archive(data: bytes) -> dict[str, Any]:
    found = import_files({"payload.zip": data})
    problems = [*found.problems, *(each for diagram in found.diagrams for each in diagram.problems)]
    return {"state": "read", "problems": _told(tuple(problems), (Severity.ERROR, Severity.WARNING))}


def _decision(data: bytes) -> dict[str, Any]:
    try:
        decisions = compile_model(read_dmn(data))
    except ModelError as fault:
        return {"state": "unreadable", "problems": _told(fault.problems)}
    return {"state": "read", "problems": _told(decisions.problems)}


def _told(problems: tuple[Problem, ...], severities: tuple[Severity, ...] = (Severity.ERROR,)) -> list[list[Any]]:
    """The first of the errors: a hostile file may have as many as it likes."""
    errors = [found for found in problems if found.severity in severities][:50]
    return [[found.code, f"{found.message_en} / {found.message_zh}", found.element or found.line] for found in errors]


if __name__ == "__main__":
    sys.exit(serve(answer))
