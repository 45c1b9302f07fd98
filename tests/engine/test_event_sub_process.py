"""Event sub-processes of every kind, against the text of BPMN 2.0.2, 13.5.4 (the stock engine is wrong in most)."""

import datetime as dt

import pytest

from onegrid.engine import run
from onegrid.engine.problems import NotWaiting
from tests.engine.drawing import END, START, chain, human
from tests.engine.events import (
    MESSAGE,
    ROOTS,
    SIGNAL,
    SPLIT,
    condition,
    end,
    error,
    escalation,
    event,
    extension,
    handler,
    inside,
    throw,
    timer,
)
from tests.engine.play import BEGIN, Play, compiled

FLOW = START + END + human("a") + human("b") + chain("start", "a", "b", "end")
HELP = human("help") + end("helped") + chain("h_on", "help", "helped")
TRIGGERS = {
    "message": MESSAGE,
    "signal": SIGNAL,
    "timer": timer("Duration", "PT2H"),
    "condition": condition("level &gt; 3"),
    "multiple": MESSAGE + SIGNAL + timer("Duration", "PT2H"),
}
PLACES = ("process", "sub-process", "called process")


def placed(content: str, where: str) -> Play:
    """That content as the process, as a sub-process of it, or as a process that it calls; `after` comes behind."""
    around = START + END + human("after")
    if where == "process":
        return Play(compiled(content, roots=ROOTS))
    if where == "sub-process":
        return Play(compiled(around + inside("sub", content.replace('"start"', '"start2"').replace('"end"', '"end2"'))
                             + chain("start", "sub", "after", "end"), roots=ROOTS))  # fmt: skip
    call = event("callActivity", "sub", extension('<onegrid:in from="level" to="level"/>'), 'calledElement="q"')
    return Play(compiled(around + call + chain("start", "sub", "after", "end"), roots=ROOTS, callees={"q": content}))


def occur(play: Play, kind: str) -> None:
    """Let the trigger occur."""
    if kind == "timer":
        play.pass_time(hours=3)
    elif kind == "condition":
        play.complete(play.open[0], level=5)
    else:
        play.tell("signal", "storm") if kind != "message" else play.tell("message", "answer")


def is_over(play: Play, where: str) -> bool:
    """Whether the scope of the handler has ended: by the task behind it, or by the case."""
    return play.open == ["after"] if where != "process" else play.finished is not None and play.open == []


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("kind", TRIGGERS)
def test_interrupting_takes_the_place_of_the_flow(kind: str, where: str) -> None:
    """13.5.4: the parent's activity stops, one handler begins; the scope ends with it."""
    play = placed(FLOW + handler("h", TRIGGERS[kind], HELP), where)
    assert play.open == ["a"]
    occur(play, kind)
    assert play.open == ["help"]
    assert (play.timers, play.subscriptions, play.conditions) == ({}, {}, {})
    play.complete("help")
    assert is_over(play, where)
    assert play.passed.count("h") == 1


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("kind", TRIGGERS)
def test_not_interrupting_runs_beside_it(kind: str, where: str) -> None:
    """13.5.4: the flow goes on; the scope waits for every handler that has begun."""
    play = placed(FLOW + handler("h", TRIGGERS[kind], HELP, interrupting=False), where)
    occur(play, kind)
    left = "b" if kind == "condition" else "a"
    assert play.open == sorted([left, "help"])
    for element in [left, "b"] if left == "a" else ["b"]:
        play.complete(element)
    assert play.open == ["help"]
    play.complete("help")
    assert is_over(play, where)


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("kind", TRIGGERS)
def test_unfired_it_ends_with_its_scope(kind: str, interrupting: bool, where: str) -> None:
    """13.5.4: armed while the scope lives; a timer that has not run out keeps nothing open."""
    play = placed(FLOW + handler("h", TRIGGERS[kind], HELP, interrupting), where)
    assert play.timers or play.subscriptions or play.conditions
    play.complete("a")
    play.complete("b")
    assert is_over(play, where)
    assert (play.timers, play.subscriptions, play.conditions) == ({}, {}, {})
    with pytest.raises(NotWaiting):
        play.tell("signal", "storm")


def test_not_interrupting_as_often_as_it_occurs() -> None:
    """13.5.4: several instances of the handler at a time; none begins once the flow is over (state Completing)."""
    play = Play(compiled(FLOW + handler("h", SIGNAL, HELP, interrupting=False), roots=ROOTS))
    for _ in range(3):
        play.tell("signal", "storm")
    assert play.open == ["a", "help", "help", "help"]
    play.complete("a")
    play.complete("b")
    with pytest.raises(NotWaiting):
        play.tell("signal", "storm")
    for _ in range(3):
        assert play.finished is None
        play.complete("help")
    assert play.finished is not None


def test_a_repeating_timer_begins_it_again() -> None:
    for text, times in (("R2/PT2H", 2), ("R/PT2H", 3)):
        play = Play(compiled(FLOW + handler("h", timer("Cycle", text), HELP, interrupting=False)))
        for _ in range(3):
            play.pass_time(hours=2)
        assert play.open == ["a", *["help"] * times]
        assert bool(play.timers) == (text == "R/PT2H")


def test_an_endless_timer_skips_what_was_missed() -> None:
    play = Play(compiled(FLOW + handler("h", timer("Cycle", "R/PT1M"), HELP, interrupting=False)))
    play.pass_time(days=40)
    assert play.open == ["a", "help"]
    assert [at for _, at in play.timers.values()] == [BEGIN + dt.timedelta(days=40, minutes=1)]


def test_once_interrupted_nothing_else_begins() -> None:
    """13.5.4: while an interrupting handler runs, new handlers must not be started."""
    play = Play(
        compiled(
            FLOW + handler("h", SIGNAL, HELP) + handler("g", MESSAGE, human("more") + chain("g_on", "more"), False),
            roots=ROOTS,
        )
    )
    play.tell("message", "answer")
    assert play.open == ["a", "more"]
    play.tell("signal", "storm")
    assert play.open == ["help"]
    for kind, name in (("signal", "storm"), ("message", "answer")):
        with pytest.raises(NotWaiting):
            play.tell(kind, name)


@pytest.mark.parametrize("where", PLACES)
def test_error_is_caught_in_its_own_scope(where: str) -> None:
    """10.5.5, 13.5.4: everything else in the scope is cancelled, the handler takes over and the scope ends normally."""
    content = (
        START + SPLIT + human("a") + human("b") + end("end", error("e1")) + handler("h", error("e1"), HELP)
        + chain("start", "split", "a", "end") + chain("split", "b")
    )  # fmt: skip
    play = placed(content, where)
    play.complete("a")
    assert (play.open, play.withdrawn) == (["help"], ["b"])
    play.complete("help")
    assert is_over(play, where)
    assert not play.incidents


def test_error_of_a_call_is_caught_around_it() -> None:
    """10.5: a service that fails for good is caught by the innermost handler that names its code, or takes any."""
    call = event("serviceTask", "call", extension('<onegrid:call connector="demo" operation="echo"/>'))
    for code, expected in (("E1", "help"), ("E9", "other")):
        play = Play(
            compiled(
                START + END + inside("sub", event("startEvent", "s2") + call + end("e2")
                                     + chain("s2", "call", "e2") + handler("h", error("e1"), HELP))
                + handler("g", error(), human("other") + chain("g_on", "other")) + chain("start", "sub", "end"),
                roots=ROOTS,
            )
        )  # fmt: skip
        play.fail(code)
        assert play.open == [expected]


def test_error_inside_its_own_handler_goes_outside() -> None:
    """13.5.4: a handler may raise its event again, to be caught at the boundary."""
    sub = inside(
        "sub",
        event("startEvent", "s2") + human("a") + end("bad", error("e1")) + chain("s2", "a", "bad")
        + handler("h", error("e1"), human("help") + end("worse", error("e1")) + chain("h_on", "help", "worse")),
    )  # fmt: skip
    caught = event("boundaryEvent", "out", error("e1"), 'attachedToRef="sub"')
    play = Play(
        compiled(START + END + sub + caught + human("outer") + chain("start", "sub", "end") + chain("out", "outer"),
                 roots=ROOTS)
    )  # fmt: skip
    play.complete("a")
    play.complete("help")
    assert play.open == ["outer"]


def test_escalation_begins_a_handler_and_the_thrower_goes_on() -> None:
    """10.5.5: an escalation handled without interrupting lets its thrower go on; interrupting, it does not."""
    for interrupting, left in ((False, ["b", "help"]), (True, ["help"])):
        content = (
            START + END + human("a") + throw("up", escalation("c1")) + human("b")
            + chain("start", "a", "up", "b", "end") + handler("h", escalation("c1"), HELP, interrupting)
        )  # fmt: skip
        play = Play(compiled(content, roots=ROOTS))
        play.complete("a")
        assert play.open == left
        assert play.passed.count("up") == 1


def test_the_handler_takes_the_payload() -> None:
    """10.4: what has occurred is mapped at the start event of the handler."""
    taken = extension('<onegrid:out from="text" to="got"/>') + MESSAGE
    play = Play(compiled(FLOW + handler("h", taken, HELP), roots=ROOTS))
    play.tell("message", "answer", text="now")
    assert play.seen_at("help")["got"] == "now"


def test_a_condition_occurs_again_only_after_it_was_false() -> None:
    """10.5.2: it must become false and then true before the event can be triggered again."""
    content = (
        START + END + human("a") + human("b") + human("c") + human("d") + chain("start", "a", "b", "c", "d", "end")
    )
    play = Play(compiled(content + handler("h", condition("level &gt; 3"), HELP, interrupting=False)))
    play.complete("a", level=5)
    play.complete("b", level=6)
    assert play.open == ["c", "help"]
    play.act(run.wake)
    play.complete("help", level=1)
    assert play.open == ["c"]
    play.complete("c", level=9)
    assert play.open == ["d", "help"]


def test_a_condition_over_the_case_is_asked_at_every_act() -> None:
    """Facts change outside the engine: `wake` asks again."""
    play = Play(compiled(FLOW + handler("h", condition('case.urgency = "high"'), HELP)), case={"urgency": "low"})
    play.case["urgency"] = "high"
    play.act(run.wake)
    assert play.open == ["help"]


def test_an_outcome_declared_by_the_handler_is_the_scopes() -> None:
    declared = event("endEvent", "helped", "", 'onegrid:outcome="broken_off"')
    content = human("help") + declared + chain("h_on", "help", "helped")
    play = Play(compiled(FLOW + handler("h", SIGNAL, content), roots=ROOTS))
    play.tell("signal", "storm")
    play.complete("help")
    assert play.finished.outcome == "broken_off"


def test_a_return_is_not_hindered_by_what_only_listens() -> None:
    play = Play(compiled(FLOW + handler("h", TRIGGERS["multiple"], HELP, interrupting=False), roots=ROOTS))
    play.complete("a")
    assert play.ways_back("b") == ("a",)
    play.rewind("b", "a")
    assert play.open == ["a"]
    play.tell("signal", "storm")
    assert play.ways_back("a") == ()
