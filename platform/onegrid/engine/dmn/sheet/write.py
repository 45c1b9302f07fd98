"""Tables to a workbook: every cell is text, so that no spreadsheet turns `1.10` or `-` into something else."""

import io

import xlsxwriter

from onegrid.engine.dmn.model import HitPolicy
from onegrid.engine.dmn.sheet import layout
from onegrid.engine.dmn.sheet.extract import shown, tables_of
from onegrid.engine.dmn.sheet.layout import SheetTable
from onegrid.engine.dmn.xml import parse_definitions

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_WIDE, _NARROW = 24, 14


def to_sheet(dmn: bytes) -> bytes:
    """The workbook of a file's tables; raises ModelError for what is no DMN."""
    root = parse_definitions(dmn)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        names: set[str] = set()
        for title, element in tables_of(root):
            _write(book, shown(root, title, element), names)
        if not names:
            book.add_worksheet("-")
    return target.getvalue()


def _name(title: str, taken: set[str]) -> str:
    """A name that a spreadsheet takes: 31 characters, none twice, whatever the case."""
    base = " ".join(title.translate(_FORBIDDEN).split()) or "table"
    name, number = base[:31], 2
    while name.casefold() in taken:
        name, number = f"{base[:26]} {number}", number + 1
    taken.add(name.casefold())
    return name


def _write(book: xlsxwriter.Workbook, table: SheetTable, names: set[str]) -> None:
    sheet = book.add_worksheet(_name(table.title, names))
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#E8EEF4", "text_wrap": True})
    told = (table.table, table.title, table.policy, table.aggregation)
    for row, (name, value) in enumerate(zip(layout.TABLE_ROWS, told, strict=True)):
        sheet.write_string(row, 0, name, head)
        sheet.write_string(row, 1, value, text)
    sheet.data_validation(2, 1, 2, 1, {"validate": "list", "source": [one.value for one in HitPolicy]})
    sheet.data_validation(3, 1, 3, 1, {"validate": "list", "source": ["SUM", "MIN", "MAX", "COUNT"]})
    first = len(layout.TABLE_ROWS)
    for row, name in enumerate(layout.COLUMN_ROWS, start=first):
        sheet.write_string(row, 0, name, head)
    for at, column in enumerate(table.columns, start=1):
        parts = (column.kind, column.label, column.expression, column.type, column.values, column.default)
        for row, value in enumerate((*parts, column.identity), start=first):
            sheet.write_string(row, at, value, head)
    rules = first + len(layout.COLUMN_ROWS)
    for row, rule in enumerate(table.rules, start=rules):
        for at, value in enumerate((rule.identity, *rule.cells)):
            sheet.write_string(row, at, value, text)
    sheet.set_column(0, 0, _NARROW)
    sheet.set_column(1, len(table.columns), _WIDE)
    sheet.freeze_panes(rules, 1)
