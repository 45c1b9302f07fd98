"""What stands in a diagram for the reader only: data, texts, groups, the layout itself."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.data_objects import variable_of
from onegrid.engine.findings import problem
from onegrid.engine.normalise.data import moves_nothing, only_draws
from onegrid.engine.normalise.message_flows import is_read
from onegrid.engine.problems import Problem

_SAID = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "dataStore"})
_SILENT = frozenset(
    {
        "textAnnotation",
        "association",
        "group",
        "category",
        "auditing",
        "monitoring",
        "relationship",
        "property",
        "documentation",
        "text",
    }
)
_NOT_READ = {
    "ioSpecification": ("the inputs and outputs", "输入输出声明"),
    "dataInputAssociation": ("the data association", "数据关联"),
    "dataOutputAssociation": ("the data association", "数据关联"),
    "potentialOwner": ("the owner", "办理人"),
    "humanPerformer": ("the performer", "办理人"),
    "performer": ("the performer", "办理人"),
    "resourceRole": ("the resource role", "资源角色"),
    "correlationSubscription": ("the correlation", "关联声明"),
}
_OWNERS = frozenset({"potentialOwner", "humanPerformer", "performer", "resourceRole"})
_DATA = frozenset({"ioSpecification", "dataInputAssociation", "dataOutputAssociation"})
_ROOT = frozenset(
    {
        "collaboration",
        "dataStore",
        "itemDefinition",
        "interface",
        "resource",
        "category",
        "correlationProperty",
        "extension",
        "relationship",
        "import",
    }
)
_INSTEAD_DATA = ("Use onegrid:in and onegrid:out.", "请使用 onegrid:in 和 onegrid:out。")
_INSTEAD_PEOPLE = ("Use onegrid:assignment.", "请使用 onegrid:assignment。")
_INSTEAD_KEY = ("Use onegrid:message key.", "请使用 onegrid:message 的 key。")


def drawn_only(process: etree._Element) -> Iterator[Problem]:
    """One note for each data object and store, one warning for each setting that other tools execute."""
    for element in process.iterdescendants(etree.Element):
        kind = bpmn.kind(element)
        if kind in _SAID and not (kind == "dataObject" and not bpmn.label(element)):
            variable = variable_of(element)
            if variable is None:
                yield problem("drawing.kept", element)
            else:
                yield problem("data.variable", element, name=variable)
        elif kind in _NOT_READ:
            owner = element.getparent()
            if kind == "correlationSubscription" and is_read(element):
                continue
            if kind in _OWNERS and bpmn.text_of(element):
                continue  # read as people: see `dialects`
            if kind in _DATA:
                if not _carries_data(element) or _loses_nothing(element, owner):
                    continue
                instead = _INSTEAD_DATA
            else:
                instead = _INSTEAD_KEY if kind == "correlationSubscription" else _INSTEAD_PEOPLE
            yield problem("drawing.not_read", owner, line=bpmn.line_of(element), what=_NOT_READ[kind], instead=instead)


def drop_drawings(root: etree._Element) -> None:
    """Remove all that has no meaning at run time; lanes go too, their roles are read before."""
    for child in list(root.iterchildren()):
        if not bpmn.kind(child) or bpmn.kind(child) in _ROOT:
            root.remove(child)
    for process in bpmn.processes(root):
        for element in list(process.iterdescendants(etree.Element)):
            if bpmn.kind(element) in _SAID | _SILENT | set(_NOT_READ) | {"laneSet", "extensionElements"}:
                parent = element.getparent()
                if parent is not None and not _is_content(element):
                    parent.remove(element)


def _carries_data(element: etree._Element) -> bool:
    """An empty declaration, as many tools write it, is not worth a warning."""
    return bpmn.kind(element) != "ioSpecification" or any(
        bpmn.kind(child) in ("dataInput", "dataOutput") for child in element.iterchildren()
    )


def _loses_nothing(element: etree._Element, owner: etree._Element | None) -> bool:
    if bpmn.kind(element) == "ioSpecification":
        return owner is not None and moves_nothing(owner)
    return only_draws(element)


def _is_content(element: etree._Element) -> bool:
    """Documentation of a human task is kept: the definition read it, but the spec may show it too."""
    parent = element.getparent()
    return bpmn.kind(element) == "documentation" and parent is not None and bpmn.kind(parent) in bpmn.FLOW_NODES
