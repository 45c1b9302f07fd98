"""Which cases are meant: a span of days of registration, and values of dimensions."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Q

from onegrid.reports.models import Dimension

FILTERS = (*Dimension.values, "sector")
EXACTLY = "-"
"""Behind a place: what is known of it and no more; by itself, for any dimension, what has no value."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Both days included. A filter that is None selects all; a place holds the places below it."""

    since: dt.date
    until: dt.date
    unit: str | None = None
    category: str | None = None
    source: str | None = None
    place: str | None = None
    sector: str | None = None

    def narrowed(self, name: str, value: str | None) -> "Selection":
        """With one filter set, or lifted by None."""
        return replace(self, **{name: value})  # type: ignore[arg-type]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: value for name in FILTERS if (value := getattr(self, name)) is not None}

    @property
    def condition(self) -> Q:
        """Over CaseFact."""
        condition = Q(day__gte=self.since, day__lte=self.until)
        for name, value in self.chosen.items():
            condition &= matches(name, name, value)
        return condition


def matches(dimension: str, column: str, value: str) -> Q:
    """Rows whose `column` has the value. A place holds those below it, one with EXACTLY only itself."""
    if dimension == "place" and value and not value.endswith(EXACTLY):
        return Q(**{f"{column}__startswith": value})
    return Q(**{column: value.removesuffix(EXACTLY)})
