"""The public DMN TCK: each result asked of `python -m onegrid.engine decide`, and counted by level and folder group.

right: the value expected; refused: an error that names its cause; wrong: any other value, in silence.
"""

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from onegrid.engine.commands.decide import answer
from onegrid.engine.commands.lines import Unreadable
from onegrid.feel.temporal import parse_date, parse_date_time, parse_duration, parse_time

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
WANTED = 0.95
PEERS = "SpiffWorkflow 3.2.0: 4 of 3,495 results; npm feelin: about three quarters of the literal expressions"
TEMPORAL = {"date": parse_date, "time": parse_time, "dateTime": parse_date_time, "duration": parse_duration}
GROUPS = {
    "tables": r"hitpolicy|simpletable|table|-dt-|allowed|multi-output|lending|vacation|loan|chapter",
    "boxed": r"boxed|nestedcontext|listGen|structure|invocation|conditionals|join|append|concat|insert|sort|some",
    "graphs": r"import|href|service|no-decision|scopes|drg|input-data",
    "built-ins": r"function",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One result of the kit. Inputs and `expected` are JSON, with the kind of each temporal value beside it."""

    folder: str
    level: str
    name: str
    request: dict[str, Any]
    expected: Any


def main(folder: Path, chosen: list[str] | None = None) -> int:
    """Print the table; 1 where too little is right or anything is wrong."""
    parser = argparse.ArgumentParser(prog="conformance.tck")
    parser.add_argument("--failures", action="store_true", help="every result that is not right")
    parser.add_argument("--only", default="", help="folders whose name holds this")
    options = parser.parse_args(chosen or [])
    counts: dict[tuple[str, str], Counter[str]] = {}
    for case in cases(folder, options.only):
        verdict, told = judged(case)
        counts.setdefault((case.level, _group(case.folder)), Counter())[verdict] += 1
        if options.failures and verdict != "right":
            print(f"{verdict:8} {case.folder} {case.name}: expected {_shown(case.expected)}, got {told}")
    return _table(counts)


def cases(folder: Path, only: str = "") -> Iterator[Case]:
    """Every result of every test file below the folder."""
    for path in sorted(folder.glob("compliance-level-*/*/*.xml")):
        if only in path.parent.name:
            yield from _cases_of(path)


def _cases_of(path: Path) -> Iterator[Case]:
    root = etree.parse(path).getroot()
    named = _child(root, "modelName")
    model = path.parent / (named.text or "").strip() if named is not None else next(path.parent.glob("*.dmn"))
    for test in _children(root, "testCase"):
        inputs = {node.get("name"): _value(node) for node in _children(test, "inputNode")}
        for node in _children(test, "resultNode"):
            asked = test.get("invocableName") or node.get("name")
            request = {"dmn": str(model), "decision": asked, "inputs": inputs}
            expected = _child(node, "expected")
            yield Case(
                path.parent.name,
                path.parent.parent.name.removeprefix("compliance-level-"),
                f"{test.get('id')}/{node.get('name')}",
                request,
                None if expected is None else _value(expected),
            )


def _value(node: etree._Element) -> Any:
    if node.get(f"{XSI}nil") == "true":
        return None
    found = _child(node, "list")
    if found is not None:
        return None if found.get(f"{XSI}nil") == "true" else [_value(i) for i in _children(found, "item")]
    parts = list(_children(node, "component"))
    if parts:
        return {part.get("name"): _value(part) for part in parts}
    held = _child(node, "value")
    if held is None or held.get(f"{XSI}nil") == "true":
        return None
    kind = (held.get(f"{XSI}type") or "xsd:string").rpartition(":")[2]
    text = held.text or ""
    if kind in ("decimal", "double", "integer", "float", "int", "long"):
        return json.loads(text, parse_float=Decimal) if re.fullmatch(r"-?\d+(\.\d+)?", text) else Decimal(text)
    if kind == "boolean":
        return text.strip() == "true"
    return (kind, text) if kind in TEMPORAL else text


def _children(node: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in node if isinstance(child.tag, str) and etree.QName(child).localname == name)


def _child(node: etree._Element, name: str) -> etree._Element | None:
    return next(_children(node, name), None)


def judged(case: Case) -> tuple[str, str]:
    """The verdict on one result, and the line that was answered."""
    verdict = _asked(case, lambda _kind, text: text)
    return verdict if verdict[0] == "right" else _asked(case, lambda kind, text: {"type": kind, "value": text})


def _asked(case: Case, temporal: Callable[[str, str], Any]) -> tuple[str, str]:
    """Temporal inputs as texts where item definitions type them; else each says its type."""
    try:
        line = answer(case.request | {"inputs": _formed(case.request["inputs"], temporal)})
    except Unreadable as fault:
        return "refused", fault.code
    told = json.loads(line, parse_float=Decimal)
    if "error" in told:
        return "refused", line
    return ("right" if _equal(case.expected, told["result"]) else "wrong"), line


def _formed(given: Any, temporal: Callable[[str, str], Any]) -> Any:
    if isinstance(given, tuple):
        return temporal(*given)
    if isinstance(given, list):
        return [_formed(item, temporal) for item in given]
    return {name: _formed(item, temporal) for name, item in given.items()} if isinstance(given, dict) else given


def _equal(expected: Any, told: Any) -> bool:
    if isinstance(expected, tuple):
        if not isinstance(told, str):
            return False
        one, other = (TEMPORAL[expected[0]](text) for text in (expected[1], told))
        return expected[1] == told or (one is not None and one == other and type(one) is type(other))
    if isinstance(expected, list):
        return isinstance(told, list) and len(expected) == len(told) and all(map(_equal, expected, told))
    if isinstance(expected, dict):
        same_names = isinstance(told, dict) and expected.keys() == told.keys()
        return same_names and all(_equal(expected[name], told[name]) for name in expected)
    if isinstance(expected, bool) or expected is None or isinstance(told, bool) or told is None:
        return expected is told
    if isinstance(expected, int | Decimal):
        return isinstance(told, int | Decimal) and math.isclose(expected, told, rel_tol=1e-8, abs_tol=1e-8)
    return bool(expected == told)


def _group(folder: str) -> str:
    return next((name for name, pattern in GROUPS.items() if re.search(pattern, folder)), "language")


def _shown(expected: Any) -> str:
    return json.dumps(expected, ensure_ascii=False, default=str)


def _table(counts: dict[tuple[str, str], Counter[str]]) -> int:
    total: Counter[str] = Counter()
    print(f"{'level':<6} {'group':<12} {'results':>8} {'right':>7} {'refused':>8} {'wrong':>6}")
    for (level, group), found in sorted(counts.items()):
        total.update(found)
        print(_row(level, group, found))
    print(_row("2 + 3", "all", total))
    print(f"peers: {PEERS}")
    share = total["right"] / total.total() if total else 0.0
    print(f"{share:.2%} right; wanted {WANTED:.0%}, and nothing wrong")
    return 0 if share >= WANTED and not total["wrong"] else 1


def _row(level: str, group: str, found: Counter[str]) -> str:
    parts = f"{found.total():>8} {found['right']:>7} {found['refused']:>8} {found['wrong']:>6}"
    return f"{level:<6} {group:<12} {parts}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
