"""What is counted and divided: each figure with its words, its formula in words, and its rule, in one place.

A counter is a condition on one column of a case's facts (`facts.py` says how these follow from the truth); a rate
divides two counters. Sources and marks: docs/reference/indicators.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q

FILED, OPEN, CLOSED, ANSWERED = "is_filed", "open", "closed", "answered"
ON_TIME, LATE, LATE_OPEN, PENDING, HUNG = "on_time", "late", "late_open", "pending", "hung"


@dataclass(frozen=True, slots=True)
class Counter:
    """How many cases have one of `values` in `column` (None: all of them), and of `also`, where a second is asked."""

    id: str
    zh: str
    en: str
    formula_zh: str
    formula_en: str
    column: str | None = None
    values: tuple[str | bool, ...] = ()
    also: tuple[str, tuple[str | bool, ...]] | None = None

    @property
    def condition(self) -> Q:
        """For a query over CaseFact."""
        return Q(*(Q(**{f"{column}__in": values}) for column, values in self._conditions()))

    def sql(self, row: str) -> str:
        """The same over a row of SQL; the values are this module's own words, nobody's input."""
        return " AND ".join(_sql(row, column, values) for column, values in self._conditions()) or "true"

    def _conditions(self) -> Iterator[tuple[str, tuple[str | bool, ...]]]:
        if self.column is not None:
            yield self.column, self.values
        if self.also is not None:
            yield self.also


def _sql(row: str, column: str, values: tuple[str | bool, ...]) -> str:
    wanted = ", ".join("true" if one is True else f"'{one}'" for one in values)
    return f"{row}.{column} IN ({wanted})"


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`, two counters, in percent."""

    id: str
    zh: str
    en: str
    formula_zh: str
    formula_en: str
    part: str
    whole: str

    def of(self, counts: Mapping[str, int]) -> Decimal | None:
        """Percent with two decimals; None where there is nothing to divide by."""
        whole = counts[self.whole]
        if not whole:
            return None
        return (Decimal(100 * counts[self.part]) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


_COUNTERS = (
    Counter("registered", "登记数", "Registered", "统计期内登记的案件", "Cases registered in the period"),
    Counter(
        "filed",
        "立案数",
        "Filed",
        "登记数中已立案的，不含不予立案、作废、撤销",
        "Of these, filed; without rejected, void and withdrawn ones",
        FILED,
        (True,),
    ),
    Counter(
        "closed",
        "结案数",
        "Closed",
        "立案数中已结案的（结案后重开的不算）",
        "Of the filed, closed; not those reopened since",
        "state",
        (CLOSED,),
    ),
    Counter("open", "在办数", "Open", "登记数中尚未办结的", "Of the registered, not ended yet", "state", (OPEN,)),
    Counter(
        "answered",
        "未立案办结数",
        "Ended unfiled",
        "未经立案即办结的",
        "Ended without having been filed",
        "state",
        (ANSWERED,),
    ),
    Counter(
        "rejected",
        "不予立案数",
        "Rejected",
        "登记数中不予立案的",
        "Of the registered, rejected",
        "state",
        ("rejected",),
    ),
    Counter(
        "void",
        "作废数",
        "Void",
        "登记数中作废的，不计入各项比率",
        "Of the registered, void; in no rate",
        "state",
        ("void",),
    ),
    Counter(
        "withdrawn",
        "撤销数",
        "Withdrawn",
        "登记数中撤销的，不计入各项比率",
        "Of the registered, withdrawn; in no rate",
        "state",
        ("withdrawn",),
    ),
    Counter(
        "due",
        "应结案数",
        "Due",
        "处置完成的 + 未完成但已超期的；未到期和挂账的不算",
        "Handled + not handled but overdue; neither those not yet due nor those on hold",
        "verdict",
        (ON_TIME, LATE, LATE_OPEN),
    ),
    Counter(
        "closed_due",
        "应结中已结案数",
        "Closed of the due",
        "应结案数中已结案的",
        "Of the due, closed",
        "verdict",
        (ON_TIME, LATE, LATE_OPEN),
        also=("state", (CLOSED,)),
    ),
    Counter(
        "handled", "处置完成数", "Handled", "应结案数中处置完成的", "Of the due, handled", "verdict", (ON_TIME, LATE)
    ),
    Counter(
        "on_time",
        "按期结案数",
        "On time",
        "累计处置时限内处置完成的（返工时间计入）",
        "Handled within the cumulative limit, time of rework included",
        "verdict",
        (ON_TIME,),
    ),
    Counter(
        "late_closed",
        "超期结案数",
        "Late",
        "处置完成，但超过累计处置时限",
        "Handled, but after the cumulative limit",
        "verdict",
        (LATE,),
    ),
    Counter(
        "late_open",
        "超期未结数",
        "Late and open",
        "未处置完成且已超过累计处置时限",
        "Not handled, and past the cumulative limit",
        "verdict",
        (LATE_OPEN,),
    ),
    Counter(
        "pending",
        "未到期数",
        "Not yet due",
        "处置时限仍在计时，不计入任何分母",
        "The limit still runs; in no denominator",
        "verdict",
        (PENDING,),
    ),
    Counter(
        "hung",
        "挂账数",
        "On hold",
        "计时暂停的，挂账期间不计入分母",
        "The clock stands still; in no denominator meanwhile",
        "verdict",
        (HUNG,),
    ),
    Counter(
        "reworked",
        "返工数",
        "Reworked",
        "立案数中返工过的（一案只计一次）",
        "Of the filed, sent back after a check at least once",
        "is_reworked",
        (True,),
    ),
    Counter(
        "returned",
        "退回数",
        "Returned",
        "登记数中退回过的",
        "Of the registered, returned at least once",
        "is_returned",
        (True,),
    ),
    Counter(
        "joint", "联合处置数", "Joint", "立案数中有协办单位的", "Of the filed, with co-organisers", "is_joint", (True,)
    ),
    Counter(
        "rated",
        "有效回访数",
        "Rated",
        "回访得到满意或不满意答复的",
        "The reporter said satisfied or dissatisfied",
        "satisfaction",
        ("satisfied", "dissatisfied"),
    ),
    Counter(
        "satisfied",
        "满意数",
        "Satisfied",
        "回访答复满意的",
        "The reporter said satisfied",
        "satisfaction",
        ("satisfied",),
    ),
)
COUNTERS: dict[str, Counter] = {one.id: one for one in _COUNTERS}

_RATES = (
    Rate("closure_rate", "结案率", "Closure rate", "结案数 ÷ 应结案数", "closed ÷ due", "closed_due", "due"),
    Rate("on_time_rate", "按期结案率", "On-time rate", "按期结案数 ÷ 应结案数", "on time ÷ due", "on_time", "due"),
    Rate("handled_rate", "处置率", "Handled rate", "处置完成数 ÷ 应结案数", "handled ÷ due", "handled", "due"),
    Rate("rework_rate", "返工率", "Rework rate", "返工数 ÷ 立案数", "reworked ÷ filed", "reworked", "filed"),
    Rate("satisfaction", "满意率", "Satisfaction", "满意数 ÷ 有效回访数", "satisfied ÷ rated", "satisfied", "rated"),
)
RATES: dict[str, Rate] = {one.id: one for one in _RATES}
