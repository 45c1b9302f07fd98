"""Parallel joins that may wait for ever: every way through a scope is played with tokens, conditions taken as free.

Each flow has one consumer, so the order in which nodes fire makes no difference: only choices branch. Two questions
that always get the same answer are played apart too, hence a warning and no error.
"""

from collections.abc import Iterator
from itertools import combinations

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.check.ways import Ways
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

MAX_MARKINGS = 5_000
MAX_TOKENS = 64
MAX_BRANCHES = 5  # of an inclusive gateway, all of whose choices are played
_LAZY = ("inclusiveGateway", "complexGateway")
_STOPS = ("terminateEventDefinition", "errorEventDefinition", "cancelEventDefinition")

Marking = tuple[str, ...]  # ids of the flows with a token, sorted; one id for each token


def waits(model: Model) -> Iterator[Problem]:
    """One finding for each join found waiting; scopes too large to be played out are passed over."""
    for process in model.running:
        for scope in bpmn.scopes_of(process):
            ways = Ways(scope)
            joins = [n for i, n in ways.nodes.items() if _is_join(ways, i, "parallelGateway")]
            if joins:
                for identifier in sorted(_stuck(ways)):
                    yield problem("gateway.may_wait", ways.nodes[identifier])


def _is_join(ways: Ways, identifier: str, kind: str) -> bool:
    return bpmn.kind(ways.nodes[identifier]) == kind and len(ways.entering[identifier]) > 1


def _stuck(ways: Ways) -> set[str]:
    target = {f.get("id") or "": f.get("targetRef") or "" for flows in ways.leaving.values() for f in flows}
    seen: set[Marking] = set()
    waiting: list[Marking] = [_put((), _out(ways, start)) for start in ways.starts()]
    stuck: set[str] = set()
    while waiting:
        marking = waiting.pop()
        if marking in seen or len(marking) > MAX_TOKENS:
            continue
        seen.add(marking)
        if len(seen) > MAX_MARKINGS:
            return set()
        following = _following(ways, target, marking)
        if following is None:
            stuck |= {target[flow] for flow in marking}
        else:
            waiting.extend(following)
    return {identifier for identifier in stuck if _is_join(ways, identifier, "parallelGateway")}


def _following(ways: Ways, target: dict[str, str], marking: Marking) -> list[Marking] | None:
    """What can come next; None where tokens are left and nothing can."""
    if not marking:
        return []
    lazy: list[str] = []
    for flow in dict.fromkeys(marking):
        identifier = target[flow]
        if _is_join(ways, identifier, "parallelGateway"):
            needed = [each.get("id") or "" for each in ways.entering[identifier]]
            if all(each in marking for each in needed):
                return [_put(_take(marking, needed), _out(ways, identifier))]
        elif any(_is_join(ways, identifier, kind) for kind in _LAZY):
            lazy.append(identifier)
        else:
            return _fired(ways, identifier, _take(marking, [flow]))
    for identifier in lazy:  # nothing else moves: no token can come any more
        arrived = [i for each in ways.entering[identifier] if (i := each.get("id") or "") in marking]
        return _fired(ways, identifier, _take(marking, arrived))
    return None


def _fired(ways: Ways, identifier: str, rest: Marking) -> list[Marking]:
    node = ways.nodes[identifier]
    kind, out = bpmn.kind(node), _out(ways, identifier)
    if kind == "endEvent":
        stops = any(bpmn.kind(found) in _STOPS for found in bpmn.definitions_of(node))
        return [] if stops else [rest]
    if kind in ("exclusiveGateway", "eventBasedGateway"):
        return [_put(rest, [each]) for each in out]
    if kind in _LAZY and len(out) <= MAX_BRANCHES:
        sizes = range(1, len(out) + 1)
        return [_put(rest, chosen) for size in sizes for chosen in combinations(out, size)]
    choices = [_put(rest, out)]
    for boundary in ways.attached[identifier]:
        beside = ways.nodes[boundary].get("cancelActivity") in ("false", "0")
        choices.append(_put(rest, [*_out(ways, boundary), *(out if beside else ())]))
    return choices


def _out(ways: Ways, identifier: str) -> list[str]:
    return [flow.get("id") or "" for flow in ways.leaving[identifier]]


def _put(marking: Marking, flows: list[str] | tuple[str, ...]) -> Marking:
    return tuple(sorted((*marking, *flows)))


def _take(marking: Marking, flows: list[str]) -> Marking:
    left = list(marking)
    for flow in flows:
        left.remove(flow)
    return tuple(left)
