"""`table to-sheet FILE.dmn OUT.xlsx` and `table from-sheet FILE.dmn IN.xlsx OUT.dmn`: tables edited as spreadsheets."""

import argparse
import sys
from pathlib import Path

from onegrid.engine.dmn import compile_model, examine, read_dmn
from onegrid.engine.dmn.sheet import from_sheet, to_sheet
from onegrid.engine.problems import ModelError, Problem


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's own arguments."""
    table = commands.add_parser("table", help="decision tables as spreadsheets and back", description=__doc__)
    ways = table.add_subparsers(dest="way", required=True)
    there = ways.add_parser("to-sheet", help="write the tables of a DMN file as a workbook")
    back = ways.add_parser("from-sheet", help="write a DMN file anew with the tables of a workbook")
    for each in (there, back):
        each.add_argument("dmn", type=Path, metavar="FILE.dmn")
    there.add_argument("sheet", type=Path, metavar="OUT.xlsx")
    back.add_argument("sheet", type=Path, metavar="IN.xlsx")
    back.add_argument("out", type=Path, metavar="OUT.dmn")
    table.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0 done, 1 refused, 2 a file that cannot be read or written."""
    try:
        dmn = chosen.dmn.read_bytes()
        if chosen.way == "to-sheet":
            chosen.sheet.write_bytes(to_sheet(dmn))
            return 0
        changed = from_sheet(dmn, chosen.sheet.read_bytes())
        chosen.out.write_bytes(changed)
        source = read_dmn(changed, file=chosen.out.name)
        compiled = compile_model(source, partial=True)
        _say((*compiled.problems, *compiled.findings, *examine(source)))
    except ModelError as fault:
        _say(fault.problems)
        return 1
    except OSError as fault:
        sys.stderr.write(f"{fault.filename}: {fault.strerror}\n")
        return 2
    return 0


def _say(problems: tuple[Problem, ...]) -> None:
    for one in problems:
        place = f"{one.line or '-'} {one.element or ''}".rstrip()
        sys.stderr.write(f"{one.severity} {one.code} {place}\n  {one.message_zh}。{one.mend_zh}\n")
        sys.stderr.write(f"  {one.message_en}. {one.mend_en}\n")
