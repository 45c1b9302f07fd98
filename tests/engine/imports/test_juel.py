"""JUEL to FEEL: what is written, what it gives, and what is named instead."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from onegrid.engine.dialects.juel import Untranslatable, juel_to_feel
from onegrid.engine.dialects.juel.parser import GROOVY, JAVA, JAVASCRIPT
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
    "${c ? b : list.size()}": "if c then b else count(if list instance of context then get entries(list) else list)",
    "${c ? vars:get(b) : d}": "if c then b else d",
    "${c ? b ? 1 : x : d}": "if c then if b then 1 else x else d",
    "Leave of ${name}: ${days}": 'string join(["Leave of ", string(name), ": ", string(days)])',
    "${(a)}": "a",
    "${a - (b - c)}": "a - (b - c)",
    "${a % 2 == 1}": "(if a < 0 then -1 else 1) * modulo(abs(a), 2) = 1",
    "${execution.getVariable('天数') >= 3}": "天数 >= 3",
    "${execution.processBusinessKey}": "case.number",
    "${vars:equals(decision, 'up')}": 'decision = "up"',
    "${list.size() gt 0}": "count(if list instance of context then get entries(list) else list) > 0",
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
    ("${a + b}", {"a": 6, "b": 1}, 7),
    ("${a + b}", {"a": "6", "b": "1"}, None),  # 7 there; never "61"
    ("${(a + b.c + a) * 2 > 13}", {"a": 2, "b": {"c": 3}}, True),
    ("${xs.size() == '2' && xs.size() != '3'}", {"xs": [1, 2]}, True),
    ("${a || 'true'}", {"a": False}, True),
    ("${days != null && days != ''}", {"days": 5}, True),
    ("${days != ''}", {"days": 0}, False),
    ("${days != ''}", {"days": ""}, False),
    ("${days != ''}", {"days": "x"}, True),
    ("${days == ''}", {}, False),
    ("${!(a == 'x')}", {"a": 5}, True),
    ("${empty m}", {"m": {}}, True),
    ("${m.isEmpty()}", {"m": {"k": 1}}, False),
    ("${m.size()}", {"m": {"a": 1, "b": 2}}, 2),
    ("${a % 3}", {"a": -7}, -1),
    ("${a % -3}", {"a": 7}, 1),
    ("${a.intValue() + 1}", {"a": Decimal("-3.7")}, -2),
    ("${!n.equals('1')}", {"n": 1}, True),
    ("for ${name}, ${n} days", {"n": 3}, "for , 3 days"),
    ("${name.equals('李')}", {"name": "李"}, True),
]


@pytest.mark.parametrize(("text", "data", "value"), GIVES, ids=lambda part: str(part))
def test_gives(text: str, data: dict[str, Any], value: Any) -> None:
    assert compile_expression(juel_to_feel(text)).evaluate(data, Evaluation(NOW, UTC)) == value


@pytest.mark.parametrize(
    "text",
    [
        "${bean.run(execution)}",
        "\\${a}",
        "${'a\\n'}",
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
        "${a" + " % b" * 60 + "}",
        "${a" + ".size()" * 60 + "}",
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
    ("x = a.length", {"a": [1, 2]}, 2),
    ("x = a.length > 2 ? 1 : 0", {"a": "abc"}, 1),
    ("x = a[0]", {"a": "abc"}, "a"),
    ("x = a[0].id", {"a": [{"id": 7}]}, 7),
    ("x = 'a\\n' + b // no more", {"b": "/* c */"}, "a\n/* c */"),
    ("x = '/* a */' /* b */", {}, "/* a */"),
    ("x = a % 3", {"a": -7}, -1),
]


@pytest.mark.parametrize(("text", "data", "value"), SCRIPTS, ids=str)
def test_javascript_chooses_a_value(text: str, data: dict[str, Any], value: Any) -> None:
    script = compile_expression(assignments_to_script(text, language=JAVASCRIPT))
    assert script.evaluate(data, Evaluation(NOW, UTC)) == {"x": value}


GROOVY_SAYS: list[tuple[str, dict[str, Any], Any]] = [
    ("def x = a || 'def'", {}, True),
    ("x = a && b", {"a": 1, "b": {}}, False),
    ("x = !a", {"a": []}, True),
    ("x = a ? 1 : 2", {"a": "text"}, 1),
    ("x = a == '1' ? 1 : 2", {"a": 1}, 2),
    ("x = a != '1'", {"a": 1}, True),
    ("x = a != null", {"a": 1}, True),
    ("int x = 5 / 2", {}, 2),
    ("String x = n + 1", {"n": 1}, "2"),
    ("boolean x = a", {"a": "y"}, True),
    ("x = s.size()", {"s": "abc"}, 3),
    ("x = s[1]", {"s": "abc"}, "b"),
    ("x = 'costs $5'", {}, "costs $5"),
    ("execution.setVariable('x', a || b)", {"b": "z"}, True),
]


@pytest.mark.parametrize(("text", "data", "value"), GROOVY_SAYS, ids=str)
def test_groovy_has_a_truth_of_its_own(text: str, data: dict[str, Any], value: Any) -> None:
    script = compile_expression(assignments_to_script(text, language=GROOVY))
    assert script.evaluate(data, Evaluation(NOW, UTC)) == {"x": value}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('x = "Hi ${name}"', GROOVY),
        ('x = "Hi $name"', GROOVY),
        ("x = '3' * n", GROOVY),
        ("x = 010", JAVASCRIPT),
        ("x = --n", JAVASCRIPT),
        ("x = n-- - 1", GROOVY),
        ("x = '\\u0041'", JAVASCRIPT),
        ("x = 5 / 2", JAVA),
        ("x = s[0].trim()", GROOVY),
        ("x = s" + ".length" * 60, JAVASCRIPT),
        ("x = s" + ".size()" * 60, GROOVY),
        ("x = " + "!(" * 30 + "a % b" + ")" * 30 + " % c" * 40, JAVASCRIPT),
    ],
)
def test_what_a_script_means_otherwise_is_named(text: str, language: str) -> None:
    with pytest.raises(Untranslatable):
        assignments_to_script(text, language=language)


def test_a_choice_is_translated_as_far_as_feel_can_be_read() -> None:
    """Beyond it the fault would be told of a text that nobody has written."""

    def among(values: int) -> str:
        return "x = " + " || ".join(f"v{at}" for at in range(values))

    script = compile_expression(assignments_to_script(among(24), language=JAVASCRIPT))
    assert script.evaluate({"v23": "last"}, Evaluation(NOW, UTC)) == {"x": "last"}
    with pytest.raises(Untranslatable):
        assignments_to_script(among(25), language=JAVASCRIPT)
