"""A drawing for files that have none: laid out from left to right and written behind the designer's own text."""

import re
from copy import deepcopy

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.layout.diagram import diagrams
from onegrid.engine.normalise.identifiers import name_the_nameless
from onegrid.engine.read import Document, text_of

_SHAPES = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape"
_END = re.compile(r"</\s*(?:[\w.-]+:)?definitions\s*>\s*$")
_FLOW = re.compile(r"<(?:[\w.-]+:)?sequenceFlow\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?=/?>)")

_NO_ID = re.compile(r"""\sid\s*=\s*(?:"\s*"|'\s*')""")


def with_layout(document: Document) -> str:
    """The designer's own text. Where the file has no shapes, a layout is added at its end and nothing else changed.

    Flows without an id get one in the added drawing's favour: an edge can only speak of what has an id.
    """
    text = text_of(document)
    if document.root.find(f".//{_SHAPES}") is not None:
        return text
    end = _END.search(text)
    if end is None:
        return text
    named = deepcopy(document.root)
    list(name_the_nameless(named))
    text = _with_ids(text, document.root, named)
    end = _END.search(text)
    if end is None:
        return text
    return text[: end.start()].rstrip() + "\n" + diagrams(named) + text[end.start() :]


def _with_ids(text: str, root: etree._Element, named: etree._Element) -> str:
    tag = bpmn.tag("sequenceFlow")
    before, after = list(root.iter(tag)), list(named.iter(tag))
    written = list(_FLOW.finditer(text))
    if len(written) != len(before) or all(flow.get("id") for flow in before):
        return text
    parts, at = [], 0
    for found, old, new in zip(written, before, after, strict=True):
        opening = text[at : found.end()]
        at = found.end()
        if not old.get("id"):
            if old.get("id") is not None:  # empty: it makes room, for an attribute stands only once
                start = found.start() - at + len(opening)
                opening = opening[:start] + _NO_ID.sub("", opening[start:], count=1)
            opening += f' id="{new.get("id")}"'
        parts.append(opening)
    return "".join((*parts, text[at:]))
