"""Python where the standard has expressions: conditions, timers, loops, scripts. What begins with `=` is FEEL."""

import re

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import CONDITION, SCRIPT, shown, translated
from onegrid.engine.dialects.juel import is_juel
from onegrid.engine.dialects.python import python_script_to_feel, python_to_feel
from onegrid.engine.dialects.python.expressions import condition_to_feel
from onegrid.engine.dialects.untranslatable import Untranslatable
from onegrid.engine.dialects.vendors import SPIFF
from onegrid.engine.dialects.words import Words
from onegrid.feel import FeelSyntaxError, compile_expression
from onegrid.feel.syntax import ContextLiteral

_TIMES = ("timeDate", "timeDuration", "timeCycle")
_LITERAL = re.compile(r"""^["']([^"'\\]*)["']$""")
_ISO = re.compile(r"^(P|R\d*/|\d{4}-\d\d-\d\d)")
_PYTHON = ("", "python", "text/python", "application/python", "text/x-python")


def read_flow(flow: etree._Element, gathered: Gathered) -> None:
    """A condition that can't be said in FEEL is never true: only a person gets past it."""
    condition = bpmn.named(flow, "conditionExpression")
    text = bpmn.text_of(condition)
    if condition is None or not text or text.startswith("=") or is_juel(text) or _is_feel_only(text):
        return
    words = Words(flow, SPIFF, gathered.problems)
    feel = translated(words, CONDITION, text, condition_to_feel, at=condition)
    condition.text = feel
    condition.attrib.pop("language", "")
    if feel is None:
        gathered.unsaid.add(flow.get("id") or "")


def _is_feel_only(text: str) -> bool:
    """Another tool may have written the condition: what is FEEL and no Python stays."""
    try:
        condition_to_feel(text)
    except Untranslatable:
        pass
    else:
        return False
    try:
        compile_expression(text)
    except FeelSyntaxError:
        return False
    return True


def _is_feel_context(script: etree._Element) -> bool:
    """Assignments in our own words; the same braces would be a value without effect in Python."""
    try:
        return isinstance(compile_expression(bpmn.text_of(script).removeprefix("=").strip()).node, ContextLiteral)
    except FeelSyntaxError:
        return False


def read_times(node: etree._Element, gathered: Gathered) -> None:
    """Quoted ISO 8601 texts are literals; everything else is an expression."""
    for definition in bpmn.definitions_of(node):
        for time in definition.iterchildren():
            text = bpmn.text_of(time)
            if bpmn.kind(time) not in _TIMES or not text or _ISO.match(text) or text.startswith("="):
                continue
            literal = _LITERAL.match(text)
            if literal:
                time.text = literal.group(1)
                continue
            words = Words(node, SPIFF, gathered.problems)
            feel = translated(words, ("the time", "时间"), text, python_to_feel, at=time)
            time.text = f"={_typed(bpmn.kind(time), feel)}" if feel is not None else "P1D"


def _typed(kind: str, feel: str) -> str:
    if kind == "timeCycle" or feel.startswith(("duration(", "now(")):
        return feel
    made = "duration" if kind == "timeDuration" else "date and time"
    return f"if ({feel}) instance of string then {made}({feel}) else {feel}"


def read_loop(node: etree._Element, gathered: Gathered) -> None:
    """The standard's own references to data (BPMN 2.0.2, table 10.29), which name variables there."""
    loop = bpmn.named(node, "multiInstanceLoopCharacteristics")
    if loop is None:
        return
    words = Words(node, SPIFF, gathered.problems)
    for kind, what, stand_in in (
        ("loopCardinality", ("the cardinality", "次数"), "1"),
        ("completionCondition", ("the completion condition", "完成条件"), "false"),
    ):
        found = bpmn.named(loop, kind)
        text = bpmn.text_of(found)
        if found is not None and text and not is_juel(text) and not text.startswith("=") and not _is_feel_only(text):
            translator = python_to_feel if kind == "loopCardinality" else condition_to_feel
            found.text = translated(words, what, text, translator, at=found) or stand_in


def read_script(node: etree._Element, gathered: Gathered) -> None:
    """A script that only assigns becomes FEEL; any other stays Python, for the sandbox where it is turned on."""
    script = bpmn.named(node, "script")
    language = (node.get("scriptFormat") or "").strip().lower()
    if script is None or language not in _PYTHON or not bpmn.text_of(script) or _is_feel_context(script):
        return
    words, text = Words(node, SPIFF, gathered.problems), bpmn.text_of(script)
    try:
        feel = python_script_to_feel("".join(str(part) for part in script.itertext()))
    except Untranslatable as fault:
        words.note("script.stays_python", what=SCRIPT, reason=fault.reason, instead=fault.instead)
        node.set("scriptFormat", "python")
        return
    script.text = feel
    node.attrib.pop("scriptFormat", "")
    words.note("expression.translated", what=SCRIPT, text=shown(text), feel=shown(feel))
