"""The way of a case over its diagrams, played again from what the log names: nodes passed and tasks opened.

The log names nodes, not flows. A flow is taken for certain where its source sends a token on every way, or where a node
was reached and only one flow can have led there. Where several can have, none is claimed: `unknown` says so.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from onegrid.cases.models import EventRecord
from onegrid.catalog.drawings import Drawing, Flow, Node

Place = tuple[str, str]  # process, element


@dataclass(frozen=True, slots=True)
class Pass:
    """A token went through a node; who acted then is null where the platform did."""

    at: dt.datetime
    person_id: int | None
    post_id: int | None
    decision: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """A person sent the case back from one task to another, against the flows."""

    at: dt.datetime
    process: str
    origin: str
    target: str
    reason: str
    task: int | None


@dataclass(slots=True)
class Trail:
    """What was passed, per process and element. `arrived` counts visits, those that were never finished too."""

    passed: dict[Place, list[Pass]] = field(default_factory=lambda: defaultdict(list))
    arrived: Counter[Place] = field(default_factory=Counter)
    flows: Counter[Place] = field(default_factory=Counter)
    unknown: set[Place] = field(default_factory=set)
    backs: list[Back] = field(default_factory=list)
    sent_back: Counter[Place] = field(default_factory=Counter)  # by a return, or by an outcome that is one
    processes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Token:
    """What left a node and has not arrived: one of these flows, or each of them."""

    flows: list[Flow]
    is_one: bool


class Replay:
    """Takes rows of one case's log in order."""

    def __init__(self, drawings: Mapping[str, Drawing], root: str) -> None:
        self.trail = Trail()
        self._drawings, self._root = drawings, root
        self._under_way: dict[str, list[_Token]] = defaultdict(list)
        self._inside: Counter[Place] = Counter()  # arrived, not yet left
        self._rounds: set[tuple[str, str, int]] = set()
        self._places: dict[int, Place] = {}  # of tasks by their number
        self._sent_back: Back | None = None

    def take(self, rows: Iterable[EventRecord]) -> Trail:
        """All of it."""
        for row in rows:
            self._take(row)
        return self.trail

    def _take(self, row: EventRecord) -> None:
        if row.kind == "task.returned":
            self._sent_back = Back(row.at, row.process, row.origin, row.target, row.reason, row.task)
            self.trail.backs.append(self._sent_back)
            self.trail.sent_back[row.process, row.origin] += 1
        elif row.kind == "task.completed" and row.payload.get("kind") in ("return", "rework"):
            self.trail.sent_back[row.process, row.element] += 1
        elif row.kind == "task.opened":
            self._open(row)
        elif row.kind == "task.withdrawn" and row.task in self._places:
            self._inside.pop(self._places[row.task], None)
        for one in row.payload.get("path", ()):
            passed = Pass(row.at, row.person_id, row.post_id, one.get("decision"))
            self._pass((one["process"], one["element"]), passed)

    def _open(self, row: EventRecord) -> None:
        place = (row.process, row.element)
        if row.task is not None:
            self._places[row.task] = place
        back, self._sent_back = self._sent_back, None
        if back is not None and back.target == row.element:
            self._leave_calls(back.process, row.process)
            self._rounds.add((*place, row.payload.get("round", 1)))
            self._stand(place)
            return
        visit = (*place, row.payload.get("round", 1))
        if visit in self._rounds and self._inside[place]:
            return  # another instance of the same visit
        self._rounds.add(visit)
        self._arrive(place)

    def _leave_calls(self, origin: str, target: str) -> None:
        """A return out of a called process ends the call that it stood in."""
        if origin == target:
            return
        for process, drawing in self._drawings.items():
            for node in drawing.nodes.values():
                if node.calls and node.calls != target:
                    self._inside.pop((process, node.id), None)

    def _pass(self, place: Place, passed: Pass) -> None:
        node = self._node(place)
        if self._inside[place]:
            self._inside[place] -= 1
        else:
            self._arrive(place)
            self._inside[place] -= 1
        self.trail.passed[place].append(passed)
        if node is not None:
            self._send_on(place[0], node)

    def _send_on(self, process: str, node: Node) -> None:
        if node.kind == "boundaryEvent":
            self._inside.pop((process, node.host), None)
        if node.ways == "all":
            self.trail.flows.update((process, flow.id) for flow in node.outgoing)
        if node.outgoing:
            self._under_way[process].append(_Token(list(node.outgoing), is_one=node.ways == "one"))

    def _arrive(self, place: Place) -> None:
        process = place[0]
        self._enter(process)
        node = self._node(place)
        if node is not None and node.incoming:
            self._take_flows(process, node)
        elif node is not None and node.kind != "boundaryEvent":
            self._begin_around(process, node)
        self._stand(place)

    def _stand(self, place: Place) -> None:
        self._enter(place[0])
        self.trail.arrived[place] += 1
        self._inside[place] += 1

    def _take_flows(self, process: str, node: Node) -> None:
        wanted = {flow.id for flow in node.incoming}
        leading = [(token, flow) for token in self._under_way[process] for flow in token.flows if flow.id in wanted]
        if node.kind == "parallelGateway":
            for flow_id in wanted:
                self._use(process, next((one for one in leading if one[1].id == flow_id), None))
        elif len({flow.id for _, flow in leading}) == 1:
            self._use(process, leading[0])
        elif node.kind == "inclusiveGateway":
            for flow_id in sorted({flow.id for token, flow in leading if not token.is_one}):
                self._use(process, next(one for one in leading if one[1].id == flow_id))
        else:
            self.trail.unknown.add((process, node.id))

    def _use(self, process: str, found: tuple[_Token, Flow] | None) -> None:
        if found is None:
            return
        token, flow = found
        source = self._node((process, flow.source))
        if source is None or source.ways != "all":  # those were counted when they were left
            self.trail.flows[process, flow.id] += 1
        token.flows = [] if token.is_one else [one for one in token.flows if one is not flow]
        if not token.flows:
            self._under_way[process] = [one for one in self._under_way[process] if one is not token]

    def _begin_around(self, process: str, node: Node) -> None:
        """Where a process or sub-process begins, a token has arrived at what holds it."""
        if node.around:
            if not self._inside[process, node.around]:
                self._arrive((process, node.around))
            return
        if process == self._root or node.kind != "startEvent":
            return
        callers = [
            (caller, one.id)
            for caller, drawing in self._drawings.items()
            for one in drawing.nodes.values()
            if one.calls == process
        ]
        if any(self._inside[place] for place in callers):
            return  # another instance of the same call
        reached = callers if len(callers) == 1 else [place for place in callers if self._is_led_to(place)]
        if len(reached) == 1:
            self._arrive(reached[0])

    def _is_led_to(self, place: Place) -> bool:
        node = self._node(place)
        wanted = {flow.id for flow in node.incoming} if node is not None else set()
        return any(flow.id in wanted for token in self._under_way[place[0]] for flow in token.flows)

    def _enter(self, process: str) -> None:
        if process not in self.trail.processes:
            self.trail.processes.append(process)

    def _node(self, place: Place) -> Node | None:
        drawing = self._drawings.get(place[0])
        return drawing.nodes.get(place[1]) if drawing is not None else None
