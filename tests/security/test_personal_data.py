"""Names and numbers of reporters: in no list, masked in the detail, in full only by right, and logged."""

from typing import Any

import pytest

from onegrid.cases.models import EventRecord
from onegrid.intake.masking import masked_line
from tests.isolation.city import Scene, World
from tests.isolation.conftest import loaded_world, world  # noqa: F401 - fixtures
from tests.isolation.pairs import PAIRS, SUYU, Posts

PAIR = PAIRS[0]
LISTS = (
    *("cases/", "cases/facets/", "work-items/", "work-items/?box=pool", "work-items/?box=unit", "work-items/?box=done"),
    *("copies/", "notices/", "incidents/", "imports/", "sources/", "posts/"),
)


@pytest.fixture
def scene(world: World) -> Scene:  # noqa: F811
    """The first pair."""
    return Scene(world, PAIR)


def test_no_list_no_log_and_no_task_names_a_reporter(scene: Scene) -> None:
    case = scene.filed()
    source = case.sources.get()
    parts = ("", "events/", "work-items/", "comments/", "copies/", "clocks/")
    for path in (*LISTS, *(f"cases/{case.number}/{part}" for part in parts), f"work-items/{scene.item(case).pk}/"):
        answer = scene.client("owner").get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        text = answer.content.decode()
        assert source.reporter_name not in text, path
        assert source.reporter_phone not in text, path
        assert path.startswith("cases/SQ") or "reporter" not in text, path


def test_in_full_only_by_the_right_and_with_a_row_in_the_log(scene: Scene, world: World) -> None:  # noqa: F811
    from tests.isolation.city import hire

    hire(world, "city", "leader only", Posts(SUYU, ("shift_leader",)))
    case = scene.filed()
    source = case.sources.get()
    address = f"/api/v1/cases/{case.number}/reporters/"
    refused = scene.client("leader only").post(address, {"reason": "回访"}, format="json")
    assert refused.status_code == 403
    assert source.reporter_phone not in refused.content.decode()
    assert not EventRecord.objects.filter(case_id=case.pk, kind="case.unmasked").exists()
    shown: Any = scene.client("owner").post(address, {"reason": "回访"}, format="json").json()
    assert (shown[0]["reporter_name"], shown[0]["reporter_phone"]) == (source.reporter_name, source.reporter_phone)
    assert EventRecord.objects.filter(case_id=case.pk, kind="case.unmasked", reason="回访").count() == 1


@pytest.mark.parametrize(
    "line",
    [
        '{"titel": "x", "reporter": {"name": "王小明", "phone": "13912345678"}}',
        '{"title": "x", "reporter": {"name": "王小明", "phone": "13912345678"}',
        '{"title": "x", "reporter_name": "王小明", "Phone": 13912345678}',
        '{"title": "请回电13912345678", "姓名": "王小明"}',
        '{"title": "x", "reporter": {"name": "王小明", "phone": "139123456',
        '[{"contactName": ["王小明"], "tel": {"home": "13912345678"}}]',
    ],
)
def test_a_line_that_was_not_taken_names_nobody(line: str) -> None:
    shown = masked_line(line)
    assert "王小明" not in shown
    assert "139123456" not in shown


def test_what_has_to_be_mended_stays_readable() -> None:
    assert masked_line('{"titel": "井盖", "division": "321311002001"}') == '{"titel":"井盖","division":"321311002001"}'
    assert masked_line("not json at all") == "not json at all"
