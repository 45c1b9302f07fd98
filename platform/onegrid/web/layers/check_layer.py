"""Findings of a check over the diagram that was checked."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from onegrid.catalog.drawings import Drawing, drawing_from
from onegrid.engine.problems import ModelError, Problem
from onegrid.web.language import pick
from onegrid.web.layers.shape import SIGNS, fact, shape, sign_words


def check_diagram(bpmn: bytes, process: str, problems: Iterable[Problem], *, title: str = "") -> dict[str, Any]:
    """For `diagram_data` of web/parts/diagram.html. A file that can't be read has no picture, only its findings."""
    try:
        drawing = drawing_from(bpmn, process)
    except ModelError:
        drawing = Drawing(process, process, "")
    found = tuple(problems)
    by_element: dict[str, list[Problem]] = defaultdict(list)
    for one in found:
        if one.element:
            by_element[one.element].append(one)
    return shape(
        drawing,
        title=title or drawing.name,
        layer="check",
        nodes={element: _node(drawing, element, here) for element, here in by_element.items()},
        problems=[_line(drawing, one) for one in sorted(found, key=lambda one: SIGNS.index(str(one.severity)))],
        file_name=f"{process}-check",
    )


def _node(drawing: Drawing, element: str, found: list[Problem]) -> dict[str, Any]:
    words = sign_words()
    severities = {str(one.severity) for one in found}
    drawn = drawing.nodes.get(element)
    return {
        "name": drawn.name if drawn else (drawing.name or element if element == drawing.process else element),
        "sign": next(sign for sign in SIGNS if sign in severities),
        "signs": sorted(severities, key=SIGNS.index),
        "count": len(found),
        "lines": [],
        "visits": [
            {
                "title": words[str(one.severity)],
                "facts": [
                    fact(_("What"), pick(one.message_zh, one.message_en)),
                    fact(_("How to mend it"), pick(one.mend_zh, one.mend_en)),
                ],
            }
            for one in found
        ],
        "opens": "",
    }


def _line(drawing: Drawing, one: Problem) -> dict[str, Any]:
    drawn = drawing.nodes.get(one.element or "")
    return {
        "severity": str(one.severity),
        "word": sign_words()[str(one.severity)],
        "element": one.element or "",
        "name": (drawn.name if drawn else "") or one.element or one.file or "",
        "message": pick(one.message_zh, one.message_en),
        "mend": pick(one.mend_zh, one.mend_en),
        "line": one.line,
        "code": one.code,
    }
