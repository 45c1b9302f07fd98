"""Which outcomes can arrive at each gateway, and whether each finds its way on.

A forward analysis: each node passes on the outcomes that can be current behind it; a human task sets its own, a
question lets through what its conditions allow. Conditions over `outcome` alone are evaluated, all others may go
either way.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.check.ways import Ways
from onegrid.engine.findings import problem
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import Problem
from onegrid.feel import BudgetExceeded, Evaluation, Expression, FeelSyntaxError, compile_expression, free_names
from onegrid.feel.syntax import Comparison, In, Literal, Name, Node, children

_QUESTIONS = frozenset({"exclusiveGateway", "inclusiveGateway"})


class Arrival(NamedTuple):
    """An outcome that may be current, and the task that set it. No outcome: none yet, or one that can't be known."""

    task: str = ""
    outcome: str | None = None
    is_known: bool = True


UNSET = Arrival()
UNKNOWN = Arrival(is_known=False)


def outcomes(model: Model) -> Iterator[Problem]:
    """Words that no task before declares, outcomes without a way on, questions without a default."""
    for process in model.running:
        flow = Flow(model.normalised, process)
        for scope in bpmn.scopes_of(process):
            for node in bpmn.nodes_of(scope):
                if bpmn.kind(node) in _QUESTIONS:
                    yield from _question(model, flow, node)


def _question(model: Model, flow: "Flow", node: etree._Element) -> Iterator[Problem]:
    identifier = node.get("id") or ""
    ways = flow.ways_out[identifier]
    if len(ways) < 2:
        return
    arriving = flow.arriving[identifier]
    declared = {outcome.id for a in arriving if a.task for outcome in model.normalised.human_tasks[a.task].outcomes}
    if UNKNOWN not in arriving and arriving:
        for way in ways:
            for word in sorted(_words_asked(flow.conditions.get(way.get("id") or "")) - declared):
                yield problem("outcome.unknown", way, name=word, known=", ".join(sorted(declared)) or "–")
    if node.get("default"):
        return
    lost = [a for a in sorted(arriving, key=str) if not flow.takes(ways, a)]
    for arrival in lost:
        task = model.element(arrival.task) if arrival.task else None
        if task is not None and arrival.outcome is not None:
            yield problem("outcome.untaken", node, name=arrival.outcome, task=bpmn.words(task))
    if not arriving or not all(flow.surely_takes(ways, a) for a in set(arriving) - set(lost)):
        designers = model.element(model.normalised.inserted.get(identifier, identifier))
        yield problem("gateway.no_default", designers)


class Flow:
    """The analysis of one process, done once for all its scopes."""

    def __init__(self, normalised: Normalised, process: etree._Element) -> None:
        self.normalised = normalised
        self.scopes = {scope.get("id") or "": Ways(scope) for scope in bpmn.scopes_of(process)}
        self.nodes = {i: node for ways in self.scopes.values() for i, node in ways.nodes.items()}
        self.ways_out: dict[str, list[etree._Element]] = defaultdict(list)
        self.conditions: dict[str, Expression | None] = {}
        for ways in self.scopes.values():
            self.ways_out.update(ways.leaving)
            for way in chain.from_iterable(ways.leaving.values()):
                self.conditions[way.get("id") or ""] = _condition(way)
        self.arriving: dict[str, set[Arrival]] = defaultdict(set)
        self._spread(process.get("id") or "")

    def takes(self, ways: list[etree._Element], arrival: Arrival) -> bool:
        """Whether any way may be open to it."""
        return any(self._verdict(way, arrival) is not False for way in ways)

    def surely_takes(self, ways: list[etree._Element], arrival: Arrival) -> bool:
        """Whether some way is open to it whatever else the data says."""
        return any(self._verdict(way, arrival) is True for way in ways)

    def _spread(self, process: str) -> None:
        work: list[str] = []

        def reach(identifier: str, found: set[Arrival]) -> None:
            if identifier in self.nodes and not (found <= self.arriving[identifier] and identifier in seen):
                seen.add(identifier)
                self.arriving[identifier] |= found
                work.append(identifier)

        seen: set[str] = set()
        handlers = [identifier for identifier in self.scopes if self._is_handler(identifier)]
        for scope in (process, *handlers):
            for start in self.scopes[scope].starts():
                reach(start, {UNSET})
        while work:
            identifier = work.pop()
            for target, found in self._onward(identifier):
                reach(target, found)

    def _onward(self, identifier: str) -> Iterator[tuple[str, set[Arrival]]]:
        node, arriving = self.nodes[identifier], set(self.arriving[identifier])
        scope = self.scopes[(parent.get("id") or "") if (parent := node.getparent()) is not None else ""]
        leaving = self._behind(identifier, node, arriving)
        for boundary in scope.attached[identifier]:
            yield boundary, arriving | (leaving if identifier in self.scopes else set())
        if identifier in self.scopes:
            for start in self.scopes[identifier].starts():
                yield start, arriving
        elif bpmn.kind(node) == "endEvent" and (parent := node.getparent()) is not None:
            for way in self.ways_out[parent.get("id") or ""]:
                yield way.get("targetRef") or "", self._open(way, leaving)
            return
        for way in self.ways_out[identifier]:
            yield way.get("targetRef") or "", self._open(way, leaving)

    def _behind(self, identifier: str, node: etree._Element, arriving: set[Arrival]) -> set[Arrival]:
        if identifier in self.normalised.loops:
            return arriving | {UNKNOWN}
        if identifier in self.scopes:
            inside = [identifier, *(i for i in self.scopes[identifier].nodes if self._is_handler(i))]
            ends = [i for scope in inside for i, n in self.scopes[scope].nodes.items() if bpmn.kind(n) == "endEvent"]
            return set().union(*(self.arriving[end] for end in ends))
        task = self.normalised.human_tasks.get(identifier)
        if task is not None and bpmn.kind(node) in bpmn.HUMAN:
            return {Arrival(identifier, outcome.id) for outcome in task.outcomes}
        return arriving

    def _is_handler(self, identifier: str) -> bool:
        return identifier in self.nodes and bpmn.is_event_sub_process(self.nodes[identifier])

    def _open(self, way: etree._Element, arriving: set[Arrival]) -> set[Arrival]:
        """What can take the way; the default takes what no other way surely takes."""
        identifier, source = way.get("id") or "", self.nodes[way.get("sourceRef") or ""]
        if source.get("default") == identifier:
            others = [other for other in self.ways_out[source.get("id") or ""] if other is not way]
            return {a for a in arriving if not self.surely_takes(others, a)}
        return {a for a in arriving if self._verdict(way, a) is not False}

    def _verdict(self, way: etree._Element, arrival: Arrival) -> bool | None:
        if bpmn.named(way, "conditionExpression") is None:
            source = self.nodes[way.get("sourceRef") or ""]
            return None if source.get("default") == way.get("id") else True
        condition = self.conditions[way.get("id") or ""]
        if condition is None or not arrival.is_known or free_names(condition) - {"outcome"}:
            return None
        context = Evaluation(now=datetime(2026, 1, 1, tzinfo=UTC), zone=UTC, steps=10_000)
        try:
            return condition.evaluate({"outcome": arrival.outcome}, context) is True
        except BudgetExceeded:
            return None  # the run will say so, as an incident


def _condition(way: etree._Element) -> Expression | None:
    text = bpmn.text_of(bpmn.named(way, "conditionExpression"))
    try:
        return compile_expression(text) if text else None
    except FeelSyntaxError:
        return None  # said with the expressions


def _words_asked(condition: Expression | None) -> set[str]:
    """String literals that the condition compares `outcome` with."""
    words: set[str] = set()
    waiting: list[Node] = [] if condition is None else [condition.node]
    while waiting:
        node = waiting.pop()
        waiting.extend(children(node))
        sides: tuple[Node, ...] = ()
        if isinstance(node, Comparison) and node.operator in ("=", "!="):
            sides = (node.left, node.right)
        elif isinstance(node, In):
            sides = (node.value, *chain.from_iterable((test, *children(test)) for test in node.tests))
        if any(isinstance(side, Name) and side.name == "outcome" for side in sides):
            literals = (side.value for side in sides if isinstance(side, Literal))
            words |= {value for value in literals if isinstance(value, str)}
    return words
