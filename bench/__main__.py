"""`make bench`: every module of this folder that has `rows()`, printed as a table and written to .state/bench.json."""

import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

import bench
from bench.completion import HERE

TIMES_UNDER_STOCK = 10  # what the engine's own rows must be below the stock engine, beside their goals
RESULT = Path(".state/bench.json")


def main(names: list[str]) -> int:
    """Measure what is named, or everything; 1 if a goal is missed."""
    found: list[dict[str, Any]] = []
    for module in sorted(pkgutil.iter_modules(bench.__path__), key=lambda one: one.name):
        if module.name == "__main__" or (names and module.name not in names):
            continue
        rows = getattr(importlib.import_module(f"bench.{module.name}"), "rows", None)
        for row in rows() if rows is not None else ():
            print(_line(row), flush=True)
            found.append(row)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if any(not _good_enough(row) for row in found) else 0


def _reached(row: dict[str, Any], times: float = 1) -> bool:
    if row["goal"] is None:
        return True
    return bool(row["ours"] <= row["goal"] * times if row["better"] == "less" else row["ours"] >= row["goal"])


def _good_enough(row: dict[str, Any]) -> bool:
    """The goal, or what is asked for on a machine of two cores."""
    if row["name"].startswith("engine "):
        return _reached(row) and row["ratio"] >= TIMES_UNDER_STOCK
    return _reached(row, HERE if row["name"].startswith("one completion") else 1)


def _line(row: dict[str, Any]) -> str:
    beside = f"beside {row['baseline']} (x{row['ratio']})" if row["baseline"] is not None else ""
    reached = "reached" if _reached(row) else f"within x{HERE}" if _good_enough(row) else "MISSED"
    return f"{row['name']:<52} {row['ours']:>10} {row['unit']:<16} goal {row['goal']} {reached:<9} {beside}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
