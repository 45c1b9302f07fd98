"""Small files as other tools write them."""

from onegrid.engine.imports import Diagram, Imported, import_files
from onegrid.engine.problems import Problem
from tests.engine.drawing import END, START, chain, file_of

NAMESPACES = (
    b'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn" '
    b'xmlns:activiti="http://activiti.org/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
)


SPIFF = b'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '


def foreign(content: str, *, roots: str = "", attributes: str = "", process: str = "p") -> bytes:
    """A file with an executable process of that content and the vendors' prefixes declared."""
    data = file_of(content, roots=roots, attributes=attributes, process=process)
    spiff = SPIFF if b"spiffworkflow:" in data else b""
    return data.replace(b"xmlns:onegrid", spiff + NAMESPACES + b"xmlns:onegrid", 1)


def straight(node: str, identifier: str = "x", *, roots: str = "", attributes: str = "") -> bytes:
    """start > node > end."""
    return foreign(START + node + END + chain("start", identifier, "end"), roots=roots, attributes=attributes)


def extended(inside: str) -> str:
    """Extension elements."""
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def user(attributes: str = "", inside: str = "") -> str:
    """A user task `x`."""
    return f'<bpmn:userTask id="x" name="审批" {attributes}>{inside}</bpmn:userTask>'


def service(attributes: str = "", inside: str = "") -> str:
    """A service task `x`."""
    return f'<bpmn:serviceTask id="x" name="通知" {attributes}>{inside}</bpmn:serviceTask>'


def imported(data: bytes, **others: bytes) -> Imported:
    """The import of one diagram, others beside it by name with `_` for the dot."""
    return import_files({"x.bpmn": data, **{name.replace("_", "."): content for name, content in others.items()}})


def diagram(data: bytes) -> Diagram:
    """The diagram imported alone."""
    return imported(data).diagrams[0]


def told(data: bytes) -> dict[str, Problem]:
    """What is said of it, the first of each code."""
    found: dict[str, Problem] = {}
    for each in diagram(data).problems:
        found.setdefault(each.code, each)
    return found
