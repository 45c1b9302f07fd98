"""Categories, standards and limits, with their dates."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from onegrid.catalog import selectors
from onegrid.catalog.models import Category, ClosingStandard, CodeSet
from onegrid.catalog.selectors import Limit
from onegrid.catalog.services.load_code_set import load_code_set
from onegrid.common.errors import Invalid, Refused
from onegrid.engine.definitions import TimeUnit
from onegrid.jurisdictions.policy import SYSTEM, Actor
from tests.factories.catalog import ROOT

DAY = dt.date(2026, 3, 2)


def test_limits_by_stage(people: object) -> None:
    assert selectors.limit_of("t-01-02-1", "handling", DAY) == Limit(2, TimeUnit.WORK_DAY)
    assert selectors.limit_of("t-01-02-1", "check", DAY) == Limit(4, TimeUnit.WORK_HOUR)
    assert selectors.limit_of("t-01-02-1", None, DAY) == Limit(2, TimeUnit.WORK_DAY), "several stages: that of handling"
    assert selectors.limit_of("t-01-02-1", "dispatch", DAY) == Limit(1, TimeUnit.WORK_HOUR), "the set's default"
    assert selectors.limit_of("t-01-02-1", "reply", DAY) is None
    assert selectors.limit_of("nobody", "handling", DAY) is None
    assert selectors.limit_of(None, "handling", DAY) is None


def test_limits_follow_the_day_in_the_citys_zone(people: object) -> None:
    old = ClosingStandard.objects.get(code="t-01-02-1", stage="handling")
    old.until = dt.date(2026, 4, 1)
    old.save()
    values = {name: getattr(old, name) for name in ("code_set", "code", "category", "condition", "stage", "limit_unit")}
    ClosingStandard.objects.create(**values, limit_value=5, closing_condition="清除", since=dt.date(2026, 4, 1))
    assert selectors.limit_of("t-01-02-1", "handling", dt.date(2026, 3, 31)) == Limit(2, TimeUnit.WORK_DAY)
    late_in_march_utc = dt.datetime(2026, 3, 31, 17, 0, tzinfo=dt.UTC)  # already April in Shanghai
    assert selectors.limit_of("t-01-02-1", "handling", late_in_march_utc) == Limit(5, TimeUnit.WORK_DAY)
    assert selectors.limit_of("t-01-02-1", "handling", dt.date(2023, 12, 31)) is None


def test_two_limits_of_one_day_are_refused_by_the_database(people: object) -> None:
    row = ClosingStandard.objects.get(code="t-01-02-1", stage="handling")
    row.pk, row.since = None, dt.date(2025, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_real_row_must_name_its_source(people: object) -> None:
    row = ClosingStandard.objects.get(code="t-01-02-1", stage="check")
    row.is_invented = False
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_change_is_seen_at_once(people: object) -> None:
    assert selectors.category("event-01-02").name == "暴露垃圾"  # type: ignore[union-attr]
    row = Category.objects.get(code="event-01-02")
    row.name = "改名"
    row.save()
    assert selectors.category("event-01-02").name == "改名"  # type: ignore[union-attr]
    assert selectors.category("event-99-99") is None


def test_standard(people: object) -> None:
    found = selectors.standard("t-01-02-1")
    assert found is not None
    assert (found.stage, found.closing_condition) == ("handling", "清除")
    assert selectors.standard("nobody") is None


def test_the_shipped_set_is_usable(people: object) -> None:
    code_set = load_code_set(actor=SYSTEM, path=ROOT / "fixtures" / "standards.yaml")
    assert CodeSet.objects.get(is_current=True) == code_set
    rows = ClosingStandard.objects.filter(code_set=code_set)
    real = rows.filter(is_invented=False)
    assert real.count() == 28
    assert set(real.values_list("source", flat=True)) == {"A", "B", "C", "D"}
    assert set(real.values_list("stage", flat=True)) == {"handling"}
    assert not rows.filter(is_invented=True).exclude(source="").exists(), "an invented row claims no source"
    for category in Category.objects.filter(code_set=code_set):
        assert selectors.standards_of(category.code).exists(), f"{category} cannot be filed"
        assert category.code == f"{category.kind}-{category.major}-{category.minor}"
    cover = selectors.limit_of("sq-c-01-14-1", "handling", DAY)
    assert cover == Limit(2, TimeUnit.URGENT_HOUR), "a handbook's own figure"
    for stage in selectors.stages() - {"handling"}:
        assert selectors.limit_of("sq-01-02-1", stage, DAY), f"no limit for {stage}"


def test_loading_again_changes_nothing(people: object) -> None:
    path = ROOT / "fixtures" / "standards.yaml"
    load_code_set(actor=SYSTEM, path=path)
    before = list(ClosingStandard.objects.order_by("pk").values())
    load_code_set(actor=SYSTEM, path=path)
    assert list(ClosingStandard.objects.order_by("pk").values()) == before


def test_loading_needs_the_right(designer: Actor) -> None:
    with pytest.raises(Refused, match="lacks_administer"):
        load_code_set(actor=designer, path=ROOT / "fixtures" / "standards.yaml")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("event-01-02,成堆成片的垃圾,handling,1", "event-01-02,成堆成片的垃圾,handling,0", "standards.whole"),
        ("event-01-02,成堆成片的垃圾,handling", "event-01-02,成堆成片的垃圾,cooking", "standards.value"),
        ("event-01-02,成堆成片的垃圾", "event-01-99,成堆成片的垃圾", "standards.category"),
        ("清除,2024-01-01,,no,D", "清除,2024-01-01,,no,", "standards.source"),
        ("清除,2024-01-01,,no,D", "清除,2024-13-01,,no,D", "standards.date"),
        ("sq-01-02-2,event-01-02", "sq-01-02-1,event-01-02", "standards.clash"),
    ],
)
def test_faulty_rows_are_told_by_line(people: object, tmp_path: Path, old: str, new: str, code: str) -> None:
    for name in ("standards.yaml", "standards-categories.csv", "standards-limits.csv"):
        (tmp_path / name).write_bytes((ROOT / "fixtures" / name).read_bytes())
    table = tmp_path / "standards-limits.csv"
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load_code_set(actor=SYSTEM, path=tmp_path / "standards.yaml")
    found = [one for one in refused.value.details if one.code == code]
    assert found
    assert found[0].line
    assert not CodeSet.objects.filter(slug="sq-demo").exists()


def test_standards_as_processes_see_them(people: object) -> None:
    first = selectors.offered_standards("event-01-02", DAY)
    assert [one["code"] for one in first] == list(
        selectors.standards_of("event-01-02", DAY).values_list("code", flat=True)
    )
    row = ClosingStandard.objects.get(code="t-01-02-1", stage="handling")
    assert first[0] == {
        "code": "t-01-02-1",
        "condition": row.condition,
        "closing_condition": row.closing_condition,
        "limit": 2,
        "unit": "work_day",
    }
    assert selectors.offered_standards("event-01-02", DAY) is first, "kept"
    assert selectors.offered_standards("nobody", DAY) == []
    row.until = DAY
    row.save()
    assert "t-01-02-1" not in [one["code"] for one in selectors.offered_standards("event-01-02", DAY)]
