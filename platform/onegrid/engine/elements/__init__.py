"""The table of elements that run: from the local name of a BPMN element to what builds its spec.

One file for each element, or pair, that we extend. An element that is not in the table is refused where it stands.
"""

from collections.abc import Callable, Mapping

from onegrid.engine import bpmn
from onegrid.engine.elements import (
    boundary,
    business_rule_task,
    catch_event,
    complex_gateway,
    end_event,
    event_based_gateway,
    event_sub_process,
    exclusive_gateway,
    human_task,
    inclusive_gateway,
    parallel_gateway,
    script_task,
    service_task,
    simple,
    sub_process,
    throw_event,
    transaction,
)
from onegrid.engine.elements.element import Element
from onegrid.engine.elements.place import Place


def _sub_process(place: Place) -> Element:
    handles = bpmn.is_event_sub_process(place.node)
    return event_sub_process.build(place) if handles else sub_process.build_sub_process(place)


BUILDERS: Mapping[str, Callable[[Place], Element]] = {
    "startEvent": simple.build_start,
    "intermediateCatchEvent": catch_event.build,
    "intermediateThrowEvent": throw_event.build,
    "boundaryEvent": boundary.build,
    "endEvent": end_event.build,
    "userTask": human_task.build,
    "manualTask": human_task.build,
    "serviceTask": service_task.build,
    "sendTask": throw_event.build_send,
    "receiveTask": catch_event.build,
    "scriptTask": script_task.build,
    "businessRuleTask": business_rule_task.build,
    "callActivity": sub_process.build_call_activity,
    "subProcess": _sub_process,
    "transaction": transaction.build,
    "exclusiveGateway": exclusive_gateway.build,
    "parallelGateway": parallel_gateway.build,
    "inclusiveGateway": inclusive_gateway.build,
    "complexGateway": complex_gateway.build,
    "eventBasedGateway": event_based_gateway.build,
}
