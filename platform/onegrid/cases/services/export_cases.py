"""导出: a list of cases as a workbook. Who took what out of the house stays in the audit."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from onegrid.cases.models import Case, CaseParty
from onegrid.catalog import selectors as catalog
from onegrid.common import audit, clock
from onegrid.common.errors import Refused
from onegrid.jurisdictions.policy import Actor, Permission, PostView

MOST = 20_000
_LONGEST = 32_000  # Excel holds 32,767 characters in a cell
_BLOCK = 1_000
_RISKY = ("=", "+", "-", "@", "\t", "\r")
Say = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width, what stands in it. `value` gives text or a whole number, never a formula."""

    zh: str
    en: str
    width: int
    value: Callable[[Case, Say], Any]


@dataclass(frozen=True, slots=True)
class Export:
    """The file; `rows` in it; whether more cases were asked for than a file takes."""

    content: bytes
    rows: int
    is_cut: bool


_STATUS = {
    "open": ("办理中", "Open"),
    "closed": ("已结案", "Closed"),
    "rejected": ("不予立案", "Rejected"),
    "void": ("作废", "Void"),
    "withdrawn": ("已撤销", "Withdrawn"),
}
_SECTOR = {
    "public_order": ("大综治", "Public order"),
    "urban_management": ("大城管", "Urban management"),
    "emergency": ("大应急", "Emergency"),
    "traffic": ("大交通", "Traffic"),
}
_URGENCY = {"normal": ("一般", "Normal"), "urgent": ("紧急", "Urgent"), "critical": ("特急", "Critical")}


def _word(table: Mapping[str, tuple[str, str]], value: str, say: Say) -> str:
    return say(*table[value]) if value in table else value


def _moment(value: dt.datetime | None) -> str:
    return value.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M") if value else ""


def _category(case: Case) -> str:
    found = catalog.category(case.category) if case.category else None
    return found.name if found else case.category


COLUMNS = (
    Column("案件编号", "Number", 18, lambda case, _say: case.number),
    Column("标题", "Title", 36, lambda case, _say: case.title),
    Column("状态", "Status", 10, lambda case, say: _word(_STATUS, case.status, say)),
    Column("治理领域", "Sector", 14, lambda case, say: _word(_SECTOR, case.sector, say)),
    Column("类别", "Category", 18, lambda case, _say: _category(case)),
    Column("紧急程度", "Urgency", 10, lambda case, say: _word(_URGENCY, case.urgency, say)),
    Column("地点", "Place", 30, lambda case, _say: case.place),
    Column("区划", "Division", 16, lambda case, _say: case.division.name if case.division else ""),
    Column("登记单位", "Registered by", 20, lambda case, _say: case.registered_by.name),
    Column("主办单位", "Unit in charge", 20, lambda case, _say: case.lead_unit.name if case.lead_unit else ""),
    Column("上报时间", "Reported", 17, lambda case, _say: _moment(case.reported_at)),
    Column("登记时间", "Registered", 17, lambda case, _say: _moment(case.registered_at)),
    Column("立案时间", "Filed", 17, lambda case, _say: _moment(case.filed_at)),
    Column("办结时间", "Ended", 17, lambda case, _say: _moment(case.finished_at)),
    Column("返工次数", "Reworked", 9, lambda case, _say: case.rework_count),
    Column("得分", "Score", 8, lambda case, _say: "" if case.score is None else format(case.score, "f")),
    Column("描述", "Description", 60, lambda case, _say: case.description),
)


@transaction.atomic
def export_cases(
    *,
    actor: Actor,
    cases: QuerySet[Case],
    what: str,
    filters: Mapping[str, Any],
    say: Say = lambda zh, _en: zh,
    columns: Sequence[Column] = COLUMNS,
) -> Export:
    """Of `cases`, which are the actor's already, those to which a unit is a party for which the actor may export.

    what: the line above the table. filters: what was asked for, for the audit. say: chooses of (zh, en).
    """
    posts = tuple(post for post in actor.posts if post.grants.get(Permission.EXPORT))
    if not posts:
        raise Refused(
            "case.export_refused",
            "None of your posts may export.",
            "您的岗位没有导出权限。",
            mend_en="Ask your shift leader or supervisor for the file.",
            mend_zh="请联系值班长或督导员导出。",
        )
    wanted = cases.filter(_exportable(posts)).select_related("division", "lead_unit", "registered_by")
    wanted = wanted.defer("state", "data")
    keys = list(wanted.values_list("pk", flat=True)[: MOST + 1])
    is_cut, keys = len(keys) > MOST, keys[:MOST]
    content = _workbook(_read(wanted, keys), what=what, is_cut=is_cut, say=say, columns=columns)
    audit.record(
        actor=actor.acting_as(posts[0]),
        action="cases.exported",
        subject_kind="cases",
        subject_id=len(keys),
        reason=what[:500],
        after={"rows": len(keys), "is_cut": is_cut, "filters": dict(filters)},
    )
    return Export(content, len(keys), is_cut)


def _exportable(posts: Sequence[PostView]) -> Q:
    condition = Q(pk__in=())
    for post in posts:
        units = post.grants[Permission.EXPORT]
        party = Q(Exists(CaseParty.objects.filter(case_id=OuterRef("pk"), unit_id__in=units)))
        condition |= party & Q(sector__in=[*post.sectors, ""]) if post.sectors else party
    return condition


def _read(rows: QuerySet[Case], keys: Sequence[int]) -> Iterator[Case]:
    """Block by block, so that a long list never stands in memory; in the order of the keys."""
    plain = rows.model.objects.select_related("division", "lead_unit", "registered_by").defer("state", "data")
    for start in range(0, len(keys), _BLOCK):
        found = plain.in_bulk(keys[start : start + _BLOCK])
        yield from (found[key] for key in keys[start : start + _BLOCK] if key in found)


def _workbook(cases: Iterator[Case], *, what: str, is_cut: bool, say: Say, columns: Sequence[Column]) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(say("案件", "Cases"))
    title, head = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    # Excel keeps such a text a text when somebody edits the cell.
    quoted = book.add_format({"num_format": "@", "quote_prefix": True})
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    _write_text(sheet, 0, 0, what, title)
    made = say(f"导出时间 {_moment(clock.now())}", f"Made {_moment(clock.now())}")
    cut = say(
        f"；超过 {MOST} 件的部分未导出，请缩小范围", f"; only the first {MOST} cases, narrow the list for the rest"
    )
    _write_text(sheet, 1, 0, made + (cut if is_cut else ""), None)
    for number, column in enumerate(columns):
        _write_text(sheet, 3, number, say(column.zh, column.en), head)
    sheet.freeze_panes(4, 1)
    for row, case in enumerate(cases, start=4):
        for number, column in enumerate(columns):
            value = column.value(case, say)
            if isinstance(value, int):
                sheet.write_number(row, number, value)
            elif value:
                _write_text(sheet, row, number, value, quoted if str(value).startswith(_RISKY) else text)
    book.close()
    return target.getvalue()


def _write_text(sheet: Any, row: int, column: int, value: str, style: Any) -> None:
    """Always as a text: what people typed is never run as a formula nor made a link."""
    sheet.write_string(row, column, str(value)[:_LONGEST], style)
