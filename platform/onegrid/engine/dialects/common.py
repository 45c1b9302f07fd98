"""What no vendor says: conditions that are no FEEL but can be read, `a == "b" && c` and XPath; data of loops.

XPath is the standard's own default language; it reads data by `bpmn:getDataObject("name")` (BPMN 2.0.2, 10.4.3).
"""

import re

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.data_objects import variable_of
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import CONDITION, shown
from onegrid.engine.dialects.feel_text import variable_name
from onegrid.engine.dialects.juel.parser import JUEL, SPOKEN, Parser
from onegrid.engine.dialects.untranslatable import Untranslatable
from onegrid.engine.findings import problem
from onegrid.feel import FeelSyntaxError, compile_expression, free_calls

_DATA = re.compile(
    r"""(?:[\w-]+:)?get(?:DataObject|ProcessProperty|ActivityProperty|DataInput)\(\s*["']([^"'(),]+)["']\s*\)"""
)
_XPATH_EQUAL = re.compile(r"(?<![!<>=])=(?!=)")


def translate_common(root: etree._Element, gathered: Gathered) -> None:
    """Only what can't be FEEL; told as read so, or left for the check to refuse."""
    for loop in root.iter(bpmn.tag("multiInstanceLoopCharacteristics")):
        _read_data(loop)
    for process in bpmn.processes(root):
        for flow in process.iter(bpmn.tag("sequenceFlow")):
            condition = bpmn.named(flow, "conditionExpression")
            text = bpmn.text_of(condition).removeprefix("=").strip()
            if condition is None or not text or flow.get("id") in gathered.unsaid:
                continue
            language = SPOKEN.get((condition.get("language") or "").strip().lower(), JUEL)
            if language == JUEL and (_is_feel(text) if bpmn.text_of(condition).startswith("=") else _is_meant(text)):
                continue
            feel = _read(text, language)
            if feel is not None:
                condition.text = feel
                condition.attrib.pop("language", "")
                found = problem("expression.translated", flow, what=CONDITION, text=shown(text), feel=shown(feel))
                gathered.problems.append(found)


def _read_data(loop: etree._Element) -> None:
    """The standard's own references to the data that a loop runs over and gives (BPMN 2.0.2, table 10.29)."""
    own = f"{{{bpmn.ONEGRID}}}"
    for list_word, item_word, list_ref, item_kind in (
        ("inputCollection", "inputElement", "loopDataInputRef", "inputDataItem"),
        ("outputCollection", "outputElement", "loopDataOutputRef", "outputDataItem"),
    ):
        reference, item = bpmn.text_of(bpmn.named(loop, list_ref)), bpmn.named(loop, item_kind)
        name = _variable(loop, reference)
        if not name or loop.get(own + list_word) or (list_word == "inputCollection" and _counts(loop)):
            continue
        loop.set(own + list_word, name)
        if item is not None and (held := _plain(item.get("id") or "") or _plain(bpmn.label(item))):
            loop.set(own + item_word, held)
        elif list_word == "outputCollection":
            del loop.attrib[own + list_word]


def _counts(loop: etree._Element) -> bool:
    return bool(bpmn.text_of(bpmn.named(loop, "loopCardinality")))


def _variable(loop: etree._Element, reference: str) -> str:
    """The variable that a data object or a declared input is; a bare name where nothing of that id is drawn."""
    identifier = reference.rpartition(":")[2]
    process = bpmn.process_of(loop)
    for element in () if process is None or not identifier else process.iter(etree.Element):
        if element.get("id") == identifier:
            return variable_of(element) or _plain(bpmn.label(element)) or _plain(identifier)
    return _plain(identifier)


def _plain(name: str) -> str:
    try:
        return variable_name(name)
    except Untranslatable:
        return ""


def _read(text: str, language: str) -> str | None:
    plain = _DATA.sub(r"\1", text)
    if plain != text:  # XPath: one sign for equality, true() and false() are calls
        plain = (
            _XPATH_EQUAL.sub("==", plain).replace("true()", "true").replace("false()", "false").replace("not(", "!(")
        )
    try:
        feel = Parser(plain, language).asked().text
    except Untranslatable:
        return None
    return feel if _is_feel(feel) else None


def _is_meant(text: str) -> bool:
    """FEEL that calls no methods: data have none, so that it would be null."""
    return _is_feel(text) and not any("." in name for name in free_calls(compile_expression(text)))


def _is_feel(text: str) -> bool:
    try:
        compile_expression(text)
    except FeelSyntaxError:
        return False
    return True
