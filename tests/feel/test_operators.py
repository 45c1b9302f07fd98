"""Arithmetic, comparison and three-valued logic."""

import datetime as dt
from decimal import Decimal

import pytest

from onegrid.feel import Evaluation, YearsMonths, compile_expression


@pytest.mark.parametrize(
    "text",
    ["false and null", "null or true", "some x in [null, true] satisfies x", "every x in [null, false] satisfies x"],
)
def test_a_null_that_decides_nothing_is_no_reason(feel, evaluation, text):
    assert feel(text) is not None
    assert evaluation.reasons == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("2 ** 3 ** 2", 64),  # to the left, as the grammar of DMN has it
        ("-3 ** 2", 9),  # minus binds closer than the power
        ("- (3) - -2", -1),
        ("7 / 2", Decimal("3.5")),
        ("6 / 3", 2),
        ("0.1 + 0.2", Decimal("0.3")),
        ("1 / 3", Decimal("0.3333333333333333333333333333333333")),
        ("1.5e3 * 2", 3000),
        ("2 ** -1", Decimal("0.5")),
        ('"灯" + "杆"', "灯杆"),
        ("99999999999999999999 * 99999999999999999999", Decimal("9.999999999999999999800000000000000E+39")),
    ],
)
def test_arithmetic_is_exact_to_34_digits(feel, text, value):
    assert feel(text) == value


def test_an_int_never_becomes_a_float(feel):
    assert type(feel("6 / 3")) is int
    assert type(feel("1 / 3")) is Decimal


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 / 0", "feel.division-by-zero"),
        ("0 ** -1", "feel.division-by-zero"),
        ('1 + "a"', "feel.operands"),
        ("true + 1", "feel.operands"),
        ("null * 2", "feel.operands"),
        ("10 ** 9999", "feel.arithmetic"),
        ("nothing here", "feel.unknown-name"),
        ('1 < "a"', "feel.not-comparable"),
        ("null < 1", "feel.not-comparable"),
        ("1 >= null", "feel.not-comparable"),
        ("null > null", "feel.not-comparable"),
        ("null between 1 and 2", "feel.not-comparable"),
        ("1 between null and 2", "feel.not-comparable"),
        ("null in [1..2]", "feel.not-comparable"),
        ("null in < 5", "feel.not-comparable"),
        ("[1..null]", "feel.range"),
        ("before((> 1), (< 5))", "feel.not-comparable"),
        ("min(1, null)", "feel.not-comparable"),
        ("max([null])", "feel.not-comparable"),
        ("sort([1, null])", "feel.not-comparable"),
        ("min([])", "feel.argument"),
        ("max([])", "feel.argument"),
        ("sum([])", "feel.argument"),
        ("mean([])", "feel.argument"),
        ("product([])", "feel.argument"),
        ("median([])", "feel.argument"),
        ("stddev([])", "feel.argument"),
        ("stddev([1])", "feel.argument"),
        ("sum([1, null])", "feel.not-number"),
        ("mean([1, null])", "feel.not-number"),
        ("mode([1, null])", "feel.not-number"),
        ("all([true, null])", "feel.not-boolean"),
        ("any([false, null])", "feel.not-boolean"),
        ("not(null)", "feel.not-boolean"),
        ("true and null", "feel.not-boolean"),
        ("null or false", "feel.not-boolean"),
        ("every x in [true, null] satisfies x", "feel.not-boolean"),
        ("some x in [false, null] satisfies x", "feel.not-boolean"),
        ("some x in [false, 1] satisfies x", "feel.not-boolean"),
        ("every x in null satisfies x", "feel.not-list"),
        ("for x in null return x", "feel.not-list"),
        ("floor(1.5, null)", "feel.argument"),
        ("ceiling(1.5, null)", "feel.argument"),
        ("if 1 then 2 else null", "feel.not-boolean"),
        ('@"999999999-12-31" + @"P1D"', "feel.temporal-range"),
    ],
)
def test_null_comes_with_its_reason(feel, evaluation, text, code):
    assert feel(text) is None
    assert code in [reason.code for reason in evaluation.reasons]
    assert all(reason.message_en and reason.message_zh for reason in evaluation.reasons)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true and null", None),
        ("false and null", False),
        ("null and false", False),
        ("true or null", True),
        ("null or false", None),
        ("null and null", None),
        ('true and "yes"', None),
        ('false and "yes"', False),
        ("not(null)", None),
        ("not(false)", True),
        ("null = null", True),
        ("null = 0", False),
        ("null != 0", True),
        ('1 = "1"', None),
        ("1 = 1.0", True),
        ("true = 1", None),
        ("null < 1", None),
        ("[1, 2] = [1, 2.0]", True),
        ("[1, 2] = [2, 1]", False),
        ("{a: 1, b: [2]} = {b: [2], a: 1}", True),
        ("[1..3] = [1..3]", True),
        ("[1..3] = [1..3)", False),
        ("5 between 5 and 7", True),
        ("5 between null and 4", False),
        ("5 between null and 7", None),
        ('"b" between "a" and "c"', True),
    ],
)
def test_logic_has_three_values(feel, text, value):
    assert feel(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5 in (1, 5)", True),
        ("5 in [1..5)", False),
        ("5 in ]4..6[", True),
        ("5 in (> 3, < 1)", True),
        ("5 in != 5", False),
        ("3 in [[1..2], [3..4]]", True),
        ('"灯" in ["井盖", "灯"]', True),
        ("5 in [1..null]", None),
        ("1 in 1", True),
    ],
)
def test_in(feel, text, value):
    assert feel(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('@"2024-01-31" + @"P1M"', dt.date(2024, 2, 29)),
        ('@"2024-03-31" - @"P1M"', dt.date(2024, 2, 29)),
        ('@"2024-02-28" + @"PT36H"', dt.date(2024, 2, 29)),
        ('@"2024-03-01" - @"2024-02-01"', dt.timedelta(days=29)),
        ('@"23:30:00" + @"PT1H"', dt.time(0, 30)),
        ('@"10:00:00+08:00" - @"02:00:00Z"', dt.timedelta(0)),
        ('@"PT1H" * 1.5', dt.timedelta(minutes=90)),
        ('@"P1D" / @"PT6H"', 4),
        ('@"P1Y" / 12', YearsMonths(1)),
        ('-@"P1Y2M"', YearsMonths(-14)),
        ('@"P1Y2M" + @"P10M"', YearsMonths(24)),
        ('@"2024-01-01T00:00:00Z" = @"2024-01-01T08:00:00+08:00"', True),
        ('@"2024-01-01T08:00:00" = @"2024-01-01T00:00:00Z"', True),  # local means the evaluation's zone
        ('@"2024-01-01T08:00:00" < @"2024-01-01T00:00:01Z"', True),
        ('@"2024-01-01T09:00:00" - @"2024-01-01"', dt.timedelta(hours=9)),
    ],
)
def test_dates_times_and_durations(feel, text, value):
    assert feel(text) == value


def test_real_time_passes_over_a_change_of_clocks(feel):
    shifted = feel('date and time("2024-03-30T12:00:00@Europe/Paris") + duration("P1D")')
    assert shifted.isoformat() == "2024-03-31T13:00:00+02:00"


def test_without_a_zone_local_and_zoned_moments_cannot_be_compared():
    strict = Evaluation()
    text = '@"2024-01-01T08:00:00" = @"2024-01-01T00:00:00Z"'
    assert compile_expression(text).evaluate({}, strict) is None
    assert strict.reasons[0].code == "feel.not-comparable"
