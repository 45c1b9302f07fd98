"""Values are told apart as the list functions tell them apart, however they are found again."""

import datetime as dt
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onegrid.feel import Evaluation, compile_expression
from onegrid.feel.comparison import same
from onegrid.feel.distinct import Distinct
from tests.feel.conftest import NOW, ZONE

_TEXTS = (
    "null", "true", "1", "1.0", "1.00", "100", "1e2", "-0.0", "0", "2305843009213693951", "2305843009213693951.0",
    "9999999999999999999999999999999999", "1e34", '"1"', '"a"', '@"2026-01-01"', '@"12026-01-01"', '@"P1D"', '@"PT24H"',
    '@"PT0.000000001S"', '@"P1Y"', '@"P12M"', '@"08:00:00"', '@"08:00:00+08:00"', '@"00:00:00Z"',
    '@"08:00:00@Asia/Shanghai"', '@"08:00:00.000000001"', '@"00:00:00.000000001Z"', '@"08:00:00.000000001+08:00"',
    '@"2026-01-01T08:00:00"', '@"2026-01-01T08:00:00+08:00"', '@"2026-01-01T00:00:00Z"',
    '@"2026-01-01T08:00:00@Asia/Shanghai"', '@"2026-11-01T01:30:00@America/New_York"',
    '@"2026-11-01T05:30:00Z"', '@"2026-03-08T02:30:00@America/New_York"', '@"2026-03-08T07:30:00Z"',
    '@"9999-12-31T20:00:00-05:00"', '@"10000-01-01T01:00:00Z"', '@"2026-01-01T08:00:00.000000001"',
    '@"2026-01-01T00:00:00.000000001Z"', "[]", "[1]", "[1.0]", "[[1], 2]", "[[1.0], 2]", "[null]", "{}", "{a: 1}",
    "{a: 1.0}", "{b: 1}", "{a: 1, b: 2}", "{b: 2, a: 1}", "[1..2]", "[1.0..2]", "(1..2]", "[[[[[[1]]]]]]",
    "[[[[[[2]]]]]]", "[[[[[[1.0]]]]]]", "sum", "count",
)  # fmt: skip
_VALUES = [compile_expression(text).evaluate({}, Evaluation()) for text in _TEXTS]
_CLOCK_TURNS_BACK = dt.datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1)


@pytest.mark.parametrize("zone", [None, ZONE, ZoneInfo("America/New_York")])
def test_two_values_are_one_exactly_where_they_are_the_same(zone):
    for one, other in product([*_VALUES, _CLOCK_TURNS_BACK], repeat=2):
        evaluation = Evaluation(now=NOW, zone=zone)
        seen = Distinct(evaluation)
        assert seen.add(one)
        assert seen.add(other) is not same(other, one, evaluation), (one, other)


@given(st.lists(st.sampled_from(range(len(_VALUES))), max_size=30), st.sampled_from([None, ZONE]))
def test_a_list_keeps_the_first_of_each(places, zone):
    evaluation = Evaluation(now=NOW, zone=zone)
    items = [_VALUES[place] for place in places]
    seen = Distinct(evaluation)
    kept = [item for item in items if seen.add(item)]
    firsts = [item for at, item in enumerate(items) if not any(same(item, one, evaluation) for one in items[:at])]
    assert [id(item) for item in kept] == [id(item) for item in firsts]
