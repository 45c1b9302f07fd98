"""What is inside a scope goes with it, also where the state was read back and nobody has looked inside yet.

`Play` reads and writes the state at every act and compares what the steps told with what the state says.
"""

import pytest

from onegrid.engine import run
from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.play import Play, compiled

ROOTS = (
    '<bpmn:message id="m1" name="m1"/><bpmn:signal id="s1" name="s1"/><bpmn:error id="e1" name="e1" errorCode="E1"/>'
)
TERMINATE = "<bpmn:terminateEventDefinition/>"
ERROR = '<bpmn:errorEventDefinition errorRef="e1"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="s1"/>'
MESSAGE = (
    '<bpmn:extensionElements><onegrid:message key="1"/></bpmn:extensionElements>'
    '<bpmn:messageEventDefinition messageRef="m1"/>'
)
CALL = (
    '<bpmn:serviceTask id="{0}" name="{0}"><bpmn:extensionElements><onegrid:call connector="demo" operation="x"/>'
    "</bpmn:extensionElements></bpmn:serviceTask>"
)


def gateway(identifier: str) -> str:
    return f'<bpmn:parallelGateway id="{identifier}" name="{identifier}"/>'


def end(identifier: str, definition: str = "") -> str:
    return f'<bpmn:endEvent id="{identifier}" name="{identifier}">{definition}</bpmn:endEvent>'


def boundary(identifier: str, host: str, definition: str, *, interrupting: bool = True) -> str:
    return (
        f'<bpmn:boundaryEvent id="{identifier}" name="{identifier}" attachedToRef="{host}"'
        f' cancelActivity="{str(interrupting).lower()}">{definition}</bpmn:boundaryEvent>'
    )


def inside(number: int) -> str:
    """A task with a reminder, a call and a message beside it: one of everything that waits."""
    begin, fork, task, call = f"start{number}", f"fork{number}", f"task{number}", f"call{number}"
    catch, late, told = f"catch{number}", f"late{number}", f"told{number}"
    timer = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT4H</bpmn:timeDuration></bpmn:timerEventDefinition>"
    return (
        f'<bpmn:startEvent id="{begin}" name="{begin}"/>'
        + gateway(fork)
        + human(task)
        + boundary(late, task, timer, interrupting=False)
        + end(told)
        + CALL.format(call)
        + f'<bpmn:intermediateCatchEvent id="{catch}" name="{catch}">{MESSAGE}</bpmn:intermediateCatchEvent>'
        + end(f"end{number}")
        + end(f"called{number}")
        + end(f"caught{number}")
        + chain(begin, fork, task, f"end{number}")
        + chain(fork, call, f"called{number}")
        + chain(fork, catch, f"caught{number}")
        + chain(late, told)
    )


def sub(identifier: str, content: str) -> str:
    return f'<bpmn:subProcess id="{identifier}" name="{identifier}">{content}</bpmn:subProcess>'


def nested(last: str, definition: str = "") -> str:
    """A sub-process in which `b` leads to the end with that definition, beside a sub-process two deep."""
    return sub(
        "outer",
        '<bpmn:startEvent id="begin" name="begin"/>'
        + gateway("split")
        + human("b")
        + end(last, definition)
        + sub(
            "middle",
            '<bpmn:startEvent id="start0" name="start0"/>'
            + sub("inner", inside(1))
            + end("end0")
            + chain("start0", "inner", "end0"),
        )
        + end("fine")
        + chain("begin", "split", "b", last)
        + chain("split", "middle", "fine"),
    )


BESIDE = (
    START
    + gateway("g")
    + human("a")
    + end("stop", TERMINATE)
    + END
    + chain("start", "g", "a", "stop")
    + chain("g", "S", "end")
)
AFTER = human("h") + end("end_h")


def nothing_waits(play: Play, *tasks: str) -> None:
    assert sorted(task.definition.element for task in play.tasks.values()) == sorted(tasks)
    assert (play.calls, play.timers, play.subscriptions, play.incidents) == ({}, {}, {}, {})


def test_terminate_takes_a_sub_process_along() -> None:
    play = Play(compiled(BESIDE + sub("S", inside(1)), roots=ROOTS))
    play.complete("a")
    nothing_waits(play)
    assert play.finished is not None
    assert play.withdrawn == ["task1"]


def test_terminate_takes_a_called_process_along() -> None:
    called = '<bpmn:callActivity id="S" name="S" calledElement="q"/>'
    play = Play(compiled(BESIDE + called, roots=ROOTS, callees={"q": inside(1)}))
    play.complete("a")
    nothing_waits(play)
    assert play.finished is not None


@pytest.mark.parametrize("host", ["a sub-process", "a called process"])
def test_an_error_takes_along_what_is_two_deep(host: str) -> None:
    caught = boundary("be", "S", ERROR) + AFTER + END + chain("start", "S", "end") + chain("be", "h", "end_h")
    body = '<bpmn:startEvent id="s9" name="s9"/>' + nested("failed", ERROR) + end("e9") + chain("s9", "outer", "e9")
    if host == "a sub-process":
        play = Play(compiled(START + sub("S", body) + caught, roots=ROOTS))
    else:
        call = '<bpmn:callActivity id="S" name="S" calledElement="q"/>'
        play = Play(compiled(START + call + caught, roots=ROOTS, callees={"q": body}))
    play.complete("b")
    nothing_waits(play, "h")
    assert play.withdrawn == ["task1"]


def test_a_terminate_inside_ends_only_its_own_scope() -> None:
    play = Play(
        compiled(START + nested("stop", TERMINATE) + AFTER + chain("start", "outer", "h", "end_h"), roots=ROOTS)
    )
    play.complete("b")
    nothing_waits(play, "h")


@pytest.mark.parametrize("kind", ["message", "signal"])
def test_an_interrupting_boundary_takes_all_along(kind: str) -> None:
    definition = SIGNAL if kind == "signal" else MESSAGE.replace('key="1"', 'key="2"')
    content = START + nested("fine_too") + boundary("bx", "outer", definition) + AFTER + END
    play = Play(compiled(content + chain("start", "outer", "end") + chain("bx", "h", "end_h"), roots=ROOTS))
    name, key = ("s1", None) if kind == "signal" else ("m1", "2")
    play.act(run.deliver, kind=kind, name=name, key=key, payload={})
    nothing_waits(play, "h")
    assert sorted(play.withdrawn) == ["b", "task1"]


def many(content: str, condition: str = "") -> str:
    """Three instances of a sub-process, side by side."""
    until = f"<bpmn:completionCondition>{condition}</bpmn:completionCondition>" if condition else ""
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
        f"{until}</bpmn:multiInstanceLoopCharacteristics>"
    )
    return sub("S", content + loop)


def test_a_completion_condition_takes_the_other_instances_along() -> None:
    body = (
        '<bpmn:startEvent id="s9" name="s9"/>'
        '<bpmn:exclusiveGateway id="f9" name="f9?" default="f9-first"/>'
        + human("first")
        + end("e9")
        + sub("inner", inside(1))
        + end("e8")
        + chain("s9", "f9", "first", "e9")
        + flow("f9", "inner", "loopCounter > 1".replace(">", "&gt;"), name="other")
        + chain("inner", "e8")
    )
    looped = many(body, "numberOfCompletedInstances >= 1".replace(">", "&gt;"))
    play = Play(compiled(START + looped + AFTER + chain("start", "S", "h", "end_h"), roots=ROOTS))
    assert sorted(task.definition.element for task in play.tasks.values()) == ["first", "task1", "task1"]
    play.complete("first")
    nothing_waits(play, "h")
    assert play.withdrawn == ["task1", "task1"]


def test_a_failed_call_in_one_instance_takes_the_others_along() -> None:
    body = '<bpmn:startEvent id="s9" name="s9"/>' + sub("inner", inside(1)) + end("e9") + chain("s9", "inner", "e9")
    caught = boundary("be", "S", "<bpmn:errorEventDefinition/>") + AFTER + END
    flows = chain("start", "S", "end") + chain("be", "h", "end_h")
    play = Play(compiled(START + many(body) + caught + flows, roots=ROOTS))
    assert len(play.calls) == 3
    play.act(run.fail_call, call=min(play.calls), code="refused", message="no")
    nothing_waits(play, "h")
