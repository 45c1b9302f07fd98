"""Compensation, transactions and cancel: against the text of BPMN 2.0.2 (13.3.4, 13.5.5); the stock engine has none."""

import pytest

from onegrid.engine.problems import ModelError
from tests.engine.drawing import END, START, chain, human
from tests.engine.events import (
    MESSAGE,
    ROOTS,
    SIGNAL,
    SPLIT,
    boundary,
    end,
    error,
    event,
    extension,
    handler,
    inside,
    throw,
)
from tests.engine.play import Play, compiled

CANCEL = "<bpmn:cancelEventDefinition/>"


def undo_of(activity: str = "", more: str = "") -> str:
    named = f' activityRef="{activity}"' if activity else ""
    return f"<bpmn:compensateEventDefinition{named} {more}/>"


def undoable(*hosts: str) -> str:
    """For each host a compensation event at its boundary and the human task `undo_<host>` that undoes it."""
    return "".join(
        event("boundaryEvent", f"on_{host}", undo_of(), f'attachedToRef="{host}"')
        + human(f"undo_{host}", attributes='isForCompensation="true"')
        + f'<bpmn:association id="as_{host}" sourceRef="on_{host}" targetRef="undo_{host}"/>'
        for host in hosts
    )


def undone(play: Play) -> list[str]:
    """Complete the compensation tasks one after another; their order."""
    order = []
    while any(element.startswith("undo_") for element in play.open):
        (element,) = [element for element in play.open if element.startswith("undo_")]
        order.append(element)
        play.complete(element)
    return order


def test_all_of_a_scope_in_reverse_order() -> None:
    """13.5.5: the handlers of completed activities, the latest first; the event goes on when they are done."""
    play = Play(
        compiled(START + human("a") + human("b") + human("c") + undoable("a", "b", "c") + throw("back", undo_of())
                 + human("d") + END + chain("start", "a", "b", "c", "back", "d", "end"))
    )  # fmt: skip
    for element in "abc":
        play.complete(element)
    assert play.open == ["undo_c"]
    assert play.ways_back("undo_c") == ()
    assert undone(play) == ["undo_c", "undo_b", "undo_a"]
    assert play.open == ["d"]
    assert play.passed[-7:] == ["on_c", "undo_c", "on_b", "undo_b", "on_a", "undo_a", "back"]


def test_only_what_has_completed_is_undone() -> None:
    """13.5.5: an activity that is still active can't be compensated; one never reached neither."""
    play = Play(
        compiled(START + SPLIT + human("a") + human("b") + human("c") + undoable("a", "b", "c")
                 + throw("back", undo_of()) + chain("start", "split", "a", "back", "c") + chain("split", "b"))
    )  # fmt: skip
    play.complete("a")
    assert undone(play) == ["undo_a"]
    assert play.open == ["b", "c"]


def test_one_named_activity_each_of_its_completions_once() -> None:
    """13.5.5: each completed instance for itself; what is undone is not undone again."""
    play = Play(
        compiled(START + human("a") + human("b") + undoable("a", "b") + throw("back", undo_of("a"))
                 + human("d") + throw("again", undo_of("a")) + human("e")
                 + '<bpmn:exclusiveGateway id="more" name="?" default="more-back"/>'
                 + chain("start", "a", "b", "more", "back", "d", "again", "e")
                 + '<bpmn:sequenceFlow id="round" sourceRef="more" targetRef="a"><bpmn:conditionExpression>'
                   'outcome = "more"</bpmn:conditionExpression></bpmn:sequenceFlow>')
    )  # fmt: skip
    for outcome in ("more", "more", "done"):
        play.complete("a")
        play.complete("b", outcome=outcome)
    assert undone(play) == ["undo_a"] * 3
    play.complete("d")
    assert play.open == ["e"]


def test_without_waiting_the_token_goes_on() -> None:
    """waitForCompletion="false": the handlers run beside."""
    play = Play(
        compiled(START + human("a") + human("b") + undoable("a", "b")
                 + throw("back", undo_of(more='waitForCompletion="false"'))
                 + human("d") + END + chain("start", "a", "b", "back", "d", "end"))
    )  # fmt: skip
    play.complete("a")
    play.complete("b")
    assert play.open == ["d", "undo_b"]
    play.complete("d")
    assert play.finished is None
    assert undone(play) == ["undo_b", "undo_a"]
    assert play.finished is not None


def test_a_compensation_end_ends_when_all_is_undone() -> None:
    play = Play(compiled(START + human("a") + undoable("a") + end("end", undo_of()) + chain("start", "a", "end")))
    play.complete("a")
    assert play.finished is None
    assert undone(play) == ["undo_a"]
    assert play.finished.element == "end"


def test_nothing_to_undo_goes_on_at_once() -> None:
    play = Play(compiled(START + throw("back", undo_of()) + human("a") + undoable("a") + chain("start", "back", "a")))
    assert play.open == ["a"]


SUB = inside(
    "sub",
    event("startEvent", "s2") + human("a") + human("b") + undoable("a", "b") + end("e2") + chain("s2", "a", "b", "e2"),
)
AROUND = (
    START + human("c") + throw("back", undo_of()) + human("d") + END + chain("start", "sub", "c", "back", "d", "end")
)


def test_a_completed_sub_process_undoes_what_it_had_done() -> None:
    """13.5.5, default compensation: inside it, in reverse order, at its place in the order outside."""
    play = Play(compiled(AROUND + SUB + undoable("c")))
    for element in "abc":
        play.complete(element)
    assert undone(play) == ["undo_c", "undo_b", "undo_a"]
    assert play.open == ["d"]
    assert play.passed.count("sub") == 1


def test_a_sub_process_with_a_handler_at_its_boundary_is_undone_by_that_alone() -> None:
    play = Play(compiled(AROUND + SUB + undoable("c", "sub")))
    for element in "abc":
        play.complete(element)
    assert undone(play) == ["undo_c", "undo_sub"]
    assert play.open == ["d"]


def test_a_compensation_event_sub_process_undoes_its_sub_process() -> None:
    """13.5.5: it is the handler, and itself may undo what was done inside."""
    handles = handler("h", undo_of(), human("undo_all") + throw("rest", undo_of()) + chain("h_on", "undo_all", "rest"))
    sub = SUB.replace("</bpmn:subProcess>", handles + "</bpmn:subProcess>")
    play = Play(compiled(AROUND + sub))
    for element in "abc":
        play.complete(element)
    assert undone(play) == ["undo_all", "undo_b", "undo_a"]
    assert play.open == ["d"]


def test_nested_sub_processes_are_undone_from_the_inside() -> None:
    deep = inside("deep", event("startEvent", "s3") + SUB + human("x") + undoable("x") + chain("s3", "sub", "x"))
    play = Play(compiled(AROUND.replace('"sub"', '"deep"').replace("start-sub", "start-deep") + deep))
    for element in "abxc":
        play.complete(element)
    assert undone(play) == ["undo_x", "undo_b", "undo_a"]
    assert play.open == ["d"]


@pytest.mark.parametrize("sequential", [True, False])
def test_each_instance_is_undone_with_its_own_item(sequential: bool) -> None:
    """13.5.5: instances in reverse order of their completion."""
    each = (f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}" '
            'onegrid:inputCollection="list" onegrid:inputElement="item"/>')  # fmt: skip
    task = human("a").replace("</bpmn:userTask>", each + "</bpmn:userTask>")
    play = Play(compiled(START + task + undoable("a") + end("end", undo_of()) + chain("start", "a", "end")),
                {"list": ["x", "y"]})  # fmt: skip
    for item in ("x", "y") if sequential else ("y", "x"):
        play.complete("a", item=item)
    seen = []
    while play.open:
        seen.append(play.seen_at("undo_a")["item"])
        play.complete("undo_a")
    assert seen == (["y", "x"] if sequential else ["x", "y"])
    assert play.finished is not None


def test_each_sub_process_instance_is_undone_inside_itself() -> None:
    each = '<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="list" onegrid:inputElement="item"/>'
    sub = SUB.replace('name="sub" >', f'name="sub" >{each}')
    assert each in sub
    play = Play(compiled(AROUND + sub), {"list": ["x", "y"]})
    for item in "xy":
        play.complete("a", item=item)
        play.complete("b", item=item)
    play.complete("c")
    seen = []
    while play.open != ["d"]:
        (element,) = play.open
        seen.append(element + play.seen_at(element)["item"])
        play.complete(element)
    assert seen == ["undo_by", "undo_ay", "undo_bx", "undo_ax"]


def test_each_round_of_a_loop_is_undone() -> None:
    task = human("a").replace("</bpmn:userTask>", '<bpmn:standardLoopCharacteristics loopMaximum="2"/></bpmn:userTask>')
    play = Play(compiled(START + task + undoable("a") + end("end", undo_of()) + chain("start", "a", "end")))
    play.complete("a")
    play.complete("a")
    assert undone(play) == ["undo_a", "undo_a"]


def test_a_handler_of_the_scope_undoes_what_the_scope_has_done() -> None:
    """13.5.5: thrown inside an event sub-process it means the activities around."""
    content = (
        START + human("a") + human("b") + undoable("a", "b") + END + chain("start", "a", "b", "end")
        + handler("h", SIGNAL, throw("back", undo_of()) + human("after") + chain("h_on", "back", "after"))
    )  # fmt: skip
    play = Play(compiled(content, roots=ROOTS))
    play.complete("a")
    play.tell("signal", "storm")
    assert undone(play) == ["undo_a"]
    assert play.open == ["after"]


def test_an_interrupted_compensation_takes_its_handlers_along() -> None:
    sub = inside("sub", event("startEvent", "s2") + human("a") + undoable("a") + throw("back", undo_of())
                 + chain("s2", "a", "back"))  # fmt: skip
    play = Play(compiled(START + sub + boundary("out", "sub", SIGNAL) + human("x") + END + chain("start", "sub", "end")
                         + chain("out", "x"), roots=ROOTS))  # fmt: skip
    play.complete("a")
    assert play.open == ["undo_a"]
    play.tell("signal", "storm")
    assert play.open == ["x"]


def test_a_handler_that_fails_is_tried_again() -> None:
    call = (
        event("boundaryEvent", "on_a", undo_of(), 'attachedToRef="a"')
        + event("serviceTask", "undo", extension('<onegrid:call connector="demo"/>'), 'isForCompensation="true"')
        + '<bpmn:association id="as" sourceRef="on_a" targetRef="undo"/>'
    )  # fmt: skip
    play = Play(compiled(START + human("a") + call + throw("back", undo_of()) + human("d")
                         + chain("start", "a", "back", "d")))  # fmt: skip
    play.complete("a")
    play.fail("BROKEN")
    play.retry()
    play.answer({})
    assert play.open == ["d"]


@pytest.mark.parametrize("kind", ["sub-process", "multi-instance"])
def test_a_handler_may_be_any_activity(kind: str) -> None:
    attributes = 'isForCompensation="true"'
    if kind == "sub-process":
        undoing = event("subProcess", "undo", event("startEvent", "s2") + human("x") + chain("s2", "x"), attributes)
    else:
        each = '<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="[1]"/>'
        undoing = human("undo", attributes=attributes).replace("</bpmn:userTask>", each + "</bpmn:userTask>")
    content = (
        START + human("a") + event("boundaryEvent", "on_a", undo_of(), 'attachedToRef="a"') + undoing
        + '<bpmn:association id="as" sourceRef="undo" targetRef="on_a"/>' + throw("back", undo_of()) + human("d")
        + chain("start", "a", "back", "d")
    )  # fmt: skip
    play = Play(compiled(content))
    play.complete("a")
    play.complete("x" if kind == "sub-process" else "undo")
    assert play.open == ["d"]


def booking(more: str = "", attributes: str = "") -> str:
    """A transaction of a and b beside c, cancelled by b's answer; behind it `good`, behind its cancel `bad`."""
    inner = (
        event("startEvent", "s2") + event("parallelGateway", "fork") + human("a") + human("b") + human("c")
        + '<bpmn:exclusiveGateway id="x" name="?" default="x-fine"/>' + end("fine") + end("stop", CANCEL) + more
        + chain("s2", "fork", "a", "b", "x", "fine") + chain("fork", "c")
        + '<bpmn:sequenceFlow id="no" sourceRef="x" targetRef="stop"><bpmn:conditionExpression>outcome = "no"'
          "</bpmn:conditionExpression></bpmn:sequenceFlow>" + undoable("a", "b", "c")
    )  # fmt: skip
    return (
        START + event("transaction", "tx", inner, attributes) + boundary("cancelled", "tx", CANCEL) + human("good")
        + human("bad") + END + chain("start", "tx", "good", "end") + chain("cancelled", "bad")
    )  # fmt: skip


def test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event() -> None:
    """13.3.4: all tokens end, completed work is undone, then the cancel event takes over."""
    play = Play(compiled(booking()))
    play.complete("a")
    play.complete("b", outcome="no")
    assert (play.open, play.withdrawn) == (["undo_b"], ["c"])
    assert undone(play) == ["undo_b", "undo_a"]
    assert play.open == ["bad"]
    assert "tx" not in play.passed
    assert play.passed.count("stop") == 1
    play.complete("bad")
    assert play.finished is not None


def test_a_transaction_that_succeeds_is_a_sub_process() -> None:
    play = Play(compiled(booking()))
    for element in "abc":
        play.complete(element)
    assert play.open == ["good"]


def test_an_error_in_a_transaction_undoes_nothing() -> None:
    """13.3.4, hazard: it is interrupted without compensation."""
    more = (
        end("broken", error("e1")) + event("intermediateCatchEvent", "when", MESSAGE) + chain("fork", "when", "broken")
    )
    content = booking(more) + boundary("failed", "tx", error("e1")) + human("ugly") + chain("failed", "ugly")
    play = Play(compiled(content, roots=ROOTS))
    play.complete("a")
    play.tell("message", "answer")
    assert play.open == ["ugly"]


def test_cancel_from_a_scope_inside_the_transaction() -> None:
    inner = inside("deep", event("startEvent", "s3") + human("n") + end("stop3", CANCEL) + chain("s3", "n", "stop3"))
    play = Play(compiled(booking(inner + chain("fork", "deep"))))
    play.complete("a")
    play.complete("n")
    assert undone(play) == ["undo_a"]
    assert play.open == ["bad"]


def test_a_cancelled_transaction_undoes_what_had_completed_in_open_sub_processes() -> None:
    """13.5.5: portions of an active activity; one that is itself not completed is not undone by its own handlers."""
    by_itself = handler(
        "own", undo_of(), human("undo_own") + event("endEvent", "e4") + chain("own_on", "undo_own", "e4")
    )
    deepest = inside(
        "deepest", event("startEvent", "s4") + human("q") + human("r") + undoable("q", "r") + chain("s4", "q", "r")
    )
    deep = inside(
        "deep", event("startEvent", "s3") + human("n") + human("m") + undoable("n") + by_itself + deepest
        + chain("s3", "n", "m") + chain("n", "deepest")
    )  # fmt: skip
    play = Play(compiled(booking(deep + undoable("deep") + chain("fork", "deep"))))
    for element in "anq":
        play.complete(element)
    play.complete("b", outcome="no")
    assert undone(play) == ["undo_q", "undo_n", "undo_b", "undo_a"]
    assert (play.open, sorted(play.withdrawn)) == (["bad"], ["c", "m", "r"])
    play.complete("bad")
    assert play.finished is not None


def test_a_cancel_inside_a_sub_process_undoes_what_that_had_done() -> None:
    inner = inside("deep", event("startEvent", "s3") + human("n") + end("stop3", CANCEL) + undoable("n")
                   + chain("s3", "n", "stop3"))  # fmt: skip
    play = Play(compiled(booking(inner + chain("fork", "deep"))))
    play.complete("a")
    play.complete("n")
    assert undone(play) == ["undo_n", "undo_a"]
    assert play.open == ["bad"]


def test_each_open_instance_of_a_cancelled_transaction_undoes_its_own() -> None:
    each = '<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="[1, 2]"/>'
    inner = inside("deep", each + event("startEvent", "s3") + human("n") + human("m") + undoable("n")
                   + chain("s3", "n", "m"))  # fmt: skip
    play = Play(compiled(booking(inner + chain("fork", "deep"))))
    play.complete("n", item=2)
    play.complete("m", item=2)
    play.complete("a")
    play.complete("n", item=1)
    play.complete("b", outcome="no")
    for expected in (("undo_n", 1), ("undo_b", None), ("undo_a", None), ("undo_n", 2)):
        (element,) = play.open
        assert (element, play.seen_at(element).get("item")) == expected
        play.complete(element)
    assert play.open == ["bad"]


def test_a_cancelled_instance_cancels_the_whole() -> None:
    """13.5.3: a boundary event of a multi-instance activity interrupts all instances."""
    each = '<bpmn:multiInstanceLoopCharacteristics onegrid:inputCollection="[1, 2]"/>'
    content = booking().replace('name="tx" >', f'name="tx" >{each}')
    assert each in content
    play = Play(compiled(content))
    play.complete("a", item=1)
    play.complete("b", outcome="no", item=1)
    assert play.open == ["a", "c", "undo_b"]
    assert undone(play) == ["undo_b", "undo_a"]
    assert play.open == ["bad"]


def test_what_names_nothing_does_not_compile() -> None:
    alone = START + human("a") + event("boundaryEvent", "on_a", undo_of(), 'attachedToRef="a"') + chain("start", "a")
    with pytest.raises(ModelError, match="association"):
        compiled(alone)
    with pytest.raises(ModelError, match="undo"):
        compiled(START + human("a") + undoable("a") + throw("back", undo_of("z")) + chain("start", "a", "back"))
    with pytest.raises(ModelError, match="transaction"):
        compiled(START + end("stop", CANCEL) + chain("start", "stop"))
    with pytest.raises(ModelError, match="transaction"):
        compiled(booking().replace("transaction", "subProcess"))


def test_a_completed_transaction_is_undone_without_being_cancelled() -> None:
    """13.3.4, 13.5.5: its cancel event stands for a cancel inside alone."""
    content = booking().replace(human("good"), human("good") + throw("back", undo_of()) + human("last"))
    content = content.replace(chain("start", "tx", "good", "end"), chain("start", "tx", "good", "back", "last", "end"))
    play = Play(compiled(content))
    for element in "abc":
        play.complete(element)
    play.complete("good")
    assert undone(play) == ["undo_c", "undo_b", "undo_a"]
    assert play.open == ["last"]
