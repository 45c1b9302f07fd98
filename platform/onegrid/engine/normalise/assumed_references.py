"""Messages, signals and errors that an event names not at all, or by their code: a stand-in is declared for each.

Other engines let a receive task wait without a message (it is released by its id) and read an `errorRef` that names no
declared error as the code itself.
"""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.normalise.identifiers import free

_NAMED = frozenset({"message", "signal", "error"})


def assume_references(root: etree._Element) -> None:
    """Declare what is missing at the root; the check tells it (`reference.missing`, `reference.as_code`).

    A boundary or start event without an error catches any and is left so.
    """
    declared = {child.get("id"): child for child in root.iterchildren()}
    taken = bpmn.ids_of(root)
    for process in bpmn.processes(root):
        for node in bpmn.all_nodes(process):
            for holder, trigger in _holders(node):
                reference = (holder.get(f"{trigger}Ref") or "").strip().rpartition(":")[2]
                if not reference:
                    if trigger == "error" and bpmn.kind(node) in ("boundaryEvent", "startEvent"):
                        continue
                    name = bpmn.label(node) or node.get("id") or ""
                    holder.set(f"{trigger}Ref", _declare(root, trigger, f"{node.get('id')}__{trigger}", name, taken))
                elif trigger == "error" and reference not in declared:
                    found = _declare(root, trigger, f"{reference}__error", reference, taken)
                    declared[reference] = next(child for child in root if child.get("id") == found)
                    holder.set("errorRef", found)


def _holders(node: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for definition in bpmn.definitions_of(node):
        trigger = bpmn.kind(definition).removesuffix("EventDefinition")
        if trigger in _NAMED:
            yield definition, trigger
    if bpmn.kind(node) == "receiveTask":
        yield node, "message"


def _declare(root: etree._Element, trigger: str, wish: str, name: str, taken: set[str]) -> str:
    element = etree.Element(bpmn.tag(trigger))
    identifier = free(wish, taken)
    element.set("id", identifier)
    element.set("errorCode" if trigger == "error" else "name", name)
    root.insert(0, element)
    return identifier
