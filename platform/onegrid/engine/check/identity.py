"""Ids: present where a flow needs them, unique in the file, of a shape that everything else can name."""

import re
from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_SHAPE = re.compile(r"[^\W\d][\w.-]*")
_REFERRED = frozenset({"process", "sequenceFlow", "lane", "message", "signal", "error", "participant"})


def identity(model: Model) -> Iterator[Problem]:
    """Duplicates name both places; shapes are asked of flow nodes and processes only."""
    first: dict[str, etree._Element] = {}
    for element in model.root.iter(etree.Element):
        identifier, kind = element.get("id"), bpmn.kind(element)
        if not identifier or not kind:
            continue
        if identifier in first:
            yield _twice(identifier, element, first[identifier])
        else:
            first[identifier] = element
    for process in model.drawn:
        for element in (process, *bpmn.all_nodes(process)):
            identifier = element.get("id")
            if identifier and not _SHAPE.fullmatch(identifier):
                yield problem("element.id_shape", element, id=identifier)


def _twice(identifier: str, element: etree._Element, other: etree._Element) -> Problem:
    return problem(
        "element.id_twice",
        element,
        id=identifier,
        other=bpmn.words(other),
        other_line=bpmn.line_of(other) or 0,
    )
