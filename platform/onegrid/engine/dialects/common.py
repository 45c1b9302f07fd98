"""Conditions in no vendor's file that are no FEEL but can be read: `a == "b" && c`, and the standard's XPath.

XPath is the standard's own default language; it reads data by `bpmn:getDataObject("name")` (BPMN 2.0.2, 10.4.3).
"""

import re

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import CONDITION, shown
from onegrid.engine.dialects.juel.parser import Parser
from onegrid.engine.dialects.untranslatable import Untranslatable
from onegrid.engine.findings import problem
from onegrid.feel import FeelSyntaxError, compile_expression

_DATA = re.compile(
    r"""(?:[\w-]+:)?get(?:DataObject|ProcessProperty|ActivityProperty|DataInput)\(\s*["']([^"'(),]+)["']\s*\)"""
)
_XPATH_EQUAL = re.compile(r"(?<![!<>=])=(?!=)")


def translate_common(root: etree._Element, gathered: Gathered) -> None:
    """Only what can't be FEEL; told as read so, or left for the check to refuse."""
    for process in bpmn.processes(root):
        for flow in process.iter(bpmn.tag("sequenceFlow")):
            condition = bpmn.named(flow, "conditionExpression")
            text = bpmn.text_of(condition).removeprefix("=").strip()
            if condition is None or not text or flow.get("id") in gathered.unsaid or _is_feel(text):
                continue
            feel = _read(text)
            if feel is not None:
                condition.text = feel
                condition.attrib.pop("language", "")
                found = problem("expression.translated", flow, what=CONDITION, text=shown(text), feel=shown(feel))
                gathered.problems.append(found)


def _read(text: str) -> str | None:
    plain = _DATA.sub(r"\1", text)
    if plain != text:  # XPath: one sign for equality, true() and false() are calls
        plain = (
            _XPATH_EQUAL.sub("==", plain).replace("true()", "true").replace("false()", "false").replace("not(", "!(")
        )
    try:
        feel = Parser(plain).whole().text
    except Untranslatable:
        return None
    return feel if _is_feel(feel) else None


def _is_feel(text: str) -> bool:
    try:
        compile_expression(text)
    except FeelSyntaxError:
        return False
    return True
