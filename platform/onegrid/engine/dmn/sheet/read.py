"""A workbook to tables: read within limits, every cell as text, whatever the spreadsheet made of it."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl

from onegrid.engine.dmn.sheet import layout
from onegrid.engine.dmn.sheet.layout import SheetColumn, SheetRule, SheetTable, first_word
from onegrid.engine.dmn.xml import problem
from onegrid.engine.problems import ModelError

MAX_BYTES = 10_000_000
MAX_UNPACKED = 60_000_000
MAX_PARTS = 500
MAX_ROWS, MAX_COLUMNS = 5_000, 300
_KINDS = {first_word(kind): kind for kind in layout.KINDS}
_ROWS = {first_word(row): row for row in (*layout.TABLE_ROWS, *layout.COLUMN_ROWS)}


def read_book(data: bytes) -> list[SheetTable]:
    """The tables of a workbook; sheets without one are passed over. Raises ModelError."""
    _refuse_unsafe(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        rows = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
        book.close()
    except ModelError:
        raise
    except Exception:
        raise _not_xlsx() from None
    return [table for name, one in rows.items() if (table := _table(name, one)) is not None]


def _refuse_unsafe(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise refused(
            "sheet.too-large", "the workbook is larger than 10 MB", "工作簿超过 10 MB",
            "Send the tables in several workbooks.", "请分成多个工作簿。",
        )  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            listed = parts.infolist()
            if len(listed) > MAX_PARTS or sum(one.file_size for one in listed) > MAX_UNPACKED:
                raise refused(
                    "sheet.too-large", "the workbook unpacks to more than is read", "工作簿解压后超出上限",
                    "Save only the tables in a new workbook.", "请只把决策表另存为新的工作簿。",
                )  # fmt: skip
            for one in listed:
                if one.filename.endswith((".xml", ".rels")) and b"<!" in parts.read(one).replace(b"<!--", b""):
                    raise _not_xlsx()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError):
        raise _not_xlsx() from None


def refused(code: str, en: str, zh: str, mend_en: str, mend_zh: str) -> ModelError:
    """What keeps a workbook from being read."""
    return ModelError((problem(code, en, zh, mend_en, mend_zh),))


def _not_xlsx() -> ModelError:
    return refused(
        "sheet.not-xlsx", "the file is no workbook that can be read", "文件不是可读取的工作簿",
        "Save it as .xlsx and send it again.", "请另存为 .xlsx 后重新上传。",
    )  # fmt: skip


def _rows(sheet: Any) -> Iterator[list[str]]:
    for at, row in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)):
        if at > MAX_ROWS:
            raise refused(
                "sheet.too-large", f"the sheet '{sheet.title}' has more than {MAX_ROWS} rows",
                f"工作表“{sheet.title}”超过 {MAX_ROWS} 行", "Split the table.", "请拆分决策表。",
            )  # fmt: skip
        yield [_text(value) for value in row]


def _text(value: Any) -> str:
    """A cell as FEEL text: what a spreadsheet turned into a number, date or truth value is written as FEEL has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return f'@"{value.date().isoformat() if is_day else value.isoformat(timespec="seconds")}"'
    if isinstance(value, dt.date | dt.time):
        return f'@"{value.isoformat()}"'
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    return str(value).strip()


def _table(name: str, rows: list[list[str]]) -> SheetTable | None:
    heads: dict[str, list[str]] = {}
    first_rule = 0
    for at, row in enumerate(rows):
        kind = _ROWS.get(first_word(row[0])) if row else None
        if kind is not None and kind not in heads:
            heads[kind] = row[1:]
            first_rule = at + 1
        if kind == layout.IDENTITY:
            break
    if layout.TABLE not in heads:
        return None
    if layout.KIND not in heads or layout.IDENTITY not in heads:
        raise refused(
            "sheet.rows", f"the sheet '{name}' lacks the row '{layout.KIND}' or '{layout.IDENTITY}'",
            f"工作表“{name}”缺少“{layout.KIND}”或“{layout.IDENTITY}”行",
            "Keep the rows above the rules as they were exported.", "请保留导出时规则上方的各行。",
        )  # fmt: skip
    places = [at for at, kind in enumerate(heads[layout.KIND]) if kind]
    named = (layout.TABLE, layout.POLICY, layout.AGGREGATION)
    table, policy, aggregation = (_cell(heads.get(row, []), 0) for row in named)
    found = SheetTable(name, table, policy, aggregation, [_column(name, heads, at) for at in places])
    for at, row in enumerate(rows[first_rule:], start=first_rule + 1):
        cells = [_cell(row[1:], place) for place in places]
        if any(cells) or _cell(row, 0):
            found.rules.append(SheetRule(_cell(row, 0), cells, at))
    return found


def _column(name: str, heads: dict[str, list[str]], at: int) -> SheetColumn:
    told = _cell(heads[layout.KIND], at)
    kind = _KINDS.get(first_word(told))
    if kind is None:
        known = ", ".join(layout.KINDS)
        raise refused(
            "sheet.kind", f"the sheet '{name}' has a column of the kind '{told}'; known: {known}",
            f"工作表“{name}”含有未知的列种类“{told}”；可用：{known}", "Choose one of them.", "请选用其中之一。",
        )  # fmt: skip
    rows = (layout.LABEL, layout.EXPRESSION, layout.TYPE, layout.VALUES, layout.DEFAULT, layout.IDENTITY)
    return SheetColumn(kind, *(_cell(heads.get(row, []), at) for row in rows))


def _cell(row: list[str], at: int) -> str:
    return row[at] if at < len(row) else ""
