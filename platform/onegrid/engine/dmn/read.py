"""A DMN file to a Model: every element either understood or named among the problems."""

from dataclasses import replace

from lxml import etree

from onegrid.engine.dmn import model
from onegrid.engine.dmn.read_boxes import first_box, read_function, type_ref
from onegrid.engine.dmn.reading import Reading
from onegrid.engine.dmn.xml import (
    MODELS,
    child,
    children,
    line_of,
    local,
    nearest_id,
    parse_definitions,
    text_of,
    too_deep,
)

_REQUIRED = ("requiredDecision", "requiredInput", "requiredKnowledge")


def read_dmn(data: bytes, *, file: str | None = None) -> model.Model:
    """The model; raises ModelError where the bytes are no DMN. What cannot be evaluated stands in `problems`."""
    root = parse_definitions(data)
    reading = Reading(root.get("expressionLanguage"))
    try:
        nodes = [_node(element, reading, file) for element in children(root) if local(element) in _READERS]
    except RecursionError:
        raise too_deep() from None
    _refuse_doubles(root, nodes, reading)
    return model.Model(
        root.get("id") or "definitions",
        root.get("name") or "",
        root.get("namespace") or "",
        MODELS[str(etree.QName(root).namespace)],
        tuple(_item(element) for element in children(root, "itemDefinition")),
        tuple(nodes),
        tuple(
            model.Import(element.get("name") or "", element.get("namespace") or "", line_of(element))
            for element in children(root, "import")
        ),
        tuple(replace(problem, file=file) for problem in reading.problems),
        file,
    )


def _node(element: etree._Element, reading: Reading, file: str | None) -> model.Node:
    before = len(reading.problems)
    node = _READERS[local(element)](element, reading)
    found = tuple(replace(problem, file=file) for problem in reading.problems[before:])
    return replace(node, problems=found) if found else node


def _refuse_doubles(root: etree._Element, nodes: list[model.Node], reading: Reading) -> None:
    seen: set[str] = set()
    for node in nodes:
        if node.id in seen:
            reading.refuse(
                root,
                "dmn.double-id",
                f"two elements have the id '{node.id}'",
                f"两个元素使用了相同的标识“{node.id}”",
                "Give each element an id of its own.",
                "请为每个元素设置不同的标识。",
            )
        seen.add(node.id)


def _cell(element: etree._Element, name: str) -> model.Cell | None:
    found = child(element, name)
    text = text_of(found)
    return model.Cell(nearest_id(element), line_of(element), text) if text else None


def _item(element: etree._Element) -> model.ItemDefinition:
    return model.ItemDefinition(
        element.get("name") or "",
        nearest_id(element),
        line_of(element),
        type_ref(element),
        element.get("isCollection") == "true",
        _cell(element, "allowedValues"),
        tuple(_item(component) for component in children(element, "itemComponent")),
        child(element, "functionItem") is not None,
        _cell(element, "typeConstraint"),
    )


def _named(element: etree._Element) -> tuple[str, str, str | None, int | None]:
    variable = child(element, "variable")
    name = (element.get("name") if variable is None else variable.get("name")) or element.get("name") or ""
    return element.get("id") or name, " ".join(name.split()), type_ref(variable), line_of(element)


def _reference(element: etree._Element) -> str:
    href = element.get("href") or ""
    return href.removeprefix("#")


def _requirements(element: etree._Element) -> tuple[str, ...]:
    found: list[str] = []
    for requirement in children(element, "informationRequirement", "knowledgeRequirement"):
        found.extend(_reference(target) for target in children(requirement, *_REQUIRED))
    return tuple(found)


def _input_data(element: etree._Element, _reading: Reading) -> model.Node:
    return model.InputData(*_named(element))


def _decision(element: etree._Element, reading: Reading) -> model.Node:
    return model.Decision(*_named(element), first_box(element, reading), _requirements(element))


def _knowledge(element: etree._Element, reading: Reading) -> model.Node:
    logic = child(element, "encapsulatedLogic")
    function = None if logic is None else read_function(logic, reading)
    return model.KnowledgeModel(*_named(element), function, _requirements(element))


def _service(element: etree._Element, _reading: Reading) -> model.Node:
    parts = (
        tuple(_reference(target) for target in children(element, name))
        for name in ("outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
    )
    return model.Service(*_named(element), *parts)


_READERS = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge,
    "decisionService": _service,
}
