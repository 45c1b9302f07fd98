"""Return to a human task on a path that is one; everything else is refused with words."""

import pytest

from onegrid.engine.problems import EngineError
from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.play import Play, compiled
from tests.engine.test_events import boundary, event, timer
from tests.engine.test_multi_instance import each, with_loop

SPLIT, JOIN = '<bpmn:parallelGateway id="split"/>', '<bpmn:parallelGateway id="join"/>'


def test_back_along_one_path_and_forward_again() -> None:
    spec = compiled(
        START + END + human("a") + human("b") + human("c") + human("late")
        + boundary("t", "c", timer("Duration", "PT1H")) + chain("start", "a", "b", "c", "end")
        + chain("t", "late", "end")
    )  # fmt: skip
    play = Play(spec)
    play.complete("a", x=1)
    play.complete("b", y=1)
    assert play.ways_back("c") == ("b", "a")
    step = play.rewind("c", "a")
    assert (play.open, play.withdrawn, play.timers) == (["a"], ["c"], {})
    assert next(iter(play.tasks.values())).round == 2
    assert (step.passed, play.seen_at("a")["y"]) == ((), 1)
    assert play.ways_back("a") == ()
    play.complete("a", x=2)
    assert (play.open, play.ways_back("b")) == (["b"], ("a",))
    play.complete("b")
    play.complete("c")
    assert play.finished is not None


def test_out_of_a_called_process() -> None:
    called = (
        '<bpmn:startEvent id="s"/>' + human("x") + human("y") + '<bpmn:endEvent id="e"/>' + chain("s", "x", "y", "e")
    )
    caller = '<bpmn:callActivity id="call" calledElement="q"/>'
    spec = compiled(START + END + human("a") + caller + chain("start", "a", "call", "end"), callees={"q": called})
    play = Play(spec)
    play.complete("a")
    play.complete("x")
    assert play.ways_back("y") == ("x", "a")
    play.rewind("y", "a")
    assert (play.open, play.withdrawn) == (["a"], ["y"])
    play.complete("a")
    assert play.open == ["x"]


def test_not_while_another_branch_is_open_and_not_into_a_branch_that_was_parallel() -> None:
    spec = compiled(
        START + END + SPLIT + JOIN + human("first") + human("a") + human("b") + human("after")
        + chain("start", "first", "split", "a", "join", "after", "end") + chain("split", "b", "join")
    )  # fmt: skip
    play = Play(spec)
    play.complete("first")
    assert play.ways_back("a") == ()
    for to in ("first", "b", "nowhere"):
        with pytest.raises(EngineError) as refused:
            play.rewind("a", to)
        assert (refused.value.code, refused.value.element) == ("rewind.no_way", to)
    play.complete("a")
    play.complete("b")
    assert play.ways_back("after") == ("first",)
    play.rewind("after", "first")
    play.complete("first")
    assert play.open == ["a", "b"]


def test_not_out_of_an_instance_and_not_into_a_finished_sub_process() -> None:
    inner = '<bpmn:startEvent id="s2"/>' + human("x") + '<bpmn:endEvent id="e2"/>' + chain("s2", "x", "e2")
    spec = compiled(
        START + END + human("a") + with_loop(human("co"), each()) + event("subProcess", "sub", inner) + human("last")
        + chain("start", "a", "co", "sub", "last", "end")
    )  # fmt: skip
    play = Play(spec, {"units": [1, 2]})
    play.complete("a")
    assert play.ways_back("co") == ()
    play.complete("co", item=1)
    play.complete("co", item=2)
    assert play.ways_back("x") == ("a",)
    play.complete("x")
    assert play.ways_back("last") == ("a",)


def test_a_loop_names_each_task_once() -> None:
    spec = compiled(
        START + END + human("a") + human("b", "again", "good") + human("c")
        + '<bpmn:exclusiveGateway id="g" default="g-c"/>'
        + chain("start", "a", "b", "g", "c", "end") + flow("g", "a", 'outcome = "again"')
    )  # fmt: skip
    play = Play(spec)
    for outcome in ("again", "again", "good"):
        play.complete("a")
        play.complete("b", outcome)
    assert play.ways_back("c") == ("b", "a")
