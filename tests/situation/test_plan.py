"""The map: schematic from the tree of divisions, or the customer's shapes."""

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from onegrid.jurisdictions.models import Division
from onegrid.situation import geojson, tiles
from onegrid.situation.plan import plan_of
from tests.factories.cases import make_city

WEIGHTS = {"321302": 18, "321311": 18, "321322": 32, "321323": 16, "321324": 21, "321371": 4}


def overlap(one: tiles.Box, other: tiles.Box) -> float:
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(wide, 0) * max(high, 0)


def test_blocks_fill_the_picture_without_overlap_as_large_as_their_weights() -> None:
    found = tiles.blocks(WEIGHTS, 960, 745)
    assert set(found) == set(WEIGHTS)
    assert sum(box.width * box.height for box in found.values()) == pytest.approx(960 * 745)
    for code, box in found.items():
        assert box.width * box.height == pytest.approx(960 * 745 * WEIGHTS[code] / sum(WEIGHTS.values()))
        assert max(box.width / box.height, box.height / box.width) < 4
        assert -0.01 <= box.x <= box.x + box.width <= 960.01
        assert -0.01 <= box.y <= box.y + box.height <= 745.01
        assert all(overlap(box, other) < 0.01 for name, other in found.items() if name != code)


def test_the_same_divisions_give_the_same_picture_in_whatever_order_they_come() -> None:
    items = list(WEIGHTS.items())
    first = tiles.blocks(dict(items), 960, 745)
    for seed in range(5):
        random.Random(seed).shuffle(items)
        assert tiles.blocks(dict(items), 960, 745) == first
    codes = [f"321302{n:03d}" for n in range(18)]
    block = first["321302"]
    assert tiles.tiles(codes, block) == tiles.tiles(codes[::-1], block)


@pytest.mark.parametrize("count", [1, 2, 7, 18, 32, 60])
def test_tiles_lie_inside_their_block_below_its_head(count: int) -> None:
    block = tiles.Box(100, 50, 300, 260)
    found = tiles.tiles([f"321302{n:03d}" for n in range(count)], block)
    assert len(found) == count
    for code, box in found.items():
        assert box.width > 0
        assert box.height > 0
        assert overlap(box, block) == pytest.approx(box.width * box.height)
        assert box.y >= block.y + tiles.HEAD
        assert all(overlap(box, other) < 0.01 for name, other in found.items() if name != code)


def test_no_divisions_give_no_picture() -> None:
    assert tiles.blocks({}, 100, 100) == {}
    assert tiles.tiles([], tiles.Box(0, 0, 10, 10)) == {}


def square(west: float, south: float, size: float = 0.2) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    path = tmp_path / "map.geojson"
    features = [
        {"properties": {"adcode": "321302000000"}, "geometry": {"type": "Polygon", "coordinates": [square(118, 33.8)]}},
        {
            "properties": {"adcode": "321311"},
            "geometry": {"type": "MultiPolygon", "coordinates": [[square(118.3, 33.8)], [square(118.6, 34.1, 0.05)]]},
        },
        {"properties": {"adcode": "999999"}, "geometry": {"type": "Polygon", "coordinates": [square(118, 34)]}},
        {"properties": {}, "geometry": {"type": "Polygon", "coordinates": [square(118, 34)]}},
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    settings.ONEGRID_MAP_GEOJSON, settings.ONEGRID_MAP_CODE = str(path), "adcode"
    return path


@pytest.mark.django_db
def test_the_schematic_map_shows_every_county_and_township_and_knows_no_coordinate(settings: Any) -> None:
    make_city()
    plan = plan_of(960, 745)
    assert plan.is_schematic
    assert plan.projection is None
    assert [area.code for area in plan.counties] == ["321302", "321311"]
    assert [(area.code, area.county) for area in plan.townships] == [("321302001", "321302")]
    assert plan == plan_of(960, 745)
    alone = plan_of(480, 320, county="321311")
    assert [area.code for area in alone.counties] == ["321311"]


@pytest.mark.django_db
def test_the_customers_shapes_are_matched_by_code_and_projected(file: Path) -> None:
    make_city()
    plan = plan_of(960, 745)
    assert not plan.is_schematic
    assert [area.code for area in plan.counties] == ["321302", "321311"]
    assert plan.townships == ()
    assert plan.counties[1].path.count("Z") == 2
    numbers = [float(one) for area in plan.counties for one in re.findall(r"-?\d+(?:\.\d+)?", area.path)]
    assert min(numbers) >= 0
    assert max(numbers) <= 960
    assert plan.projection is not None
    west, east = plan.projection.point(118.0, 33.9), plan.projection.point(118.6, 33.9)
    north = plan.projection.point(118.0, 34.1)
    assert west[0] < east[0]
    assert north[1] < west[1]
    degree_east, degree_north = (east[0] - west[0]) / 0.6, (west[1] - north[1]) / 0.2
    assert degree_east / degree_north == pytest.approx(0.83, abs=0.01), "a degree of longitude is shorter here"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    ["no json", "{}", '{"features": []}', '{"features": [{"properties": {"adcode": "1"}, "geometry": null}]}'],
)
def test_a_map_file_that_cannot_be_read_is_logged_and_the_schematic_map_stands_in(
    file: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    make_city()
    file.write_text(content)
    with pytest.raises(geojson.UnreadableMap, match=re.escape(str(file))):
        geojson.read(file, "adcode")
    assert plan_of(960, 745).is_schematic
    assert "cannot be read" in caplog.text
    file.unlink()
    assert plan_of(960, 745).is_schematic


@pytest.mark.django_db
def test_a_changed_file_is_read_anew(file: Path) -> None:
    make_city()
    before = plan_of(960, 745)
    found = json.loads(file.read_text())
    found["features"] = found["features"][:1]
    file.write_text(json.dumps(found))
    assert plan_of(960, 745) != before
    Division.objects.filter(code="321302").update(name="宿城区")
    assert plan_of(960, 745).counties[0].name == "宿城区"
