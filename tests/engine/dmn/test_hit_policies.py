"""All hit policies and aggregations, and what a table says when nothing or too much hits."""

from decimal import Decimal

import pytest

from onegrid.engine.dmn import compile_model, read_dmn
from onegrid.feel import Evaluation
from tests.engine.dmn.conftest import decision_xml, definitions, table_xml

GRADES = [("< 50", '"low"'), (">= 30", '"middle"'), (">= 40", '"high"')]
RANKED = {"grade": '"high", "middle", "low"'}


def ask(decisions, **inputs):
    return decisions.evaluate("d", inputs, Evaluation())


@pytest.mark.parametrize(
    ("policy", "score", "value", "rules"),
    [
        ("UNIQUE", 10, "low", ("r1",)),
        ("FIRST", 45, "low", ("r1",)),
        ("PRIORITY", 45, "high", ("r3",)),
        ("PRIORITY", 35, "middle", ("r2",)),
        ("RULE ORDER", 45, ["low", "middle", "high"], ("r1", "r2", "r3")),
        ("OUTPUT ORDER", 45, ["high", "middle", "low"], ("r1", "r2", "r3")),
        ("COLLECT", 35, ["low", "middle"], ("r1", "r2")),
    ],
)
def test_policies(table, policy, score, value, rules):
    result = ask(table(["score"], ["grade"], GRADES, f'hitPolicy="{policy}"', RANKED), score=score)
    assert (result.value, result.rules) == (value, rules)
    assert result.faults == ()


@pytest.mark.parametrize(
    ("aggregation", "value"), [("SUM", Decimal("7.5")), ("MIN", 2), ("MAX", Decimal("5.5")), ("COUNT", 2)]
)
def test_aggregations(table, aggregation, value):
    rows = [("> 1", "2"), ("> 2", "5.5"), ("> 100", "1000")]
    result = ask(table(["n"], ["points"], rows, f'hitPolicy="COLLECT" aggregation="{aggregation}"'), n=3)
    assert (result.value, result.rules) == (value, ("r1", "r2"))


def test_two_hits_in_a_unique_table_are_a_fault_that_names_them(table):
    result = ask(table(["score"], ["grade"], GRADES), score=35)
    assert result.value is None
    assert [(fault.code, fault.element) for fault in result.faults] == [("dmn.not-unique", "t")]
    assert "r1, r2" in result.faults[0].message_zh


def test_any_takes_equal_results_and_refuses_different_ones(table):
    rows = [("> 1", '"yes"'), ("> 2", '"yes"'), ("> 3", '"no"')]
    decisions = table(["n"], ["answer"], rows, 'hitPolicy="ANY"')
    assert (ask(decisions, n=3).value, ask(decisions, n=3).rules) == ("yes", ("r1", "r2"))
    assert ask(decisions, n=4).faults[0].code == "dmn.not-any"


def test_several_outputs_are_a_context(table):
    rows = [('"a"', "1", '"x"'), ("-", "2", "null")]
    decisions = table(["kind"], ["number", "letter"], rows, 'hitPolicy="FIRST"')
    assert ask(decisions, kind="a").value == {"number": 1, "letter": "x"}
    assert ask(decisions, kind="b").value == {"number": 2, "letter": None}


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ("", None),
        ('hitPolicy="COLLECT"', []),
        ('hitPolicy="COLLECT" aggregation="SUM"', None),
        ('hitPolicy="COLLECT" aggregation="COUNT"', 0),
        ('hitPolicy="RULE ORDER"', []),
    ],
)
def test_no_hit(table, attributes, value):
    result = ask(table(["n"], ["points"], [("> 10", "1")], attributes), n=1)
    assert (result.value, result.rules, result.faults) == (value, (), ())


def test_no_hit_with_defaults(table):
    rows = [("> 10", "1", "2")]
    decisions = table(["n"], ["one", "two"], rows, defaults={"one": "n + 1"})
    assert ask(decisions, n=1).value == {"one": 2, "two": None}


def test_a_value_outside_the_allowed_inputs_is_a_fault(table):
    decisions = table(["level"], ["x"], [("-", "1")], values={"level": '"city", "county"'})
    assert ask(decisions, level="county").value == 1
    refused = ask(decisions, level="village")
    assert (refused.value, refused.faults[0].code, refused.faults[0].element) == (None, "dmn.input-value", "in_level")
    assert ask(decisions, level=None).value == 1


def test_a_value_outside_the_output_values_is_a_fault_at_its_rule(table):
    decisions = table(["n"], ["level"], [("1", '"city"'), ("2", '"moon"')], values={"level": '"city", "county"'})
    assert ask(decisions, n=1).value == "city"
    refused = ask(decisions, n=2)
    assert (refused.value, refused.faults[0].code, refused.faults[0].element) == (None, "dmn.output-value", "r2")


def test_a_test_that_cannot_be_answered_does_not_hit(table):
    result = ask(table(["n"], ["x"], [("> 5", "1"), ("-", "2")], 'hitPolicy="FIRST"'), n="text")
    assert (result.value, result.rules) == (2, ("r2",))
    assert [(reason.code, reason.element) for reason in result.reasons] == [("feel.not-comparable", "r1c1")]


def test_inputs_are_worked_out_once_for_all_rules(table):
    heavy = "count(for x in 1..1000 return x)"
    rows = [(f"< {n}", "1") for n in range(50)] + [("-", "2")]
    result = table([heavy], ["x"], rows, 'hitPolicy="FIRST"').evaluate("d", {}, Evaluation(steps=1500))
    assert (result.value, result.faults) == (2, ())


def test_rules_without_id_are_named_by_their_row():
    xml = decision_xml("d", table_xml(["n"], ["x"], [("1", "1"), ("-", "2")], 'hitPolicy="FIRST"'))
    decisions = compile_model(read_dmn(definitions(xml.replace('<rule id="r1">', "<rule>").replace("r2", "second"))))
    assert decisions.rule_ids == ("t-rule-1", "second")
    assert ask(decisions, n=1).rules == ("t-rule-1",)
