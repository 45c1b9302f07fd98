"""Events where the stock engine is wrong, or where ours promises more (BPMN 2.0.2, 13.4.4 and 13.5)."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from onegrid.engine import run
from onegrid.engine.problems import NotWaiting
from onegrid.engine.specification import Spec
from onegrid.engine.starts import next_moment
from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.play import BEGIN, Play, compiled

ROOTS = (
    '<bpmn:message id="m" name="answer"/><bpmn:signal id="s" name="storm"/>'
    '<bpmn:error id="e1" name="one" errorCode="E1"/><bpmn:error id="e2" name="two" errorCode="E2"/>'
)
MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="s"/>'
SPLIT = '<bpmn:parallelGateway id="split"/>'
TAKE = '<onegrid:out from="text" to="got"/>'
KEY = '<bpmn:extensionElements><onegrid:message key="{0}"/>{1}</bpmn:extensionElements>'


def event(kind: str, identifier: str, inner: str = "", attributes: str = "") -> str:
    return f'<bpmn:{kind} id="{identifier}" name="{identifier}" {attributes}>{inner}</bpmn:{kind}>'


def boundary(identifier: str, host: str, inner: str, interrupting: bool = True) -> str:
    return event(
        "boundaryEvent", identifier, inner, f'attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}"'
    )


def timer(kind: str, text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:time{kind}>{text}</bpmn:time{kind}></bpmn:timerEventDefinition>"


def error(reference: str = "") -> str:
    return f'<bpmn:errorEventDefinition errorRef="{reference}"/>' if reference else "<bpmn:errorEventDefinition/>"


def test_signal_end_throws() -> None:
    """13.5.6: the end event throws; inside to who waits, outside always."""
    spec = compiled(
        START + END + SPLIT + human("a") + human("b") + event("endEvent", "call_all", SIGNAL)
        + event("intermediateCatchEvent", "hear", SIGNAL)
        + chain("start", "split", "hear", "b", "end") + chain("split", "a", "call_all"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec)
    play.complete("a")
    assert play.open == ["b"]
    assert [(thrown.kind, thrown.name) for thrown in play.thrown] == [("signal", "storm")]


def test_waiting_begins_on_arrival_whatever_the_order_drawn() -> None:
    """13.5.2: a catch event reached in the same moment as a throw hears it."""
    for first, second in (("hear", "throw"), ("throw", "hear")):
        spec = compiled(
            START + END + SPLIT + human("a") + event("intermediateThrowEvent", "throw", SIGNAL)
            + event("intermediateCatchEvent", "hear", SIGNAL) + event("endEvent", "end2")
            + chain("start", "split", first) + chain("split", second)
            + chain("hear", "a", "end") + chain("throw", "end2"),
            roots=ROOTS,
        )  # fmt: skip
        assert Play(spec).open == ["a"]


def test_message_has_one_receiver() -> None:
    """13.5.2: of two that wait the one that has waited longest takes it; the other goes on waiting."""
    receive = event(
        "receiveTask", "{0}", KEY.format("case.number", '<onegrid:out from="text" to="{0}_text"/>'), 'messageRef="m"'
    )
    spec = compiled(
        START + END + SPLIT + receive.format("one") + receive.format("two") + human("a") + human("b")
        + chain("start", "split", "one", "a", "end") + chain("split", "two", "b", "end"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec, case={"number": "SQ1"})
    assert set(play.subscriptions.values()) == {("message", "answer", "SQ1")}
    with pytest.raises(NotWaiting):
        play.tell("message", "answer", "SQ2", text="no")
    play.tell("message", "answer", "SQ1", text="yes")
    assert (play.open, len(play.subscriptions)) == (["a"], 1)
    assert play.seen_at("a")["one_text"] == "yes"
    play.tell("message", "answer", "SQ1", text="more")
    assert play.open == ["a", "b"]
    with pytest.raises(NotWaiting):
        play.tell("message", "answer", "SQ1")


@pytest.mark.parametrize(
    ("caught", "thrown", "key"),
    [
        ("1", "1.0", "1"), ("1.0", "1", "1"), ("n", "m", "2"), ("1", "2 / 2", "1"), ("1", "&quot;1&quot;", "1"),
        ("1.50", "1.5", "1.5"), ("true", "&quot;true&quot;", "true"), ("100 * 10", "1000.00", "1000"),
        ("@&quot;2026-01-02&quot;", "date(2026, 1, 2)", "2026-01-02"),
    ],
)  # fmt: skip
def test_keys_meet_by_what_feel_calls_their_text(caught: str, thrown: str, key: str) -> None:
    """1 and 1.0 are one number in FEEL, and true is not `True`."""
    spec = compiled(
        START + END + SPLIT + human("first") + human("after") + event("endEvent", "end2")
        + event("intermediateThrowEvent", "tell", KEY.format(thrown, "") + MESSAGE)
        + event("receiveTask", "wait", KEY.format(caught, ""), 'messageRef="m"')
        + chain("start", "split", "first", "tell", "end") + chain("split", "wait", "after", "end2"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec, {"n": Decimal("2.0"), "m": 2})
    assert list(play.subscriptions.values()) == [("message", "answer", key)]
    play.complete("first")
    assert (play.open, play.thrown) == (["after"], [])


@pytest.mark.parametrize("key", ["null", "[1]", "{a: 1}"])
def test_what_is_no_key_is_an_incident(key: str) -> None:
    wait = event("receiveTask", "wait", KEY.format(key, ""), 'messageRef="m"')
    play = Play(compiled(START + END + wait + chain("start", "wait", "end"), roots=ROOTS))
    assert [(i.element, i.code) for i in play.incidents.values()] == [("wait", "message.no_key")]


def test_message_thrown_inside_is_taken_inside_else_it_leaves() -> None:
    """13.5.2."""
    throw = event(
        "intermediateThrowEvent", "tell", KEY.format("case.number", '<onegrid:in from="n + 1" to="text"/>') + MESSAGE
    )
    spec = compiled(
        START + END + SPLIT + human("first") + throw
        + event("receiveTask", "wait", KEY.format("case.number", TAKE), 'messageRef="m"')
        + human("after") + event("endEvent", "end2")
        + chain("start", "split", "first", "tell", "end") + chain("split", "wait", "after", "end2"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec, case={"number": "SQ1"})
    play.complete("first", n=1)
    assert (play.open, play.thrown) == (["after"], [])
    assert play.seen_at("after")["got"] == 2
    alone = compiled(START + END + human("first") + throw + chain("start", "first", "tell", "end"), roots=ROOTS)
    play = Play(alone, case={"number": "SQ1"})
    play.complete("first", n=1)
    assert [(t.kind, t.name, t.key, dict(t.payload)) for t in play.thrown] == [
        ("message", "answer", "SQ1", {"text": 2})
    ]


def test_non_interrupting_boundary_fires_as_often_as_it_occurs() -> None:
    """13.5.3; the handlers are tokens of their own and outlive the host."""
    spec = compiled(
        START + END + human("a") + human("handle") + event("endEvent", "end2")
        + boundary("again", "a", KEY.format("case.number", "") + MESSAGE, interrupting=False)
        + chain("start", "a", "end") + chain("again", "handle", "end2"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec, case={"number": "1"})
    for count in (1, 2, 3):
        play.tell("message", "answer", "1")
        assert play.open == ["a", *["handle"] * count]
    play.complete("a")
    assert (play.open, play.subscriptions) == (["handle"] * 3, {})
    for _ in range(3):
        assert play.finished is None
        play.complete("handle")
    assert play.finished is not None


def test_cycle_beside_its_host() -> None:
    """13.5.3: fires at each repetition, catches up after downtime, ends with its host; handlers stay."""
    spec = compiled(
        START + END + human("a") + human("handle") + event("endEvent", "end2")
        + boundary("tick", "a", timer("Cycle", "R3/PT10H"), interrupting=False)
        + chain("start", "a", "end") + chain("tick", "handle", "end2")
    )  # fmt: skip
    play = Play(spec)
    play.pass_time(hours=9)
    assert play.open == ["a"]
    play.pass_time(hours=1)
    assert play.open == ["a", "handle"]
    play.pass_time(hours=100)
    assert (play.open, play.timers) == (["a", "handle", "handle", "handle"], {})
    second = Play(spec)
    second.pass_time(hours=10)
    second.complete("a")
    assert (second.open, second.timers) == (["handle"], {})


def ticking(text: str) -> Spec:
    return compiled(
        START + END + human("a") + human("b") + event("endEvent", "end2")
        + boundary("tick", "a", timer("Cycle", text), interrupting=False)
        + chain("start", "b", "a", "end") + chain("tick", "end2")
    )  # fmt: skip


def ticks(play: Play) -> list[dt.datetime]:
    """The moments of the cycle, each waited for in turn."""
    play.complete("b")
    found = []
    while play.timers and len(found) < 4:
        ((_, at),) = play.timers.values()
        found.append(at)
        play.now = at
        play.act(run.wake)
    return found


@pytest.mark.parametrize("text", ["R4/2026-01-31T08:00:00+08:00/P1M", "R/2026-01-31T08:00:00+08:00/P1M", "R4/P1M"])
def test_a_cycle_of_months_is_counted_from_its_start_wherever_it_stands(text: str) -> None:
    months = [BEGIN.replace(month=1, day=31), *(BEGIN.replace(month=m, day=d) for m, d in ((2, 28), (3, 31), (4, 30)))]
    since = dt.datetime(2025, 12, 31, 8, tzinfo=BEGIN.tzinfo)
    play = Play(ticking(text))
    play.now = since
    assert ticks(play) == months
    begun = compiled(event("startEvent", "on", timer("Cycle", text)) + human("a") + END + chain("on", "a", "end"))
    assert [next_moment(begun, "on", since=since, fired=fired) for fired in range(4)] == months


def test_a_late_cycle_of_months_goes_on_behind_now() -> None:
    play = Play(ticking("R/2026-01-31T08:00:00+08:00/P1M"))
    play.complete("b")
    play.now = dt.datetime(2027, 2, 28, 8, tzinfo=BEGIN.tzinfo)
    play.act(run.wake)
    assert [at for _, at in play.timers.values()] == [dt.datetime(2027, 3, 31, 8, tzinfo=BEGIN.tzinfo)]


def test_a_cycle_goes_by_the_time_that_elapses_also_where_clocks_are_turned() -> None:
    begun = compiled(event("startEvent", "on", timer("Cycle", "R/PT1H")) + human("a") + END + chain("on", "a", "end"))
    since = dt.datetime(2026, 11, 1, 0, 30, tzinfo=ZoneInfo("America/New_York"))
    moments = [next_moment(begun, "on", since=since, fired=fired) for fired in range(4)]
    assert [at.astimezone(dt.UTC).hour for at in moments if at is not None] == [5, 6, 7, 8]


def test_a_cycle_is_asked_once_when_it_begins() -> None:
    """No wake asks its FEEL again: by then its variables may be gone."""
    play = Play(ticking("=rhythm"))
    play.complete("b", rhythm="R3/PT1H")
    assert run.variables(play.spec, play.state)["rhythm"] == "R3/PT1H"
    play.state = play.state.replace(b'"rhythm":"R3/PT1H"', b'"rhythm":null')
    for left in (1, 1, 0):
        play.pass_time(hours=1)
        assert len(play.timers) == left


def test_a_cycle_of_a_state_from_before_its_start_was_kept_goes_on() -> None:
    play = Play(ticking("R3/2026-01-31T08:00:00+08:00/P1M"))
    play.complete("b")
    kept = b',"cycle":["2026-01-31T08:00:00+08:00","P1M",0]'
    assert kept in play.state
    play.state = play.state.replace(kept, b"")
    play.now = dt.datetime(2026, 1, 31, 8, tzinfo=BEGIN.tzinfo)
    play.act(run.wake)
    assert [at for _, at in play.timers.values()] == [dt.datetime(2026, 2, 28, 8, tzinfo=BEGIN.tzinfo)]


def test_timers_fire_once_late_and_in_order() -> None:
    """A timer that fell due during downtime fires at the next wake; what an earlier one takes away never fires."""
    spec = compiled(
        START + END + human("a") + human("late") + human("never")
        + boundary("t2", "a", timer("Duration", "PT2H")) + boundary("t1", "a", timer("Duration", "PT1H"))
        + chain("start", "a", "end") + chain("t1", "late", "end") + chain("t2", "never", "end")
    )  # fmt: skip
    play = Play(spec)
    assert {at for _, at in play.timers.values()} == {BEGIN + dt.timedelta(hours=1), BEGIN + dt.timedelta(hours=2)}
    play.pass_time(days=30)
    assert (play.open, play.timers) == (["late"], {})
    before = play.state
    play.pass_time(days=30)
    assert play.state == before


def test_timer_forms() -> None:
    """Literals of ISO 8601, and FEEL after `=`; months by the calendar."""
    cases = {
        timer("Date", "2026-02-01T09:00:00+08:00"): dt.datetime(2026, 2, 1, 1, tzinfo=dt.UTC),
        timer("Duration", "P1M"): BEGIN.replace(month=2),
        timer("Duration", "P3DT4H"): BEGIN + dt.timedelta(days=3, hours=4),
        timer("Duration", '=duration("PT" + string(hours) + "H")'): BEGIN + dt.timedelta(hours=6),
        timer("Date", "=day"): BEGIN.replace(month=3, day=5, hour=0),
    }
    for definition, moment in cases.items():
        spec = compiled(
            START + END + event("intermediateCatchEvent", "wait", definition) + chain("start", "wait", "end")
        )
        play = Play(spec, {"hours": 6, "day": dt.date(2026, 3, 5)})
        assert [at for _, at in play.timers.values()] == [moment], definition


def test_timer_without_a_moment_is_an_incident_of_its_own() -> None:
    """The predecessor has completed; the retry arms the timer with the mended data."""
    spec = compiled(
        START + END + human("a") + event("intermediateCatchEvent", "wait", timer("Duration", "=how_long"))
        + chain("start", "a", "wait", "end")
    )  # fmt: skip
    play = Play(spec)
    play.complete("a", how_long=None)
    assert [(i.element, i.code) for i in play.incidents.values()] == [("wait", "timer.no_moment")]
    assert play.passed == ["start", "a"]
    play.retry(how_long=dt.timedelta(minutes=1))
    assert (len(play.timers), play.incidents) == (1, {})
    play.pass_time(minutes=1)
    assert play.finished is not None


def test_a_racing_event_that_is_skipped_has_won() -> None:
    """13.4.4: going on behind its incident is going on behind the event; the others are withdrawn."""
    spec = compiled(
        START + END + event("eventBasedGateway", "race") + human("told") + human("late")
        + event("intermediateCatchEvent", "answer", KEY.format("k", "") + MESSAGE)
        + event("intermediateCatchEvent", "hour", timer("Duration", "PT1H"))
        + chain("start", "race", "answer", "told", "end") + chain("race", "hour", "late", "end"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec)
    play.skip()
    assert (play.open, play.timers) == (["told"], {})
    play.pass_time(hours=2)
    assert play.open == ["told"]
    play.complete("told")
    assert play.finished is not None
    armed = Play(spec)
    armed.retry(k=1)
    armed.tell("message", "answer", "1")
    assert (armed.open, armed.timers) == (["told"], {})


def test_boundary_that_cannot_be_armed_leaves_its_host_alone() -> None:
    """Its incident can be retried with mended data, or skipped: then the host goes on without it."""
    spec = compiled(
        START + END + human("a") + human("late") + boundary("t", "a", timer("Duration", "=how_long"))
        + chain("start", "a", "end") + chain("t", "late", "end")
    )  # fmt: skip
    play = Play(spec)
    assert (play.open, [i.element for i in play.incidents.values()]) == (["a"], ["t"])
    play.skip()
    assert (play.open, play.incidents, play.passed) == (["a"], {}, ["start"])
    armed = Play(spec)
    armed.retry(how_long=dt.timedelta(hours=1))
    assert len(armed.timers) == 1
    armed.pass_time(hours=1)
    assert armed.open == ["late"]
    forgotten = Play(spec)
    forgotten.complete("a")
    assert (forgotten.incidents, forgotten.finished is not None) == ({}, True)


def test_event_gateway_with_two_timers() -> None:
    """13.4.4: each event has its own time; the first takes all."""
    spec = compiled(
        START + END + event("eventBasedGateway", "race") + human("short") + human("long") + human("told")
        + event("intermediateCatchEvent", "t5", timer("Duration", "PT5H"))
        + event("intermediateCatchEvent", "t1", timer("Duration", "PT1H"))
        + event("receiveTask", "hear", KEY.format("case.number", ""), 'messageRef="m"')
        + chain("start", "race", "t5", "long", "end") + chain("race", "t1", "short", "end")
        + chain("race", "hear", "told", "end"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec, case={"number": "1"})
    assert sorted(at for _, at in play.timers.values()) == [BEGIN + dt.timedelta(hours=h) for h in (1, 5)]
    play.pass_time(hours=1)
    assert (play.open, play.timers, play.subscriptions) == (["short"], {}, {})
    told = Play(spec, case={"number": "1"})
    told.tell("message", "answer", "1")
    assert (told.open, told.timers, told.subscriptions) == (["told"], {}, {})


def sub(identifier: str, code: str) -> str:
    """A sub-process whose task may end in an error, with a second branch beside it."""
    inner = (
        f'<bpmn:startEvent id="{identifier}_s"/><bpmn:parallelGateway id="{identifier}_g"/>'
        + human(f"{identifier}_a") + human(f"{identifier}_b")
        + event("endEvent", f"{identifier}_bad", error(code)) + event("endEvent", f"{identifier}_good")
        + chain(f"{identifier}_s", f"{identifier}_g", f"{identifier}_a", f"{identifier}_bad")
        + chain(f"{identifier}_g", f"{identifier}_b", f"{identifier}_good")
    )  # fmt: skip
    return event("subProcess", identifier, inner)


def test_error_reaches_only_what_encloses_it() -> None:
    """10.5: siblings with the same boundary are left alone; parallel tokens inside are cancelled."""
    spec = compiled(
        START + END + SPLIT + sub("one", "e1") + sub("two", "e1") + human("h1") + human("h2")
        + boundary("b1", "one", error("e1")) + boundary("b2", "two", error("e1"))
        + chain("start", "split", "one", "end") + chain("split", "two", "end")
        + chain("b1", "h1", "end") + chain("b2", "h2", "end"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec)
    play.complete("one_a")
    assert play.open == ["h1", "two_a", "two_b"]
    assert play.withdrawn == ["one_b"]
    assert "one" not in play.passed


def test_innermost_matching_catcher() -> None:
    """10.5: by code before the one that catches any, inner before outer, and only one of them."""
    outer = event(
        "subProcess",
        "outer",
        '<bpmn:startEvent id="os"/><bpmn:endEvent id="oe"/>' + sub("inner", "e1") + human("near") + human("any")
        + boundary("by_other", "inner", error("e2")) + boundary("by_any", "inner", error())
        + boundary("by_code", "inner", error("e1"))
        + chain("os", "inner", "oe") + chain("by_code", "near", "oe") + chain("by_any", "any", "oe")
        + chain("by_other", "oe"),
    )  # fmt: skip
    spec = compiled(
        START + END + outer + human("far") + boundary("b", "outer", error("e1"))
        + chain("start", "outer", "end") + chain("b", "far", "end"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec)
    play.complete("inner_a")
    assert play.open == ["near"]


def test_uncaught_error_inside_is_an_incident() -> None:
    """10.5: nobody resolves it; the sub-process must not go on as if all were well."""
    spec = compiled(
        START + END + sub("one", "e1") + human("after") + chain("start", "one", "after", "end"), roots=ROOTS
    )
    play = Play(spec)
    play.complete("one_a")
    assert [(i.element, i.code) for i in play.incidents.values()] == [("one_bad", "error.uncaught")]
    assert play.open == ["one_b"]
    play.complete("one_b")
    assert play.open == []
    play.skip()
    assert play.open == ["after"]


def test_terminate_ends_its_scope_alone() -> None:
    """13.5.6: the sub-process, not the process around it."""
    inner = (
        '<bpmn:startEvent id="s2"/><bpmn:parallelGateway id="g2"/>' + human("x") + human("y")
        + event("endEvent", "stop", "<bpmn:terminateEventDefinition/>") + event("endEvent", "e2")
        + chain("s2", "g2", "x", "stop") + chain("g2", "y", "e2")
    )  # fmt: skip
    spec = compiled(
        START + END + SPLIT + event("subProcess", "sub", inner) + human("a") + human("b")
        + chain("start", "split", "sub", "a", "end") + chain("split", "b", "end")
    )  # fmt: skip
    play = Play(spec)
    play.complete("x")
    assert (play.open, play.withdrawn) == (["a", "b"], ["y"])


def test_signal_that_interrupts_its_own_thrower() -> None:
    """13.5.3: the boundary of the enclosing sub-process cancels the throwing token too, once."""
    inner = (
        '<bpmn:startEvent id="s2"/>' + human("x") + event("intermediateThrowEvent", "throw", SIGNAL) + human("y")
        + event("endEvent", "e2") + chain("s2", "x", "throw", "y", "e2")
    )  # fmt: skip
    spec = compiled(
        START + END + event("subProcess", "sub", inner) + human("h") + boundary("b", "sub", SIGNAL)
        + chain("start", "sub", "end") + chain("b", "h", "end"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec)
    play.complete("x")
    assert (play.open, play.incidents) == (["h"], {})
    assert play.passed == ["start", "s2", "x", "throw", "b"]


def test_message_start_event_is_chosen_by_name() -> None:
    """13.5.1: the trigger says which start event begins the case; without one it is the none start."""
    spec = compiled(
        START + END + event("startEvent", "told", MESSAGE) + human("a") + human("b")
        + chain("start", "a", "end") + chain("told", "b", "end"),
        roots=ROOTS,
    )  # fmt: skip
    assert Play(spec).open == ["a"]
    step = run.start(spec, data={}, case={}, now=BEGIN, message="answer")
    assert [task.definition.element for task in step.opened] == ["b"]
    with pytest.raises(NotWaiting):
        run.start(spec, data={}, case={}, now=BEGIN, message="unheard")


def test_boundary_on_receive_task() -> None:
    """13.5.3 on an activity that itself waits for a message."""
    spec = compiled(
        START + END + event("receiveTask", "wait", KEY.format("case.number", ""), 'messageRef="m"') + human("late")
        + boundary("t", "wait", timer("Duration", "PT1H")) + chain("start", "wait", "end") + chain("t", "late", "end")
        + flow("late", "wait", identifier="back"),
        roots=ROOTS,
    )  # fmt: skip
    play = Play(spec, case={"number": "1"})
    assert (len(play.timers), len(play.subscriptions)) == (1, 1)
    play.pass_time(hours=1)
    assert (play.open, play.timers, play.subscriptions) == (["late"], {}, {})
