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
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from onegrid.engine import limits
from onegrid.engine.check import State
from onegrid.engine.commands.check_report import Answer, answer_of, broken, lines_of, refused, summary_of
from onegrid.engine.commands.examples import walked
from onegrid.engine.commands.files import read_file
from onegrid.engine.commands.lines import serve
from onegrid.engine.imports import Imported, import_files
from onegrid.engine.imports.unpack import MAX_FILES, MAX_UNPACKED
from onegrid.engine.problems import EngineError, Severity

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
    try:
        deliveries = list(_deliveries(given))
    except EngineError as fault:
        sys.stderr.write(f"{fault.message_en} / {fault.message_zh}\n")
        return 2
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
            files[str(found)] = read_file(found)
    if files:
        yield files


def _inside(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path, *_tables(path)]
    diagrams = _few(path, "*.bpmn") or _few(path, "*/*.bpmn")
    return [found for diagram in diagrams for found in (diagram, *_tables(diagram))]


def _few(folder: Path, pattern: str) -> list[Path]:
    """Raises EngineError for a folder of more than one delivery holds, and looks no further than that."""
    found = list(islice(folder.glob(pattern), MAX_FILES + 1))
    if len(found) > MAX_FILES:
        raise _too_large(folder)
    return sorted(found)


def _too_large(folder: Path) -> EngineError:
    return EngineError(
        "import.too_many",
        f"the folder {str(folder)!r} holds more than {MAX_FILES} files or {MAX_UNPACKED} bytes; name fewer at once",
        f"文件夹“{folder}”超过 {MAX_FILES} 个文件或 {MAX_UNPACKED} 字节，请减少一次指定的文件",
    )


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


def _serve(language: str, source: BinaryIO | None = None, sink: BinaryIO | None = None) -> int:
    """Never stops for what a line or a file holds; every answer has the same entries."""
    return serve(partial(_answer, language=language), source, sink, partial(refused, language=language))


def _answer(asked: dict[str, Any], *, language: str) -> Answer:
    answer = _looked_at(asked, language)
    for name in sorted(set(asked) - {"file", "files", "run"}):
        ignored = broken("request", language, f"there is no entry {name!r}", f"没有“{name}”这一项")
        answer["diagnostics"] += [{**found, "severity": Severity.WARNING} for found in ignored["diagnostics"]]
    return answer


def _read(given: list[str]) -> dict[str, bytes]:
    """Of all paths together no more than one delivery holds; a single file has limits of its own."""
    files: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for name in given:
        for found in _inside(Path(name)):
            files[str(found)] = read_file(found)
            left -= len(files[str(found)])
            if len(files) > MAX_FILES or left < 0:
                raise _too_large(Path(name))
    return files


def _looked_at(asked: dict[str, Any], language: str) -> Answer:
    given = asked["files"] if "files" in asked else [asked.get("file")]
    if not isinstance(given, list) or not given or not all(isinstance(name, str) and name for name in given):
        return broken("request", language, "'file' is no path", "“file”不是路径")
    if not isinstance(asked.get("run", False), bool):
        return broken("request", language, "'run' is neither true nor false", "“run”须为 true 或 false")
    if len(given) > limits.COMMAND_FILES:
        words = (f"at most {limits.COMMAND_FILES} files are looked at", f"最多检查 {limits.COMMAND_FILES} 个文件")
        return broken("request", language, *words)
    try:
        files = _read(given)
    except EngineError as fault:
        return refused(fault.code, (fault.message_en, fault.message_zh), language)
    except (OSError, ValueError):
        return broken("file", language)
    if not files:
        return broken("file", language)
    return answer_of(import_files(files), with_run=asked.get("run") is True, language=language)
