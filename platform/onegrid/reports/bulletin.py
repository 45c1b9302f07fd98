"""Figures and lists of cases as sheets like a bulletin (通报). Every text is a string: nothing can be a formula."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

Cell = str | int | Decimal | None
_LETTERS = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_LONG = {"text_wrap": True, "align": "left"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed, top down. None in a row is printed as "-"; `total` closes the table where there is one."""

    title: str
    above: Sequence[str]
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    total: Sequence[Cell] = ()
    below: Sequence[str] = ()
    signature: str = ""
    widths: Sequence[int] = ()


def written(sheet: Sheet) -> bytes:
    """As an .xlsx of one sheet, on A4 across, the head repeated on each page."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        # The file's own clock would be real time, and another at each run.
        book.set_properties({"title": sheet.title, "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001
        _Writer(book, sheet).write()
    return target.getvalue()


_NO_NAME = str.maketrans("", "", "[]:*?/\\'")  # what the name of a sheet may not hold


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        self.sheet, self.page, self.at = sheet, book.add_worksheet(sheet.title[:31].translate(_NO_NAME) or None), 0
        self.last = max(len(sheet.head) - 1, 1)
        self.title = book.add_format({**_LETTERS, "font_size": 16, "bold": True, "align": "center"})
        self.line = book.add_format({**_LETTERS, **_LONG})
        self.note = book.add_format({**_LETTERS, **_LONG, "font_size": 9})
        self.head = book.add_format({**_LETTERS, "bold": True, "border": 1, "align": "center", "text_wrap": True})
        self.text = book.add_format({**_LETTERS, "border": 1, "text_wrap": True})
        self.number = book.add_format({**_LETTERS, "border": 1, "num_format": "#,##0"})
        self.rate = book.add_format({**_LETTERS, "border": 1, "num_format": "0.00"})
        self.dash = book.add_format({**_LETTERS, "border": 1, "align": "right"})

    def write(self) -> None:
        page, sheet = self.page, self.sheet
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width)
        self._across(sheet.title, self.title, 28)
        for one in sheet.above:
            self._across(one, self.line)
        head = self.at
        for column, one in enumerate(sheet.head):
            page.write_string(head, column, one, self.head)
        page.repeat_rows(head)
        page.freeze_panes(head + 1, 0)
        self.at += 1
        for row in (*sheet.rows, *((sheet.total,) if sheet.total else ())):
            for column, cell in enumerate(row):
                self._cell(column, cell)
            self.at += 1
        for one in sheet.below:
            self._across(one, self.note)
        if sheet.signature:
            self.at += 1
            self._across(sheet.signature, self.line, 24)

    def _cell(self, column: int, cell: Cell) -> None:
        if cell is None:
            self.page.write_string(self.at, column, "-", self.dash)
        elif isinstance(cell, Decimal):
            self.page.write_number(self.at, column, float(cell), self.rate)
        elif isinstance(cell, int):
            self.page.write_number(self.at, column, cell, self.number)
        else:
            self.page.write_string(self.at, column, cell, self.text)

    def _across(self, text: str, how: object, height: int = 0) -> None:
        self.page.merge_range(self.at, 0, self.at, self.last, "", how)
        self.page.write_string(self.at, 0, text, how)
        if height:
            self.page.set_row(self.at, height)
        self.at += 1
