"""Which variable a drawn data object is (BPMN 2.0.2, 10.4): that of its name."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.feel import FeelSyntaxError, compile_expression
from onegrid.feel.syntax import Name

_OBJECTS = ("dataObject", "dataObjectReference")


def variable_of(element: etree._Element) -> str | None:
    """The variable that a data object is; None for one whose name can't be a variable's."""
    if bpmn.kind(element) not in _OBJECTS:
        return None
    meant = element
    if bpmn.kind(element) == "dataObjectReference":
        process = bpmn.process_of(element)
        objects = () if process is None else process.iter(bpmn.tag("dataObject"))
        meant = next((each for each in objects if each.get("id") == element.get("dataObjectRef")), element)
    name = bpmn.label(meant) or bpmn.label(element)
    return name if _is_name(name) else None


def _is_name(text: str) -> bool:
    try:
        return isinstance(compile_expression(text).node, Name) if text else False
    except FeelSyntaxError:
        return False
