"""JUEL to FEEL: what is written, what it gives, and what is named instead."""

from datetime import UTC, datetime
from typing import Any

import pytest

from onegrid.engine.dialects.juel import Untranslatable, juel_to_feel
from onegrid.engine.dialects.juel.parser import JAVASCRIPT
from onegrid.engine.dialects.scripts import assignments_to_script
from onegrid.feel import Evaluation, compile_expression

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)

SAID = {
    "${days > 3 && type == 'leave'}": 'days > 3 and type = "leave"',
    "#{not approved and (a eq 'b' or c ne 3)}": 'approved != true and (a = "b" or c != 3)',
    "${nrOfCompletedInstances/nrOfInstances >= 0.6}": "numberOfCompletedInstances / numberOfInstances >= 0.6",
    "${order.lines[0].price * (1 + rate)}": "order.lines[1].price * (1 + rate)",
    "${map['a key']}": 'get value(map, "a key")',
    "${a ? 'x' : b ? 'y' : 'z'}": 'if a then "x" else if b then "y" else "z"',
    "${c ? b : d}": "if c then b else d",
    "${a==b?c:d}": "if a = b then c else d",
    "${c ? b : list.size()}": "if c then b else count(list)",
    "${c ? vars:get(b) : d}": "if c then b else d",
    "${c ? b ? 1 : x : d}": "if c then if b then 1 else x else d",
    "Leave of ${name}: ${days}": '"Leave of " + string(name) + ": " + string(days)',
    "${(a)}": "a",
    "${a - (b - c)}": "a - (b - c)",
    "${a % 2 == 1}": "modulo(a, 2) = 1",
    "${execution.getVariable('天数') >= 3}": "天数 >= 3",
    "${execution.processBusinessKey}": "case.number",
    "${vars:equals(decision, 'up')}": 'decision = "up"',
    "${list.size() gt 0}": "count(list) > 0",
    "${text.toUpperCase() == 'A'}": 'upper case(text) = "A"',
    "${result == 'ok'}": 'result_ = "ok"',
    "${loopCounter == 0}": "loopCounter - 1 = 0",
    "${!(days > 3)}": "(days > 3) != true",
    "${!(a && b) || c}": "(a and b) != true or c",
    "PT4H": '"PT4H"',
    "${now()}": "now()",
}


@pytest.mark.parametrize("text", SAID)
def test_written_as(text: str) -> None:
    assert juel_to_feel(text) == SAID[text]
    compile_expression(SAID[text])


GIVES: list[tuple[str, dict[str, Any], Any]] = [
    ("${empty x}", {"x": ""}, True),
    ("${empty x}", {"x": []}, True),
    ("${empty x}", {}, True),
    ("${empty x}", {"x": 3}, False),
    ("${!empty x && x.size() > 1}", {"x": [1, 2]}, True),
    ("${!approved}", {}, True),
    ("${!approved}", {"approved": True}, False),
    ("${approved == 'true'}", {"approved": True}, True),
    ("${approved == 'true'}", {"approved": "true"}, True),
    ("${kind != '2'}", {"kind": 2}, False),
    ("${kind != '2'}", {"kind": 3}, True),
    ("${tags.contains('a')}", {"tags": ["a"]}, True),
    ("${tags.contains('a')}", {"tags": "bab"}, True),
    ("${!(a && b)}", {"a": True, "b": False}, True),
    ("${a > '3'}", {"a": 20}, True),
    ("${a > '3'}", {"a": "20"}, False),
    ("${'10' le a && a < '30.5'}", {"a": 20}, True),
    ("${!(a > '3')}", {}, True),
    ("${a - '3' > '16'}", {"a": 20}, True),
    ("${a + '3' == '23'}", {"a": 20}, True),
    ("${a * '-3'}", {"a": 2}, -6),
    ("${xs.size() == '2' && xs.size() != '3'}", {"xs": [1, 2]}, True),
    ("${a || 'true'}", {"a": False}, True),
    ("${name.equals('李')}", {"name": "李"}, True),
]


@pytest.mark.parametrize(("text", "data", "value"), GIVES, ids=lambda part: str(part))
def test_gives(text: str, data: dict[str, Any], value: Any) -> None:
    assert compile_expression(juel_to_feel(text)).evaluate(data, Evaluation(NOW, UTC)) == value


@pytest.mark.parametrize(
    "text",
    [
        "${bean.run(execution)}",
        "${assigneeService.findManager(starter)}",
        "${execution.id.foo(3)}",
        "${x[i]}",
        "${a +}",
        "${a",
        "${a ; b}",
        "${for > 3}",
        "${" + "(" * 100 + "a" + ")" * 100 + "}",
        "${" + "!" * 100 + "a}",
        "${" + "a" * 30_000 + "}",
    ],
    ids=lambda text: text[:20],
)
def test_named_instead(text: str) -> None:
    with pytest.raises(Untranslatable) as told:
        juel_to_feel(text)
    assert all(told.value.reason)
    assert all(told.value.instead)


SCRIPTS: list[tuple[str, dict[str, Any], Any]] = [
    ("x = a || 'def'", {}, "def"),
    ("x = a || 'def'", {"a": "said"}, "said"),
    ("x = a && a.b", {"a": {"b": 3}}, 3),
    ("x = a && a.b", {}, None),
    ("x = a || b || 0", {"b": []}, []),
    ("x = a > 3 || b < 2", {"a": 4, "b": 5}, True),
    ("x = a || b ? 'yes' : 'no'", {"b": "text"}, "yes"),
    ("x = !a", {"a": ""}, True),
    ("x = a + '3'", {"a": 2}, "23"),
]


@pytest.mark.parametrize(("text", "data", "value"), SCRIPTS, ids=str)
def test_javascript_chooses_a_value(text: str, data: dict[str, Any], value: Any) -> None:
    script = compile_expression(assignments_to_script(text, language=JAVASCRIPT))
    assert script.evaluate(data, Evaluation(NOW, UTC)) == {"x": value}
