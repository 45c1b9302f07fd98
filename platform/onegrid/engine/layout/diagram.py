"""Pictures to diagram interchange (BPMN 2.0.2, 12): planes, shapes, edges, labels."""

from xml.sax.saxutils import quoteattr

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.layout.scope import draw_scope, leaf_lanes
from onegrid.engine.layout.shapes import Box, Line, Picture

_HEAD, _POOL_GAP, _EMPTY_POOL = 30, 40, 100
_SPACES = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)


def diagrams(root: etree._Element) -> str:
    """One diagram for a collaboration with all its pools, else one for each process."""
    collaboration = root.find(bpmn.tag("collaboration"))
    drawn = [process for process in bpmn.processes(root) if next(bpmn.nodes_of(process), None) is not None]
    pools = [] if collaboration is None else list(collaboration.iterchildren(bpmn.tag("participant")))
    if collaboration is not None and collaboration.get("id") and pools:
        return _diagram(collaboration, _collaboration(collaboration, pools, {p.get("id"): p for p in drawn}))
    return "".join(_diagram(process, _pool(process, 0, 0, [])) for process in drawn if process.get("id"))


def _diagram(owner: etree._Element, inside: list[str]) -> str:
    identifier = owner.get("id") or ""
    plane = f"<bpmndi:BPMNPlane id={quoteattr(f'{identifier}_plane')} bpmnElement={quoteattr(identifier)}>"
    content = "\n      ".join(inside)
    return (
        f"  <bpmndi:BPMNDiagram {_SPACES} id={quoteattr(f'{identifier}_diagram')}>\n    {plane}\n      {content}\n"
        "    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n"
    )


def _collaboration(
    collaboration: etree._Element, pools: list[etree._Element], processes: dict[str | None, etree._Element]
) -> list[str]:
    written: list[str] = []
    places: dict[str, Box] = {}
    top = 0.0
    sizes = []
    for pool in pools:
        process = processes.get((pool.get("processRef") or "").rpartition(":")[2])
        inside: list[Picture] = []
        content = _pool(process, _HEAD, top, inside, places) if process is not None else []
        height = inside[0].height if inside else _EMPTY_POOL
        sizes.append((pool, top, inside[0].width if inside else 0.0, height, content))
        top += height + _POOL_GAP
    width = max((size for _, _, size, _, _ in sizes), default=0.0) + _HEAD
    for pool, y, _, height, content in sizes:
        box = Box(pool, max(width, 400), height, 0, y)
        places[box.identifier] = box
        written.append(_shape(box, 'isHorizontal="true"'))
        written += content
    for flow in collaboration.iterchildren(bpmn.tag("messageFlow")):
        ends = [places.get((flow.get(end) or "").rpartition(":")[2]) for end in ("sourceRef", "targetRef")]
        if ends[0] is not None and ends[1] is not None and flow.get("id"):
            written.append(_edge(Line(flow, _between(ends[0], ends[1]))))
    return written


def _between(source: Box, target: Box) -> list[tuple[float, float]]:
    """Upright from one pool to the other, with one step where they do not stand over one another."""
    down = source.centre[1] < target.centre[1]
    start = (source.centre[0], source.y + source.height if down else source.y)
    end = (target.centre[0] if target.width < 400 else start[0], target.y if down else target.y + target.height)
    middle = (start[1] + end[1]) / 2
    return [start, (start[0], middle), (end[0], middle), end]


def _pool(
    process: etree._Element, x: float, y: float, inside: list[Picture], places: dict[str, Box] | None = None
) -> list[str]:
    picture, bands = draw_scope(process)
    has_lanes = bool(bands)
    inside.append(picture)
    lanes: list[str] = []
    for lane_set in process.iterchildren(bpmn.tag("laneSet")):
        for lane in leaf_lanes(lane_set):
            if lane.get("id") in bands:
                top, height = bands[lane.get("id") or ""]
                box = Box(lane, picture.width + _HEAD, height, x, y + top)
                lanes.append(_shape(box, 'isHorizontal="true"'))
    shift = _HEAD if has_lanes else 0
    picture.width += shift
    written = _written(picture.moved(x + shift, y), places)
    return lanes + written


def _written(picture: Picture, places: dict[str, Box] | None) -> list[str]:
    written: list[str] = []
    for box in picture.boxes:
        if places is not None:
            places[box.identifier] = box
        more = 'isExpanded="true"' if box.inner is not None else ""
        if bpmn.kind(box.element) == "exclusiveGateway":
            more = 'isMarkerVisible="true"'
        written.append(_shape(box, more))
        if box.inner is not None:
            written += _written(box.inner.moved(box.x, box.y), places)
    written += [_edge(line) for line in picture.lines if line.element.get("id")]
    return written


def _shape(box: Box, more: str) -> str:
    identifier = box.identifier
    place = box.label()
    label = "" if place is None else f"<bpmndi:BPMNLabel>{_bounds(*place)}</bpmndi:BPMNLabel>"
    attributes = f"id={quoteattr(f'{identifier}_di')} bpmnElement={quoteattr(identifier)}"
    return (
        f"<bpmndi:BPMNShape {attributes}{' ' if more else ''}{more}>{_bounds(box.x, box.y, box.width, box.height)}"
        f"{label}</bpmndi:BPMNShape>"
    )


def _edge(line: Line) -> str:
    identifier = line.element.get("id") or ""
    points = "".join(f'<di:waypoint x="{x:g}" y="{y:g}"/>' for x, y in line.points)
    label = ""
    if line.label is not None:
        label = f"<bpmndi:BPMNLabel>{_bounds(*line.label, 80, 14)}</bpmndi:BPMNLabel>"
    attributes = f"id={quoteattr(f'{identifier}_di')} bpmnElement={quoteattr(identifier)}"
    return f"<bpmndi:BPMNEdge {attributes}>{points}{label}</bpmndi:BPMNEdge>"


def _bounds(x: float, y: float, width: float, height: float) -> str:
    return f'<dc:Bounds x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"/>'
