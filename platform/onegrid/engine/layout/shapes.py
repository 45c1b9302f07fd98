"""What is drawn: boxes and lines of one scope, in pixels, with the sizes that BPMN editors use."""

from dataclasses import dataclass, field

from lxml import etree

from onegrid.engine import bpmn

Point = tuple[float, float]
EVENT, GATEWAY, TASK, DATA, STORE, NOTE = (36, 36), (50, 50), (100, 80), (36, 50), (50, 50), (120, 40)
PADDING = 40
ARTEFACTS = {"dataObjectReference": DATA, "dataStoreReference": STORE, "textAnnotation": NOTE}
_LABEL_WIDTH, _LABEL_HEIGHT = 90, 14


@dataclass(slots=True)
class Box:
    """A shape. `inner`: what a sub-process holds, placed from its own top left corner."""

    element: etree._Element
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0
    inner: "Picture | None" = None

    @property
    def identifier(self) -> str:
        """The element's id."""
        return self.element.get("id") or ""

    @property
    def centre(self) -> Point:
        """The middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def label(self) -> tuple[float, float, float, float] | None:
        """Where the name stands: below events, gateways and data; inside everything else."""
        outside = self.width <= GATEWAY[0]
        if not outside or not bpmn.label(self.element):
            return None
        return self.centre[0] - _LABEL_WIDTH / 2, self.y + self.height + 4, _LABEL_WIDTH, _LABEL_HEIGHT


@dataclass(slots=True)
class Line:
    """A flow or association along its points."""

    element: etree._Element
    points: list[Point]
    label: Point | None = None


@dataclass(slots=True)
class Picture:
    """One scope, its corner at 0, 0."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0

    def moved(self, x: float, y: float) -> "Picture":
        """The same somewhere else; inner pictures stay relative to their box."""
        for box in self.boxes:
            box.x, box.y = box.x + x, box.y + y
        for line in self.lines:
            line.points = [(a + x, b + y) for a, b in line.points]
            line.label = None if line.label is None else (line.label[0] + x, line.label[1] + y)
        return self


def size_of(node: etree._Element) -> tuple[float, float]:
    """Width and height of a node without content."""
    kind = bpmn.kind(node)
    if kind in bpmn.EVENTS:
        return EVENT
    if kind in bpmn.GATEWAYS:
        return GATEWAY
    return ARTEFACTS.get(kind, TASK)
