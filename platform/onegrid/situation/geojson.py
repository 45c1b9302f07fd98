"""The customer's own map: a GeoJSON file of areas named by division codes, drawn without any service from outside.

A city is small: longitudes shrunk by the cosine of its middle latitude are projection enough.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any

Ring = tuple[tuple[float, float], ...]


class UnreadableMap(ValueError):
    """The file is not what it must be; the message says where."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Rings in degrees by division code, and the box that holds them all."""

    rings: Mapping[str, tuple[Ring, ...]]
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to the drawing's units, all of the shapes inside, north up."""

    west: float
    north: float
    shrink: float
    scale: float
    left: float
    top: float

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies in the drawing."""
        x = self.left + (longitude - self.west) * self.shrink * self.scale
        y = self.top + (self.north - latitude) * self.scale
        return round(x, 1), round(y, 1)


def read(path: Path, code_property: str) -> Shapes:
    """Kept until the file changes."""
    return _read(path, path.stat().st_mtime_ns, code_property)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, code_property: str) -> Shapes:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableMap(f"{path} is no GeoJSON FeatureCollection: {error}") from error
    rings: dict[str, tuple[Ring, ...]] = {}
    for number, feature in enumerate(features):
        code = str((feature.get("properties") or {}).get(code_property) or "")
        if code:
            rings[_short(code)] = (*rings.get(_short(code), ()), *_rings(path, number, feature.get("geometry") or {}))
    points = [point for all_of in rings.values() for ring in all_of for point in ring]
    if not points:
        raise UnreadableMap(f"{path} holds no area with a property {code_property!r}")
    return Shapes(
        rings,
        min(x for x, _y in points),
        min(y for _x, y in points),
        max(x for x, _y in points),
        max(y for _x, y in points),
    )


def _rings(path: Path, number: int, geometry: Mapping[str, Any]) -> Iterator[Ring]:
    kinds = {"Polygon": lambda found: [found], "MultiPolygon": lambda found: found}
    if geometry.get("type") not in kinds:
        raise UnreadableMap(f"{path}, feature {number}: {geometry.get('type')} is no area")
    try:
        for polygon in kinds[geometry["type"]](geometry["coordinates"]):
            for ring in polygon:
                yield tuple((float(point[0]), float(point[1])) for point in ring)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise UnreadableMap(f"{path}, feature {number}: {error}") from error


def _short(code: str) -> str:
    """Statistics write twelve digits and fill up with zeros: 321302000000 is the county 321302."""
    for length in (6, 9):
        if len(code) == 12 and set(code[length:]) == {"0"}:
            return code[:length]
    return code


def projection(shapes: Shapes, width: float, height: float, *, margin: float = 12) -> Projection:
    """As large as fits, in the middle."""
    shrink = cos(radians((shapes.south + shapes.north) / 2))
    wide = max((shapes.east - shapes.west) * shrink, 1e-9)
    high = max(shapes.north - shapes.south, 1e-9)
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / high)
    left, top = (width - wide * scale) / 2, (height - high * scale) / 2
    return Projection(shapes.west, shapes.north, shrink, scale, left, top)


def path_of(rings: tuple[Ring, ...], at: Projection) -> str:
    """As an SVG path. Points that fall on the one before are left out: a map file knows more than a screen shows."""
    parts = []
    for ring in rings:
        points: list[tuple[float, float]] = []
        for longitude, latitude in ring:
            point = at.point(longitude, latitude)
            if not points or abs(point[0] - points[-1][0]) + abs(point[1] - points[-1][1]) >= 1:
                points.append(point)
        parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(parts)


def middle_of(rings: tuple[Ring, ...], at: Projection) -> tuple[float, float, float]:
    """Where a name may stand, and how much room it has: the middle of the largest ring's box, and its width."""

    def box(ring: Ring) -> tuple[float, float, float, float]:
        points = [at.point(*one) for one in ring]
        return (
            min(x for x, _ in points),
            min(y for _, y in points),
            max(x for x, _ in points),
            max(y for _, y in points),
        )

    left, top, right, bottom = max(map(box, rings), key=lambda one: (one[2] - one[0]) * (one[3] - one[1]))
    return round((left + right) / 2, 1), round((top + bottom) / 2, 1), round(right - left, 1)
