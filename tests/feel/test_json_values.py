"""Values to JSON and to FEEL text, and back."""

import datetime as dt
import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onegrid.feel import Evaluation, NoFeelValue, YearsMonths, compile_expression, far, from_json, to_json
from onegrid.feel.far import FarDate, FarLength, FarMoment, FineTime, settle
from onegrid.feel.text import literal_of
from onegrid.feel.values import TEMPORAL, kind_of

_NUMBERS = st.one_of(
    st.integers(-(10**33), 10**33), st.decimals(-(10**9), 10**9, places=6, allow_nan=False, allow_infinity=False)
)
_ZONES = st.one_of(st.none(), st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=8)), ZoneInfo("Asia/Shanghai")]))
_MOMENTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1), timezones=_ZONES)  # noqa: DTZ001
_PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    _NUMBERS,
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])),
    st.dates(),
    _MOMENTS,
    _MOMENTS.map(lambda moment: moment.timetz()),
    st.timedeltas(dt.timedelta(-9999), dt.timedelta(9999)),
    st.integers(-9999, 9999).map(YearsMonths),
    st.integers(-(10**11), 10**11).map(FarDate).map(settle),
    st.builds(FarMoment, st.integers(-(10**24), 10**24), _ZONES).map(settle),
    st.integers(0, far.DAY - 1).map(FineTime).map(settle),
    st.integers(-(10**25), 10**25).map(FarLength).map(settle),
)
VALUES = st.recursive(
    _PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.from_regex("[a-z ]+[a-z]", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_the_exact_form_loses_nothing(value):
    assert from_json(json.loads(json.dumps(to_json(value, exact=True)))) == value


@given(VALUES)
def test_a_value_written_as_feel_reads_back(value):
    text = literal_of(value, Evaluation())
    assert compile_expression(_typed(value, text)).evaluate({}, Evaluation()) == value


def _typed(value, text):
    """Temporal values are written bare; as a literal they stand in @"..."."""
    if isinstance(value, list):
        return "[" + ", ".join(_typed(item, literal_of(item, Evaluation())) for item in value) + "]"
    if isinstance(value, dict):
        pairs = (f'"{key}": {_typed(item, literal_of(item, Evaluation()))}' for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    return f'@"{text}"' if kind_of(value) in TEMPORAL else text


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Decimal("1.50"), 1.5),
        (Decimal("3.0"), 3),
        (Decimal("0.3333333333333333333333333333333333"), "0.3333333333333333333333333333333333"),
        (10**30 + 1, "1" + "0" * 29 + "1"),
        (dt.date(2024, 1, 2), "2024-01-02"),
        (dt.datetime(2024, 1, 2, 3, tzinfo=dt.UTC), "2024-01-02T03:00:00Z"),
        (dt.timedelta(hours=36), "P1DT12H"),
        (YearsMonths(-14), "-P1Y2M"),
        ([True, None, "x"], [True, None, "x"]),
    ],
)
def test_plain_json(value, plain):
    assert to_json(value) == plain
    assert type(to_json(value)) is type(plain)


def test_floats_become_the_number_that_was_written():
    assert from_json({"a": [0.1, 2.0]}) == {"a": [Decimal("0.1"), 2]}


@pytest.mark.parametrize("data", [float("nan"), float("inf"), {1, 2}, b"x", {"@feel": "date", "value": "2024-13-01"}])
def test_what_is_no_value_is_refused(data):
    with pytest.raises(NoFeelValue):
        from_json(data)
