"""The generator: the same seed gives the same city, and its proportions are those stated."""

import datetime as dt
import json
from collections import Counter
from zoneinfo import ZoneInfo

from onegrid.intake.generator import proportions
from onegrid.intake.generator.days import GeneratedReport, generate
from onegrid.intake.generator.material import CategoryRow, Material, PlaceRow, SourceRow

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


def test_proportions_are_those_of_the_real_month() -> None:
    majors = Counter(one.body["category"] for one in run(1, days=60))
    waste, notices = majors["event-01-02"], majors["event-02-01"]
    stated = proportions.MAJOR["市容环境"] / proportions.MAJOR["宣传广告"]
    assert 0.7 * stated < waste / notices < 1.4 * stated


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
