"""Drawings of files that have none: every node is there, nothing lies on anything else, flows run where there is room."""

# ruff: noqa: E501 - files read best one a line

import random
from itertools import combinations, pairwise

import pytest
from lxml import etree

from onegrid.engine.imports import import_files
from onegrid.engine.layout import with_layout
from onegrid.engine.read import read
from tests.engine.drawing import END, START, chain, file_of, flow

DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
Bounds = tuple[float, float, float, float]
Line = list[tuple[float, float]]


def drawn(data: bytes) -> tuple[etree._Element, dict[str, Bounds], dict[str, Line]]:
    text = with_layout(read(data))
    root = read(text.encode("utf-8")).root
    shapes = {}
    for shape in root.iter(f"{DI}BPMNShape"):
        found = shape.find(f"{DC}Bounds")
        assert found is not None
        shapes[shape.get("bpmnElement") or ""] = tuple(
            float(found.get(name) or 0) for name in ("x", "y", "width", "height")
        )
    edges = {
        edge.get("bpmnElement") or "": [
            (float(point.get("x")), float(point.get("y"))) for point in edge.iter("{*}waypoint")
        ]
        for edge in root.iter(f"{DI}BPMNEdge")
    }
    return root, shapes, edges  # type: ignore[return-value]


def crosses(one: Bounds, other: Bounds) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def passes(start: tuple[float, float], end: tuple[float, float], box: Bounds) -> bool:
    """Whether a level or upright line runs through the inside of a box."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return left < box[0] + box[2] - 1 and right > box[0] + 1 and top < box[1] + box[3] - 1 and bottom > box[1] + 1


def touches(point: tuple[float, float], box: Bounds) -> bool:
    return box[0] - 1 <= point[0] <= box[0] + box[2] + 1 and box[1] - 1 <= point[1] <= box[1] + box[3] + 1


def judged(data: bytes) -> None:
    root, shapes, edges = drawn(data)
    parent = {
        node.get("id"): (node.getparent().get("id"), node.get("attachedToRef"))
        for node in root.iter()
        if node.get("id") and node.getparent() is not None
    }
    nodes = {
        e.get("id"): e
        for e in root.iter(
            "{*}userTask",
            "{*}task",
            "{*}startEvent",
            "{*}endEvent",
            "{*}exclusiveGateway",
            "{*}subProcess",
            "{*}boundaryEvent",
        )
    }
    assert set(nodes) <= set(shapes)
    for one, other in combinations(nodes, 2):
        if parent[one][0] == parent[other][0] and other != parent[one][1] and one != parent[other][1]:
            assert not crosses(shapes[one], shapes[other]), (one, other)
    for element in root.iter("{*}sequenceFlow"):
        line = edges[element.get("id") or ""]
        source, target = element.get("sourceRef") or "", element.get("targetRef") or ""
        assert touches(line[0], shapes[source]), (source, line)
        assert touches(line[-1], shapes[target]), (target, line)
        for start, end in pairwise(line):
            assert start[0] == end[0] or start[1] == end[1], line
            for other in nodes:
                if parent[other][0] == parent[source][0] and other not in (source, target, parent[source][1]):
                    assert not passes(start, end, shapes[other]), (element.get("id"), other, line)


LEAVE = (
    START + '<bpmn:userTask id="apply" name="申请"/><bpmn:exclusiveGateway id="g" name="同意？"/><bpmn:userTask id="boss" name="审批"/>' + END
    + chain("start", "apply", "boss", "g", "end") + flow("g", "apply", "a", name="退回")
    + '<bpmn:boundaryEvent id="late" name="超时" attachedToRef="boss"/><bpmn:task id="remind" name="催办"/>' + chain("late", "remind", "end")
)  # fmt: skip


def test_loop_and_boundary() -> None:
    judged(file_of(LEAVE))


def test_sub_process_and_flows_without_ids() -> None:
    inner = (
        '<bpmn:subProcess id="s" name="内部">'
        + LEAVE.replace('id="', 'id="i_').replace('Ref="', 'Ref="i_')
        + "</bpmn:subProcess>"
    )
    data = file_of(LEAVE + inner + flow("apply", "s", identifier="") + flow("s", "end", identifier=""))
    judged(data)
    assert all(found.get("id") for found in drawn(data)[0].iter("{*}sequenceFlow"))


def random_content(seed: int) -> str:
    dice = random.Random(seed)
    names = [f"n{number}" for number in range(dice.randint(3, 25))]
    content = START + END + "".join(f'<bpmn:task id="{name}" name="{name}"/>' for name in names)
    seen = set()
    for _ in range(len(names) * 2):
        source, target = dice.choice([*names, "start"]), dice.choice([*names, "end"])
        if (source, target) not in seen:
            seen.add((source, target))
            content += flow(source, target)
    return content


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_drawn(seed: int) -> None:
    judged(file_of(random_content(seed)))


def test_pools_lanes_data_and_messages() -> None:
    lanes = '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="甲"><bpmn:flowNodeRef>start</bpmn:flowNodeRef><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="l2" name="乙"><bpmn:flowNodeRef>b</bpmn:flowNodeRef><bpmn:flowNodeRef>end</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    data = '<bpmn:dataObjectReference id="d" name="表" dataObjectRef="do"/><bpmn:textAnnotation id="t"><bpmn:text>注</bpmn:text></bpmn:textAnnotation><bpmn:association id="as" sourceRef="t" targetRef="a"/>'
    roots = '<bpmn:collaboration id="c"><bpmn:participant id="p1" name="市" processRef="p"/><bpmn:participant id="p2" name="外部"/><bpmn:messageFlow id="m" sourceRef="a" targetRef="p2"/></bpmn:collaboration>'
    content = (
        lanes
        + START
        + '<bpmn:task id="a" name="a"/><bpmn:task id="b" name="b"/>'
        + END
        + chain("start", "a", "b", "end")
        + data
    )
    judged(file_of(content, roots=roots))
    _, shapes, edges = drawn(file_of(content, roots=roots))
    assert {"p1", "p2", "l1", "l2", "d", "t"} <= set(shapes)
    assert {"m", "as"} <= set(edges)
    for lane, inside in (("l1", "a"), ("l2", "b")):
        top, height = shapes[lane][1], shapes[lane][3]
        assert top <= shapes[inside][1]
        assert shapes[inside][1] + shapes[inside][3] <= top + height
    assert not crosses(shapes["p1"], shapes["p2"])
    for lane in ("l1", "l2"):
        x, y, width, height = shapes[lane]
        px, py, pwidth, pheight = shapes["p1"]
        assert px <= x
        assert x + width <= px + pwidth
        assert py <= y
        assert y + height <= py + pheight


def test_a_drawing_is_never_touched() -> None:
    data = with_layout(read(file_of(LEAVE)))
    assert with_layout(read(data.encode())) == data


def test_long_chains() -> None:
    names = ["start", *(f"t{number}" for number in range(3000)), "end"]
    content = START + END + "".join(f'<bpmn:task id="{name}" name="x"/>' for name in names[1:-1]) + chain(*names)
    _, shapes, edges = drawn(file_of(content))
    assert (len(shapes), len(edges)) == (3002, 3001)


@pytest.mark.parametrize("written", ['id=""', "id = ''", ""])
def test_a_flow_with_an_empty_id_keeps_the_file_well_formed(written: str) -> None:
    content = f'{START}{END}<bpmn:sequenceFlow {written} sourceRef="start" name="id=" targetRef="end"/>'
    drawing = import_files({"x.bpmn": file_of(content)}).diagrams[0].drawing
    assert drawing is not None
    (flow,) = etree.fromstring(drawing.encode()).iter("{*}sequenceFlow")
    (edge,) = etree.fromstring(drawing.encode()).iter("{*}BPMNEdge")
    assert flow.get("id", "").strip()
    assert (edge.get("bpmnElement"), flow.get("name")) == (flow.get("id"), "id=")
