"""What an address of the supervision room asks for: period, filters, by what, which order; addresses made of it."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onegrid.common import clock
from onegrid.common.errors import NotFound
from onegrid.reports.indicators import COUNTERS, RATES
from onegrid.reports.ranking import WORST
from onegrid.reports.selection import FILTERS, Selection
from onegrid.reports.selectors import BY, COUNTY, TOWNSHIP

PERIODS: dict[str, Any] = {
    "month": gettext_lazy("This month"),
    "last_month": gettext_lazy("Last month"),
    "week": gettext_lazy("Last 7 days"),
    "custom": gettext_lazy("Other days"),
}
BY_WORDS: dict[str, Any] = {
    COUNTY: gettext_lazy("Counties"),
    TOWNSHIP: gettext_lazy("Townships"),
    "unit": gettext_lazy("Units"),
    "category": gettext_lazy("Categories"),
    "sector": gettext_lazy("Sectors"),
    "source": gettext_lazy("Sources"),
}
_VALUE = re.compile(r"[\w.\-]{1,60}")
_LONGEST = dt.timedelta(days=3700)


@dataclass(frozen=True, slots=True)
class Asked:
    """`typed`: the days of a chosen period as they were typed, `wrong`: what is wrong with them."""

    period: str
    selection: Selection
    by: str
    order: str
    typed: tuple[str, str]
    wrong: str = ""

    def query(self, **changes: str | None) -> str:
        """The same question with some of it changed; None leaves one out."""
        asked: dict[str, str | None] = {"period": self.period, "by": self.by, "sort": self.order}
        if self.period == "custom":
            asked |= {"since": self.typed[0], "until": self.typed[1]}
        asked |= {**self.selection.chosen, **changes}
        defaults = {"period": "month", "by": COUNTY, "sort": WORST}
        return urlencode({name: value for name, value in asked.items() if value and defaults.get(name) != value})

    def address(self, name: str = "supervision", **changes: str | None) -> str:
        """Of a page of the room."""
        query = self.query(**changes)
        return f"{reverse(name)}?{query}" if query else reverse(name)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The same as fields of a form."""
        return list(QueryDict(self.query()).items())  # type: ignore[arg-type]


def asked_by(query: QueryDict) -> Asked:
    """NotFound for what no page of ours asks; days that make no sense are told beside them."""
    period = _one_of(query, "period", PERIODS, "month")
    today = clock.now().astimezone(clock.zone()).date()
    typed = (query.get("since", "")[:40], query.get("until", "")[:40])
    since, until = _days(period, today)
    wrong = ""
    if period == "custom":
        found, wrong = _chosen(typed, today)
        since, until = found or (since, until)
        typed = typed if wrong else (since.isoformat(), until.isoformat())
    return Asked(
        period=period,
        selection=Selection(since, until, **_filters(query)),
        by=_one_of(query, "by", BY, COUNTY),
        order=_one_of(query, "sort", (WORST, *COUNTERS, *RATES), WORST),
        typed=typed if period == "custom" else (since.isoformat(), until.isoformat()),
        wrong=wrong,
    )


def _one_of(query: QueryDict, name: str, known: Any, default: str) -> str:
    value = query.get(name) or default
    if value not in known:
        raise NotFound
    return value


def _filters(query: QueryDict) -> dict[str, str]:
    found = {name: value for name in FILTERS if (value := query.get(name))}
    if any(not _VALUE.fullmatch(value) for value in found.values()):
        raise NotFound
    return found


def _days(period: str, today: dt.date) -> tuple[dt.date, dt.date]:
    first = today.replace(day=1)
    if period == "last_month":
        last = first - dt.timedelta(days=1)
        return last.replace(day=1), last
    if period == "week":
        return today - dt.timedelta(days=6), today
    return first, today


def _chosen(typed: tuple[str, str], today: dt.date) -> tuple[tuple[dt.date, dt.date] | None, str]:
    if not any(typed):
        return None, ""
    try:
        since = dt.date.fromisoformat(typed[0])
        until = dt.date.fromisoformat(typed[1]) if typed[1] else today
    except ValueError:
        return None, _("A day is missing or is no day. Write both as year-month-day.")
    if until < since:
        return None, _("The last day lies before the first. Exchange them.")
    if until - since > _LONGEST:
        return None, _("At most ten years at once. Choose a later first day.")
    return (since, until), ""
