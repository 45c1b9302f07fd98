"""Service, send and business rule tasks: what runs a program of the other engine waits for a connector to be chosen."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.camunda.decisions import as_decision
from onegrid.engine.dialects.camunda.values import own_name, parameter_value
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import juel, shown
from onegrid.engine.dialects.juel import is_juel
from onegrid.engine.dialects.scripts import become_script, calls_to_script
from onegrid.engine.dialects.vendors import CAMUNDA
from onegrid.engine.dialects.words import Words, children_named, local_name, put_into

_PROGRAMS = {
    "class": ("the Java class", "Java 类"),
    "delegateExpression": ("the bean", "Bean"),
    "expression": ("the expression", "表达式"),
    "topic": ("the external topic", "外部任务主题"),
    "type": ("the built-in task", "内置任务"),
    "operationRef": ("the web service operation", "Web 服务操作"),
    "connectorId": ("the connector", "连接器"),
}
_CALLED = frozenset({"serviceTask", "sendTask", "businessRuleTask", "intermediateThrowEvent", "endEvent"})


def read_service(node: etree._Element, gathered: Gathered) -> None:
    """Service and send tasks, business rule tasks, and message events that run a program."""
    kind = bpmn.kind(node)
    if kind not in _CALLED:
        return
    holder = node
    if kind in ("intermediateThrowEvent", "endEvent"):
        definition = bpmn.named(node, "messageEventDefinition")
        if definition is None:
            return
        holder = definition
    words = Words(holder, CAMUNDA, gathered.problems)
    if as_decision(Words(node, CAMUNDA, gathered.problems)):
        return
    result = words.take("resultVariable", "resultVariableName")
    expression = words.take("expression")
    if expression and kind == "serviceTask" and _pure(words, expression, result):
        return
    program = _program(words, expression)
    if holder is not node:
        if program:
            Words(node, CAMUNDA, gathered.problems).note("vendor.program", what=program[0], name=program[1])
        return
    if program:
        words.note("vendor.program", what=program[0], name=program[1])
    if kind != "businessRuleTask" and not words.has_own("call"):
        _call(words, result)


def _pure(words: Words, expression: str, result: str) -> bool:
    """An expression that only computes or sets variables is a script task of ours."""
    script = calls_to_script(expression)
    if script is None and is_juel(expression) and "(" not in expression:
        name = own_name(words, result) if result else ""
        feel = juel(words, ("the expression", "表达式"), expression)
        script = None if feel is None else (f"{{ {name}: {feel} }}" if name else "{}")
    if script is None:
        return False
    words.take("async", "exclusive", "type")
    become_script(words.owner, script)
    words.note("expression.translated", what=("the expression", "表达式"), text=shown(expression), feel=script)
    return True


def _program(words: Words, expression: str) -> tuple[tuple[str, str], str] | None:
    found = None
    if expression:
        found = (_PROGRAMS["expression"], shown(expression))
    for name in ("class", "delegateExpression", "topic", "operationRef", "type"):
        value = words.take(name)
        if value and found is None and value != "external":
            found = (_PROGRAMS[name], shown(value))
    return found


def _call(words: Words, result: str) -> None:
    """Our `call` without a connector yet, with parameters and results as far as they are said."""
    inputs: list[etree._Element] = []
    outputs: list[etree._Element] = []
    for holder in words.take_elements("connector"):
        named = [bpmn.text_of(each) for each in children_named(holder, "connectorId")]
        words.note("vendor.program", what=_PROGRAMS["connectorId"], name=named[0] if named else "?")
        for group in children_named(holder, "inputOutput"):
            inputs += children_named(group, "inputParameter")
            outputs += children_named(group, "outputParameter")
    for group in words.take_elements("inputOutput"):
        inputs += children_named(group, "inputParameter")
        outputs += children_named(group, "outputParameter")
    inputs += words.take_elements("field")
    call = words.put("call")
    words.refusal = "vendor.parameter"  # the connector is still to choose, and what it takes with it
    for found in inputs:
        name = own_name(words, found.get("name") or "")
        if name:
            put_into(call, "parameter", {"name": name, "value": f"={parameter_value(words, found, name)}"})
    for found in outputs:
        name = own_name(words, found.get("name") or "")
        if name:
            put_into(call, "result", {"from_": parameter_value(words, found, name), "to": name})
    for holder in (*words.take_elements("mapException"), *words.take_elements("failedJobRetryTimeCycle")):
        words.note(
            "vendor.kept",
            word=local_name(holder, CAMUNDA),
            why=("retries and errors are the connector's", "重试与错误由连接器处理"),
        )
    if result and (name := own_name(words, result)):
        put_into(call, "result", {"from_": "result", "to": name})
