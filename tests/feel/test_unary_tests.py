"""Cells of decision tables."""

import datetime as dt

import pytest

from onegrid.feel import FeelSyntaxError, compile_unary_tests


@pytest.mark.parametrize(
    ("cell", "value", "verdict"),
    [
        ("-", None, True),
        ("", 5, True),
        ("5", 5, True),
        ('"a", "b"', "b", True),
        ('"a", "b"', "c", False),
        ('"a", "b"', None, False),
        ('not("a", "b")', "c", True),
        ('not("a")', "a", False),
        ("not(true)", False, True),
        ("< 5", 4, True),
        ("< 5", None, None),
        (">= 5, 1", 1, True),
        ("[1..5)", 5, False),
        ("(1..5]", 5, True),
        ("true", True, True),
        ("true", False, False),
        ("true", None, False),
        ("false", False, True),
        ("null", None, True),
        ("null", 1, False),
        ("? > 2 and ? < 5", 3, True),
        ("? > 2 and ? < 5", 7, False),
        ('contains(?, "井盖")', "路边井盖破损", True),
        ("list contains(?, 2)", [1, 2], True),
        ("limit", 10, True),
        ("< limit", 3, True),
        ("limit > 5", "anything", True),
        ("limit > 50", "anything", False),
        ("[1, 2, 3]", 2, True),
        ("[1, 2]", [1, 2], True),
        ("count(?) > 1", [1, 2], True),
        ('< @"2024-06-01"', dt.date(2024, 5, 1), True),
        ("not(< 5)", 3, False),
        ("not(< 5)", None, None),
        ("(not(? > 5))", 3, True),
        ("-5", -5, True),
        ("!= 3", 4, True),
    ],
)
def test_cells(passes, cell, value, verdict):
    assert passes(cell, value, limit=10) is verdict


def test_a_cell_of_a_false_input_is_not_passed_by_a_true_comparison_of_it(passes):
    assert passes("? = true", False) is False
    assert passes("? = false", False) is True


@pytest.mark.parametrize("cell", ["< ", '"a",', "not(", "5 5", "[1..", "-,-"])
def test_what_is_no_test_is_refused(cell):
    with pytest.raises(FeelSyntaxError):
        compile_unary_tests(cell)
