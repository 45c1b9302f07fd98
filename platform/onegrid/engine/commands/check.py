"""`check FILE...`: what is wrong with BPMN files.

Each file may be a `.bpmn` file or the folder of a process. Decisions are read from `decisions/*.dmn` beside it, and the
files given are one another's called processes. Exit code: 0 all can be published, 1 some can't, 2 wrong use.
"""

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from onegrid.engine.check import Report, State, check
from onegrid.engine.compile import compile_sources
from onegrid.engine.normalise import normalise
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.read import read
from onegrid.engine.rehearse import walk
from onegrid.engine.sources import Sources


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's own arguments."""
    checking = commands.add_parser("check", help="find what is wrong with BPMN files", description=__doc__)
    checking.add_argument("files", nargs="+", metavar="FILE", help=".bpmn file or folder of a process")
    checking.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    checking.add_argument("--language", choices=("zh", "en", "both"), default="both")
    checking.add_argument("--examples", action="store_true", help="walk examples.yaml beside the file, too")
    checking.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print what was found and answer with the exit code."""
    files = [path for given in chosen.files for path in _files(Path(given))]
    missing = [str(path) for path in files if not path.is_file()]
    if missing or not files:
        sys.stderr.write(f"no such file / 文件不存在: {', '.join(missing or chosen.files)}\n")
        return 2
    sources = {path: _sources(path) for path in files}
    named = {_process_of(each): each for each in sources.values()}
    callees = {process: each for process, each in named.items() if process} if len(files) > 1 else None
    reports = {path: _report(path, sources[path], callees, chosen.examples) for path in files}
    _print(reports, as_json=chosen.json, language=chosen.language)
    return 0 if all(report.state is State.PUBLISHABLE for report in reports.values()) else 1


def _files(given: Path) -> list[Path]:
    if given.is_dir():
        return sorted(given.glob("*.bpmn")) or sorted(given.glob("*/*.bpmn")) or [given / "process.bpmn"]
    return [given]


def _sources(path: Path) -> Sources:
    tables = sorted((path.parent / "decisions").glob("*.dmn"))
    return Sources(path.read_bytes(), {table.name: table.read_bytes() for table in tables})


def _process_of(sources: Sources) -> str:
    try:
        return normalise(read(sources.bpmn)).process_id
    except ModelError:
        return ""


def _report(path: Path, sources: Sources, callees: dict[str, Sources] | None, with_examples: bool) -> Report:
    report = check(sources, callees)
    examples = path.parent / "examples.yaml"
    can_walk = report.normalised is not None and report.state in (State.REHEARSABLE, State.PUBLISHABLE)
    if not (with_examples and can_walk and report.normalised and examples.is_file()):
        return report
    named = Sources(sources.bpmn, sources.decisions, report.normalised.process_id)
    try:
        spec = compile_sources(named, callees)
    except ModelError as fault:
        return report.also(fault.problems)
    found = walk(spec, examples.read_bytes())
    return report.also(replace(each, file=examples.name) for each in found)


def _print(reports: dict[Path, Report], *, as_json: bool, language: str) -> None:
    if as_json:
        found = [
            {"file": str(path), "state": report.state, "problems": [asdict(each) for each in report.problems]}
            for path, report in reports.items()
        ]
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return
    for path, report in reports.items():
        sys.stdout.write(f"{path}: {report.state}\n")
        for each in report.problems:
            sys.stdout.write(_line(each, language))


def _line(found: Problem, language: str) -> str:
    place = f"{found.file + ':' if found.file else ''}{found.line or '-'}"
    lines = [f"  {found.severity} {found.code} {place} {found.element or ''}".rstrip()]
    if language in ("zh", "both"):
        lines.append(f"      {found.message_zh}。{found.mend_zh}")
    if language in ("en", "both"):
        lines.append(f"      {found.message_en}. {found.mend_en}")
    return "\n".join(lines) + "\n"
