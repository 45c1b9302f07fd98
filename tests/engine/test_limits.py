"""The page of limits says what the code does."""

import re
from pathlib import Path

from onegrid.engine import limits, read, scope, values
from onegrid.engine.check.timers import MAX_REPETITIONS
from onegrid.engine.findings import FINDINGS
from onegrid.feel import api, evaluation, parser

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
PAGE = (REFERENCE / "limits.md").read_text(encoding="utf-8")
STATED = {name: value for name, value in vars(limits).items() if name.isupper() and name != "MEGABYTE"}


def written(name: str, value: float) -> str:
    if value >= limits.MEGABYTE and (name.endswith("BYTES") or name in ("SCRIPT_MEMORY", "SCRIPT_OUTPUT")):
        return f"{value // limits.MEGABYTE} MB"
    return f"{value:g} s" if "SECONDS" in name else f"{value:,}"


def test_every_limit_stands_on_the_page() -> None:
    missing = {name: written(name, value) for name, value in STATED.items() if written(name, value) not in PAGE}
    assert missing == {}
    for value in (api.MAX_LENGTH, parser.MAX_DEPTH, evaluation.MAX_DEPTH):
        assert f"| {value:,}" in PAGE


def test_other_pages_name_the_same_count_of_nodes() -> None:
    said = {name: (REFERENCE / name).read_text(encoding="utf-8") for name in ("import.md", "bpmn.md")}
    told = {name: re.findall(r"([\d,]+)\s+(?:flow )?nodes", text) for name, text in said.items()}
    assert told == {name: [f"{limits.FILE_NODES:,}"] for name in said}
    assert f"{MAX_REPETITIONS:,} | `timer.cycle_count`" in PAGE


def test_the_limits_are_those_in_force() -> None:
    assert (read.MAX_BYTES, read.MAX_DEPTH, read.MAX_ELEMENTS) == (
        limits.FILE_BYTES,
        limits.XML_DEPTH,
        limits.XML_ELEMENTS,
    )
    assert (scope.MAX_RUNS, scope.BUDGET, scope.MAX_DEPTH) == (
        limits.ACT_ELEMENTS,
        limits.ELEMENT_FEEL_STEPS,
        limits.CALL_DEPTH,
    )
    assert values.MAX_DEPTH == limits.DATA_DEPTH


def test_codes_of_the_page_exist() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (Path(limits.__file__).parent).rglob("*.py"))
    code += "".join(path.read_text(encoding="utf-8") for path in Path(api.__file__).parent.rglob("*.py"))
    named = {
        word for word in PAGE.split("`") if "." in word and " " not in word and "/" not in word and ".py" not in word
    }
    assert {word for word in named if f'"{word}"' not in code and word not in FINDINGS} == set()
