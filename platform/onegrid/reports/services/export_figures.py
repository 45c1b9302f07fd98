"""export_figures: the table of a selection as a bulletin, and who took it stands in the audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from onegrid.common import audit, clock
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.reports import selectors
from onegrid.reports.bulletin import Cell, Sheet, written
from onegrid.reports.indicators import COUNTERS, RATES
from onegrid.reports.names import names_of
from onegrid.reports.ranking import WORST, figure, ranked
from onegrid.reports.scope import acting_by, reaches_of
from onegrid.reports.selection import Selection
from onegrid.reports.selectors import COUNTY, TOWNSHIP, Counts

COLUMNS = (
    *("registered", "filed", "closed", "closure_rate", "due", "on_time", "on_time_rate", "late_closed", "late_open"),
    *("hung", "reworked", "rework_rate", "returned", "joint", "satisfaction"),
)
_HEAD: Mapping[str, tuple[str, str]] = {
    COUNTY: ("县（区）", "County"),
    TOWNSHIP: ("乡镇（街道）", "Township"),
    "unit": ("承办单位", "Unit"),
    "category": ("类别", "Category"),
    "sector": ("治理领域", "Sector"),
    "source": ("来源", "Source"),
    "place": ("地区", "Place"),
}
COMPARED = (COUNTY, TOWNSHIP, "unit")
"""Where units or places are compared, a rank is printed."""


@dataclass(frozen=True, slots=True)
class Words:
    """Which of two languages is printed."""

    is_chinese: bool

    def __call__(self, pair: tuple[str, str]) -> str:
        return pair[0] if self.is_chinese else pair[1]


@transaction.atomic
def export_figures(
    *, actor: Actor, selection: Selection, by: str, order: str = WORST, is_chinese: bool = True
) -> bytes:
    """Only what the posts reach that may supervise and export; NotFound or Refused for others. An .xlsx."""
    reaches = reaches_of(actor, Permission.EXPORT)
    found = selectors.figures(actor, selection, by, Permission.EXPORT)
    words = Words(is_chinese)
    tops = Unit.objects.filter(pk__in={top for one in reaches for top in one.tops}).order_by("path")
    units = words(("、", ", ")).join(words((one.name, one.name_en or one.name)) for one in tops)
    rows = ranked(found, order)
    names = names_of("place" if by in (COUNTY, TOWNSHIP) else by, [value for value, _ in rows])
    is_compared = by in COMPARED
    head = [
        *([words(("名次", "Rank"))] if is_compared else []),
        words(_HEAD[by]),
        *(_word(one, words) for one in COLUMNS),
    ]
    sheet = Sheet(
        title=words((f"{units}案件办理情况通报", f"Bulletin on casework: {units}")),
        above=_above(selection, units, words),
        head=head,
        rows=[
            [*([rank] if is_compared else []), words(names[value]), *_cells(counts)]
            for rank, (value, counts) in enumerate(rows, 1)
        ],
        total=[*([""] if is_compared else []), words(("合计", "Total")), *_cells(found.total)],
        below=_formulas(words),
        signature=words(
            (
                f"签发：　　　　　　审核：　　　　　　制表：{actor.name}　　　　　　日期：{_today()}",
                f"Signed:            Checked:            Made by: {actor.name}            Date: {_today()}",
            )
        ),
        widths=[*([6] if is_compared else []), 24, *([10] * len(COLUMNS))],
    )
    audit.record(
        actor=acting_by(actor, Permission.SUPERVISE, Permission.EXPORT),
        action="reports.figures_exported",
        subject_kind="figures",
        subject_id=by,
        after={**told(selection), "order": order, "rows": len(rows), "cases": found.total["registered"]},
    )
    return written(sheet)


def told(selection: Selection) -> dict[str, str]:
    """The selection as the audit keeps it."""
    return {"since": selection.since.isoformat(), "until": selection.until.isoformat(), **selection.chosen}


def filters_in_words(selection: Selection, words: Words) -> str:
    """Each filter by its dimension's and its value's name; empty where none is set."""
    said = [
        f"{words(_HEAD[name])}{words(('：', ': '))}{words(names_of(name, [value or '-'])[value or '-'])}"
        for name, value in selection.chosen.items()
    ]
    return words(("；", "; ")).join(said)


def _above(selection: Selection, units: str, words: Words) -> Sequence[str]:
    span = f"{selection.since} – {selection.until}"
    moment = selectors.as_of()
    at = moment.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M:%S") if moment else "-"
    lines = [
        words((f"统计期：{span}（按登记日期）", f"Period: {span} (by day of registration)")),
        words((f"统计单位：{units}", f"Unit: {units}")),
        words((f"数据截至：{at}", f"Figures as of: {at}")),
    ]
    if chosen := filters_in_words(selection, words):
        lines.append(words((f"筛选：{chosen}", f"Filters: {chosen}")))
    return lines


def _word(name: str, words: Words) -> str:
    one = COUNTERS[name] if name in COUNTERS else RATES[name]
    return words((one.zh, one.en)) + ("" if name in COUNTERS else "(%)")


def _cells(counts: Counts) -> list[Cell]:
    return [figure(counts, name) for name in COLUMNS]


def _formulas(words: Words) -> list[str]:
    said = [
        f"{words((one.zh, one.en))} = {words((one.formula_zh, one.formula_en))}"
        for one in (COUNTERS[name] if name in COUNTERS else RATES[name] for name in COLUMNS)
    ]
    return [words(("指标口径：", "Formulas:")), *said]


def _today() -> str:
    return clock.now().astimezone(clock.zone()).date().isoformat()
