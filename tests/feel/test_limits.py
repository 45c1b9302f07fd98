"""What may be asked is bounded, and what is wrong is said with its place."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onegrid.feel import BudgetExceeded, Evaluation, FeelSyntaxError, compile_expression, compile_unary_tests


@pytest.mark.parametrize(
    "text",
    [
        "for x in 1..1000000000 return x",
        "some x in 1..1000000, y in 1..1000000 satisfies false",
        "{a: for x in 1..9999 return x, b: concatenate(a, a, a, a), c: concatenate(b, b, b, b), "
        "d: concatenate(c, c, c, c), e: concatenate(d, d, d, d)}.e",
        "for x in 1..100000 return partial",
        "count(sort(for x in 1..90000 return -x, function(a, b) a < b))",
    ],
)
def test_huge_work_is_stopped_by_the_budget(text):
    with pytest.raises(BudgetExceeded) as stopped:
        compile_expression(text).evaluate({}, Evaluation(steps=200_000))
    assert stopped.value.code == "feel.budget"
    assert "步数" in stopped.value.message_zh


def test_doubling_a_text_is_stopped_too():
    entries = ", ".join(f"t{n}: t{n - 1} + t{n - 1}" for n in range(1, 40))
    with pytest.raises(BudgetExceeded):
        compile_expression(f'{{t0: "{"x" * 100}", {entries}}}').evaluate({}, Evaluation(steps=100_000))


@pytest.mark.parametrize("call", ['replace(t, "a", t)', 'replace(t, "a", t, "q")', 'replace(t, "a+", d)'])
def test_replacements_are_paid_before_they_are_built(call):
    """Each of these would be 10,000,000,000 characters."""
    entries = 't: string join(for i in 1..100000 return "a"), d: string join(for i in 1..100000 return "$0")'
    with pytest.raises(BudgetExceeded):
        compile_expression(f"{{{entries}, r: {call}}}.r").evaluate({}, Evaluation())


def test_endless_recursion_is_stopped():
    text = "{f: function(g, n) g(g, n + 1), r: f(f, 0)}.r"
    with pytest.raises(BudgetExceeded) as stopped:
        compile_expression(text).evaluate({}, Evaluation())
    assert stopped.value.code == "feel.depth"


def test_a_stopped_recursion_leaves_the_evaluation_usable():
    evaluation = Evaluation()
    for _ in range(3):
        with pytest.raises(BudgetExceeded):
            compile_expression("{f: function(n) f(n + 1), r: f(0)}.r").evaluate({}, evaluation)
    assert (
        compile_expression("{f: function(n) if n = 0 then 0 else f(n - 1), r: f(90)}.r").evaluate({}, evaluation) == 0
    )


def test_long_chains_are_read_and_deep_nests_refused():
    assert compile_expression(" or ".join(f"x = {n}" for n in range(2000))).evaluate({"x": 1999}, Evaluation()) is True
    with pytest.raises(FeelSyntaxError):
        compile_expression("(" * 500 + "1" + ")" * 500)
    with pytest.raises(FeelSyntaxError):
        compile_expression("1 + " * 5000 + "1")


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "feel.empty", 1, 1),
        ("1 +", "feel.empty", 1, 4),
        ("1 + * 2", "feel.unexpected", 1, 5),
        ("if a\nthen b", "feel.expected", 2, 7),
        ('"open', "feel.unclosed", 1, 1),
        ("a = \u201c是\u201d", "feel.full-width", 1, 5),
        ("f(1, a: 2)", "feel.mixed-arguments", 1, 2),
        ("{a: 1, a: 2}", "feel.double-entry", 1, 9),
        ("1 instance of mystery", "feel.unknown-type", 1, 15),
        ("[1, 2", "feel.expected", 1, 6),
        ('outcome == "x"', "feel.foreign", 1, 10),
        ("a && b", "feel.foreign", 1, 3),
        ("${approved}", "feel.foreign", 1, 1),
        ("name = 'x'", "feel.foreign", 1, 8),
        ("!done", "feel.foreign", 1, 1),
        ("a; b", "feel.unexpected", 1, 2),
    ],
)
def test_syntax_errors_say_where(text, code, line, column):
    with pytest.raises(FeelSyntaxError) as error:
        compile_expression(text)
    assert (error.value.code, error.value.line, error.value.column) == (code, line, column)
    assert f"第 {line} 行" in error.value.message_zh


_WORDS = st.sampled_from(
    [
        "1",
        "0.5",
        '"a"',
        "null",
        "true",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        ",",
        ":",
        "..",
        ".",
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "<",
        ">=",
        "!=",
        "and",
        "or",
        "not",
        "in",
        "between",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "satisfies",
        "x",
        "item",
        "?",
        "function",
        "sum",
        "count",
        "sort",
        'date("2024-01-01")',
        '@"P1D"',
        "instance",
        "of",
        "number",
        "a-b",
        "网格",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_whatever_is_written_either_reads_or_is_refused(text):
    for compile_ in (compile_expression, compile_unary_tests):
        try:
            compiled = compile_(text)
        except FeelSyntaxError:
            continue
        try:
            if compile_ is compile_expression:
                compiled.evaluate({"x": 1}, Evaluation(steps=5000))
            else:
                compiled.test(1, {"x": 1}, Evaluation(steps=5000))
        except BudgetExceeded:
            pass


_LONG, _LIST = "a" * 4_000_000, list(range(100_000))
_TWICE: list[object] = [1]
for _ in range(30):
    _TWICE = [_TWICE, _TWICE]


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..900000 return long < other",
        "for i in 1..900000 return long = other",
        "for i in 1..900000 return string length(string([long]))",
        "for i in 1..900000 return list instance of list<number>",
        "{f: function(given: list<number>) 1, all: for i in 1..900000 return f(list)}.all",
        "for i in 1..900000 return wide[true]",
        f"twice instance of {'list<' * 31}number{'>' * 31}",
    ],
)
def test_what_is_large_costs_by_its_size(text):
    scope = {
        "long": _LONG, "other": _LONG[1:] + "b", "list": _LIST, "twice": _TWICE,
        "wide": {f"k{number}": number for number in range(50_000)},
    }  # fmt: skip
    with pytest.raises(BudgetExceeded):
        compile_expression(text).evaluate(scope, Evaluation(steps=100_000))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("a?" * 26 + "a" * 26 + "b", "a" * 40 + "b"),
        ("(a|a?)" * 28 + "b", "a" * 60 + "xb"),
        ("a{0,90}" * 5 + "b", "a" * 100 + "xb"),
        (r"(.*)(.*)(.*)(.*)(.*)\1b", "a" * 60 + "xb"),
        (".*,.*,.*;x", "a," * 2000 + ";yx"),
        ("a*b", "a" * 40_000 + "xb"),
    ],
)
def test_patterns_that_would_search_for_ever_are_stopped(pattern, text):
    with pytest.raises(BudgetExceeded):
        compile_expression("matches(t, p)").evaluate({"t": text, "p": pattern}, Evaluation(steps=200_000))


@pytest.mark.parametrize(
    ("pattern", "hits"),
    [
        (".*退款.*", False),
        (".*热线.*", True),
        (r"\d{3,4}-?\d{7,8}", True),
        (r"(要求|请求|希望).*(处理|解决)", True),
        (r"[a-z0-9.]+@[a-z0-9.]+\.[a-z]{2,}", False),
        (r"^\s*(.*?)\s*$", True),
        (r".*\d+.*元", False),
        (r"前\.*", True),
        (r"\.*$", True),
    ],
)
def test_patterns_of_every_day_are_free_over_a_long_text(pattern, hits):
    text = "市民来电反映，小区门口有积水，要求12345热线于2026-03-02前处理，联系电话 0527-84356789。" * 300
    spent = Evaluation(steps=200_000)
    assert compile_expression("matches(t, p)").evaluate({"t": text, "p": pattern}, spent) is hits


def test_thousands_of_names_that_begin_alike_are_read_at_once():
    began = time.process_time()
    entries = ",".join(f"a {number}:1" for number in range(5000))
    read = compile_expression(f"{{{entries},z:sum([{','.join(['a 4999'] * 4000)}])}}.z")
    assert time.process_time() - began < 10  # a minute, where each name is held against all
    assert read.evaluate({}, Evaluation()) == 4000


@pytest.mark.parametrize("text", ['number("1e7000")', f'number("1e{"9" * 50}")', f'number("{"1" * 7000}")'])
def test_a_text_of_too_large_a_number_is_null(feel, evaluation, text):
    assert feel(text) is None
    assert evaluation.reasons[0].code == "feel.arithmetic"


_ALIKE = 2**61 - 1  # whole multiples of it share one hash in Python


@pytest.mark.parametrize(
    "text",
    [
        "count(distinct values(for i in 1..100000 return i))",
        "count(distinct values(for i in 1..60000 return string(i)))",
        "count(distinct values(for i in 1..60000 return [i]))",
        "count(union(for i in 1..40000 return i, for i in 1..40000 return i + 1))",
        "count(duplicate values(for i in 1..100000 return i))",
        f"count(distinct values(for i in 1..60000 return i * {_ALIKE}))",
        f"count(mode(for i in 1..60000 return i * {_ALIKE}))",
        "count(for i in 1..3000 return list replace(letters, contains, letters[1]))",
        "count(for i in 1..3000 return many = others)",
    ],
)
def test_what_holds_all_against_all_is_answered_or_stopped_at_once(text):
    many = {f"k{number}": 1 for number in range(20_000)}
    others = {**dict(list(many.items())[:-1]), "other": 1}
    began = time.process_time()
    with contextlib.suppress(BudgetExceeded):
        compile_expression(text).evaluate({"letters": ["a"] * 3000, "many": many, "others": others}, Evaluation())
    assert time.process_time() - began < 4  # half a minute and more, where each is held against each for one step
