"""The statutory tree and the generated grids."""

from pathlib import Path

import pytest
from django.db.models import F
from django.db.models.functions import Length

from onegrid.common.errors import Invalid
from onegrid.common.models import AuditRecord
from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.models import Division
from onegrid.jurisdictions.services.load_divisions import grids_in, load_divisions
from tests.factories.jurisdictions import FIXTURES

pytestmark = pytest.mark.django_db
FILE = FIXTURES / "divisions.csv"


def _count(level: str) -> int:
    return Division.objects.filter(level=level).count()


def test_the_real_rows_and_their_grids() -> None:
    load_divisions(actor=SYSTEM, path=FILE, with_demo_grids=True)
    assert [_count(level) for level in ("city", "county", "township", "village")] == [1, 6, 109, 1440]
    grids = Division.objects.filter(level="grid")
    assert 5000 <= grids.count() <= 6000
    assert not grids.filter(is_generated=False).exists()
    assert not Division.objects.exclude(level="grid").filter(is_generated=True).exists()
    assert not grids.annotate(digits=Length("code")).exclude(digits=15).exists()
    assert not grids.exclude(code__startswith=F("parent__code")).exists()
    assert not grids.exclude(parent__level="village").exists()
    villages_with = grids.values("parent").distinct().count()
    assert villages_with == 1440, "every village has a grid"
    assert AuditRecord.objects.filter(action="divisions.loaded").count() == 1


def test_paths_lead_from_the_city_down() -> None:
    load_divisions(actor=SYSTEM, path=FILE, with_demo_grids=True)
    grid = Division.objects.get(code="321311002002001")
    assert grid.path == "321300/321311/321311002/321311002002/321311002002001"
    assert grid.name == "中通社区居委会第一网格"
    for child in Division.objects.exclude(parent=None).select_related("parent").iterator():
        assert child.parent is not None
        assert child.path == f"{child.parent.path}/{child.code}"


def test_names_sort_by_sound() -> None:
    load_divisions(actor=SYSTEM, path=FILE, with_demo_grids=False)
    assert Division.objects.get(code="321322").name_key == "shu yang xian"
    counties = Division.objects.filter(level="county").order_by("name_key").values_list("name", flat=True)
    assert list(counties) == ["沭阳县", "泗洪县", "泗阳县", "宿城区", "宿迁经济技术开发区", "宿豫区"]


def test_a_second_load_changes_nothing_and_a_new_name_one_row() -> None:
    first = load_divisions(actor=SYSTEM, path=FILE, with_demo_grids=True)
    again = load_divisions(actor=SYSTEM, path=FILE, with_demo_grids=True)
    assert (again.created, again.changed) == (0, 0)
    assert again.unchanged == first.created
    Division.objects.filter(code="321311002").update(name="旧名街道")
    mended = load_divisions(actor=SYSTEM, path=FILE, with_demo_grids=False)
    assert (mended.created, mended.changed) == (0, 1)


def test_a_row_without_its_parent_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "divisions.csv"
    file.write_text(
        "code,name,level,parent_code\n321300,宿迁市,city,320000\n321302001,幸福街道,township,321302\n", encoding="utf-8"
    )
    with pytest.raises(Invalid) as refused:
        load_divisions(actor=SYSTEM, path=file, with_demo_grids=False)
    assert [detail.line for detail in refused.value.details] == [3]
    assert not Division.objects.exists()


@pytest.mark.parametrize(
    ("village", "least", "most"),
    [("321302001003", 4, 6), ("321322101201", 2, 4), ("321302400498", 1, 1), ("321302400401", 2, 2)],
)
def test_grids_by_the_kind_of_village(village: str, least: int, most: int) -> None:
    assert least <= grids_in(village) <= most
