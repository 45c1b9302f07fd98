"""What is cancelled goes with everything inside it, however deep, though the state was saved and read in between.

After every act `Play` compares what the Steps have told with what the state says: a task, timer, call or subscription
that vanished without a word fails there.
"""

from collections.abc import Callable

import pytest

from onegrid.engine.act import Act
from onegrid.engine.codec import decode
from onegrid.engine.specification import Spec
from tests.engine.drawing import END, START, chain, human
from tests.engine.play import BEGIN, Play, compiled
from tests.engine.test_events import KEY, MESSAGE, ROOTS, SIGNAL, SPLIT, boundary, error, event, timer
from tests.engine.test_multi_instance import each, with_loop
from tests.engine.test_run import CALL

TERMINATE = "<bpmn:terminateEventDefinition/>"
SERVICE = CALL.replace('id="call"', 'id="{0}"')


def busy(name: str) -> str:
    """A process body that waits for everything that there is."""
    start, split, end = f"{name}_s", f"{name}_g", f"{name}_e"
    work, heard, called, late = f"{name}_work", f"{name}_heard", f"{name}_called", f"{name}_late"
    return (
        event("startEvent", start) + event("parallelGateway", split) + event("endEvent", end)
        + human(work) + boundary(late, work, timer("Duration", "PT4H"), interrupting=False)
        + event("intermediateCatchEvent", heard, KEY.format("9", "") + MESSAGE) + SERVICE.format(called)
        + chain(start, split, work, end) + chain(split, heard, end) + chain(split, called, end) + chain(late, end)
    )  # fmt: skip


def around(name: str, node: str, inner: str) -> str:
    """A process body with that one node."""
    start, end = f"{name}_s", f"{name}_e"
    return event("startEvent", start) + event("endEvent", end) + inner + chain(start, node, end)


def sub(name: str, inner: str) -> str:
    return event("subProcess", name, inner)


def call(name: str, process: str) -> str:
    return event("callActivity", name, attributes=f'calledElement="{process}"')


NESTED: dict[str, str] = {
    "sub-process": sub("n", busy("i")),
    "three deep": sub("n", around("a", "m", sub("m", around("b", "k", sub("k", busy("i")))))),
    "called": call("n", "q"),
    "call in a call in a sub-process": sub("n", around("a", "m", call("m", "r"))),
    "each": sub("n", each() + busy("i")),
    "each with a call": sub("n", each() + around("a", "m", call("m", "q"))),
}
CALLEES = {"q": busy("q"), "r": around("r", "rq", call("rq", "q"))}
UNITS = {"units": ["a", "b", "c"]}


def spec_of(content: str) -> Spec:
    return compiled(content, roots=ROOTS, callees=CALLEES)


def play_of(content: str) -> Play:
    play = Play(spec_of(content), UNITS)
    assert (bool(play.calls), bool(play.timers), bool(play.subscriptions)) == (True, True, True)
    return play


def is_clean(play: Play) -> bool:
    """Nothing waits but tasks for people, and no scope is left in the state without the task around it."""
    whole = decode(play.spec, play.state, Act(BEGIN, {}))
    rows = [*whole.cold, *whole.tasks, *(row[0] for raw in whole.frozen.values() for row in raw[-1])]
    return not (play.calls or play.timers or play.subscriptions) and set(whole.frozen) <= set(rows)


def beside(node: str, inner: str, last: str) -> str:
    """The body of a scope: a task `a` in front of the end event `stop`, beside the node."""
    stop = event("endEvent", "stop", last)
    return (
        event("startEvent", "bs") + SPLIT + human("a") + stop + inner + event("endEvent", "be")
        + chain("bs", "split", "a", "stop") + chain("split", node, "be")
    )  # fmt: skip


def host(body: str, definition: str, *, loop: str = "") -> str:
    """start > sub-process > after > end, with a handler `h` at the boundary."""
    return (
        START + END + sub("outer", loop + body) + human("after") + human("h") + boundary("b", "outer", definition)
        + chain("start", "outer", "after", "end") + chain("b", "h", "end")
    )  # fmt: skip


@pytest.mark.parametrize("inner", NESTED.values(), ids=NESTED)
def test_terminate_of_the_process(inner: str) -> None:
    play = play_of(beside("n", inner, TERMINATE))
    play.complete("a")
    assert play.finished is not None
    assert is_clean(play)


@pytest.mark.parametrize("inner", NESTED.values(), ids=NESTED)
def test_terminate_of_a_sub_process(inner: str) -> None:
    play = play_of(host(beside("n", inner, TERMINATE), error()))
    play.complete("a")
    assert play.open == ["after"]
    assert is_clean(play)


@pytest.mark.parametrize("inner", NESTED.values(), ids=NESTED)
def test_error_end(inner: str) -> None:
    play = play_of(host(beside("n", inner, error("e1")), error("e1")))
    play.complete("a")
    assert play.open == ["h"]
    assert is_clean(play)


@pytest.mark.parametrize("inner", NESTED.values(), ids=NESTED)
def test_error_end_of_one_instance(inner: str) -> None:
    """The error of one instance takes all of them (10.5)."""
    play = play_of(host(beside("n", inner, error("e1")), error("e1"), loop=each()))
    play.complete("a", item="b")
    assert play.open == ["h"]
    assert is_clean(play)


@pytest.mark.parametrize("inner", NESTED.values(), ids=NESTED)
def test_completion_condition(inner: str) -> None:
    enough = each(completion="numberOfCompletedInstances = 1")
    play = play_of(host(beside("n", inner, TERMINATE), error(), loop=enough))
    play.complete("a", item="b")
    assert play.open == ["after"]
    assert is_clean(play)


INTERRUPTIONS: dict[str, tuple[str, Callable[[Play], object]]] = {
    "message": (KEY.format("1", "") + MESSAGE, lambda play: play.tell("message", "answer", "1")),
    "signal": (SIGNAL, lambda play: play.tell("signal", "storm")),
    "timer": (timer("Duration", "PT1H"), lambda play: play.pass_time(hours=1)),
    "failed call": (error("E9"), lambda play: play.fail("E9")),
    "failed call of any code": (error(), lambda play: play.fail("E9")),
}


@pytest.mark.parametrize("loop", ["", each()], ids=["one", "each"])
@pytest.mark.parametrize("inner", NESTED.values(), ids=NESTED)
@pytest.mark.parametrize(("definition", "occur"), INTERRUPTIONS.values(), ids=INTERRUPTIONS)
def test_interrupting_boundary(definition: str, occur: Callable[[Play], object], inner: str, loop: str) -> None:
    definition = definition.replace('errorRef="E9"', 'errorRef="e9"')
    spec = compiled(
        host(beside("n", inner, ""), definition, loop=loop),
        roots=ROOTS + '<bpmn:error id="e9" name="nine" errorCode="E9"/>',
        callees=CALLEES,
    )
    play = Play(spec, UNITS)
    occur(play)
    assert play.open == ["h"]
    assert is_clean(play)


@pytest.mark.parametrize("inner", NESTED.values(), ids=NESTED)
def test_signal_thrown_beside(inner: str) -> None:
    """Thrown by an act on a task that stands outside what it interrupts."""
    spec = spec_of(
        START + END + SPLIT + sub("outer", around("o", "n", inner)) + human("a") + human("h")
        + event("endEvent", "stop", SIGNAL) + boundary("b", "outer", SIGNAL)
        + chain("start", "split", "outer", "end") + chain("split", "a", "stop") + chain("b", "h", "end")
    )  # fmt: skip
    play = Play(spec, UNITS)
    play.complete("a")
    assert play.open == ["h"]
    assert is_clean(play)


def test_winner_of_a_race_that_interrupts() -> None:
    """An event-based gateway inside a called process, whose winner ends in an error that takes nested scopes."""
    race = (
        event("startEvent", "rs") + event("eventBasedGateway", "race") + SPLIT + sub("n", busy("i"))
        + event("intermediateCatchEvent", "told", KEY.format("1", "") + MESSAGE)
        + event("intermediateCatchEvent", "later", timer("Duration", "PT1H"))
        + event("endEvent", "stop", error("e1")) + event("endEvent", "re")
        + chain("rs", "split", "race", "told", "stop") + chain("race", "later", "re") + chain("split", "n", "re")
    )  # fmt: skip
    spec = compiled(
        START + END + call("outer", "race_of") + human("h") + boundary("b", "outer", error("e1"))
        + chain("start", "outer", "end") + chain("b", "h", "end"),
        roots=ROOTS,
        callees={"race_of": race},
    )  # fmt: skip
    play = Play(spec)
    play.tell("message", "answer", "1")
    assert play.open == ["h"]
    assert is_clean(play)


def test_skipped_incident_that_ends_the_rest() -> None:
    """Going on behind an incident may reach a terminate end too."""
    bad = '<bpmn:scriptTask id="bad" name="bad"><bpmn:script>5</bpmn:script></bpmn:scriptTask>'
    play = play_of(
        START + SPLIT + bad + sub("n", busy("i")) + END + event("endEvent", "stop", TERMINATE)
        + chain("start", "split", "bad", "stop") + chain("split", "n", "end")
    )  # fmt: skip
    play.skip()
    assert play.finished is not None
    assert is_clean(play)


def test_rewind_takes_the_boundary_handlers_inside_along() -> None:
    """Back out of a sub-process and a called process, whose own boundaries wait."""
    inner = with_boundary("x")
    spec = compiled(
        START + END + human("a") + sub("outer", around("o", "c", call("c", "q")))
        + boundary("late", "outer", timer("Duration", "PT4H"), interrupting=False)
        + chain("start", "a", "outer", "end") + chain("late", "end"),
        callees={"q": around("q", "x", inner)},
    )  # fmt: skip
    play = Play(spec)
    play.complete("a")
    assert (play.open, len(play.timers)) == (["x"], 2)
    play.rewind("x", "a")
    assert play.open == ["a"]
    assert is_clean(play)


def with_boundary(name: str) -> str:
    return (
        human(name) + boundary(f"{name}_b", name, timer("Duration", "PT9H"), interrupting=False)
        + event("endEvent", f"{name}_be") + chain(f"{name}_b", f"{name}_be")
    )  # fmt: skip


def test_tasks_of_one_multi_instance_beside_another() -> None:
    """A completion condition takes instances of its own activity alone."""
    stop = each(completion="numberOfCompletedInstances = 1")
    play = play_of(
        START + END + SPLIT + with_loop(human("t"), stop) + sub("n", each() + busy("i"))
        + chain("start", "split", "t", "end") + chain("split", "n", "end")
    )  # fmt: skip
    before = dict(play.calls)
    play.complete("t", item="c")
    assert (play.open, play.calls) == (["i_work"] * 3, before)


def test_what_a_called_process_gets_may_fail_without_a_scope_left_behind() -> None:
    given = '<bpmn:extensionElements><onegrid:in from="function() 1" to="x"/></bpmn:extensionElements>'
    caller = event("callActivity", "n", given, 'calledElement="q"')
    play = Play(spec_of(START + END + caller + chain("start", "n", "end")))
    for _ in range(3):
        assert [incident.element for incident in play.incidents.values()] == ["n"]
        play.retry()
    assert is_clean(play)
