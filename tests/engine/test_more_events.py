"""Link, escalation, conditional and multiple events, starts of a process: against the text of BPMN 2.0.2."""

import datetime as dt

import pytest

from onegrid.engine import run
from onegrid.engine.problems import ModelError, NotWaiting
from onegrid.engine.starts import Start, is_met, next_moment, starts
from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.events import (
    MESSAGE,
    ROOTS,
    SIGNAL,
    SPLIT,
    TERMINATE,
    boundary,
    catch,
    condition,
    end,
    error,
    escalation,
    event,
    extension,
    inside,
    link,
    throw,
    timer,
)
from tests.engine.play import BEGIN, Play, compiled

OUTER = human("outer") + chain("out", "outer")


def test_link_is_a_jump_inside_one_level() -> None:
    """10.5.5: several sources may lead to one target; the same name in another scope is another link."""
    sub = inside(
        "sub",
        event("startEvent", "s2") + throw("there2", link("on")) + catch("here2", link("on")) + human("b")
        + chain("s2", "there2") + chain("here2", "b"),
    )  # fmt: skip
    content = (
        START + SPLIT + sub + human("a") + throw("there", link("on")) + throw("also", link("on"))
        + catch("here", link("on")) + human("c") + chain("start", "split", "sub", "there")
        + chain("split", "a", "also") + chain("here", "c")
    )  # fmt: skip
    play = Play(compiled(content))
    assert play.open == ["a", "b"]
    play.complete("b")
    assert play.open == ["a", "c"]
    play.complete("a")
    assert play.open == ["c", "c"]
    assert [play.passed.count(name) for name in ("there", "also", "here", "here2")] == [1, 1, 2, 1]


def test_link_without_a_target_does_not_compile() -> None:
    with pytest.raises(ModelError, match="link"):
        compiled(START + throw("there", link("nowhere")) + chain("start", "there"))


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("caught", ["c1", ""])
@pytest.mark.parametrize("kind", ["throw", "end"])
def test_escalation_leaves_its_scope(kind: str, caught: str, interrupting: bool) -> None:
    """10.5.5, 13.5.3: the boundary that names its code, or takes any; interrupting only where it says so."""
    thrower = throw("up", escalation("c1")) if kind == "throw" else end("up", escalation("c1"))
    sub = inside("sub", event("startEvent", "s2") + event("parallelGateway", "split2") + human("a") + human("b")
                 + thrower + chain("s2", "split2", "a", "up") + chain("split2", "b"))  # fmt: skip
    play = Play(
        compiled(START + END + human("after") + sub + boundary("out", "sub", escalation(caught), interrupting) + OUTER
                 + chain("start", "sub", "after", "end"), roots=ROOTS)
    )  # fmt: skip
    play.complete("a")
    assert play.open == (["outer"] if interrupting else ["b", "outer"])
    if not interrupting:
        play.complete("b")
        assert play.open == ["after", "outer"]
    assert play.passed.count("up") == 1


def test_escalation_that_nobody_catches_has_no_effect() -> None:
    """10.5.5: unresolved, execution goes on; another code is not taken."""
    sub = inside("sub", event("startEvent", "s2") + throw("up", escalation("c1")) + human("a") + chain("s2", "up", "a"))
    play = Play(
        compiled(START + END + sub + boundary("out", "sub", escalation("c2")) + OUTER + chain("start", "sub", "end"),
                 roots=ROOTS)
    )  # fmt: skip
    assert play.open == ["a"]
    assert not play.incidents


def test_the_innermost_catches_an_escalation() -> None:
    inner = inside(
        "inner", event("startEvent", "s3") + throw("up", escalation("c1")) + human("a") + chain("s3", "up", "a")
    )
    middle = inside(
        "middle",
        event("startEvent", "s2") + inner + boundary("near", "inner", escalation("c1"), False) + human("close")
        + chain("s2", "inner") + chain("near", "close"),
    )  # fmt: skip
    play = Play(
        compiled(START + END + middle + boundary("out", "middle", escalation("c1")) + OUTER
                 + chain("start", "middle", "end"), roots=ROOTS)
    )  # fmt: skip
    assert play.open == ["a", "close"]


def test_escalation_leaves_a_called_process_with_its_payload() -> None:
    thrower = throw("up", extension('<onegrid:in from="1 + 1" to="n"/>') + escalation("c1"))
    taken = extension('<onegrid:out from="n" to="got"/>') + escalation("c1")
    play = Play(
        compiled(
            START + END + event("callActivity", "call", "", 'calledElement="q"') + boundary("out", "call", taken, False)
            + OUTER + chain("start", "call", "end"),
            roots=ROOTS,
            callees={"q": START + END + thrower + human("a") + chain("start", "up", "a", "end")},
        )
    )  # fmt: skip
    assert play.open == ["a", "outer"]
    assert play.seen_at("outer")["got"] == 2


def test_escalation_of_one_instance_goes_on_at_the_whole() -> None:
    """13.3.7, 13.5.3: interrupting, all instances are cancelled; else every escalation is caught for itself."""
    for interrupting in (True, False):
        sub = event(
            "subProcess",
            "sub",
            '<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="list"/>'
            + event("startEvent", "s2") + human("a") + throw("up", escalation("c1")) + human("b")
            + chain("s2", "a", "up", "b"),
        )  # fmt: skip
        play = Play(
            compiled(START + END + sub + boundary("out", "sub", escalation(), interrupting) + OUTER
                     + chain("start", "sub", "end"), roots=ROOTS),
            {"list": ["x", "y", "z"]},
        )  # fmt: skip
        play.complete("a")
        assert play.open == (["outer"] if interrupting else ["a", "a", "b", "outer"])


def test_conditional_catch_waits_until_it_is_true() -> None:
    """13.5.2: at any moment, whoever changes the data; what is true on arrival passes."""
    content = (
        START + END + SPLIT + human("a") + human("b") + catch("until", condition("level &gt; 3"))
        + chain("start", "split", "until", "b", "end") + chain("split", "a")
    )  # fmt: skip
    play = Play(compiled(content), {"level": 1})
    assert (play.open, len(play.conditions)) == (["a"], 1)
    play.complete("a", level=4)
    assert (play.open, play.conditions) == (["b"], {})
    assert Play(compiled(content), {"level": 9}).open == ["a", "b"]


def test_conditional_sees_outer_data_inside_a_sub_process() -> None:
    """10.4: inner scopes see outer data, and what is changed outside wakes the event inside."""
    sub = inside("sub", event("startEvent", "s2") + catch("until", condition("level &gt; 3")) + human("b")
                 + chain("s2", "until", "b"))  # fmt: skip
    play = Play(
        compiled(START + END + SPLIT + sub + human("a") + chain("start", "split", "sub", "end") + chain("split", "a"))
    )
    play.complete("a", level=4)
    assert play.open == ["b"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_conditional_boundary(interrupting: bool) -> None:
    """13.5.3: the host is cancelled, or goes on and the event may occur again after the condition was false."""
    content = (
        START + END + SPLIT + human("a") + human("b") + boundary("out", "b", condition("level &gt; 3"), interrupting)
        + OUTER + human("c") + chain("start", "split", "b", "end") + chain("split", "a", "c", "a")
    )  # fmt: skip
    play = Play(compiled(content))
    play.complete("a", level=4)
    assert play.open == (["c", "outer"] if interrupting else ["b", "c", "outer"])
    play.complete("c", level=1)
    play.complete("a", level=4)
    assert play.open.count("outer") == (1 if interrupting else 2)


def test_conditional_behind_an_event_gateway_races() -> None:
    """13.4.4: the first event wins."""
    content = (
        START + SPLIT + event("eventBasedGateway", "race") + catch("until", condition("level &gt; 3"))
        + catch("late", timer("Duration", "PT1H")) + human("a") + human("b") + human("c") + chain("start", "split", "a")
        + chain("split", "race", "until", "b") + chain("race", "late", "c")
    )  # fmt: skip
    play = Play(compiled(content))
    play.complete("a", level=4)
    assert (play.open, play.timers) == (["b"], {})
    play = Play(compiled(content))
    play.pass_time(hours=2)
    assert (play.open, play.conditions) == (["a", "c"], {})


@pytest.mark.parametrize("first", ["message", "signal", "timer"])
def test_multiple_catch_takes_any_one(first: str) -> None:
    """10.5.5: one of the triggers is enough, and each timer has its own time."""
    triggers = MESSAGE + SIGNAL + timer("Duration", "PT5H") + timer("Duration", "PT1H")
    play = Play(
        compiled(START + END + catch("any", triggers) + human("a") + chain("start", "any", "a", "end"), roots=ROOTS)
    )
    assert (len(play.subscriptions), len(play.timers)) == (2, 2)
    if first == "timer":
        play.pass_time(minutes=59)
        assert play.open == []
        play.pass_time(minutes=1)
    else:
        play.tell(first, "answer" if first == "message" else "storm")
    assert (play.open, play.subscriptions, play.timers) == (["a"], {}, {})


def test_parallel_multiple_catch_takes_all() -> None:
    """10.5.5: all triggers, in any order; what each brought is there."""
    for order in (("message", "signal"), ("signal", "message")):
        taken = extension('<onegrid:out from="n" to="got"/>') + MESSAGE + SIGNAL
        play = Play(
            compiled(START + END + catch("all", taken, 'parallelMultiple="true"') + human("a")
                     + chain("start", "all", "a", "end"), roots=ROOTS)
        )  # fmt: skip
        play.tell(order[0], {"message": "answer", "signal": "storm"}[order[0]], n=7)
        assert (play.open, len(play.subscriptions)) == ([], 1)
        play.tell(order[1], {"message": "answer", "signal": "storm"}[order[1]])
        assert play.open == ["a"]
        assert play.seen_at("a")["got"] == 7


def test_multiple_boundary_not_interrupting_goes_on_listening() -> None:
    triggers = SIGNAL + MESSAGE + timer("Duration", "PT1H")
    play = Play(
        compiled(START + END + human("a") + boundary("out", "a", triggers, False) + OUTER + chain("start", "a", "end"),
                 roots=ROOTS)
    )  # fmt: skip
    play.tell("signal", "storm")
    play.tell("signal", "storm")
    play.pass_time(hours=1)
    play.tell("message", "answer")
    assert (play.open.count("outer"), play.timers, len(play.subscriptions)) == (4, {}, 2)
    play.complete("a")
    assert (play.open, play.subscriptions) == (["outer"] * 4, {})


def test_multiple_boundary_with_an_error_among_its_triggers() -> None:
    call = event("serviceTask", "call", extension('<onegrid:call connector="demo" operation="echo"/>'))
    spec = compiled(START + END + call + boundary("out", "call", SIGNAL + error("e1")) + OUTER
                    + chain("start", "call", "end"), roots=ROOTS)  # fmt: skip
    play = Play(spec)
    play.fail("E1")
    assert (play.open, play.subscriptions) == (["outer"], {})
    play = Play(spec)
    play.tell("signal", "storm")
    assert (play.open, play.calls) == (["outer"], {})


def test_multiple_throw_and_end_throw_all() -> None:
    """13.5.6: each of the results occurs."""
    play = Play(
        compiled(START + throw("two", MESSAGE + SIGNAL) + SPLIT + human("a") + end("stop", SIGNAL + TERMINATE)
                 + human("b") + chain("start", "two", "split", "a", "stop") + chain("split", "b"), roots=ROOTS)
    )  # fmt: skip
    assert [thrown.name for thrown in play.thrown] == ["answer", "storm"]
    play.complete("a")
    assert [thrown.name for thrown in play.thrown] == ["answer", "storm", "storm"]
    assert play.finished is not None
    assert play.withdrawn == ["b"]


@pytest.mark.parametrize("text", ["R3/PT2H", "R/PT2H"])
def test_a_cycle_occurs_once_where_one_token_waits(text: str) -> None:
    """13.5.2, 13.5.3: one occurrence, one token; interrupting, the first tick interrupts."""
    play = Play(
        compiled(START + END + catch("wait", timer("Cycle", text)) + human("a") + chain("start", "wait", "a", "end"))
    )
    play.pass_time(hours=9)
    assert (play.open, play.timers) == (["a"], {})
    play = Play(compiled(START + END + human("a") + boundary("out", "a", timer("Cycle", text)) + OUTER
                         + chain("start", "a", "end")))  # fmt: skip
    play.pass_time(hours=9)
    assert (play.open, play.timers, play.withdrawn) == (["outer"], {}, ["a"])


def started(trigger: str, element: str | None = None, more: str = "") -> tuple[object, ...]:
    spec = compiled(event("startEvent", "on", trigger) + human("a") + END + more + chain("on", "a", "end"), roots=ROOTS)
    step = run.start(spec, data={}, case={}, now=BEGIN, event=element)
    return starts(spec), [task.definition.element for task in step.opened], spec


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        ("", [("none", "")]),
        (MESSAGE, [("message", "answer")]),
        (SIGNAL, [("signal", "storm")]),
        (timer("Cycle", "R3/PT2H"), [("timer", "R3/PT2H")]),
        (condition("case.n &gt; 3"), [("condition", "case.n > 3")]),
        (SIGNAL + MESSAGE, [("signal", "storm"), ("message", "answer")]),
    ],
    ids=["none", "message", "signal", "timer", "condition", "multiple"],
)
def test_the_caller_learns_what_starts_a_process(trigger: str, expected: list[tuple[str, str]]) -> None:
    """13.5.1: the trigger creates the instance, so who arms it is outside; the only start event need not be named."""
    for element in (None, "on"):
        ways, opened, _ = started(trigger, element)
        assert ways == tuple(Start("on", kind, text) for kind, text in expected)
        assert opened == ["a"]


def test_several_starts_are_alternatives() -> None:
    """13.2: each is a start of its own; where none is plain, the caller names the one that has occurred."""
    spec = compiled(event("startEvent", "daily", timer("Cycle", "R/P1D")) + event("startEvent", "alarm", SIGNAL)
                    + human("a") + human("b") + chain("daily", "a") + chain("alarm", "b"), roots=ROOTS)  # fmt: skip
    for element, opened in (("daily", ["a"]), ("alarm", ["b"])):
        step = run.start(spec, data={}, case={}, now=BEGIN, event=element)
        assert [task.definition.element for task in step.opened] == opened
    for element in (None, "a", "nowhere"):
        with pytest.raises(NotWaiting):
            run.start(spec, data={}, case={}, now=BEGIN, event=element)


@pytest.mark.parametrize(
    ("trigger", "hours"),
    [
        (timer("Cycle", "R3/PT2H"), [2, 4, 6]),
        (timer("Cycle", "R2/2026-01-01T10:00:00+08:00/PT12H"), [2, 14]),
        (timer("Date", "2026-01-02T08:00:00+08:00"), [24]),
        (timer("Duration", "PT3H"), [3]),
    ],
    ids=["cycle", "cycle from", "date", "duration"],
)
def test_a_timer_start_tells_each_of_its_moments(trigger: str, hours: list[int]) -> None:
    """13.5.1: one new instance for each tick."""
    _, _, spec = started(trigger)
    moments = [next_moment(spec, "on", since=BEGIN, fired=fired) for fired in range(len(hours) + 1)]  # type: ignore[arg-type]
    assert moments == [*(BEGIN + dt.timedelta(hours=hour) for hour in hours), None]


def test_a_condition_start_is_asked_over_the_case() -> None:
    _, _, spec = started(condition("case.n &gt; 3"))
    assert [is_met(spec, "on", case={"n": n}, now=BEGIN) for n in (3, 4)] == [False, True]  # type: ignore[arg-type]


LOOP = "<bpmn:standardLoopCharacteristics {0}>{1}</bpmn:standardLoopCharacteristics>"


def looped(attributes: str = "", text: str = "", kind: str = "task") -> Play:
    inner = f"<bpmn:loopCondition>{text}</bpmn:loopCondition>" if text else ""
    loop = LOOP.format(attributes, inner)
    if kind == "task":
        body = human("a", more="").replace("</bpmn:userTask>", f"{loop}</bpmn:userTask>")
    else:
        body = inside("a", loop + event("startEvent", "s2") + human("b") + chain("s2", "b"))
    return Play(compiled(START + END + body + human("after") + chain("start", "a", "after", "end")))


@pytest.mark.parametrize("kind", ["task", "sub-process"])
def test_standard_loop_goes_on_while_its_condition_is_true(kind: str) -> None:
    """13.3.6: testBefore false: at least once; variables of a round are there in the next; rounds are counted."""
    play, element = looped(text="more", kind=kind), "a" if kind == "task" else "b"
    for more in (True, True, False):
        assert play.open == [element]
        play.complete(element, more=more)
    assert play.open == ["after"]
    assert play.passed.count("a") == 1


def test_standard_loop_tests_before() -> None:
    """13.3.6: testBefore true: possibly never."""
    assert looped('testBefore="true"', "false").open == ["after"]
    play = looped('testBefore="true"', "loopCounter &lt;= 2")
    for _ in range(2):
        play.complete("a")
    assert play.open == ["after"]


def test_standard_loop_has_a_maximum() -> None:
    """13.3.6: loopMaximum caps the rounds, with or without a condition."""
    for text in ("", "true"):
        play = looped('loopMaximum="2"', text)
        play.complete("a")
        assert play.open == ["a"]
        assert play.tasks[play.task("a")].round == 2
        play.complete("a")
        assert play.open == ["after"]


def test_standard_loop_that_nothing_ends_does_not_compile() -> None:
    with pytest.raises(ModelError, match="loop"):
        looped()


def test_a_boundary_interrupts_the_whole_loop() -> None:
    """13.3.6, 13.5.3: the round that is open is cancelled with it."""
    body = human("a").replace("</bpmn:userTask>", LOOP.format('loopMaximum="9"', "") + "</bpmn:userTask>")
    play = Play(
        compiled(START + END + body + boundary("out", "a", SIGNAL) + OUTER + chain("start", "a", "end"), roots=ROOTS)
    )
    play.complete("a")
    play.tell("signal", "storm")
    assert (play.open, play.withdrawn) == (["outer"], ["a"])


def test_a_script_sees_its_round() -> None:
    script = event("scriptTask", "add", "<bpmn:script>{seen: append(seen, loopCounter)}</bpmn:script>"
                   + LOOP.format('loopMaximum="3"', ""))  # fmt: skip
    play = Play(compiled(START + END + script + chain("start", "add", "end")), {"seen": []})
    assert [int(n) for n in play.finished.data["seen"]] == [1, 2, 3]


def test_flow_into_a_link_catch_is_not_drawn_twice() -> None:
    """A catch that also has a flow of its own takes tokens by both."""
    content = (START + SPLIT + throw("there", link("on")) + catch("here", link("on")) + human("a")
               + chain("start", "split", "there") + flow("split", "here") + chain("here", "a"))  # fmt: skip
    assert Play(compiled(content)).open == ["a", "a"]
