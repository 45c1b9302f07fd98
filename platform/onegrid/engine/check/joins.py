"""Parallel joins that can never fire: they wait for a flow that is reached only from behind them.

BPMN 2.0.2, 13.4.1: a join takes one token from each incoming flow. The usual mistake is a way back that leads straight
into the gateway that splits.
"""

from collections.abc import Iterator

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.check.ways import Ways
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem


def joins(model: Model) -> Iterator[Problem]:
    """One finding for each such flow."""
    for process in model.running:
        for scope in bpmn.scopes_of(process):
            ways = Ways(scope)
            reached = ways.reachable(ways.starts())
            for identifier, node in ways.nodes.items():
                if bpmn.kind(node) != "parallelGateway" or identifier not in reached:
                    continue
                entering = ways.entering[identifier]
                if len(entering) < 2:
                    continue
                before = ways.reachable(ways.starts(), without=identifier)
                for flow in entering:
                    source = flow.get("sourceRef") or ""
                    if source in reached and source not in before:
                        yield problem("gateway.join_never", node, source=bpmn.words(ways.nodes[source]))
