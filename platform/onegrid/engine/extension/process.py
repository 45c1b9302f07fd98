"""What a process says of its cases, and which role the lanes give to each flow node."""

import re

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.definitions import ProcessDefinition
from onegrid.engine.extension import words
from onegrid.engine.extension.reader import Reader

_PART = re.compile(r"\{[^{}]*\}?|\}")


def read_process(reader: Reader) -> ProcessDefinition:
    """The process attributes; `kind` is `part` where it does not say."""
    process = reader.owner
    kind = words.attribute(process, "kind") or "part"
    if kind not in ("case", "part"):
        reader.note("extension.value", name="kind", value=kind, known="case, part")
        kind = "part"
    _check_number(reader, words.attribute(process, "number"))
    return ProcessDefinition(
        id=process.get("id") or "",
        name=bpmn.label(process),
        kind=kind,
        title=words.feel(words.attribute(process, "title")) or "case.title",
        number=words.attribute(process, "number"),
        summary=words.feel(words.attribute(process, "summary")),
        documentation=bpmn.text_of(bpmn.named(process, "documentation")),
        is_executable=is_executable(process),
    )


def _check_number(reader: Reader, pattern: str | None) -> None:
    if pattern is None:
        return
    unknown = sorted({name for name in _PART.findall(pattern) if name not in ("{sequence}", "{date}", "{year}")})
    if unknown:
        names = ", ".join(unknown)
        reader.note("extension.number", value=pattern, fault=(f"has the unknown part {names}", f"含有未知部分 {names}"))
    elif "{sequence}" not in pattern:
        reader.note("extension.number", value=pattern, fault=("would come twice", "会重复"))


def is_executable(process: etree._Element) -> bool:
    """Whether `isExecutable` says so; absent means no, as in the standard."""
    return process.get("isExecutable") in ("true", "1")


def lanes_of(process: etree._Element) -> dict[str, tuple[str, str | None]]:
    """Flow node id -> (innermost lane's name or id, role of the innermost lane that gives one).

    A node inside a sub-process takes the lane of the sub-process unless it has its own.
    """
    lanes: dict[str, tuple[str, str | None]] = {}
    for scope in bpmn.scopes_of(process):
        inherited = lanes.get(scope.get("id") or "")
        if inherited is not None:
            for node in bpmn.nodes_of(scope):
                lanes[node.get("id") or ""] = inherited
        for lane in scope.iterfind(f"{bpmn.tag('laneSet')}//{bpmn.tag('lane')}"):  # outer before inner
            for reference in lane.iterchildren(bpmn.tag("flowNodeRef")):
                lanes[bpmn.text_of(reference)] = (bpmn.label(lane) or lane.get("id") or "", _role_of(lane))
    return lanes


def lane_roles_of(process: etree._Element) -> dict[str, str]:
    """Lane id -> the role that it gives to human tasks without one of their own."""
    lanes = process.iter(bpmn.tag("lane"))
    return {lane.get("id") or "": role for lane in lanes if (role := words.attribute(lane, "role"))}


def _role_of(lane: etree._Element) -> str | None:
    found: etree._Element | None = lane
    while found is not None and bpmn.kind(found) not in bpmn.SCOPES:
        if bpmn.kind(found) == "lane" and (role := words.attribute(found, "role")):
            return role
        found = found.getparent()
    return None
