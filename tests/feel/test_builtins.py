"""Built-in functions, by position and by name."""

import datetime as dt
from decimal import Decimal

import pytest

from onegrid.feel import Range, YearsMonths
from onegrid.feel.builtins import BUILTINS

CASES = [
    ('extract("a1b22", "[0-9]+")', ["1", "22"]),
    ("is defined(nobody)", False),
    ("is defined(false)", True),
    ("get or else(null, 3)", 3),
    ("get or else(false, 3)", False),
    ("duplicate values([1, 2, 1, 1, 3, 3])", [1, 3]),
    ('last day of month(@"2024-02-03T10:00:00") = @"2024-02-29"', True),
    ("assert(1, 1 = 1)", 1),
    ('assert(1, null, "no")', None),
    ('to base64("FEEL")', "RkVFTA=="),
    ('is blank("  ")', True),
    ("is empty([])", True),
    ('range("[2..)") = (>= 2)', True),
    ('range("(..2]") = (<= 2)', True),
    ('range("[2..]")', None),
    ('range("(..)")', None),
    ("get value({a: 1}, [])", None),
    # strings
    ('substring("foobar", 3)', "obar"),
    ('substring("foobar", 3, 2)', "ob"),
    ('substring("网格化管理", -2)', "管理"),
    ('substring(string: "foobar", start position: 4)', "bar"),
    ('substring("foobar", 0)', None),
    ('string length("一网")', 2),
    ('string length("🐎")', 1),
    ('upper case("aB")', "AB"),
    ('lower case("aB")', "ab"),
    ('trim("  a ")', "a"),
    ('substring before("宿迁市宿城区", "市")', "宿迁"),
    ('substring after("宿迁市宿城区", "市")', "宿城区"),
    ('substring before("abc", "x")', ""),
    ('contains("abc", "b")', True),
    ('contains("abc", null)', None),
    ('starts with("abc", "ab")', True),
    ('ends with("abc", "bc")', True),
    (r'matches("AB12", "^[a-z]+\d+$", "i")', True),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
    ('replace("a.b", ".", "-", "q")', "a-b"),
    (r'split("a; b;c", ";\s*")', ["a", "b", "c"]),
    ('string join(["a", null, "b"], "、")', "a、b"),
    ('string join(["a", "b"], ",", "[", "]")', "[a,b]"),
    ("string join([1])", None),
    ("string(1.50)", "1.5"),
    ("string(1e3)", "1000"),
    ('string([1, "a", {b: true}])', '[1, "a", {b: true}]'),
    ('string(@"P1DT2H")', "P1DT2H"),
    ("string(null)", None),
    ('number("1 000,5", " ", ",")', Decimal("1000.5")),
    ('number("1,000", ",", ",")', None),
    ('number("abc")', None),
    ('matches("hello", "^[a-z-[aeiou]]+$")', False),
    ('matches("hll", "^[a-z-[aeiou]]+$")', True),
    (r'matches("宿迁 x", "^\p{L}+\s\i$")', True),
    (r'matches("1,22,", "^(\d+,)+$")', True),
    (r'matches("10.0.0.1", "^(\d{1,3}\.){3}\d{1,3}$")', True),
    ('matches("helloworld", "hello world", "x")', True),
    ('matches("a\\n", "a$")', False),
    ('matches("a\\nb", "a$", "m")', True),
    ('matches("a\\nb", "a.b")', False),
    ('matches("a\\nb", "a.b", "s")', True),
    # numbers
    ("decimal(2.665, 2)", Decimal("2.66")),
    ("decimal(125, -1)", 120),
    ("round half up(2.5, 0)", 3),
    ("round half down(2.5, 0)", 2),
    ("round up(-1.1, 0)", -2),
    ("round down(-1.9, 0)", -1),
    ("floor(-1.5)", -2),
    ("ceiling(1.234, 2)", Decimal("1.24")),
    ("abs(-1.5)", Decimal("1.5")),
    ('abs(@"-P1M")', YearsMonths(1)),
    ('abs(@"-PT1H")', dt.timedelta(hours=1)),
    ("modulo(-12, 5)", 3),
    ("modulo(10.1, -4.5)", Decimal("-3.4")),
    ("modulo(1, 0)", None),
    ("sqrt(16)", 4),
    ("sqrt(-1)", None),
    ("floor(exp(1) * 1000)", 2718),
    ("log(0)", None),
    ("odd(5)", True),
    ("even(2.5)", False),
    # lists
    ("list contains([1, null], null)", True),
    ("count([1, [2, 3]])", 2),
    ("min(3, 1, 2)", 1),
    ('max(["a", "c", "b"])', "c"),
    ("max([])", None),
    ('max([1, "a"])', None),
    ("sum([1, 2.5])", Decimal("3.5")),
    ('sum([@"PT1H", @"PT30M"])', dt.timedelta(minutes=90)),
    ("sum([])", None),
    ("mean(1, 2)", Decimal("1.5")),
    ("median([8, 2, 5, 3])", 4),
    ("mode([6, 1, 9, 6, 1])", [1, 6]),
    ("mode([])", []),
    ("stddev([2, 4, 7, 5])", Decimal("2.081665999466132735282297706979931")),
    ("stddev([1])", None),
    ("product(2, 3, 4)", 24),
    ("all([true, null, false])", False),
    ("all([])", True),
    ("any([false, null])", None),
    ("any(true, false)", True),
    ("sublist([4, 5, 6], -2, 1)", [5]),
    ("sublist([1], 3)", None),
    ("append([1], 2, [3])", [1, 2, [3]]),
    ("concatenate([1], [2, [3]])", [1, 2, [3]]),
    ("concatenate([[1], [2]])", [[1], [2]]),
    ("concatenate([1], null)", None),
    ("insert before([1, 3], 2, 2)", [1, 2, 3]),
    ("remove([1, 2, 3], -1)", [1, 2]),
    ("list replace([2, 4], 1, 9)", [9, 4]),
    ("list replace([2, 4, 7], function(item, new) item < new, 5)", [5, 5, 7]),
    ("reverse([1, 2])", [2, 1]),
    ("index of([1, 2, 1], 1)", [1, 3]),
    ("distinct values([1, 2, 1.0, null, null])", [1, 2, None]),
    ("union([1, 2], [2, 3])", [1, 2, 3]),
    ("flatten([1, [2, [3]]])", [1, 2, 3]),
    ("sort([3, 1, 2])", [1, 2, 3]),
    ("sort([3, 1, 2], function(a, b) a > b)", [3, 2, 1]),
    ("sort(list: [{n: 2}, {n: 1}], precedes: function(a, b) a.n < b.n).n", [1, 2]),
    ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
    # contexts
    ('get value({a: {b: 1}}, ["a", "b"])', 1),
    ('get value({a: 1}, "b")', None),
    ("get value({a: 1}, {b: 1})", None),
    ("get entries({a: 1})", [{"key": "a", "value": 1}]),
    ('context([{key: "a", value: 1}])', {"a": 1}),
    ('context([{key: "a", value: 1}, {key: "a", value: 2}])', None),
    ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
    ('context put({a: {b: 1}}, ["a", "c"], 2)', {"a": {"b": 1, "c": 2}}),
    ("context merge([{a: 1, b: 1}, {b: 2}])", {"a": 1, "b": 2}),
    # ranges
    ("before(1, [2..3])", True),
    ("before([1..5), [5..9])", True),
    ("after([5..9], [1..5])", False),
    ("meets([1..5], [5..9])", True),
    ("met by([5..9], [1..5])", True),
    ("overlaps([1..5], [3..9])", True),
    ("overlaps before([1..5], [3..9])", True),
    ("overlaps after([3..9], [1..5])", True),
    ("overlaps after([1..5], [1..5))", False),
    ("finishes(5, [1..5])", True),
    ("finished by([1..5], 5)", True),
    ("includes([1..5], 3)", True),
    ("includes([1..5], [2..5])", True),
    ("during((1..5), [1..5])", True),
    ("starts(1, [1..5])", True),
    ("started by([1..5], [1..3])", True),
    ("coincides([1..5], [1..5])", True),
    ('range("[1..5)")', Range(1, 5, True, False)),
    ('range("[1..x]")', None),
    # dates and times
    ('date("2024-02-30")', None),
    ("date(2024, 2, 29)", dt.date(2024, 2, 29)),
    ('date(date and time("2024-02-29T23:00:00Z"))', dt.date(2024, 2, 29)),
    ('time("10:20:30Z")', dt.time(10, 20, 30, tzinfo=dt.UTC)),
    ('time(10, 20, 30.5, duration("PT8H"))', dt.time(10, 20, 30, 500000, dt.timezone(dt.timedelta(hours=8)))),
    ("time(hour: 10, minute: 20, second: 30)", dt.time(10, 20, 30)),
    ('time("25:00:00")', None),
    ('date and time("2024-01-01T24:00:00")', dt.datetime(2024, 1, 2)),  # noqa: DTZ001
    ('date and time(date("2024-01-01"), time("10:00:00Z"))', dt.datetime(2024, 1, 1, 10, tzinfo=dt.UTC)),
    ('duration("P1Y2M")', YearsMonths(14)),
    ('duration("PT1H30M")', dt.timedelta(minutes=90)),
    ('duration("P")', None),
    ('years and months duration(date("2023-08-31"), date("2024-02-29"))', YearsMonths(5)),
    ('years and months duration(date("2024-02-29"), date("2023-08-31"))', YearsMonths(-5)),
    ('day of year(date("2024-12-31"))', 366),
    ('day of week(date("2026-03-02"))', "Monday"),
    ('month of year(date("2026-03-02"))', "March"),
    ('week of year(date("2023-01-01"))', 52),
    ('is(@"10:00:00Z", @"10:00:00+00:00")', True),
    ('is(@"10:00:00+08:00", @"02:00:00Z")', False),
    ("is(1, 1.0)", True),
    ("today()", dt.date(2026, 3, 2)),
]


@pytest.mark.parametrize(("text", "value"), CASES)
def test_built_in(feel, text, value):
    found = feel(text)
    assert found == value
    assert type(found) is not bool or type(value) is bool


def test_every_built_in_is_tried_here():
    tried = " ".join(text for text, _ in CASES) + " now("
    missing = [name for name in BUILTINS if f"{name}(" not in tried and name not in ("not", "exp")]
    assert missing == []


def test_now_is_the_callers_moment_in_the_callers_zone(feel):
    assert feel("now()").isoformat() == "2026-03-02T09:30:00+08:00"


def test_what_does_not_fit_a_function_is_null_with_its_name(feel, evaluation):
    assert feel("upper case(5)") is None
    assert feel("substring(text: 5)") is None
    assert [reason.code for reason in evaluation.reasons] == ["feel.arguments", "feel.arguments"]
    assert "upper case" in evaluation.reasons[0].message_en


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(([ab]{1,3}){1,3}){1,3}c", r"(\w+\s?)*$", "(?=a)", "[z-a]", "(", "\\"]
)
def test_patterns_that_are_wrong_or_never_end_are_refused(feel, evaluation, pattern):
    assert feel("matches(subject, pattern)", subject="a" * 60 + "b", pattern=pattern) is None
    assert evaluation.reasons[0].code == "feel.pattern"
