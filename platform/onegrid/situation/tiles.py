"""The schematic map: counties as blocks as large as their number of townships, townships as equal tiles inside.

The same codes give the same picture: nothing depends on the order of rows or on chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

GAP, HEAD, PAD = 10.0, 44.0, 8.0
# A tile holds a name and a number side by side or above one another: a little wider than high.
_SHAPE = 1.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


def blocks(weights: Mapping[str, int], width: float, height: float) -> dict[str, Box]:
    """A squarified treemap: the largest first, equals by code, each as near to a square as its row allows."""
    order = sorted(weights, key=lambda code: (-weights[code], code))
    left = Box(0, 0, width, height)
    area = {code: max(weights[code], 1) for code in order}
    scale = width * height / sum(area.values()) if area else 0
    found: dict[str, Box] = {}
    while order:
        row = _row([area[code] * scale for code in order], min(left.width, left.height))
        taken, order = order[:row], order[row:]
        placed, left = _place([(code, area[code] * scale) for code in taken], left)
        found.update(placed)
    return found


def _row(areas: Sequence[float], side: float) -> int:
    """How many of the next ones stand together, so that the worst of them is least oblong."""
    best, count = float("inf"), 0
    for number in range(1, len(areas) + 1):
        total = sum(areas[:number])
        worst = max(max(side**2 * one / total**2, total**2 / (side**2 * one)) for one in areas[:number])
        if worst > best:
            break
        best, count = worst, number
    return max(count, 1)


def _place(row: Sequence[tuple[str, float]], left: Box) -> tuple[dict[str, Box], Box]:
    """Along the shorter side of what is left, and what is left then."""
    total = sum(area for _code, area in row)
    found: dict[str, Box] = {}
    if left.width >= left.height:
        thick, at = total / left.height, left.y
        for code, area in row:
            found[code] = Box(left.x, at, thick, area / thick)
            at += area / thick
        return found, Box(left.x + thick, left.y, left.width - thick, left.height)
    thick, at = total / left.width, left.x
    for code, area in row:
        found[code] = Box(at, left.y, area / thick, thick)
        at += area / thick
    return found, Box(left.x, left.y + thick, left.width, left.height - thick)


def tiles(codes: Sequence[str], block: Box) -> dict[str, Box]:
    """Equal tiles below the block's head, in the order of the codes; of all grids the one whose tiles suit best."""
    inner = Box(block.x + PAD, block.y + HEAD, block.width - 2 * PAD, block.height - HEAD - PAD)
    count = len(codes)
    if not count:
        return {}

    def oddness(columns: int) -> float:
        shape = (inner.width / columns) / (inner.height / ceil(count / columns))
        return max(shape / _SHAPE, _SHAPE / shape) + 0.15 * (ceil(count / columns) * columns - count) / count

    columns = min(range(1, count + 1), key=oddness)
    wide, high = inner.width / columns, inner.height / ceil(count / columns)
    return {
        code: Box(inner.x + (at % columns) * wide + 2, inner.y + (at // columns) * high + 2, wide - 4, high - 4)
        for at, code in enumerate(sorted(codes))
    }


def inset(box: Box, by: float = GAP / 2) -> Box:
    """With a margin, so that neighbours do not touch."""
    return Box(box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by)
