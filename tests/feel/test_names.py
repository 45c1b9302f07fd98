"""Names of several words, with operators and keywords inside, and in Chinese."""

import pytest

from onegrid.feel import Vocabulary, compile_expression, free_names, free_paths


@pytest.mark.parametrize(
    ("text", "scope", "value"),
    [
        ("loan amount * 2", {"loan amount": 4}, 8),
        ("loan   amount * 2", {"loan amount": 4}, 8),
        ("days in weekend + 1", {"days in weekend": 2}, 3),
        ("a-b", {"a-b": 7, "a": 5, "b": 3}, 7),
        ("a - b", {"a-b": 7, "a": 5, "b": 3}, 2),
        ("profit and loss > 3", {"profit and loss": 5}, True),
        ("date and timing", {"date and timing": 1}, 1),
        ("driver's age", {"driver's age": 40}, 40),
        ('紧急程度 = "特急"', {"紧急程度": "特急"}, True),
        ("案件.所属 区县", {"案件": {"所属 区县": "宿城"}}, "宿城"),
        ("order item 2 + 1", {"order item 2": 5}, 6),
    ],
)
def test_the_longest_known_name_is_taken(feel, text, scope, value):
    assert feel(text, scope) == value


def test_undeclared_neighbouring_words_are_one_name(feel):
    assert feel("applicant age + 1", **{"applicant age": 30}) == 31
    assert feel("x.street name", x={"street name": "西湖路"}) == "西湖路"


def test_members_with_operators_are_found_when_declared():
    vocabulary = Vocabulary(names=["case"], members=["cost-share"])
    assert vocabulary.expression("case.cost-share + 1").node != vocabulary.expression("case.cost - share").node


@pytest.mark.parametrize("odd", ['a "b', "/* c", "x '", "\\", "1e", ""])
def test_a_name_that_no_expression_can_spell_is_no_name(odd: str):
    """Foreign files give names to anything (found by the soak)."""
    vocabulary = Vocabulary(names=["case", odd], members=[odd, "cost-share"])
    assert (
        vocabulary.expression("case.cost-share").node
        == Vocabulary(["case"], ["cost-share"]).expression("case.cost-share").node
    )


def test_a_variable_does_not_hide_a_function_it_cannot_be(feel):
    assert feel("count([1, 2]) + count", {"count": 5}) == 7


def test_a_local_function_goes_before_a_built_in(feel):
    assert feel("{count: function(x) 42, r: count([1])}.r") == 42


def test_free_names_are_what_scope_must_give():
    found = compile_expression(
        'if case.units.city = "a" and some x in items satisfies x > limit '
        "then {k: base, v: k + 1}.v else (function(p) p + extra)(1) + count(list)[item = other]"
    )
    assert free_names(found) == {"case", "items", "limit", "base", "extra", "list"}
    assert ("case", "units", "city") in free_paths(found)


def test_what_is_declared_nowhere_is_named_in_the_reason(feel, evaluation):
    assert feel("applicant age + 1", {"x": 1}) is None
    assert evaluation.reasons[0].code == "feel.unknown-name"
    assert "applicant age" in evaluation.reasons[0].message_zh
