"""Scripts of other engines to FEEL, as far as they only assign: `execution.setVariable("a", 1)`, `a = 1`."""

import re

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.assigned import INSTEAD, Assigned
from onegrid.engine.dialects.feel_text import Piece, called, variable_name, whole
from onegrid.engine.dialects.juel import juel_to_feel
from onegrid.engine.dialects.juel.parser import GROOVY, JUEL, Parser
from onegrid.engine.dialects.juel.tokens import NAME, SIGN, Token
from onegrid.engine.dialects.truth import truth
from onegrid.engine.dialects.untranslatable import Untranslatable

_COMMENT = re.compile(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|/\*.*?\*/|//[^\n]*""", re.DOTALL)
_LOGGING = re.compile(
    r"(System\.(out|err)\.)?print(ln|f)?\b|console\.\w+\(|(log|logger|LOG|LOGGER)\.\w+\(|import\s[\w.*]+$"
)
_DECLARING = frozenset(
    {"var", "let", "const", "def", "int", "long", "double", "String", "boolean", "Boolean", "Integer"}
)
_SETTERS = frozenset({"setVariable", "setVariableLocal", "setTransientVariable"})
_OWNERS = frozenset({"execution", "task", "delegateTask"})


def assignments_to_script(text: str, result: str = "", language: str = GROOVY) -> str:
    """The FEEL context of a Groovy, JavaScript or JUEL script that only assigns; raises Untranslatable.

    result: the variable that takes the value of the last statement, if that is an expression.
    """
    assigned = Assigned()
    code = _COMMENT.sub(lambda found: found.group(1) or " ", text)
    lines = [line.strip() for line in re.split(r";|\n", code) if line.strip()]
    lines = [line for line in lines if not _LOGGING.match(line)]
    for number, line in enumerate(lines):
        _statement(line, assigned, result if number == len(lines) - 1 else "", language)
    return assigned.text()


def expression_to_script(text: str, result: str) -> str:
    """A script in JUEL itself is one expression, whose value the result variable takes."""
    feel = juel_to_feel(text)
    return f"{{ {variable_name(result)}: {feel} }}" if result else "{}"


def calls_to_script(expression: str) -> str | None:
    """`${execution.setVariable('a', 1)}` as a script; None where it is something else."""
    inside = re.fullmatch(r"\s*[$#]\{(.*)\}\s*", expression, re.DOTALL)
    if inside is None or not any(setter in expression for setter in _SETTERS):
        return None
    try:
        return assignments_to_script(inside.group(1), language=JUEL)
    except Untranslatable:
        return None


def become_script(node: etree._Element, script: str) -> None:
    """Make the task a script task of ours."""
    node.tag = bpmn.tag("scriptTask")
    node.attrib.pop("scriptFormat", "")
    for stale in list(node.iterchildren(bpmn.tag("script"))):
        node.remove(stale)
    etree.SubElement(node, bpmn.tag("script")).text = script


def _statement(line: str, assigned: Assigned, result: str, language: str) -> None:
    parser = Parser(line, language)
    tokens = parser.tokens
    if tokens[0].kind == NAME and tokens[0].text in _OWNERS and len(tokens) > 4 and tokens[2].text in _SETTERS:
        parser.at = 3
        parser.needs("(")
        name, value = _two(parser)
        parser.needs(")")
        _end(parser)
        assigned.put(name.literal or "", value.text)
        return
    first = 1 if tokens[0].kind == NAME and tokens[0].text in _DECLARING and tokens[1].kind == NAME else 0
    if tokens[first].kind == NAME and tokens[first + 1] == Token(SIGN, "="):
        parser.at = first + 2
        value = parser.expression()
        _end(parser)
        assigned.put(tokens[first].text, _declared(tokens[0].text if first else "", value, parser.falsy).text)
        return
    if not result:
        raise Untranslatable("it does more than assign values", "不只是赋值", INSTEAD)
    inside = re.fullmatch(r"[$#]\{(.*)\}", line, re.DOTALL)
    value = Parser(inside.group(1), JUEL).whole() if inside else Parser(line, language).whole()
    assigned.put(result, value.text)


def _declared(kind: str, value: Piece, falsy: str) -> Piece:
    """A variable of a kind takes values as that kind."""
    if kind in ("int", "long", "Integer"):
        return whole(value)
    if kind in ("boolean", "Boolean"):
        return truth(value, falsy)
    return called("string", value) if kind == "String" and value.literal is None else value


def _two(parser: Parser) -> tuple[Piece, Piece]:
    name = parser.expression()
    parser.needs(",")
    if name.literal is None:
        raise Untranslatable("it computes the name of a variable", "变量名是计算出来的", INSTEAD)
    return name, parser.expression()


def _end(parser: Parser) -> None:
    if parser.here.kind != "end":
        raise Untranslatable("it does more than assign values", "不只是赋值", INSTEAD)
