"""Gives an id to what has none, so that nothing is dropped for the lack of one."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem


def name_the_nameless(root: etree._Element) -> Iterator[Problem]:
    """Flows get one in silence (the standard lets them have none); nodes too, but with an error: history names them."""
    taken, numbers = bpmn.ids_of(root), dict[str, int]()
    for process in bpmn.processes(root):
        if not process.get("id"):
            yield problem("element.id_missing", process)
            process.set("id", free("process", taken))
        for element in process.iterdescendants(etree.Element):
            kind = bpmn.kind(element)
            if element.get("id"):
                continue
            if kind == "sequenceFlow":
                ends = element.get("sourceRef") or "nowhere", element.get("targetRef") or "nowhere"
                element.set("id", free(f"flow_{ends[0]}_{ends[1]}", taken, numbers))
            elif kind in bpmn.FLOW_NODES:
                yield problem("element.id_missing", element)
                element.set("id", free(f"{kind}_line_{bpmn.line_of(element)}", taken, numbers))


def free(wish: str, taken: set[str], numbers: dict[str, int] | None = None) -> str:
    """The wished id, or with a number where it is taken; from now on it is. numbers: where each wish got to before."""
    identifier, number = wish, (numbers or {}).get(wish, 1)
    while identifier in taken:
        number += 1
        identifier = f"{wish}_{number}"
    taken.add(identifier)
    if numbers is not None:
        numbers[wish] = number
    return identifier
