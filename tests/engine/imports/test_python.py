"""Python of SpiffWorkflow's files to FEEL; it is read, never run."""

import ast
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from onegrid.engine.dialects.feel_text import Piece
from onegrid.engine.dialects.python import expressions, python_script_to_feel, python_to_feel
from onegrid.engine.dialects.python.expressions import condition_to_feel
from onegrid.engine.dialects.untranslatable import Untranslatable
from onegrid.feel import Evaluation, compile_expression

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)

SAID = {
    "days > 3 and kind == 'leave'": 'days > 3 and kind = "leave"',
    "a.b['c'][0]": "if a.b.c instance of string then substring(a.b.c, 1, 1) else a.b.c[1]",
    "xs[-1].id": "xs[-1].id",
    "kind != 'a'": '(kind = "a") != true',
    "1 < n <= 5": "1 < n and n <= 5",
    "x if n > 1 else 'y'": 'if n > 1 then x else "y"',
    "kind in ['a', 'b']": 'list contains(["a", "b"], kind)',
    "timedelta(days=1, hours=2)": 'duration("P1DT2H")',
    "f'{n - 1} of {n}.'": 'string(n - 1) + " of " + (if n instance of boolean then if n then "True" else "False" '
    'else string(n)) + "."',
    "'n: ' + n": '"n: " + string(n)',
    "[x.id for x in [a]]": "for x in [a] return x.id",
    "{'a': 1}": '{"a": 1}',
    "d.get('k', 0)": "if d.k = null then 0 else d.k",
    "result is not None": "result_ != null",
}


@pytest.mark.parametrize("text", SAID)
def test_written_as(text: str) -> None:
    assert python_to_feel(text) == SAID[text]
    compile_expression(SAID[text])


TRUE: list[tuple[str, dict[str, Any], bool]] = [
    ("approved", {"approved": True}, True),
    ("items", {"items": [1]}, True),
    ("items", {"items": []}, False),
    ("not name", {"name": ""}, True),
    ("not name", {"name": "x"}, False),
    ("not a and (b or c)", {"a": False, "b": None, "c": 3}, True),
    ("'x' not in word", {"word": "abc"}, True),
    ("len(xs) > 1", {"xs": [1, 2]}, True),
    ("len(xs) > 1", {"xs": "ab"}, True),
    ("len(xs)", {"xs": [1]}, True),
    ("len(xs)", {"xs": []}, False),
    ("not len(xs)", {"xs": []}, True),
    ("name.strip() and n % 2", {"name": " a ", "n": 3}, True),
    ("name.strip() and n % 2", {"name": " ", "n": 3}, False),
    ("d", {"d": {}}, False),
    ("not d", {"d": {}}, True),
    ("not d", {"d": {"k": 1}}, False),
    ("'k' in d", {"d": {"k": 1}}, True),
    ("'k' not in d", {"d": {"j": 1}}, True),
    ("len(d) == 2", {"d": {"a": 1, "b": 2}}, True),
    ("code[0] == 'A'", {"code": "ABC"}, True),
    ("code[-1] == 'C'", {"code": "ABC"}, True),
    ("xs[0] == 'A'", {"xs": ["A", "B"]}, True),
    ("rows[0]['k'][1] == 2", {"rows": [{"k": [1, 2]}]}, True),
    ("amount != ''", {"amount": 5}, True),
    ("amount != 5", {"amount": 5}, False),
    ("not (code == 'x')", {"code": 5}, True),
    ("not (code == 'x' or n == 1)", {"code": 5, "n": 2}, True),
    ("str(ok) == 'True'", {"ok": True}, True),
    ("f'{ok}' == 'False'", {"ok": False}, True),
    ("str(n) == '3'", {"n": 3}, True),
    ("sum(xs) == 0", {"xs": []}, True),
    ("sum(xs) == 3", {"xs": [1, 2]}, True),
    ("[k for k in d] == ['a']", {"d": {"a": 1}}, True),
]


@pytest.mark.parametrize(("text", "data", "value"), TRUE, ids=str)
def test_truth(text: str, data: dict[str, Any], value: bool) -> None:
    feel = condition_to_feel(text)
    assert compile_expression(feel).evaluate(data, Evaluation(NOW, UTC)) is value


SCRIPTS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("x = 1\ny = x + 1", {}, {"x": 1, "y": 2}),
    ("n += 1", {"n": 4}, {"n": 5}),
    ("who = given or 'nobody'", {"given": ""}, {"who": "nobody"}),
    ("who = given or other or 'nobody'", {"given": "", "other": "Li"}, {"who": "Li"}),
    ("n = a and b", {"a": 2, "b": 3}, {"n": 3}),
    ("is_late = days > 3 or again == True", {"days": 1, "again": True}, {"is_late": True}),
    ("items = items + [n]", {"items": [1], "n": 2}, {"items": [1, 2]}),
    ("items += [2]", {"items": [1]}, {"items": [1, 2]}),
    ("n = round(x)", {"x": Decimal("2.5")}, {"n": 2}),
    ("n = round(x, 1)", {"x": Decimal("2.35")}, {"n": Decimal("2.4")}),
    ("n = -x ** 2", {"x": 3}, {"n": -9}),
    ("parts = ip.split('.')", {"ip": "10.0.0.1"}, {"parts": ["10", "0", "0", "1"]}),
    ("parts = row.split('|')", {"row": "a|b"}, {"parts": ["a", "b"]}),
    ("x = 1\nx = x + 1", {}, {"x": 2}),
    ("if n > 3:\n    level = 'high'\nelse:\n    level = 'low'", {"n": 4}, {"level": "high"}),
    ("if n > 3:\n    n = 3", {"n": 2}, {"n": 2}),
    ("  xs.append(n)  # one more", {"xs": [1], "n": 2}, {"xs": [1, 2]}),
    ("d['k'] = 1", {}, {"d": {"k": 1}}),
    ("n = d['k']\nd['k'] = 2", {"d": {"k": 1}}, {"n": 1, "d": {"k": 2}}),
    ("xs = []\nxs.append(1)\nxs.append(2)", {}, {"xs": [1, 2]}),
    ("'''a remark'''\nimport datetime\nprint(1)\npass\ndel gone", {}, {"gone": None}),
]


@pytest.mark.parametrize(("text", "data", "written"), SCRIPTS, ids=str)
def test_scripts_that_assign(text: str, data: dict[str, Any], written: dict[str, Any]) -> None:
    assert compile_expression(python_script_to_feel(text)).evaluate(data, Evaluation(NOW, UTC)) == written


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "open('x').read()",
        "for x in xs:\n    y = x",
        "x = 1\ny = x\nx = 2",
        "lambda: 1",
        "__import__('os').system('rm')",
        "x = (" * 200,
        "x = 1 if",
        "a, b = 1, 2",
        "first = rows[0]\nfirst['k'] = 1",
        "b = a\nb.append(1)",
        "x = {'rows': rows}\nrows.append(1)",
    ],
    ids=lambda text: text[:20],
)
def test_others_stay_python(text: str) -> None:
    with pytest.raises(Untranslatable) as told:
        python_script_to_feel(text)
    assert all(told.value.reason)
    assert all(told.value.instead)


@pytest.mark.parametrize(
    "text", ["len(" * 40 + "a" + ")" * 40, " in (".join("a" * 40) + ")" * 39, "'ab' * 3", "[0] * n"]
)
def test_what_grows_without_end_or_means_something_else_is_named_at_once(text: str) -> None:
    with pytest.raises(Untranslatable):
        python_to_feel(text)


@pytest.mark.parametrize("text", ["not " * 50 + "x", "not(" * 50 + "a or b" + ")" * 50])
def test_each_part_is_translated_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = expressions._translated, Counter[str]()

    def once(node: ast.expr, depth: int) -> Piece:
        seen["parts"] += 1
        assert seen["parts"] < 200
        return real(node, depth)

    monkeypatch.setattr(expressions, "_translated", once)
    assert condition_to_feel(text).count("not") >= 49


def test_a_name_that_begins_like_a_truth_value_is_none() -> None:
    assert condition_to_feel("true_count").startswith("not(list contains(")
