"""Variables: whose they are, what crosses where, and how they are kept (BPMN 2.0.2, 10.4)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from onegrid.engine import codec, run
from onegrid.engine.act import Act
from onegrid.engine.problems import EngineError
from onegrid.engine.values import MAX_DEPTH, admit, untagged
from onegrid.feel import YearsMonths
from onegrid.feel.far import FarDate, FarLength, FarMoment, FineTime
from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.play import BEGIN, Play, compiled
from tests.engine.test_events import boundary, event, timer

SPLIT, JOIN = '<bpmn:parallelGateway id="split"/>', '<bpmn:parallelGateway id="join"/>'


def test_variables_belong_to_the_process_not_to_tokens() -> None:
    """10.4: what one branch writes the other sees; a branch that wrote nothing undoes nothing at the join."""
    spec = compiled(
        START + END + SPLIT + JOIN + human("first") + human("a") + human("b") + human("after")
        + chain("start", "first", "split", "a", "join", "after", "end") + chain("split", "b", "join")
    )  # fmt: skip
    play = Play(spec)
    play.complete("first", x=1, seen=[1])
    play.complete("a", x=2, seen=[1, 2])
    assert play.seen_at("b")["x"] == 2
    play.complete("b", y=3)
    assert dict(play.seen_at("after")) == {"x": 2, "seen": [1, 2], "y": 3, "outcome": "done"}


def test_sub_process_shares_the_variables_around_it_even_when_interrupted() -> None:
    """10.4: a sub-process sees and writes what its process has."""
    inner = (
        '<bpmn:startEvent id="s2"/>'
        + human("x")
        + human("y")
        + '<bpmn:endEvent id="e2"/>'
        + chain("s2", "x", "y", "e2")
    )
    spec = compiled(
        START + END + event("subProcess", "sub", inner) + human("late")
        + boundary("t", "sub", timer("Duration", "PT1H")) + chain("start", "sub", "end") + chain("t", "late", "end")
    )  # fmt: skip
    play = Play(spec, {"n": 1})
    assert play.seen_at("x")["n"] == 1
    play.complete("x", note="on site", n=2)
    play.pass_time(hours=1)
    assert play.seen_at("late") == {"n": 2, "note": "on site", "outcome": None}


def test_outcome_travels_with_the_token() -> None:
    """A gateway behind a service call asks for the outcome of its own branch, whatever the other has said since."""
    service = (
        '<bpmn:serviceTask id="call"><bpmn:extensionElements><onegrid:call connector="demo"/></bpmn:extensionElements>'
        "</bpmn:serviceTask>"
    )
    spec = compiled(
        START + END + SPLIT + human("a", "yes", "no") + service + human("b", "yes", "no") + human("good") + human("bad")
        + '<bpmn:exclusiveGateway id="which" default="which-bad"/>'
        + chain("start", "split", "a", "call", "which", "bad", "end") + chain("split", "b", "end")
        + flow("which", "good", 'outcome = "yes"') + chain("good", "end")
    )  # fmt: skip
    play = Play(spec)
    play.complete("a", "yes")
    play.complete("b", "no")
    play.answer({})
    assert play.open == ["good"]


CALLED = (
    '<bpmn:startEvent id="s"/>' + human("inside", "ok", "no", more='<onegrid:out from="given * 2" to="result_of_it"/>')
    + '<bpmn:exclusiveGateway id="g" default="g-bad"/><bpmn:endEvent id="good" onegrid:outcome="fine"/>'
    + '<bpmn:endEvent id="bad"/>' + chain("s", "inside", "g", "bad") + flow("g", "good", 'outcome = "ok"')
)  # fmt: skip
CALLER = (
    START + END + human("before") + '<bpmn:callActivity id="call" calledElement="q"><bpmn:extensionElements>'
    '<onegrid:in from="x + 1" to="given"/><onegrid:out from="outcome" to="said"/>'
    '<onegrid:out from="result_of_it + 1" to="got"/><onegrid:out from="got" to="case.score"/>'
    "</bpmn:extensionElements></bpmn:callActivity>" + human("after") + chain("start", "before", "call", "after", "end")
)


def test_only_mapped_values_cross_a_call() -> None:
    spec = compiled(CALLER, callees={"q": CALLED})
    play = Play(spec, case={"number": "1"})
    play.complete("before", x=1, hidden="h")
    assert dict(play.seen_at("inside")) == {"given": 2, "outcome": None}
    play.complete("inside", "ok", private="p")
    assert dict(play.seen_at("after")) == {"x": 1, "hidden": "h", "said": "fine", "got": 5, "outcome": "done"}
    assert play.case["score"] == 5
    assert [passed.process for passed in play.last.passed] == ["q", "q", "q", "p"]
    play = Play(spec)
    play.complete("before", x=1)
    play.complete("inside", "no")
    assert play.seen_at("after")["said"] == "no"


@pytest.mark.parametrize("order", [("x", "y", "w"), ("w", "y", "x"), ("y", "w", "x"), ("y", "x", "w")])
def test_a_declared_outcome_counts_whatever_the_order_of_the_ends(order: tuple[str, ...]) -> None:
    """Of two that declare one the last reached counts; an end that declares none never hides it."""
    inner = (
        '<bpmn:startEvent id="s2"/><bpmn:parallelGateway id="g2"/>' + human("w") + human("x") + human("y")
        + '<bpmn:endEvent id="good" onegrid:outcome="good"/><bpmn:endEvent id="better" onegrid:outcome="better"/>'
        + '<bpmn:endEvent id="plain"/>'
        + chain("s2", "g2", "w", "better") + chain("g2", "x", "good") + chain("g2", "y", "plain")
    )  # fmt: skip
    call = (
        '<bpmn:callActivity id="call" calledElement="q"><bpmn:extensionElements>'
        '<onegrid:out from="outcome" to="how"/></bpmn:extensionElements></bpmn:callActivity>'
    )
    spec = compiled(START + END + call + human("z") + chain("start", "call", "z", "end"), callees={"q": inner})
    play = Play(spec)
    for task in order:
        play.complete(task)
    assert play.seen_at("z")["how"] == ("good" if order.index("x") > order.index("w") else "better")


def test_facts_are_seen_in_the_same_act_and_never_stored() -> None:
    spec = compiled(
        START + END
        + human("a", more='<onegrid:out from="n" to="case.standard"/><onegrid:out from="case.standard + 1" to="m"/>')
        + human("b") + '<bpmn:exclusiveGateway id="g" default="g-end"/>' + chain("start", "a", "g", "end")
        + flow("g", "b", "case.standard = 7") + chain("b", "end")
    )  # fmt: skip
    play = Play(spec, case={"standard": None})
    step = play.complete("a", n=7)
    assert [(fact.fact, fact.value, fact.element) for fact in step.facts] == [("standard", 7, "a")]
    assert (play.open, play.seen_at("b")["m"]) == (["b"], 8)
    assert b"standard" not in play.state


KEPT: list[Any] = [
    None, True, 0, -(2**63), 2**63 - 1, "", "井盖", Decimal("1.50"), Decimal("1E+40"), [1, [2, {"a": None}]],
    {"": 1, "名 称": {"b": []}}, dt.date(2026, 2, 28), dt.time(23, 59, 59), dt.timedelta(days=-1, microseconds=7),
    dt.time(8, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))), YearsMonths(-14), BEGIN, dt.datetime(2026, 1, 1),  # noqa: DTZ001
    dt.datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai")),
    dt.datetime(1986, 5, 4, 2, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
    dt.datetime(2026, 3, 8, 2, 30, tzinfo=ZoneInfo("America/New_York")),
    dt.datetime(2026, 3, 8, 2, 30, tzinfo=ZoneInfo("America/New_York"), fold=1),
    dt.datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York")),
    dt.datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1),
    FarMoment(123_456_789, dt.UTC), FarMoment(-(10**21)), FarDate(10**9), FineTime(1), FarLength(10**26),
]  # fmt: skip


@pytest.mark.parametrize("value", KEPT, ids=repr)
def test_state_keeps_every_value_as_it_is(value: Any) -> None:
    spec = compiled(START + END + human("a") + chain("start", "a", "end"))
    play = Play(spec, {"value": value, "beside": [value]})
    seen = play.seen_at("a")
    assert repr(seen["value"]) == repr(value)
    assert seen["beside"] == [value]
    assert type(seen["value"]) is type(value)


def test_a_moment_stays_where_its_zone_has_other_rules_by_now() -> None:
    stored = {"\x01": "m", "v": "2026-07-01T12:00:00+09:00", "z": "Asia/Shanghai"}
    assert untagged(stored) == dt.datetime(2026, 7, 1, 3, tzinfo=dt.UTC)


DEEP: list[Any] = []
for _ in range(MAX_DEPTH + 2):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (float("nan"), "data.number"), (Decimal("Infinity"), "data.number"), ({1, 2}, "data.kind"), (b"x", "data.kind"),
        ({1: 2}, "data.key"), ({"\x01": 2}, "data.key"), ("\ud800", "data.text"), (DEEP, "data.depth"),
        (object(), "data.kind"),
    ],
    ids=["nan", "infinity", "set", "bytes", "key-number", "key-control", "surrogate", "depth", "object"],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_at_once(value: Any, code: str) -> None:
    with pytest.raises(EngineError) as refused:
        admit({"a": [value]})
    assert refused.value.code == code


def test_floats_become_decimals_and_large_numbers_stay_exact() -> None:
    assert admit([0.1, 2**70]) == [Decimal("0.1"), Decimal(2**70)]


def test_unknown_formats_are_refused_and_truncated_states_too() -> None:
    spec = compiled(START + END + human("a") + chain("start", "a", "end"))
    for state in (b"OG9-[]", b"", b"{}", b"OG0-[]"):
        with pytest.raises(EngineError) as refused:
            codec.decode(spec, state, Act(BEGIN, {}))
        assert refused.value.code == "state.format"


_ROW = b"OG2-[2,[0,0,{},null,null,[],null,null,[%s]],[%s]]"


@pytest.mark.parametrize(
    "state",
    [
        b"OG2-", b"OG2-{", b"OG2-[]", b"OG2-[1,2,3]", b"OG2-null", b"OG1-[]", b"OG1-{", b"OG1+[]",
        b"OG2-" + b"[" * 2000,
        b'OG2+[{"\\u0001":"q","v":1}]', b'OG2+[{"\\u0001":"n","v":"abc"}]', b'OG2+[{"\\u0001":"n"}]',
        b'OG2+[{"\\u0001":"m","v":"2020-01-01T00:00:00+00:00","z":"Nowhere/X"}]',
        b'OG2+[{"\\u0001":"m","v":"2020-01-01T00:00:00+00:00","z":"../.."}]',
        _ROW % (b"[2]", b""), _ROW % (b"", b"[5]"),
        _ROW % (b"[2,99,16,1,null,null,-1,null]", b""), _ROW % (b'[2,"a",16,1,null,null,-1,null]', b""),
        _ROW % (b"[2,-9,16,1,null,null,-1,null]", b""), _ROW % (b"[2,1,16,1,null,null,-1,[]]", b""),
        _ROW % (b"[2,1,32,null,null,null,-1,null]", b"[2,7,null,null,null,[],null,null,[]]"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("read", [run.waiting, partial(run.wake, case={}, now=BEGIN)])
def test_a_damaged_state_is_a_problem_and_no_fault_of_ours(state: bytes, read: Callable[..., Any]) -> None:
    spec = compiled(START + END + human("a") + chain("start", "a", "end"))
    with pytest.raises(EngineError) as refused:
        read(spec, state)
    assert refused.value.code == "state.damaged"


def test_a_state_cut_off_anywhere_is_a_problem() -> None:
    spec = compiled(START + END + human("a") + chain("start", "a", "end"))
    whole = Play(spec, {"n": Decimal("1.5")}).state
    for length in range(len(whole)):
        with pytest.raises(EngineError):
            run.waiting(spec, whole[:length])


STATE_OF_FORMAT_1 = (
    b'OG1+[3,[0,0,{"n":{"\\u0001":"n","v":"1.5"},"a_n":1},null,null,[1],{"0.1":1,"0.2":1},'
    b'[[3,2,16,1,null,"done",1,null]]],[]]'
)


def test_a_state_of_format_1_opens() -> None:
    """This sample is never changed: cases stored by the first version have it."""
    spec = compiled(START + human("a") + human("b") + END + chain("start", "a", "b", "end"))
    play = Play(spec, {"n": Decimal("1.5")})
    play.complete("a", a_n=1)
    play.state = STATE_OF_FORMAT_1
    assert play.seen_at("b") == {"n": Decimal("1.5"), "a_n": 1, "outcome": "done"}
    play.complete("b")
    assert play.finished.data == {"n": Decimal("1.5"), "a_n": 1}


def test_an_older_state_goes_through_every_upgrade_once(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = compiled(START + human("a") + human("b") + END + chain("start", "a", "b", "end"))
    seen: list[int] = []

    def renamed(whole: Any) -> Any:
        seen.append(1)
        whole[1][2]["renamed"] = whole[1][2].pop("a_n")
        return whole

    def raised(whole: Any) -> Any:
        seen.append(2)
        whole[1][2]["renamed"] += 1
        return whole

    monkeypatch.setattr(codec, "FORMAT", 4)
    monkeypatch.setattr(codec, "_PLAIN", b"OG4-")
    monkeypatch.setattr(codec, "_TAGGED", b"OG4+")
    monkeypatch.setattr(codec, "UPGRADES", (*codec.UPGRADES, renamed, raised))
    case = codec.decode(spec, STATE_OF_FORMAT_1, Act(BEGIN, {}))
    assert (case.data, seen) == ({"n": Decimal("1.5"), "renamed": 2}, [1, 2])
