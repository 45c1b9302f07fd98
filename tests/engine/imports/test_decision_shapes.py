"""What Camunda's mappings of a decision's answer give, also of a table with one output, asked by the process behind."""

from html import escape

import pytest

from tests.engine.dmn.conftest import decision_xml, definitions, literal_xml, table_xml
from tests.engine.drawing import END, START, chain, flow
from tests.engine.imports.drawn import foreign, imported

BOXES = {
    "one": table_xml(["case.kind"], ["level"], [("-", '"high"')], 'hitPolicy="UNIQUE"'),
    "many": table_xml(["case.kind"], ["level"], [("-", '"low"'), ("-", '"high"')], 'hitPolicy="COLLECT"'),
    "sum": table_xml(["case.kind"], ["level"], [("-", "1"), ("-", "2")], 'hitPolicy="COLLECT" aggregation="SUM"'),
    "two": table_xml(["case.kind"], ["level", "why"], [("-", '"high"', '"x"')], 'hitPolicy="FIRST"'),
    "none": table_xml(["case.kind"], ["level"], [('"no such"', '"high"')], 'hitPolicy="UNIQUE"'),
    "text": literal_xml('"high"'),
}


def passed(box: str, how: str, condition: str) -> bool:
    """Whether the flow with that condition is taken behind the imported task."""
    words = 'camunda:decisionRef="d" camunda:resultVariable="r"'
    if how:
        words += f' camunda:mapDecisionResult="{how}"'
    content = (
        START
        + f'<bpmn:businessRuleTask id="x" name="x" {words}/><bpmn:exclusiveGateway id="g" default="g-end"/>'
        + END
        + '<bpmn:endEvent id="met"/>'
        + chain("start", "x", "g", "end")
        + flow("g", "met", f"${{{escape(condition)}}}")
    )
    found = imported(foreign(content), d_dmn=definitions(decision_xml("d", BOXES[box]))).diagrams[0]
    assert "mapDecisionResult" not in "".join(each.message_en for each in found.problems)
    tried = found.processes[0].tried
    assert tried is not None
    return tried.path[-1] == "met"


@pytest.mark.parametrize(
    ("box", "how", "condition"),
    [
        ("one", "singleResult", "r.level == 'high'"),
        ("one", "resultList", "r[0].level == 'high'"),
        ("one", "", "r[0].level == 'high' && r.size() == 1"),
        ("one", "singleEntry", "r == 'high'"),
        ("many", "resultList", "r[1].level == 'high'"),
        ("many", "collectEntries", "r[1] == 'high'"),
        ("sum", "singleResult", "r.level == 3"),
        ("two", "singleResult", "r.why == 'x'"),
        ("none", "singleResult", "r == null"),
        ("none", "", "empty r"),
        ("none", "collectEntries", "empty r"),
        ("text", "singleResult", "r.d == 'high'"),
    ],
)
def test_the_answer_has_the_shape_that_is_asked_for(box: str, how: str, condition: str) -> None:
    assert passed(box, how, condition)
    assert not passed(box, how, condition.replace("==", "!=").replace("empty", "not empty"))
