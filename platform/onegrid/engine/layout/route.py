"""Flows as lines at right angles, whose upright parts run in the gaps between columns and so cross no shape."""

from collections import Counter

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.layout.layers import Layers
from onegrid.engine.layout.shapes import Box, Line, Point

_STEP, _SLOTS, _LANE = 8, 5, 14


class Router:
    """Lines of one scope. `depth`: how far lines that lead back reach below the rest."""

    columns: list[tuple[float, float]]
    tops: dict[str, float]
    bottom: float

    def __init__(self, layers: Layers, boxes: dict[str, Box], events: dict[str, Box], host: dict[str, str]) -> None:
        self.layers, self.boxes, self.events, self.host = layers, boxes, events, host
        self.depth = 0.0
        self.used: Counter[int] = Counter()

    def line(self, flow: etree._Element) -> Line:
        """The line of a flow or association between two nodes of the scope."""
        source, target = flow.get("sourceRef") or "", flow.get("targetRef") or ""
        owner = self.host.get(source, source)
        first = self._leave(source, owner)
        if owner == target or (owner, target) in self.layers.back:
            points = self._back(first, owner, target)
        else:
            points = self._forward(first, owner, target)
        return Line(flow, _joined(points), self._label(flow, points))

    def _leave(self, source: str, owner: str) -> list[Point]:
        event = self.events.get(source)
        if event is None:
            box = self.boxes[owner]
            return [(box.x + box.width, box.centre[1])]
        x, below = event.centre[0], event.y + event.height
        return [(x, below), (x, below + 12)]

    def _gap(self, rank: int) -> float:
        """An upright place right of a column; several lines stand beside one another."""
        self.used[rank] += 1
        start = self.columns[rank][1] if rank >= 0 else self.columns[0][0] - 40
        return start + 16 + (self.used[rank] % _SLOTS) * _STEP

    def _forward(self, points: list[Point], owner: str, target: str) -> list[Point]:
        rank = self.layers.rank[owner]
        end = self.boxes[target]
        for name in (*self.layers.bends.get((owner, target), ()), target):
            y = self.tops[name]
            if abs(points[-1][1] - y) > 1:
                x = self._gap(rank)
                points += [(x, points[-1][1]), (x, y)]
            rank += 1
            if name != target:
                points.append((self.columns[rank][1], y))
        return [*points, (end.x, end.centre[1])]

    def _back(self, points: list[Point], owner: str, target: str) -> list[Point]:
        self.depth += _LANE
        y = self.bottom + self.depth
        right, left = self._gap(self.layers.rank[owner]), self._gap(self.layers.rank[target] - 1)
        end = self.boxes[target]
        return [
            *points, (right, points[-1][1]), (right, y), (left, y), (left, end.centre[1]), (end.x, end.centre[1]),
        ]  # fmt: skip

    def _label(self, flow: etree._Element, points: list[Point]) -> Point | None:
        """Over the last level part, before the target."""
        if not bpmn.label(flow) or len(points) < 2:
            return None
        (x, y), (end, _) = points[-2], points[-1]
        return min(x, end) + 6, y - 18


def _joined(points: list[Point]) -> list[Point]:
    """Without points in the middle of a straight part."""
    kept: list[Point] = []
    for point in points:
        straight = len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1])
        if straight:
            kept[-1] = point
        elif not kept or kept[-1] != point:
            kept.append(point)
    return kept
