"""Gaps, overlaps, dead rules and values outside the lists are found with an example; what none can foretell is left."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onegrid.engine.check import check
from onegrid.engine.dmn import compile_model, examine, read_dmn
from onegrid.engine.sources import Sources
from onegrid.feel import Evaluation
from tests.engine.dmn.conftest import decision_xml, definitions, literal_xml, table_xml
from tests.engine.drawing import human, straight


def found(*arguments, before="", **named):
    body = before + decision_xml("d", table_xml(*arguments, **named))
    return [(one.code, one.element, one.message_en) for one in examine(read_dmn(definitions(body)))]


def codes(*arguments, **named):
    return [(code, element) for code, element, _ in found(*arguments, **named)]


def test_a_whole_table_has_nothing_to_say():
    rows = [("< 3", "true", '"a"'), ("< 3", "false", '"b"'), (">= 3", "-", '"c"')]
    assert found(["n", "b"], ["x"], rows) == []


@pytest.mark.parametrize(
    ("rows", "example"),
    [
        ([("< 3", "1"), ("> 3", "2")], "n = 3"),
        ([("[1..3]", "1"), ("[4..5]", "2"), ("< 1", "3"), ("> 5", "4")], "n = 3.5"),
        ([("< 10", "1"), ("[20..30]", "2"), ("> 30", "3")], "n = 10"),
        ([('@"2026-01-01"', "1"), ('< @"2026-01-01"', "2")], "n = 2026-01-02"),
        ([('date("2026-01-01")', "1"), ('> date("2026-01-01")', "2")], "n = 2025-12-31"),
        ([('<= @"PT1H"', "1"), ('> @"PT2H"', "2")], "n = PT1H30M"),
        ([('"a"', "1"), ('"b", "c"', "2")], 'n = "其他/other"'),
        ([("true", "1")], "n = false"),
        ([("not(1)", "1")], "n = 1"),
    ],
)
def test_gaps_have_an_example(rows, example):
    [(code, element, words)] = found(["n"], ["x"], rows)
    assert (code, element) == ("dmn.gap", "t")
    assert words.endswith(f"for example: {example}")


def test_neighbouring_days_leave_no_gap_between():
    assert found(["d"], ["x"], [('<= @"2026-01-01"', "1"), ('>= @"2026-01-02"', "2")]) == []


def test_a_default_or_a_collecting_policy_leaves_no_gap():
    assert found(["n"], ["x"], [("< 3", "1")], defaults={"x": "0"}) == []
    assert found(["n"], ["x"], [("< 3", "1")], 'hitPolicy="COLLECT"') == []


def test_the_values_of_a_list_are_all_that_must_be_covered():
    rows = [('"a"', "1"), ('"b"', "2")]
    assert found(["k"], ["x"], rows, values={"k": '"a", "b"'}) == []
    [(code, _, words)] = found(["k"], ["x"], rows, values={"k": '"a", "b", "c"'})
    assert (code, words[-7:]) == ("dmn.gap", 'k = "c"')


def test_item_definitions_have_lists_too():
    allowed = '<allowedValues><text>"a","b"</text></allowedValues>'
    types = f'<itemDefinition name="tK"><typeRef>string</typeRef>{allowed}</itemDefinition>'
    body = types + decision_xml("d", table_xml(["k"], ["x"], [('"a"', "1"), ('"z"', "2")]))
    body = body.replace("<inputExpression>", '<inputExpression typeRef="tK">')
    told = [(one.code, one.element) for one in examine(read_dmn(definitions(body)))]
    assert told == [("dmn.dead-rule", "r2c1"), ("dmn.gap", "t")]


def test_overlaps_of_a_unique_table_name_both_rules_and_an_example():
    rows = [("<= 3", '"a"', "1"), (">= 3", "-", "2"), ("< 3", 'not("a")', "3")]
    [(code, element, words)] = found(["n", "k"], ["x"], rows)
    assert (code, element) == ("dmn.overlap", "r2")
    assert "rules 1 and 2" in words
    assert 'n = 3, k = "a"' in words


def test_any_may_overlap_where_the_answers_are_equal():
    assert codes(["n"], ["x"], [("<= 3", "1"), (">= 3", "1")], 'hitPolicy="ANY"') == []
    assert codes(["n"], ["x"], [("<= 3", "1"), (">= 3", "2")], 'hitPolicy="ANY"') == [("dmn.overlap", "r2")]


def test_rules_that_earlier_ones_mask_are_dead_in_a_first_table():
    rows = [("< 5", "1"), (">= 5", "2"), ("7", "3")]
    assert codes(["n"], ["x"], rows, 'hitPolicy="FIRST"') == [("dmn.dead-rule", "r3")]
    assert codes(["n"], ["x"], [*rows[:2][::-1], ("-", "3")], 'hitPolicy="FIRST"') == [("dmn.dead-rule", "r3")]


def test_rules_that_better_ones_mask_are_dead_in_a_priority_table():
    rows = [("7", '"low"'), ("-", '"high"')]
    values = {"x": '"high", "low"'}
    assert codes(["n"], ["x"], rows, 'hitPolicy="PRIORITY"', values=values) == [("dmn.dead-rule", "r1")]
    assert codes(["n"], ["x"], rows, 'hitPolicy="PRIORITY"', values={"x": '"low", "high"'}) == []


@pytest.mark.parametrize("cell", ["< 1", '"text"', "[20..30]"])
def test_cells_that_nothing_allowed_satisfies(cell):
    told = codes(["n"], ["x"], [("-", "1"), (cell, "2")], 'hitPolicy="COLLECT"', values={"n": "[1..10]"})
    assert told == [("dmn.dead-rule", "r2c1")]


def test_values_outside_the_lists():
    told = found(
        ["k"], ["x"], [('"a", "z"', '"yes"'), ('"b"', '"maybe"')], values={"k": '"a", "b"', "x": '"yes", "no"'}
    )
    assert [(code, element) for code, element, _ in told] == [
        ("dmn.value-outside", "r1c1"),
        ("dmn.output-outside", "r2c2"),
    ]
    assert '"z"' in told[0][2]
    assert '"maybe"' in told[1][2]


def test_what_rests_on_other_values_is_neither_gap_nor_overlap():
    rows = [("< limit", "1"), (">= limit", "2"), ("? * 2 > 7", "3")]
    assert found(["n"], ["x"], rows) == []


def test_a_table_too_wide_says_so_within_a_second():
    names = [f"i{at}" for at in range(20)]
    rows = [(*(str(row % (2 + at)) for at in range(20)), "1") for row in range(60)]
    told = codes(names, ["x"], rows)
    assert ("dmn.too-wide", "t") in told or any(code == "dmn.gap" for code, _ in told)


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "PRIORITY"])
def test_a_long_table_is_looked_at_only_as_far_as_a_second_goes(policy):
    rows = [(f"[{row * 10}..{row * 10 + 9}]", f"[{row % 9}..{row % 11 + 9}]", '"a"') for row in range(700)]
    told = codes(["n", "m"], ["x"], rows, f'hitPolicy="{policy}"', values={"x": '"a", "b"'})
    assert ("dmn.too-wide", "t") in told


def test_cells_that_take_long_to_work_out_are_not_foretold():
    rows = [("count(for i in 1..2000000 return i)", "1"), ("< 3", "count(for i in 1..2000000 return i)")]
    assert codes(["n"], ["x"], rows) == []
    slow = "count(for i in 1..50000 return i) > ?"
    many = [(str(row), str(row)) for row in range(300)]
    assert ("dmn.too-wide", "t") in codes(["n"], ["x"], many, values={"n": slow})


CELLS = st.sampled_from(["-", "1", "2", "< 2", ">= 2", "(1..3]", "[2..2]", "not(2)", "1, 3"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_findings_are_true(cells):
    """Asked over a fine grid, the table itself says what the examination said of gaps, overlaps and dead rules."""
    rows = [(one, other, str(at)) for at, (one, other) in enumerate(cells)]
    body = decision_xml("d", table_xml(["a", "b"], ["x"], rows, 'hitPolicy="COLLECT"'))
    decisions = compile_model(read_dmn(definitions(body)))
    grid = [n / 2 for n in range(9)]
    hits = [
        decisions.evaluate("d", {"a": Decimal(str(a)), "b": Decimal(str(b))}, Evaluation()).rules
        for a, b in itertools.product(grid, grid)
    ]
    unique = {code for code, _, _ in found(["a", "b"], ["x"], rows)}
    assert ("dmn.gap" in unique) == any(not one for one in hits)
    assert ("dmn.overlap" in unique) == any(len(one) > 1 for one in hits)
    first = {
        element for code, element, _ in found(["a", "b"], ["x"], rows, 'hitPolicy="FIRST"') if code == "dmn.dead-rule"
    }
    alive = {one[0] for one in hits if one}
    assert first == {f"r{at + 1}" for at in range(len(rows))} - alive


def test_the_check_of_a_process_tells_of_its_tables_and_follows_imports():
    body = decision_xml("d", table_xml(["n"], ["x"], [("< 3", "uuid()")]))
    other = definitions(decision_xml("e", literal_xml("1")), namespace="urn:other")
    imported = '<import name="o" namespace="urn:other" importType="x"/>'
    report = check(Sources(straight(human("a"), "a"), {"a.dmn": definitions(imported + body), "b.dmn": other}, "p"))
    told = [(one.code, one.file) for one in report.problems if one.code.startswith("dmn.")]
    assert told == [("dmn.unknown-function", "a.dmn"), ("dmn.gap", "a.dmn")]
