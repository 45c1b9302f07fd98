"""The measured models: a closed loop of six human tasks with a decision table of thirty rules, a timer beside the
handling and rework; and the same with a co-handling over many units. Drawn twice, in our dialect and the stock one.
"""

from html import escape

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:onegrid="urn:onegrid:bpmn:1" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="urn:bench"'
)
TASKS = ("accept", "dispatch", "handle", "verify", "evaluate", "close")


def closed_loop(stock: bool, units: bool = False) -> bytes:
    """The model; `units` puts the co-handling between dispatch and handling."""
    parts = [_script("register", 'status: "registered", rounds: 0', "status = 'registered'\nrounds = 0", stock)]
    parts += [_rule(stock), *(_user(task) for task in TASKS)]
    parts.append(_script("set_sla", 'hours: if level = "normal" then 24 else 4', _SLA, stock))
    parts.append(_script("rework", "rounds: rounds + 1", "rounds = rounds + 1", stock))
    parts.append(_script("score", "score: 100 - 5 * rounds", "score = 100 - 5 * rounds", stock))
    parts.append(_script("archive", 'status: "closed"', "status = 'closed'", stock))
    timer = "'PT' + str(hours) + 'H'" if stock else '=duration("PT" + string(hours) + "H")'
    parts.append(
        '<bpmn:boundaryEvent id="late" attachedToRef="handle" cancelActivity="false"><bpmn:timerEventDefinition>'
        f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{escape(timer)}</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    parts.append(_script("escalate", "escalated: true", "escalated = True", stock))
    parts += [f'<bpmn:endEvent id="{name}"/>' for name in ("end", "end_late", "end_rejected")]
    parts.append('<bpmn:startEvent id="start"/>')
    parts += [f'<bpmn:exclusiveGateway id="{name}" default="{flow}"/>' for name, flow in _DEFAULTS]
    flows = list(_FLOWS)
    if units:
        parts.append(_co_handling(stock))
        flows += [("", "dispatch", "co_handle", ""), ("", "co_handle", "set_sla", "")]
    else:
        flows.append(("", "dispatch", "set_sla", ""))
    for index, (name, source, target, condition) in enumerate(flows):
        parts.append(_flow(name or f"f{index}", source, target, condition, stock))
    body = f'<bpmn:process id="closed_loop" isExecutable="true">{"".join(parts)}</bpmn:process>'
    return f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions {NAMESPACES}>{body}</bpmn:definitions>'.encode()


_SLA = "hours = 24 if level == 'normal' else 4"
_DEFAULTS = (("valid_or_not", "to_dispatch"), ("ok_or_not", "to_score"), ("satisfied_or_not", "to_close"))
_FLOWS = (
    ("", "start", "register", ""),
    ("", "register", "route", ""),
    ("", "route", "accept", ""),
    ("", "accept", "valid_or_not", ""),
    ("", "valid_or_not", "end_rejected", "valid = 0"),
    ("to_dispatch", "valid_or_not", "dispatch", ""),
    ("", "set_sla", "handle", ""),
    ("", "handle", "verify", ""),
    ("", "late", "escalate", ""),
    ("", "escalate", "end_late", ""),
    ("", "verify", "ok_or_not", ""),
    ("", "ok_or_not", "rework", "ok = 0"),
    ("", "rework", "handle", ""),
    ("to_score", "ok_or_not", "score", ""),
    ("", "score", "evaluate", ""),
    ("", "evaluate", "satisfied_or_not", ""),
    ("", "satisfied_or_not", "rework", "satisfied = 0"),
    ("to_close", "satisfied_or_not", "close", ""),
    ("", "close", "archive", ""),
    ("", "archive", "end", ""),
)


def _user(name: str) -> str:
    return f'<bpmn:userTask id="{name}" name="{name}"/>'


def _script(name: str, feel: str, python: str, stock: bool) -> str:
    text = python if stock else f"{{{feel}}}"
    return f'<bpmn:scriptTask id="{name}" name="{name}"><bpmn:script>{escape(text)}</bpmn:script></bpmn:scriptTask>'


def _rule(stock: bool) -> str:
    inner = (
        "<spiffworkflow:calledDecisionId>route_table</spiffworkflow:calledDecisionId>"
        if stock
        else '<onegrid:binding decision="route_table"/><onegrid:in from="category" to="category"/>'
        '<onegrid:in from="severity" to="severity"/><onegrid:out from="result.dept" to="dept"/>'
        '<onegrid:out from="result.level" to="level"/>'
    )
    extension = f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>"
    return f'<bpmn:businessRuleTask id="route" name="route">{extension}</bpmn:businessRuleTask>'


def _flow(name: str, source: str, target: str, condition: str, stock: bool) -> str:
    text = condition.replace("=", "==") if stock else condition
    inner = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{text}</bpmn:conditionExpression>'
    return (
        f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">'
        f"{inner if condition else ''}</bpmn:sequenceFlow>"
    )


def _co_handling(stock: bool) -> str:
    """A multi-instance sub-process: each unit handles, then says what it did."""
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>units</bpmn:loopDataInputRef>"
        '<bpmn:loopDataOutputRef>answers</bpmn:loopDataOutputRef><bpmn:inputDataItem id="unit" name="unit"/>'
        '<bpmn:outputDataItem id="answer" name="answer"/></bpmn:multiInstanceLoopCharacteristics>'
        if stock
        else '<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="units" onegrid:inputElement="unit" '
        'onegrid:outputCollection="answers" onegrid:outputElement="answer"/>'
    )
    note = _script("co_note", "answer: {unit: unit, ok: true}", "answer = {'unit': unit, 'ok': True}", stock)
    inside = (
        f'<bpmn:startEvent id="co_start"/>{_user("co_task")}{note}<bpmn:endEvent id="co_end"/>'
        + _flow("co1", "co_start", "co_task", "", stock)
        + _flow("co2", "co_task", "co_note", "", stock)
        + _flow("co3", "co_note", "co_end", "", stock)
    )
    return f'<bpmn:subProcess id="co_handle" name="co_handle">{loop}{inside}</bpmn:subProcess>'


def route_table(rules: int = 30) -> bytes:
    """The decision table, FEEL and Python alike."""
    rows = "".join(
        f'<rule id="r{n}"><inputEntry id="i{n}a"><text>{n % 10}</text></inputEntry>'
        f'<inputEntry id="i{n}b"><text>&gt;= {n // 10}</text></inputEntry>'
        f'<outputEntry id="o{n}a"><text>"dept{n}"</text></outputEntry>'
        f'<outputEntry id="o{n}b"><text>"{"urgent" if n % 3 == 0 else "normal"}"</text></outputEntry></rule>'
        for n in reversed(range(rules))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:bench">'
        '<decision id="route_table" name="route"><decisionTable id="dt" hitPolicy="FIRST">'
        '<input id="in1" label="category"><inputExpression id="ie1" typeRef="number"><text>category</text>'
        '</inputExpression></input><input id="in2" label="severity"><inputExpression id="ie2" typeRef="number">'
        '<text>severity</text></inputExpression></input><output id="out1" name="dept" typeRef="string"/>'
        f'<output id="out2" name="level" typeRef="string"/>{rows}</decisionTable></decision></definitions>'
    ).encode()
