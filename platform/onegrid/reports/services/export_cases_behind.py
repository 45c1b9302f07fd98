"""export_cases_behind: the cases of a figure as a workbook, by the same verb as every list of cases."""

from django.db.models import QuerySet

from onegrid.cases.models import Case
from onegrid.cases.services.export_cases import COLUMNS, MOST, Column, Export, Say, export_cases
from onegrid.cases.sight import visible_cases
from onegrid.common import clock
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.reports import selectors
from onegrid.reports.indicators import COUNTERS, HUNG, LATE, LATE_OPEN, ON_TIME, PENDING
from onegrid.reports.models import CaseFact
from onegrid.reports.selection import Selection
from onegrid.reports.services.export_figures import Words, filters_in_words, told

AT_MOST = MOST
_VERDICTS = {
    ON_TIME: ("按期", "On time"),
    LATE: ("超期处置", "Handled late"),
    LATE_OPEN: ("超期未结", "Late and open"),
    PENDING: ("未到期", "Not yet due"),
    HUNG: ("挂账", "On hold"),
}


def export_cases_behind(*, actor: Actor, selection: Selection, counter: str, is_chinese: bool = True) -> Export:
    """Late ones first, each with what was judged of its limit. NotFound or Refused as for figures; audited."""
    words, one = Words(is_chinese), COUNTERS[counter]
    behind = selectors.cases_behind(actor, selection, counter, Permission.EXPORT)
    cases = (
        visible_cases(actor)
        .filter(pk__in=behind.order_by().values("case_id"))
        .order_by(selectors.late_first("fact__"), "-pk")
    )
    said = [
        words((f"{one.zh}：{one.formula_zh}", f"{one.en}: {one.formula_en}")),
        words((f"登记日期 {selection.since} – {selection.until}", f"registered {selection.since} – {selection.until}")),
        filters_in_words(selection, words),
    ]
    return export_cases(
        actor=actor,
        cases=cases,
        what=words(("；", "; ")).join(part for part in said if part),
        filters={"figure": counter, **told(selection)},
        say=lambda zh, en: words((zh, en)),
        columns=(*COLUMNS[:10], *_limits(behind.order_by()[: MOST + 1]), *COLUMNS[10:]),
    )


def _limits(facts: QuerySet[CaseFact]) -> tuple[Column, Column]:
    # Read apart: the verb takes its cases block by block, without what is joined to them.
    known = {pk: (verdict, due_at) for pk, verdict, due_at in facts.values_list("case_id", "verdict", "due_at")}

    def verdict(case: Case, say: Say) -> str:
        found = known.get(case.pk, ("", None))[0]
        return say(*_VERDICTS[found]) if found else ""

    def ends(case: Case, _say: Say) -> str:
        moment = known.get(case.pk, ("", None))[1]
        return moment.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M") if moment else ""

    return Column("时限判定", "Limit", 12, verdict), Column("处置期限", "Limit ends", 17, ends)
