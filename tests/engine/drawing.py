"""Small BPMN files for tests, written as the flow nodes and flows that matter."""

from itertools import pairwise

from onegrid.engine.check import Report, check
from onegrid.engine.sources import Sources

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"\n'
    '    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n'
    '    xmlns:onegrid="urn:onegrid:bpmn:1" targetNamespace="urn:test">\n'
)


def file_of(content: str, *, attributes: str = "", roots: str = "", process: str = "p") -> bytes:
    """A file with one executable process of that content; `roots` stand before it."""
    opened = f'<bpmn:process id="{process}" name="流程" isExecutable="true" {attributes}>'
    return f"{HEAD}{roots}{opened}\n{content}\n</bpmn:process>\n</bpmn:definitions>\n".encode()


def flow(source: str, target: str, condition: str = "", *, name: str = "", identifier: str | None = None) -> str:
    """A sequence flow; its id is `source-target`."""
    inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    named = f' name="{name}"' if name else ""
    identifier = f"{source}-{target}" if identifier is None else identifier
    numbered = f' id="{identifier}"' if identifier else ""
    return (
        f'<bpmn:sequenceFlow{numbered}{named} sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>\n'
    )


def chain(*nodes: str) -> str:
    """Flows from each node to the next."""
    return "".join(flow(source, target) for source, target in pairwise(nodes))


def human(identifier: str, *outcomes: str, more: str = "", attributes: str = "", kind: str = "userTask") -> str:
    """A complete human task with those outcomes."""
    declared = "".join(f'<onegrid:outcome id="{outcome}" label="{outcome}"/>' for outcome in outcomes)
    return (
        f'<bpmn:{kind} id="{identifier}" name="办理 {identifier}" {attributes}>'
        "<bpmn:documentation>如何办理</bpmn:documentation><bpmn:extensionElements>"
        '<onegrid:assignment role="handler" unit="case.centre"/><onegrid:form ref="note"/>'
        f'<onegrid:limit value="1" unit="work_day"/>{declared}{more}'
        f"</bpmn:extensionElements></bpmn:{kind}>\n"
    )


START = '<bpmn:startEvent id="start" name="开始"/>\n'
END = '<bpmn:endEvent id="end" name="结束"/>\n'


def straight(node: str, identifier: str, *, roots: str = "", attributes: str = "") -> bytes:
    """start > node > end."""
    return file_of(START + node + END + chain("start", identifier, "end"), roots=roots, attributes=attributes)


def report_of(data: bytes, process: str = "") -> Report:
    """What the check says of a file alone."""
    return check(Sources(data, process_id=process))


def codes(data: bytes) -> dict[str, str | None]:
    """Codes found, errors and warnings, with the element of the first of each."""
    found: dict[str, str | None] = {}
    for each in report_of(data).problems:
        found.setdefault(each.code, each.element)
    return found
