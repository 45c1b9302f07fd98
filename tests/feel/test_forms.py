"""if, for, some, every, filters, contexts, functions, instance of, paths."""

import datetime as dt
from decimal import Decimal

import pytest

from onegrid.feel import Range


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('if 2 > 1 then "a" else "b"', "a"),
        ('if null then "a" else "b"', "b"),
        ("for x in [1, 2], y in [x, 10] return x * y", [1, 10, 4, 20]),
        ("for x in 3..1 return x", [3, 2, 1]),
        ("for x in (1..4) return x", [2, 3]),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [1, 1, 2, 6, 24]),
        ("for x in 1..2 return partial", [[], [[]]]),
        ('for d in @"2024-02-28"..@"2024-03-01" return d.day', [28, 29, 1]),
        ("for x in [] return x", []),
        ("for x in null return x", None),
        ("some x in [1, 2] satisfies x > 1", True),
        ("every x in [1, 2] satisfies x > 1", False),
        ("every x in [] satisfies x > 1", True),
        ("some x in [null, 2] satisfies x > 1", True),
        ("some x in [null, 0] satisfies x > 1", None),
        ("some x in [1, 2], y in [3] satisfies x + y = 5", True),
        ("[1, 2, 3][item > 1]", [2, 3]),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][4]", None),
        ("[1, 2, 3][0]", None),
        ("[][1]", None),
        ("[][item > 1]", []),
        ("5[1]", 5),
        ("null[true]", []),
        ("[{a: 1}, {a: 2}][a = 2].a", [2]),
        ("[{item: 1}, {item: 2}][item = 2]", [{"item": 2}]),
        ("[{a: 1}, {b: 2}].a", [1, None]),
        ("{a: 1, b: a + 1, c: {d: b}}.c.d", 2),
        ('{"two words": 1}.two words', 1),
        ("(function(a, b: number) a - b)(b: 1, a: 3)", 2),
        ("(function(a: number) a)([7])", 7),
        ('(function(a: number) a)("x")', None),
        ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(10)}.r", 3628800),
        ("1 instance of number", True),
        ("null instance of number", False),
        ("[1, 2] instance of list<number>", True),
        ('["a"] instance of list<number>', False),
        ('{a: "x"} instance of context<a: string>', True),
        ('{a: "x"} instance of context<a: string, b: number>', False),
        ("(function(x) x) instance of function<number> -> number", True),
        ("[1..2] instance of range<number>", True),
        ('@"P1D" instance of days and time duration', True),
        ('@"P1M" instance of days and time duration', False),
        ('@"2024-01-01" instance of date and time', False),
        ('@"2024-12-31".weekday', 2),
        ('@"2024-12-31T10:20:30.5+08:00".second', Decimal("30.5")),
        ('@"2024-12-31T10:20:30+08:00".time offset', dt.timedelta(hours=8)),
        ('@"2024-12-31T10:20:30@Asia/Shanghai".timezone', "Asia/Shanghai"),
        ('@"-P1DT2H".hours', -2),
        ('@"-P1Y2M".months', -2),
        ("(> 5).start included", False),
        ("[1..5).end", 5),
        ("(<= 5)", Range(None, 5, False, True)),
        ("1 + /* in between */ 1 // at the end", 2),
    ],
)
def test_forms(feel, text, value):
    assert feel(text) == value


def test_a_closure_keeps_the_round_in_which_it_was_made(feel):
    assert feel("for f in (for x in 1..3 return function() x) return f()") == [1, 2, 3]


def test_results_never_share_what_was_given(feel):
    given = [1, 2]
    assert feel("append(xs, 3)", xs=given) == [1, 2, 3]
    assert feel('context put(c, "k", 1)', c={"k": 0}) == {"k": 1}
    assert given == [1, 2]
