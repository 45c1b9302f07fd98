"""Models of many tools: each asked of `python -m onegrid.engine check --run`, and counted per check and per tool."""

import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from conformance.paths import WAITS, Branch, agrees, expected_of
from conformance.stock import stock
from onegrid.engine.commands.check_report import answer_of
from onegrid.engine.imports import import_files

WANTED = {"deployable": 60, "runs": 50, "paths": 15}
SECONDS = 2.0
_MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DRAWN = ("{http://www.omg.org/spec/BPMN/20100524/DI}", "{http://www.omg.org/spec/DD/20100524/")
COLUMNS = (
    "opened", "quick", "deployable", "ends", "waits", "true", "accounted", "named", "placed", "kept", "path",
    "stock compiles", "stock ends",
)  # fmt: skip
_HEADS = {
    "quick": "< 2 s CPU", "true": "none fails", "accounted": "no node lost", "named": "says why not",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """One file: which checks hold. A check that does not concern it is in neither set."""

    name: str
    tool: str
    holds: set[str] = field(default_factory=set)
    fails: set[str] = field(default_factory=set)
    seconds: float = 0.0


def main(folder: Path) -> int:
    """Print the table; 1 where a goal is missed."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".bpmn", ".xml") and path.is_file())
    judged = [_judge(path, folder) for path in files]
    _print(judged)
    return 0 if judged and _is_met(judged) else 1


def _judge(path: Path, folder: Path) -> Judged:
    data = path.read_bytes()
    started = time.process_time()  # what an idle machine needs; others may be at work on this one
    answer = answer_of(import_files({path.name: data}), with_run=True, language="en")
    seconds = time.process_time() - started
    found = Judged(path.name, _tool(path, folder), seconds=seconds)

    def check(name: str, holds: bool) -> None:
        (found.holds if holds else found.fails).add(name)

    root = _well_formed(data)
    if root is None:
        check("placed", _placed(answer))
        return found
    runs: list[dict[str, Any]] = list(answer["runs"])
    states = {run["state"] for run in runs}
    check("opened", answer["accepted"] is True)
    check("quick", seconds < SECONDS)
    check("deployable", answer["deployable"] is True)
    if answer["deployable"]:
        check("true", bool(states) and "failed" not in states)
        check("ends", states == {"completed"})
        check("waits", "waiting" in states and states <= {"waiting", "completed"})
    else:
        check("named", any(d["severity"] == "error" and d["element"] for d in _diagnostics(answer)))
    check("accounted", _accounted(root, answer))
    check("placed", _placed(answer))
    check("kept", _kept(root, str(answer["exported"] or "")))
    if (path_expected := expected_of(path.name)) is not None:
        check("path", _walked_so(path_expected, runs))
    for name, holds in zip(("stock compiles", "stock ends"), stock(path), strict=True):
        check(name, holds)
    return found


def _well_formed(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _diagnostics(answer: Mapping[str, object]) -> list[dict[str, Any]]:
    return list(answer["diagnostics"])  # type: ignore[call-overload, no-any-return]


def _placed(answer: Mapping[str, object]) -> bool:
    return all(each["element"] or each["line"] for each in _diagnostics(answer) if each["severity"] == "error")


def _accounted(root: etree._Element, answer: Mapping[str, object]) -> bool:
    """Every flow node is in the runtime, or named, or its file or process is not to run at all, which is said."""
    nodes = set(answer["nodes"])  # type: ignore[call-overload]
    named = {each["element"] for each in _diagnostics(answer)}
    if not answer["deployable"]:
        return any(each["severity"] == "error" for each in _diagnostics(answer))
    for process in root.iter(f"{_MODEL}process"):
        if process.get("id") in named and not nodes & {each.get("id") for each in process.iter()}:
            continue
        for node in process.iterdescendants():
            kind = str(node.tag).removeprefix(_MODEL)
            is_node = re.fullmatch(r"\w*([tT]ask|Gateway|Event|ubProcess|Activity)|transaction", kind)
            if is_node and node.get("id") and node.get("id") not in nodes | named:
                return False
    return True


def _kept(root: etree._Element, exported: str) -> bool:
    """Every id, label, foreign attribute and shape of the file is in the export."""
    try:
        other = etree.fromstring(re.sub(r"^\s*<\?xml.*?\?>", "", exported.removeprefix("\ufeff")))
    except (etree.XMLSyntaxError, ValueError):
        return False
    return not _facts(root) - _facts(other)


def _facts(root: etree._Element) -> Counter[tuple[str, ...]]:
    facts: Counter[tuple[str, ...]] = Counter()
    for element in root.iter(etree.Element):
        tag = str(element.tag)
        if tag.startswith(_DRAWN):
            facts[(tag, *(f"{name!s}={value!s}" for name, value in sorted(element.attrib.items())))] += 1
        for name, value in element.attrib.items():
            if name in ("id", "name") or str(name).startswith("{"):
                facts[tag, str(name), str(value)] += 1
    return facts


def _walked_so(expected: Branch, runs: list[dict[str, Any]]) -> bool:
    if len(runs) != 1:
        return False
    walked = [*runs[0]["path"], *((WAITS, *runs[0]["waiting_on"]) if runs[0]["state"] == "waiting" else ())]
    return agrees(expected, walked) and (runs[0]["state"] in ("completed", "waiting"))


def _tool(path: Path, folder: Path) -> str:
    group = path.relative_to(folder).parts[0]
    return group if group != "miwg" else f"miwg {re.split(r'_+[A-Z]?[.]?[0-9]', path.name)[0].replace('_', ' ')}"


def _is_met(judged: list[Judged]) -> bool:
    held = Counter(name for each in judged for name in each.holds)
    failed = {name for each in judged for name in each.fails}
    whole = not failed & {"opened", "quick", "true", "accounted", "named", "placed", "kept", "path"}
    runs = held["ends"] + held["waits"]
    enough = held["deployable"] >= WANTED["deployable"] and runs >= WANTED["runs"] and held["path"] >= WANTED["paths"]
    return whole and enough


def _print(judged: list[Judged]) -> None:
    tools = sorted({each.tool for each in judged})
    width = max(map(len, tools), default=4)
    print(f"{'':{width}}  files  " + "  ".join(f"{_HEADS.get(name, name):>12}" for name in COLUMNS))
    for tool in (*tools, "all"):
        rows = [each for each in judged if tool in (each.tool, "all")]
        cells = []
        for name in COLUMNS:
            held = sum(name in each.holds for each in rows)
            asked = held + sum(name in each.fails for each in rows)
            cells.append(f"{held:>5} of {asked:<4}" if asked else f"{'–':>12}")
        print(f"{tool:{width}}  {len(rows):>5}  " + "  ".join(f"{cell:>12}" for cell in cells))
    slowest = max(judged, key=lambda each: each.seconds, default=None)
    if slowest is not None:
        print(f"slowest answer: {slowest.seconds:.2f} s, {slowest.name}")
    for each in judged:
        wrong = sorted(each.fails - {"deployable", "ends", "waits", "stock compiles", "stock ends"})
        if wrong:
            print(f"{each.name}: {', '.join(wrong)}")
