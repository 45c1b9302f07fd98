"""The customer's own map: a GeoJSON file of areas named by division codes, drawn without any service from outside.

A city is small: longitudes shrunk by the cosine of its middle latitude are projection enough.
"""

import json
from collections.abc import Collection, Iterator, Mapping
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
    """Rings in degrees by division code."""

    rings: Mapping[str, tuple[Ring, ...]]

    def only(self, codes: Collection[str]) -> "Shapes":
        """A part of them; UnreadableMap where none is left, for a map of nothing helps nobody."""
        left = {code: rings for code, rings in self.rings.items() if code in codes}
        if not left:
            raise UnreadableMap("the map file holds none of the divisions asked for")
        return Shapes(left)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of them all."""
        points = [point for rings in self.rings.values() for ring in rings for point in ring]
        longitudes, latitudes = [x for x, _y in points], [y for _x, y in points]
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


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
    if not any(rings.values()):
        raise UnreadableMap(f"{path} holds no area with a property {code_property!r}")
    return Shapes(rings)


def _rings(path: Path, number: int, geometry: Mapping[str, Any]) -> Iterator[Ring]:
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise UnreadableMap(f"{path}, feature {number}: {kind} is no area")
    try:
        for polygon in geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]:
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
    west, south, east, north = shapes.box
    shrink = cos(radians((south + north) / 2))
    wide, high = max((east - west) * shrink, 1e-9), max(north - south, 1e-9)
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / high)
    left, top = (width - wide * scale) / 2, (height - high * scale) / 2
    return Projection(west, north, shrink, scale, left, top)


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
