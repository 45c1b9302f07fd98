"""Every diagram can be read: complete, inside its lanes, nothing on top of anything else."""

from itertools import combinations

import pytest

from tests.workflows.diagram import Box, Diagram, diagram
from tests.workflows.shipped import SLUGS

every_process = pytest.mark.parametrize("slug", SLUGS)
# The return from a second dispatch to intake has to pass the way from dispatch to the units once.
_CROSSINGS = {"event_dispatch": 1}


@every_process
def test_each_node_lane_and_flow_is_drawn_once(slug: str) -> None:
    drawn = diagram(slug)
    shaped = {name for name, kind in drawn.kinds.items() if kind in ("lane", "participant")} | set(drawn.nodes)
    assert set(drawn.boxes) == shaped
    assert set(drawn.lines) == set(drawn.ends)


@every_process
def test_each_node_stands_in_its_lane(slug: str) -> None:
    drawn = diagram(slug)
    assert set(drawn.lane_of) == set(drawn.nodes)
    for node, lane in drawn.lane_of.items():
        if drawn.kinds[node] != "boundaryEvent":
            assert drawn.boxes[lane].holds(drawn.boxes[node]), node
    pool = next(name for name, kind in drawn.kinds.items() if kind == "participant")
    for lane in set(drawn.lane_of.values()):
        assert drawn.boxes[pool].holds(drawn.boxes[lane])


@every_process
def test_no_two_shapes_overlap(slug: str) -> None:
    drawn = diagram(slug)
    standing = [node for node in drawn.nodes if drawn.kinds[node] != "boundaryEvent"]
    overlapping = [pair for pair in combinations(standing, 2) if drawn.boxes[pair[0]].meets(drawn.boxes[pair[1]])]
    assert overlapping == []


@every_process
def test_lines_run_straight_from_border_to_border_and_through_no_shape(slug: str) -> None:
    drawn = diagram(slug)
    for flow, ends in drawn.ends.items():
        for end, point in zip(ends, (drawn.lines[flow][0], drawn.lines[flow][-1]), strict=True):
            assert _on_border(drawn.boxes[end], point), (flow, end)
        for part in drawn.segments(flow):
            assert part.width == 0 or part.height == 0, flow
            for node in set(drawn.nodes) - set(ends):
                hosted = drawn.kinds[node] == "boundaryEvent"
                assert hosted or not _thick(part).meets(drawn.boxes[node]), (flow, node)


@every_process
def test_lines_do_not_cross_where_avoidable_and_never_run_on_each_other(slug: str) -> None:
    drawn = diagram(slug)
    crossings = [pair for pair in combinations(drawn.lines, 2) if _cross(drawn, *pair)]
    assert len(crossings) <= _CROSSINGS.get(slug, 0), crossings


@every_process
def test_labels_are_placed_and_free(slug: str) -> None:
    drawn = diagram(slug)
    outside = [name for name in (*drawn.nodes, *drawn.ends) if drawn.names[name] and _is_labelled(drawn, name)]
    assert set(outside) == set(drawn.labels)
    for one, other in combinations(drawn.labels, 2):
        assert not drawn.labels[one].meets(drawn.labels[other]), (one, other)
    for name, label in drawn.labels.items():
        for node in drawn.nodes:
            own_diamond = node == name and "Gateway" in drawn.kinds[node]
            assert own_diamond or not label.meets(drawn.boxes[node], 1), (name, node)
        for flow in drawn.ends:
            assert not any(label.meets(_thick(part, 1)) for part in drawn.segments(flow)), (name, flow)


def _is_labelled(drawn: Diagram, name: str) -> bool:
    """Tasks carry their names inside; events, gateways and flows beside them."""
    return drawn.kinds[name] == "sequenceFlow" or drawn.kinds[name].endswith(("Event", "Gateway"))


def _thick(line: Box, width: float = 2) -> Box:
    half = width / 2
    return Box(line.left - half, line.top - half, line.width + width, line.height + width)


def _on_border(box: Box, point: tuple[float, float]) -> bool:
    x, y = point
    beside = x in (box.left, box.left + box.width) and box.top <= y <= box.top + box.height
    return beside or (y in (box.top, box.top + box.height) and box.left <= x <= box.left + box.width)


def _cross(drawn: Diagram, one: str, other: str) -> bool:
    """Whether two flows cut through or run along each other; meeting at a shape they share is no crossing."""
    return any(_cut(a, b) for a in drawn.segments(one) for b in drawn.segments(other))


def _cut(a: Box, b: Box) -> bool:
    if a.width == 0 and b.width == 0:
        return abs(a.left - b.left) < 6 and _shared(a.top, a.height, b.top, b.height) > 2
    if a.height == 0 and b.height == 0:
        return abs(a.top - b.top) < 6 and _shared(a.left, a.width, b.left, b.width) > 2
    across, down = (a, b) if a.height == 0 else (b, a)
    return across.left < down.left < across.left + across.width and down.top < across.top < down.top + down.height


def _shared(start: float, length: float, other_start: float, other_length: float) -> float:
    """How long two parts of one axis lie beside each other."""
    return min(start + length, other_start + other_length) - max(start, other_start)
