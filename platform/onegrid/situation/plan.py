"""The map as shapes to draw: counties and townships, with room for a name and a number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings

from onegrid.jurisdictions.models import Division, Level
from onegrid.situation import geojson, tiles

log = structlog.get_logger(__name__)

# A county of few townships still needs room for its name.
_SMALLEST = 9


@dataclass(frozen=True, slots=True)
class Area:
    """A place as drawn. `x`, `y`: where its name stands; `room`: how wide it may be; `county`: of a township."""

    code: str
    name: str
    path: str
    x: float
    y: float
    room: float
    county: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`is_schematic`: shapes and neighbourhood mean nothing (示意图), and no coordinate has a place in it."""

    width: float
    height: float
    counties: tuple[Area, ...]
    townships: tuple[Area, ...]
    is_schematic: bool
    projection: geojson.Projection | None = None


def plan_of(width: float, height: float, *, county: str = "") -> Plan:
    """Of the whole city, or of one county alone; schematic too where the customer's file cannot be read."""
    rows = list(
        Division.objects.filter(level__in=(Level.COUNTY, Level.TOWNSHIP), code__startswith=county)
        .order_by("code")
        .values_list("code", "name", "level")
    )
    names = {code: name for code, name, _level in rows}
    counties = [code for code, _name, level in rows if level == Level.COUNTY]
    townships = [code for code, _name, level in rows if level == Level.TOWNSHIP]
    if path := str(settings.ONEGRID_MAP_GEOJSON):
        try:
            return _drawn(
                geojson.read(Path(path), settings.ONEGRID_MAP_CODE), names, (counties, townships), (width, height)
            )
        except (OSError, geojson.UnreadableMap) as error:
            log.warning("the map file cannot be read, the schematic map stands in", file=path, error=str(error))
    return _schematic(names, (counties, townships), (width, height))


def _schematic(
    names: dict[str, str],
    levels: tuple[Sequence[str], Sequence[str]],
    size: tuple[float, float],
) -> Plan:
    (counties, townships), (width, height) = levels, size
    inside: dict[str, list[str]] = defaultdict(list)
    for code in townships:
        inside[code[:6]].append(code)
    placed = tiles.blocks({code: max(len(inside[code]), _SMALLEST) for code in counties}, width, height)
    blocks = {code: tiles.inset(box) for code, box in placed.items()}
    small = {code: box for county in counties for code, box in tiles.tiles(inside[county], blocks[county]).items()}
    return Plan(
        width,
        height,
        tuple(_block(code, names[code], blocks[code]) for code in counties),
        tuple(_tile(code, names[code], small[code]) for code in townships if code in small),
        is_schematic=True,
    )


def _block(code: str, name: str, box: tiles.Box) -> Area:
    return Area(code, name, _rectangle(box), round(box.x + 12, 1), round(box.y + 31, 1), round(box.width, 1), "")


def _tile(code: str, name: str, box: tiles.Box) -> Area:
    x, y = box.centre
    return Area(code, name, _rectangle(box), round(x, 1), round(y, 1), round(box.width, 1), code[:6])


def _rectangle(box: tiles.Box) -> str:
    return f"M{box.x:.1f} {box.y:.1f}h{box.width:.1f}v{box.height:.1f}h{-box.width:.1f}Z"


def _drawn(
    shapes: geojson.Shapes,
    names: dict[str, str],
    levels: tuple[Sequence[str], Sequence[str]],
    size: tuple[float, float],
) -> Plan:
    """Divisions that the file does not know are not drawn; areas that are no division here are left out."""
    known = [[code for code in codes if code in shapes.rings] for codes in levels]
    shapes = shapes.only({code for codes in known for code in codes})
    at = geojson.projection(shapes, *size)

    def areas(codes: Sequence[str]) -> tuple[Area, ...]:
        return tuple(
            Area(
                code,
                names[code],
                geojson.path_of(shapes.rings[code], at),
                *geojson.middle_of(shapes.rings[code], at),
                code[:6] if len(code) > 6 else "",
            )
            for code in codes
        )

    return Plan(*size, areas(known[0]), areas(known[1]), is_schematic=False, projection=at)
