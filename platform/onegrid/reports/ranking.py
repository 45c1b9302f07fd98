"""Figures in the order in which units are compared."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from onegrid.reports.indicators import COUNTERS, RATES
from onegrid.reports.selectors import Counts, Figures

WORST = "worst"
"""Most cases late and still open; among equals the lower on-time rate, then the larger number of cases."""

FEWER_IS_WORSE = {"closure_rate", "on_time_rate", "handled_rate", "satisfaction"}


def figure(counts: Counts, name: str) -> int | Decimal | None:
    """A counter's number, or a rate in percent; None where there is nothing to divide by."""
    return counts[name] if name in COUNTERS else RATES[name].of(counts)


def ranked(figures: Figures, order: str = WORST) -> list[tuple[str, Counts]]:
    """Worst first; by a figure's name, the worse end of it first; what has no figure comes last."""
    rows: Iterable[tuple[str, Counts]] = figures.rows.items()
    if order in COUNTERS or order in RATES:
        return sorted(rows, key=lambda row: (*_by(row[1], order), row[0]))
    return sorted(
        rows, key=lambda row: (-row[1]["late_open"], *_by(row[1], "on_time_rate"), -row[1]["registered"], row[0])
    )


def _by(counts: Counts, name: str) -> tuple[Any, ...]:
    found = figure(counts, name)
    if found is None:
        return (1, 0)
    return (0, found if name in FEWER_IS_WORSE else -found)
