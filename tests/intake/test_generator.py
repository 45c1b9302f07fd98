"""The generator: the same seed gives the same city, and its proportions are those stated."""

import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from onegrid.intake.generator import proportions
from onegrid.intake.generator.days import GeneratedReport, generate
from onegrid.intake.generator.material import CategoryRow, Material, PlaceRow, SourceRow

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = dt.date(2026, 3, 2)
MATERIAL = Material(
    categories=(
        CategoryRow("event-01-02", "event", "市容环境", "暴露垃圾", ("主次干道成堆成片生活垃圾",)),
        CategoryRow("event-02-01", "event", "宣传广告", "非法小广告", ()),
        CategoryRow("component-01-14", "component", "公用设施", "园林井盖", ("缺失或移位", "破损")),
    ),
    places=tuple(
        PlaceRow(
            f"32131100{t}00{v}", ("宿豫区", f"街道{t}", f"社区{v}"), (f"32131100{t}00{v}001", f"32131100{t}00{v}002")
        )
        for t in range(1, 6)
        for v in range(1, 5)
    ),
    sources=(
        SourceRow("hotline-12345", "hotline"),
        SourceRow("urban-321311", "urban_management", ("321311",)),
        SourceRow("police-110", "police"),
    ),
)


def run(seed: int, days: int = 28, per_day: int = 200) -> list[GeneratedReport]:
    return list(generate(MATERIAL, seed=seed, first=MONDAY, days=days, per_day=per_day, zone=ZONE))


def test_the_same_seed_gives_the_same_days_and_another_seed_others() -> None:
    assert run(7) == run(7)
    assert run(7) != run(8)


def test_a_day_does_not_depend_on_the_days_before_it() -> None:
    second = [one for one in run(7, days=2) if one.at.date() == MONDAY + dt.timedelta(days=1)]
    alone = list(generate(MATERIAL, seed=7, first=MONDAY + dt.timedelta(days=1), days=1, per_day=200, zone=ZONE))
    assert second == alone


def test_reports_come_in_order_with_unique_keys_and_numbers() -> None:
    found = run(3)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert len({one.idempotency_key for one in found}) == len(found)
    assert len({(one.source, one.body["external_id"]) for one in found}) == len(found)
    json.dumps([one.body for one in found])


NOTICE = {"市容环境": 1035, "施工管理": 272, "街面秩序": 88, "宣传广告": 88, "突发事件": 55}
NOTICE |= {"园林绿化设施": 596, "公用设施": 292, "市容环境设施": 264, "道路交通设施": 95, "其他": 30, "其他部件": 7}


def test_proportions_of_the_citys_own_categories_are_those_of_the_real_month() -> None:
    """As the public notice counts them: a major with many minors is not told of more often for that."""
    with (ROOT / "fixtures" / "standards-categories.csv").open() as file:
        rows = [CategoryRow(f"{r['kind']}-{r['major']}-{r['minor']}", *_names(r), ()) for r in csv.DictReader(file)]
    material = Material(tuple(rows), MATERIAL.places, MATERIAL.sources)
    found = list(generate(material, seed=1, first=MONDAY, days=60, per_day=500, zone=ZONE))
    majors = {row.code: "service" if row.kind == "service" else row.major for row in rows}
    counts = Counter(majors[one.body["category"]] for one in found)
    assert counts.keys() == {*NOTICE, "service"}
    for major, stated in {**NOTICE, "service": 196}.items():
        assert counts[major] / len(found) == pytest.approx(stated / 3018, rel=0.15, abs=0.01), (
            major
        )  # bursts lie on top


def _names(row: dict[str, str]) -> tuple[str, str, str]:
    return row["kind"], row["major_name"], row["name"]


def test_collectors_and_hotlines_tell_in_the_ratio_of_the_real_month() -> None:
    shares = proportions.CHANNEL
    assert sum(shares.values()) == 100
    collectors = shares["collector"] + shares["urban_management"]
    assert collectors / shares["hotline"] == pytest.approx(2822 / (3628 + 196), rel=0.02)


def test_weekends_are_quieter_and_bursts_happen() -> None:
    counts = Counter(one.at.date() for one in run(5, days=84))
    weekday = [n for day, n in counts.items() if day.weekday() < 5]
    weekend = [n for day, n in counts.items() if day.weekday() >= 5]
    assert sum(weekend) / len(weekend) < 0.8 * sum(weekday) / len(weekday)
    assert max(weekday) > 1.08 * sorted(weekday)[len(weekday) // 2]


def test_a_source_of_a_county_tells_of_its_county_only() -> None:
    elsewhere = Material(
        MATERIAL.categories,
        (*MATERIAL.places, PlaceRow("321322001001", ("沭阳县", "沭城街道", "社区"), ("321322001001001",))),
        MATERIAL.sources,
    )
    found = generate(elsewhere, seed=2, first=MONDAY, days=20, per_day=100, zone=ZONE)
    urban = [one for one in found if one.source == "urban-321311"]
    assert urban
    assert all(one.body["division"].startswith("321311") for one in urban)
