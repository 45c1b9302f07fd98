"""One process or sub-process drawn: columns from left to right, lanes as bands, loops led back below."""

from collections import defaultdict

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.layout.layers import Layers
from onegrid.engine.layout.route import Router
from onegrid.engine.layout.shapes import ARTEFACTS, PADDING, Box, Line, Picture, size_of

ROW_GAP, BEND_HEIGHT, COLUMN_WIDTH = 60, 24, 100


def draw_scope(scope: etree._Element) -> tuple[Picture, dict[str, tuple[float, float]]]:
    """The picture, and top and height of each lane by id; sub-processes are drawn open, inside out."""
    boxes: dict[str, Box] = {}
    attached: dict[str, list[Box]] = defaultdict(list)
    apart: list[Box] = []
    for node in bpmn.nodes_of(scope):
        width, height = size_of(node)
        box = Box(node, width, height)
        if bpmn.kind(node) in bpmn.SCOPES and next(bpmn.nodes_of(node), None) is not None:
            inner, _ = draw_scope(node)
            box.inner, box.width, box.height = inner, inner.width, inner.height
        if bpmn.kind(node) == "boundaryEvent":
            attached[node.get("attachedToRef") or ""].append(box)
        elif bpmn.is_event_sub_process(node):
            apart.append(box)
        else:
            boxes[box.identifier] = box
    host = {box.identifier: name for name, events in attached.items() for box in events}
    flows = [flow for flow in bpmn.flows_of(scope) if _ends(flow, boxes, host)]
    links = [found for found in scope.iterchildren(bpmn.tag("association")) if _ends(found, boxes, host)]
    edges = [_ends(each, boxes, host) for each in (*flows, *links)]
    layers = Layers(list(boxes), [edge for edge in edges if edge is not None])
    bands = _bands(scope)
    tops, height = _rows(layers, boxes, bands, attached)
    gap = 110 if any(bpmn.label(flow) for flow in flows) else 60
    columns, width = _columns(layers, boxes, tops, gap)
    for name, events in attached.items():
        _attach(boxes.get(name), events)
    router = Router(layers, boxes, {box.identifier: box for events in attached.values() for box in events}, host)
    router.columns, router.tops, router.bottom = columns, tops, height
    lines = [router.line(each) for each in (*flows, *links)]
    every = [*boxes.values(), *(box for name, events in attached.items() if name in boxes for box in events)]
    picture = Picture(every, lines, width, height + router.depth)
    _below(picture, apart)
    _artefacts(scope, picture)
    lanes = {lane: (top, size) for lane, (top, size) in bands.tops.items()}
    return picture, lanes


def _ends(flow: etree._Element, boxes: dict[str, Box], host: dict[str, str]) -> tuple[str, str] | None:
    """Source and target as boxes of the scope; a boundary event counts as its host."""
    source, target = flow.get("sourceRef") or "", flow.get("targetRef") or ""
    source = host.get(source, source)
    return (source, target) if source in boxes and target in boxes else None


class Bands:
    """Lanes from top to bottom; a scope without lanes is one band. `tops`: top and height by lane id, once placed."""

    def __init__(self, lanes: list[etree._Element]) -> None:
        self.lanes = [lane.get("id") or f"lane {at}" for at, lane in enumerate(lanes)] or [""]
        self.of: dict[str, str] = {}
        for lane, name in zip(lanes, self.lanes, strict=False):
            for reference in lane.iterchildren(bpmn.tag("flowNodeRef")):
                self.of[bpmn.text_of(reference)] = name
        self.tops: dict[str, tuple[float, float]] = {}

    def band(self, name: str) -> str:
        """The lane of a node or of a bend, which stands in its source's."""
        owner = name.split("\0")[1] if name.startswith("\0") else name
        return self.of.get(owner, self.lanes[0])


def _bands(scope: etree._Element) -> Bands:
    sets = scope.iterchildren(bpmn.tag("laneSet"))
    return Bands([lane for lanes in sets for lane in leaf_lanes(lanes)])


def leaf_lanes(lanes: etree._Element) -> list[etree._Element]:
    """Lanes without lanes inside."""
    found = lanes.iterdescendants(bpmn.tag("lane"))
    return [lane for lane in found if lane.find(f"{bpmn.tag('childLaneSet')}/{bpmn.tag('lane')}") is None]


def _rows(
    layers: Layers, boxes: dict[str, Box], bands: Bands, attached: dict[str, list[Box]]
) -> tuple[dict[str, float], float]:
    """The middle of each name from above, band by band: near what leads to it, never on another."""
    middle: dict[str, float] = {}
    top = float(PADDING)
    for band in bands.lanes:
        lowest = top
        for column in layers.columns:
            at = top
            for name in (each for each in column if bands.band(each) == band):
                height = boxes[name].height if name in boxes else BEND_HEIGHT
                before = [middle[other] for other in layers.before[name] if other in middle]
                wished = before[0] if before else at + height / 2
                place = max(wished, at + height / 2)
                middle[name] = place
                at = place + height / 2 + (ROW_GAP + 20 if attached.get(name) else ROW_GAP)
                if name not in boxes:
                    at -= ROW_GAP / 2
            lowest = max(lowest, at)
        size = max(lowest - top, 120 if len(bands.lanes) > 1 else 0)
        if band:
            bands.tops[band] = (top - PADDING / 2, size)
        top += size
    return middle, top


def _columns(
    layers: Layers, boxes: dict[str, Box], middle: dict[str, float], gap: float
) -> tuple[list[tuple[float, float]], float]:
    """Left and right of each column; places the boxes."""
    columns: list[tuple[float, float]] = []
    left = float(PADDING)
    for column in layers.columns:
        width = max([COLUMN_WIDTH, *(boxes[name].width for name in column if name in boxes)])
        for name in column:
            if name in boxes:
                box = boxes[name]
                box.x = left + (width - box.width) / 2
                box.y = middle[name] - box.height / 2
        columns.append((left, left + width))
        left += width + gap
    return columns, left - gap + PADDING if columns else 2 * PADDING


def _attach(host: Box | None, events: list[Box]) -> None:
    """Boundary events along the lower edge of their host."""
    if host is None:
        return
    step = min(44.0, host.width / (len(events) + 1))
    for at, box in enumerate(events):
        box.x = host.x + host.width - (at + 1) * step - box.width / 2 + 10
        box.y = host.y + host.height - box.height / 2


def _below(picture: Picture, apart: list[Box]) -> None:
    """Event sub-processes stand under the flow, side by side."""
    left = float(PADDING)
    for box in apart:
        box.x, box.y = left, picture.height
        left += box.width + ROW_GAP
        picture.boxes.append(box)
    if apart:
        picture.height += max(box.height for box in apart) + PADDING
        picture.width = max(picture.width, left - ROW_GAP + PADDING)


def _artefacts(scope: etree._Element, picture: Picture) -> None:
    """Data and notes in a row under everything, with straight lines to what they belong to."""
    found = [child for child in scope.iterchildren() if bpmn.kind(child) in ARTEFACTS and child.get("id")]
    known = {box.identifier: box for box in picture.boxes}
    left = float(PADDING)
    for element in found:
        width, height = size_of(element)
        box = Box(element, width, height, left, picture.height)
        known[box.identifier] = box
        picture.boxes.append(box)
        left += max(width, COLUMN_WIDTH) + ROW_GAP / 2
    if found:
        picture.height += 50 + PADDING
        picture.width = max(picture.width, left - ROW_GAP / 2 + PADDING)
    drawn = {line.element.get("id") for line in picture.lines}
    for link in scope.iterchildren(bpmn.tag("association")):
        ends = known.get(link.get("sourceRef") or ""), known.get(link.get("targetRef") or "")
        if ends[0] is not None and ends[1] is not None and link.get("id") not in drawn:
            picture.lines.append(Line(link, [_edge(ends[0], ends[1]), _edge(ends[1], ends[0])]))
    for node in bpmn.nodes_of(scope):
        for data in node.iterchildren(bpmn.tag("dataInputAssociation"), bpmn.tag("dataOutputAssociation")):
            _data(node, data, known, picture)


def _data(node: etree._Element, data: etree._Element, known: dict[str, Box], picture: Picture) -> None:
    is_input = bpmn.kind(data) == "dataInputAssociation"
    other = known.get(bpmn.text_of(bpmn.named(data, "sourceRef" if is_input else "targetRef")))
    owner = known.get(node.get("id") or "")
    if other is not None and owner is not None and data.get("id"):
        ends = [_edge(other, owner), _edge(owner, other)]
        picture.lines.append(Line(data, ends if is_input else ends[::-1]))


def _edge(box: Box, other: Box) -> tuple[float, float]:
    """Where a straight line to the other one leaves: above or below."""
    x, _ = box.centre
    return (x, box.y) if other.y + other.height <= box.y else (x, box.y + box.height)
