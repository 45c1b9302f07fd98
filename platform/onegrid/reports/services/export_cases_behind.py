"""export_cases_behind: the cases of a figure as a sheet, so many at most, and who took them stands in the audit."""

from django.db import transaction

from onegrid.common import audit, clock
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.reports import selectors
from onegrid.reports.bulletin import Cell, Sheet, written
from onegrid.reports.indicators import COUNTERS, HUNG, LATE, LATE_OPEN, ON_TIME, PENDING
from onegrid.reports.models import CaseFact
from onegrid.reports.names import Names, names_of
from onegrid.reports.scope import acting_by
from onegrid.reports.selection import Selection
from onegrid.reports.services.export_figures import Words, filters_in_words, told

AT_MOST = 5000
_HEAD = (
    *(("案件编号", "Number"), ("标题", "Title"), ("地点", "Place"), ("地区", "Division"), ("承办单位", "Unit")),
    *(("类别", "Category"), ("来源", "Source"), ("登记时间", "Registered"), ("立案时间", "Filed")),
    *(("处置期限", "Limit ends"), ("时限判定", "Limit"), ("状态", "State"), ("返工次数", "Reworks")),
)
_STATES: Names = {
    "open": ("在办", "Open"),
    "closed": ("已结案", "Closed"),
    "answered": ("未立案办结", "Ended unfiled"),
    "rejected": ("不予立案", "Rejected"),
    "void": ("作废", "Void"),
    "withdrawn": ("已撤销", "Withdrawn"),
}
_VERDICTS: Names = {
    "": ("", ""),
    ON_TIME: ("按期", "On time"),
    LATE: ("超期处置", "Handled late"),
    LATE_OPEN: ("超期未结", "Late and open"),
    PENDING: ("未到期", "Not yet due"),
    HUNG: ("挂账", "On hold"),
}


@transaction.atomic
def export_cases_behind(*, actor: Actor, selection: Selection, counter: str, is_chinese: bool = True) -> bytes:
    """No reporter's data; where there are more than AT_MOST the sheet says so. NotFound or Refused as for figures."""
    words = Words(is_chinese)
    behind = selectors.cases_behind(actor, selection, counter, Permission.EXPORT)
    count = behind.count()
    rows = selectors.shown(actor, behind[:AT_MOST])
    one = COUNTERS[counter]
    formula = words((one.formula_zh, one.formula_en))
    above = [
        words(
            (f"登记日期：{selection.since} – {selection.until}", f"Registered: {selection.since} – {selection.until}")
        ),
        words((f"口径：{formula}；共 {count} 件", f"{formula}; {count} cases")),
    ]
    if chosen := filters_in_words(selection, words):
        above.append(words((f"筛选：{chosen}", f"Filters: {chosen}")))
    if count > len(rows):
        above.append(
            words((f"仅列出前 {len(rows)} 件，请缩小范围后再导出。", f"Only the first {len(rows)}; narrow the choice."))
        )
    sheet = Sheet(
        title=words((f"案件清单：{one.zh}", f"Cases: {one.en}")),
        above=above,
        head=[words(one) for one in _HEAD],
        rows=_rows(rows, words),
        widths=(18, 30, 24, 14, 20, 14, 12, 17, 17, 17, 10, 10, 8),
    )
    audit.record(
        actor=acting_by(actor, Permission.SUPERVISE, Permission.EXPORT),
        action="reports.cases_exported",
        subject_kind="figures",
        subject_id=counter,
        after={**told(selection), "cases": len(rows), "of": count},
    )
    return written(sheet)


def _rows(facts: list[CaseFact], words: Words) -> list[list[Cell]]:
    units = names_of("unit", {one.unit for one in facts})
    categories = names_of("category", {one.category for one in facts})
    sources = names_of("source", {one.source for one in facts})
    places = names_of("place", {one.place for one in facts})
    return [
        [
            *(one.case.number, one.case.title, one.case.place, words(places[one.place]), words(units[one.unit])),
            *(words(categories[one.category]), words(sources[one.source])),
            *(_moment(one.case.registered_at), _moment(one.case.filed_at), _moment(one.due_at)),
            *(words(_VERDICTS[one.verdict]), words(_STATES[one.state]), one.case.rework_count),
        ]
        for one in facts
    ]


def _moment(value: object) -> str:
    return value.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M") if value else ""  # type: ignore[attr-defined]
