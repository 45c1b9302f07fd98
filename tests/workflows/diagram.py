"""A process diagram as rectangles and lines, read from the diagram interchange of its file."""

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from lxml import etree

from tests.workflows.shipped import sources

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
NODES = frozenset(
    {"startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent", "boundaryEvent"}
    | {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"}
    | {"userTask", "scriptTask", "businessRuleTask", "sendTask", "serviceTask", "receiveTask", "manualTask"}
    | {"callActivity", "subProcess"}
)
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle; a line is one without width or height."""

    left: float
    top: float
    width: float
    height: float

    def meets(self, other: "Box", margin: float = 0) -> bool:
        """Whether both share more than a border of `margin`."""
        across = self.left < other.left + other.width - margin and other.left < self.left + self.width - margin
        down = self.top < other.top + other.height - margin and other.top < self.top + self.height - margin
        return across and down

    def holds(self, other: "Box") -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.left + other.width <= self.left + self.width
            and other.top + other.height <= self.top + self.height
        )


@dataclass
class Diagram:
    """Boxes by element id, lines by flow id, and what the elements are."""

    boxes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)

    @property
    def nodes(self) -> list[str]:
        """Ids of all flow nodes."""
        return [element for element, kind in self.kinds.items() if kind in NODES]

    def segments(self, flow: str) -> list[Box]:
        """The straight parts of a line."""
        points = self.lines[flow]
        return [_segment(a, b) for a, b in pairwise(points)]


@cache
def diagram(slug: str) -> Diagram:
    """The diagram of a shipped process."""
    root = etree.fromstring(sources()[slug].bpmn)
    drawn = Diagram()
    for element in root.iter(f"{BPMN}*"):
        _element(drawn, element)
    for shape in root.iter(f"{_DI}BPMNShape", f"{_DI}BPMNEdge"):
        owner = str(shape.get("bpmnElement"))
        label = shape.find(f"{_DI}BPMNLabel/{_BOUNDS}")
        if label is not None:
            drawn.labels[owner] = _box(label)
        bounds = shape.find(_BOUNDS)
        if bounds is not None:
            drawn.boxes[owner] = _box(bounds)
        else:
            drawn.lines[owner] = [(float(p.get("x", "")), float(p.get("y", ""))) for p in shape.iter(_WAYPOINT)]
    return drawn


def _element(drawn: Diagram, element: etree._Element) -> None:
    name, kind = element.get("id"), etree.QName(element).localname
    if name is None:
        return
    drawn.kinds[name] = kind
    drawn.names[name] = element.get("name", "")
    if kind == "sequenceFlow":
        drawn.ends[name] = (element.get("sourceRef", ""), element.get("targetRef", ""))
    if kind == "lane":
        for reference in element.iter(f"{BPMN}flowNodeRef"):
            drawn.lane_of[str(reference.text)] = name


def _box(bounds: etree._Element) -> Box:
    left, top, width, height = (float(bounds.get(key, "")) for key in ("x", "y", "width", "height"))
    return Box(left, top, width, height)


def _segment(a: Point, b: Point) -> Box:
    return Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
