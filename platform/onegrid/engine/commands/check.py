"""`check FILE...`: what is wrong with BPMN files, what becomes of other tools' settings, and how far each may go.

A FILE is a `.bpmn` file, a `.dmn` file, a form, a zip of these, or the folder of a process; all of them are looked at
as one delivery. What only the city can choose (roles, forms, limits, connectors) is a warning here, not in the catalog.
Exit code: 0 all can be published, 1 some can't, 2 wrong use.

--stdin: one JSON object a line, {"file": path, "run": bool} or {"files": [paths], ...}; one answer a line, for the
first file.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from onegrid.engine.check import State
from onegrid.engine.commands.check_report import answer_of, broken, lines_of, summary_of
from onegrid.engine.commands.examples import walked
from onegrid.engine.imports import Imported, import_files

ENDINGS = (".bpmn", ".bpmn20.xml", ".dmn", ".form", ".json", ".zip", ".xml")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's own arguments."""
    checking = commands.add_parser(
        "check", help="find what is wrong with BPMN files", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    checking.add_argument("files", nargs="*", metavar="FILE", help=".bpmn, .dmn, form or zip, or folder of a process")
    checking.add_argument("--run", action="store_true", dest="with_run", help="try each process in memory")
    checking.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    checking.add_argument("--stdin", action="store_true", help="answer questions line by line until the input ends")
    checking.add_argument("--language", choices=("zh", "en", "both"), default="both")
    checking.add_argument("--examples", action="store_true", help="walk examples.yaml beside the file, too")
    checking.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print what was found and answer with the exit code."""
    if chosen.stdin:
        return _serve(chosen.language)
    given = [Path(name) for name in chosen.files]
    missing = [str(path) for path in given if not path.exists()]
    if missing or not given:
        sys.stderr.write(f"no such file / 文件不存在: {', '.join(missing) or '–'}\n")
        return 2
    deliveries = list(_deliveries(given))
    if not deliveries:
        sys.stderr.write(f"no diagram there / 其中没有流程图: {', '.join(chosen.files)}\n")
        return 2
    imported = [walked(import_files(files)) if chosen.examples else import_files(files) for files in deliveries]
    _print(imported, chosen)
    states = [diagram.state for each in imported for diagram in each.diagrams]
    return 0 if states and all(state is State.PUBLISHABLE for state in states) else 1


def _deliveries(given: list[Path]) -> Iterator[dict[str, bytes]]:
    """All files given are one delivery: they are one another's callees and tables."""
    files: dict[str, bytes] = {}
    for path in given:
        for found in _inside(path):
            files[str(found)] = found.read_bytes()
    if files:
        yield files


def _inside(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path, *_tables(path)]
    diagrams = sorted(path.glob("*.bpmn")) or sorted(path.glob("*/*.bpmn"))
    return [found for diagram in diagrams for found in (diagram, *_tables(diagram))]


def _tables(diagram: Path) -> list[Path]:
    return sorted((diagram.parent / "decisions").glob("*.dmn"))


def _print(imported: list[Imported], chosen: argparse.Namespace) -> None:
    if chosen.json:
        found = [summary_of(each, with_run=chosen.with_run, language=chosen.language) for each in imported]
        sys.stdout.write(json.dumps([one for many in found for one in many], ensure_ascii=False) + "\n")
        return
    for each in imported:
        for line in lines_of(each, with_run=chosen.with_run, language=chosen.language):
            sys.stdout.write(line + "\n")


def _serve(language: str) -> int:
    """Never stops for what a line or a file holds."""
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            answer = _answer(_asked(line), language)
        except Exception:
            answer = broken("failed", language)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def _asked(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _answer(asked: object, language: str) -> dict[str, object]:
    if not isinstance(asked, dict):
        return broken("request", language)
    given = asked.get("files") or [asked.get("file")]
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        return broken("request", language)
    try:
        files = {str(found): found.read_bytes() for name in given for found in _inside(Path(name))}
    except (OSError, ValueError):
        return broken("file", language)
    return answer_of(import_files(files), with_run=asked.get("run") is True, language=language)
