"""Rates divide what they say; ranking puts the worst first; every figure is in the document of definitions."""

from decimal import Decimal
from pathlib import Path

import pytest

from onegrid.reports.indicators import COUNTERS, RATES
from onegrid.reports.models import FigureRow
from onegrid.reports.ranking import ranked
from onegrid.reports.selectors import NOTHING, Counts, Figures

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "indicators.md"


def counts(**some: int) -> Counts:
    return {**NOTHING, **some}


def test_two_decimals_and_nothing_where_there_is_nothing_to_divide_by() -> None:
    rate = RATES["on_time_rate"]
    assert rate.of(counts(on_time=2, due=3)) == Decimal("66.67")
    assert rate.of(counts(on_time=1, due=800)) == Decimal("0.13"), "half a hundredth goes up"
    assert rate.of(counts()) is None


def test_worst_first_and_who_has_no_figure_last() -> None:
    rows = {
        "good": counts(registered=9, due=4, on_time=4),
        "late": counts(registered=2, due=4, on_time=2, late_open=2),
        "later": counts(registered=2, due=4, on_time=1, late_open=2),
        "nothing due": counts(registered=50),
    }
    order = [name for name, _ in ranked(Figures(NOTHING, rows, {}))]
    assert order == ["later", "late", "good", "nothing due"]
    assert next(name for name, _ in ranked(Figures(NOTHING, rows, {}), "registered")) == "nothing due"
    assert [name for name, _ in ranked(Figures(NOTHING, rows, {}), "on_time_rate")] == order


@pytest.mark.parametrize("name", [*COUNTERS, *RATES])
def test_every_figure_is_defined_in_the_document(name: str) -> None:
    one = COUNTERS[name] if name in COUNTERS else RATES[name]
    words = one.zh.removesuffix("数") if name in ("rejected", "void", "withdrawn") else one.zh
    assert words in DOCUMENT.read_text(encoding="utf-8")


def test_every_counter_is_kept() -> None:
    kept = {field.name for field in FigureRow._meta.concrete_fields}
    assert kept - set(COUNTERS) == {"scope", "dimension", "day", "sector", "value"}
    assert set(COUNTERS) <= kept
