"""The standard's text where the stock engine is wrong: each test names its clause of BPMN 2.0.2.

Every act goes through an encoded state; nothing here knows how the engine works inside.
"""

# ruff: noqa: E501 - drawings read best one path a line

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from onegrid.engine import run
from onegrid.engine.compile import compile_sources
from onegrid.engine.problems import EngineError, NotWaiting
from onegrid.engine.sources import Sources
from onegrid.engine.step import Step
from tests.engine.drawing import END, START, chain, file_of, flow, human

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
ROOTS = (
    '<bpmn:message id="msg" name="答复"/><bpmn:signal id="sig" name="汛情"/>'
    '<bpmn:error id="e1" errorCode="E1"/><bpmn:error id="e2" errorCode="E2"/>'
)
KEY = '<bpmn:extensionElements><onegrid:message key="&quot;k&quot;"/></bpmn:extensionElements>'
MESSAGE = '<bpmn:messageEventDefinition messageRef="msg"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="sig"/>'


class Play:
    """One case, played act by act."""

    def __init__(
        self,
        content: str,
        *,
        called: Mapping[str, str] | None = None,
        case: Mapping[str, Any] | None = None,
        **data: Any,
    ) -> None:
        callees = {
            name: Sources(file_of(inner, roots=ROOTS, process=name), process_id=name)
            for name, inner in (called or {}).items()
        }
        self.spec = compile_sources(Sources(file_of(content, roots=ROOTS), process_id="p"), callees)
        self.now, self.case, self.passed, self.thrown = NOW, dict(case or {}), [], []  # type: ignore[var-annotated]
        self.finished = False
        self.data: Mapping[str, Any] = {}
        self.took(run.start(self.spec, data=data, case=self.case, now=self.now))

    def took(self, step: Step) -> "Play":
        self.state = step.state
        self.passed += [passed.element for passed in step.passed]
        self.thrown += [(thrown.kind, thrown.name) for thrown in step.thrown]
        if step.finished is not None:
            self.finished, self.data = True, step.finished.data
        return self

    @property
    def waiting(self) -> run.Waiting:
        return run.waiting(self.spec, self.state)

    @property
    def open(self) -> list[str]:
        return sorted(task.element for task in self.waiting.tasks)

    def do(self, element: str, outcome: str | None = "done", *, at: int = 0, **answers: Any) -> "Play":
        task = [task for task in self.waiting.tasks if task.element == element][at]
        step = run.complete(
            self.spec, self.state, task=task.id, answers=answers, outcome=outcome, case=self.case, now=self.now
        )
        return self.took(step)

    def hear(self, kind: str = "message", **payload: Any) -> "Play":
        name, key = ("答复", "k") if kind == "message" else ("汛情", None)
        step = run.deliver(
            self.spec, self.state, kind=kind, name=name, key=key, payload=payload, case=self.case, now=self.now
        )
        return self.took(step)

    def later(self, **parts: float) -> "Play":
        self.now += timedelta(**parts)
        return self.took(run.wake(self.spec, self.state, case=self.case, now=self.now))

    def answer(self, result: Any = None) -> "Play":
        call = self.waiting.calls[0]
        return self.took(
            run.finish_call(self.spec, self.state, call=call.id, result=result, case=self.case, now=self.now)
        )

    def fail(self, code: str) -> "Play":
        call = self.waiting.calls[0]
        return self.took(
            run.fail_call(self.spec, self.state, call=call.id, code=code, message="", case=self.case, now=self.now)
        )


def event(kind: str, identifier: str, inside: str = "", attributes: str = "") -> str:
    return f'<bpmn:{kind} id="{identifier}" name="{identifier}" {attributes}>{inside}</bpmn:{kind}>\n'


def timer(text: str, part: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{part}>{text}</bpmn:{part}></bpmn:timerEventDefinition>"


def thrown_error(code: str) -> str:
    return f'<bpmn:errorEventDefinition errorRef="{code.lower()}"/>'


def sub(identifier: str, inside: str) -> str:
    return f'<bpmn:subProcess id="{identifier}" name="{identifier}">{inside}</bpmn:subProcess>\n'


def boundary(identifier: str, host: str, inside: str, *, stops: bool = True) -> str:
    attributes = f'attachedToRef="{host}"' + ("" if stops else ' cancelActivity="false"')
    return event("boundaryEvent", identifier, inside, attributes)


def gateway(identifier: str, kind: str = "parallel", attributes: str = "") -> str:
    return f'<bpmn:{kind}Gateway id="{identifier}" {attributes}/>\n'


def script(identifier: str, text: str) -> str:
    return f'<bpmn:scriptTask id="{identifier}" name="s"><bpmn:script>{text}</bpmn:script></bpmn:scriptTask>\n'


def service(identifier: str) -> str:
    return event(
        "serviceTask", identifier, '<bpmn:extensionElements><onegrid:call connector="demo"/></bpmn:extensionElements>'
    )


def inner(*nodes: str, of: str) -> str:
    """Start and end of a scope named after it, with a chain through the nodes."""
    start, end = event("startEvent", f"{of}_start"), event("endEvent", f"{of}_end")
    return start + end + chain(f"{of}_start", *nodes, f"{of}_end")


LOOP = (
    START + gateway("round", "exclusive") + gateway("split") + gateway("join") + human("a") + human("b") + human("c")
    + gateway("again", "exclusive", 'default="again-end"') + END
    + chain("start", "round", "split", "a", "join") + chain("split", "b", "join") + flow("join", "c")
    + flow("c", "again") + flow("again", "round", 'outcome = "more"', name="m") + flow("again", "end", name="e")
)  # fmt: skip


@pytest.mark.parametrize("orders", [("ab", "ba", "ab"), ("ab", "ab"), ("ba", "ab", "ba", "ab")])
@pytest.mark.parametrize("kind", ["parallel", "inclusive"])
def test_each_round_of_a_join_stands_for_itself(kind: str, orders: tuple[str, ...]) -> None:
    """13.4.1, 13.4.3: whichever branch comes last in a round."""
    content = LOOP
    if kind == "inclusive":
        content = content.replace("parallelGateway", "inclusiveGateway")
        for name in ("a", "b"):
            content = content.replace(flow("split", name), flow("split", name, "1 = 1"))
    play = Play(content)
    for number, order in enumerate(orders, 1):
        play.do(order[0])
        assert play.open == [order[1]]
        play.do(order[1])
        assert play.open == ["c"]
        play.do("c", "more" if number < len(orders) else "done")
    assert play.finished
    assert play.passed.count("c") == len(orders)


def test_second_token_on_one_flow_waits_for_its_own_partner() -> None:
    """13.4.1: a join takes one token from each flow; the surplus stays."""
    content = (
        START + gateway("split") + gateway("twice", "exclusive") + human("x") + human("y") + human("z") + gateway("join")
        + human("after") + END + flow("start", "split") + chain("split", "x", "twice") + chain("split", "y", "twice")
        + flow("twice", "join") + chain("split", "z", "join") + chain("join", "after", "end")
    )  # fmt: skip
    play = Play(content)
    play.do("x").do("y")
    assert play.open == ["z"]
    play.do("z")
    assert play.open == ["after"]
    play.do("after")
    assert play.passed.count("after") == 1
    assert not play.finished  # one token still waits at the join, as it must


def test_error_interrupts_only_its_own_activity() -> None:
    """10.5, 13.5.3: of two sub-processes with the same boundary the other goes on."""
    one = sub(
        "s1",
        inner("w1", of="s1").replace(
            '<bpmn:endEvent id="s1_end" name="s1_end" ></bpmn:endEvent>',
            event("endEvent", "s1_end", thrown_error("E1")),
        )
        + human("w1"),
    )
    two = sub("s2", inner("w2", of="s2") + human("w2"))
    content = (
        START + gateway("split") + one + two + boundary("c1", "s1", thrown_error("E1")) + boundary("c2", "s2", thrown_error("E1"))
        + human("h1") + human("h2") + END + flow("start", "split") + flow("split", "s1") + flow("split", "s2")
        + flow("c1", "h1") + flow("c2", "h2") + chain("s1", "end") + chain("s2", "end") + chain("h1", "end") + chain("h2", "end")
    )  # fmt: skip
    play = Play(content)
    play.do("w1")
    assert play.open == ["h1", "w2"]
    play.do("w2").do("h1")
    assert play.finished
    assert "h2" not in play.passed


def nested(caught_inside: bool) -> str:
    """Sub-process in sub-process; the inner throws; both, or only the outer, catch."""
    deep = sub(
        "deep",
        event("startEvent", "d1") + human("w") + event("endEvent", "d2", thrown_error("E1")) + chain("d1", "w", "d2"),
    )
    inside = event("startEvent", "o1") + deep + human("beside") + event("endEvent", "o2") + gateway("fork")
    inside += flow("o1", "fork") + flow("fork", "deep") + chain("fork", "beside", "o2") + flow("deep", "o2")
    if caught_inside:
        inside += boundary("near", "deep", thrown_error("E1")) + human("h_near") + chain("near", "h_near", "o2")
    return (
        START + sub("outer", inside) + boundary("far", "outer", thrown_error("E1")) + human("h_far") + END
        + chain("start", "outer", "end") + chain("far", "h_far", "end")
    )  # fmt: skip


def test_innermost_catcher_alone() -> None:
    """10.5: the inner boundary takes it; the outer does not fire and parallel work goes on."""
    play = Play(nested(True))
    play.do("w")
    assert play.open == ["beside", "h_near"]


def test_error_rises_to_the_outer_and_ends_everything_in_it() -> None:
    """13.5.3: the outer activity is interrupted with the parallel token inside."""
    play = Play(nested(False))
    play.do("w")
    assert play.open == ["h_far"]


def test_uncaught_error_does_not_end_the_sub_process_normally() -> None:
    """10.5: unresolved; the path stops there and somebody must look."""
    content = (
        START + sub("s", event("startEvent", "s1") + event("endEvent", "s2", thrown_error("E1")) + flow("s1", "s2"))
        + human("after") + END + chain("start", "s", "after", "end")
    )  # fmt: skip
    play = Play(content)
    assert play.open == []
    assert not play.finished
    assert [incident.element for incident in play.waiting.incidents] == ["s2"]


def test_failing_service_is_caught_by_code() -> None:
    """13.3.2: a fault may be caught at the boundary; one with another code is an incident."""
    content = (
        START + service("call") + boundary("c", "call", thrown_error("E1")) + human("h") + END
        + chain("start", "call", "end") + chain("c", "h", "end")
    )  # fmt: skip
    play = Play(content).fail("E1")
    assert play.open == ["h"]
    play = Play(content).fail("E2")
    assert play.open == []
    assert [incident.element for incident in play.waiting.incidents] == ["call"]


def soft(inside: str, text: str = "") -> str:
    return (
        START + human("work") + boundary("b", "work", inside, stops=False) + human("h") + END
        + chain("start", "work", "end") + chain("b", "h") + flow("h", "end")
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "inside"), [("message", KEY + MESSAGE), ("signal", SIGNAL)])
def test_not_interrupting_boundary_fires_as_often_as_it_occurs(kind: str, inside: str) -> None:
    """13.5.3: and never again once its activity is over; handlers outlive it."""
    play = Play(soft(inside))
    play.hear(kind).hear(kind).hear(kind)
    assert play.open == ["h", "h", "h", "work"]
    play.do("work")
    assert play.open == ["h", "h", "h"]
    with pytest.raises(NotWaiting):
        play.hear(kind)
    play.do("h").do("h").do("h")
    assert play.finished


def test_cycle_at_a_boundary_and_its_handlers() -> None:
    """13.5.3: three ticks, three handlers, which live on when the activity ends."""
    play = Play(soft(timer("R3/PT1H", "timeCycle")))
    play.later(hours=1).later(hours=1)
    assert play.open == ["h", "h", "work"]
    play.do("work")
    assert play.open == ["h", "h"]
    assert play.waiting.timers == ()
    play = Play(soft(timer("R3/PT1H", "timeCycle"))).later(hours=10)
    assert play.open == ["h", "h", "h", "work"]
    assert play.waiting.timers == ()


def test_two_timers_behind_one_gateway_keep_their_own_time() -> None:
    """13.4.4."""
    content = (
        START + gateway("g", "eventBased") + event("intermediateCatchEvent", "slow", timer("PT5H"))
        + event("intermediateCatchEvent", "quick", timer("PT1H")) + human("s") + human("q") + END
        + flow("start", "g") + chain("g", "slow", "s", "end") + chain("g", "quick", "q", "end")
    )  # fmt: skip
    play = Play(content)
    assert sorted((timer.element, timer.at) for timer in play.waiting.timers) == [
        ("quick", NOW + timedelta(hours=1)),
        ("slow", NOW + timedelta(hours=5)),
    ]
    play.later(hours=2)
    assert play.open == ["q"]
    assert play.waiting.timers == ()


def test_event_gateway_takes_the_first_event_only() -> None:
    """13.4.4: also with a receive task; the late one is refused."""
    content = (
        START + gateway("g", "eventBased") + event("receiveTask", "m", KEY, 'messageRef="msg"')
        + event("intermediateCatchEvent", "s", SIGNAL) + human("a") + human("b") + END
        + flow("start", "g") + chain("g", "m", "a", "end") + chain("g", "s", "b", "end")
    )  # fmt: skip
    play = Play(content).hear("signal")
    assert play.open == ["b"]
    with pytest.raises(NotWaiting):
        play.hear("message")


def test_signal_end_event_reaches_the_case_and_the_outside() -> None:
    """13.5.6: broadcast."""
    content = (
        START + gateway("split") + event("intermediateCatchEvent", "c", SIGNAL) + human("h") + human("w")
        + event("endEvent", "throws", SIGNAL) + END + flow("start", "split") + chain("split", "c", "h", "end") + chain("split", "w", "throws")
    )  # fmt: skip
    play = Play(content).do("w")
    assert play.open == ["h"]
    assert play.thrown == [("signal", "汛情")]


def test_message_has_one_receiver_signal_has_all() -> None:
    """10.5, 13.5.2."""
    for kind, inside, left in (("message", KEY + MESSAGE, 1), ("signal", SIGNAL, 2)):
        content = (
            START + gateway("split") + event("intermediateCatchEvent", "c1", inside) + event("intermediateCatchEvent", "c2", inside)
            + human("h1") + human("h2") + END + flow("start", "split") + chain("split", "c1", "h1", "end") + chain("split", "c2", "h2", "end")
        )  # fmt: skip
        assert len(Play(content).hear(kind).open) == left


def test_terminate_ends_its_own_scope() -> None:
    """13.5.6: the parallel token inside dies, the process goes on."""
    inside = (
        event("startEvent", "s1") + gateway("f") + human("dies") + human("kills")
        + event("endEvent", "t", "<bpmn:terminateEventDefinition/>") + event("endEvent", "s2")
        + flow("s1", "f") + chain("f", "dies", "s2") + chain("f", "kills", "t")
    )  # fmt: skip
    content = START + sub("s", inside) + human("after") + END + chain("start", "s", "after", "end")
    play = Play(content).do("kills")
    assert play.open == ["after"]
    play = Play(START + event("callActivity", "c", "", 'calledElement="q"') + human("after") + END + chain("start", "c", "after", "end"), called={"q": inside}).do("kills")  # fmt: skip
    assert play.open == ["after"]


def multi(body: str, attributes: str, condition: str = "") -> str:
    done = f"<bpmn:completionCondition>{condition}</bpmn:completionCondition>" if condition else ""
    characteristics = (
        f"<bpmn:multiInstanceLoopCharacteristics {attributes}>{done}</bpmn:multiInstanceLoopCharacteristics>"
    )
    at = body.rindex("</bpmn:")
    return body[:at] + characteristics + body[at:]


COLLECT = 'onegrid:inputCollection="units" onegrid:inputElement="unit" onegrid:outputCollection="all" onegrid:outputElement="[unit, note]"'


def test_output_of_parallel_instances_is_in_order_of_the_input() -> None:
    """13.3.7, whatever the order of completion."""
    play = Play(START + multi(human("m"), COLLECT) + END + chain("start", "m", "end"), units=["A", "B", "C"])
    play.do("m", at=2, note="c").do("m", at=0, note="a").do("m", note="b")
    assert play.finished
    assert play.data["all"] == [["A", "a"], ["B", "b"], ["C", "c"]]


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_null_items_empty_lists_and_second_rounds(sequential: str) -> None:
    """13.3.7: one instance for each item, null too; none for an empty list; a loop begins afresh."""
    content = (
        START + multi(human("m"), COLLECT + f' isSequential="{sequential}"') + human("again", "more", "done")
        + gateway("g", "exclusive", 'default="g-end"') + END
        + chain("start", "m", "again", "g") + flow("g", "m", 'outcome = "more"', name="m") + flow("g", "end", name="e")
    )  # fmt: skip
    play = Play(content, units=[None, "B"])
    play.do("m", note=1).do("m", note=2)
    assert play.open == ["again"]
    play.do("again", "more", units=[])
    assert play.open == ["again"]
    play.do("again", "more", units=["Z"]).do("m", note=3).do("again")
    assert play.finished
    assert play.data["all"] == [["Z", 3]]


def test_completion_condition_withdraws_the_rest() -> None:
    """13.3.7 with the standard's counters."""
    content = (
        START + multi(human("m"), COLLECT, "numberOfCompletedInstances &gt;= 2") + END + chain("start", "m", "end")
    )
    play = Play(content, units=["A", "B", "C", "D"])
    play.do("m", at=3, note="d").do("m", at=1, note="b")
    assert play.finished
    assert play.data["all"] == [None, ["B", "b"], None, ["D", "d"]]


def test_boundary_cancels_all_instances_of_a_sub_process() -> None:
    """13.5.3: no orphan stays open, and the case goes on."""
    body = multi(sub("s", inner("w", of="s") + human("w")), 'onegrid:inputCollection="units"')
    content = (
        START
        + body
        + boundary("late", "s", timer("PT1H"))
        + human("h")
        + END
        + chain("start", "s", "end")
        + chain("late", "h", "end")
    )
    play = Play(content, units=[1, 2, 3])
    play.do("w")
    assert play.open == ["w", "w"]
    play.later(hours=1)
    assert play.open == ["h"]
    play.do("h")
    assert play.finished
    assert play.waiting == run.Waiting()


def test_instances_of_a_call_activity_keep_their_data_apart() -> None:
    """13.3.4, 13.3.7, 10.4: only mapped values cross."""
    mapped = '<bpmn:extensionElements><onegrid:in from="unit" to="mine"/><onegrid:out from="mine + note" to="answer"/></bpmn:extensionElements>'
    loop = COLLECT.replace("[unit, note]", "answer")
    called = multi(event("callActivity", "c", mapped, 'calledElement="q"'), loop)
    play = Play(
        START + called + END + chain("start", "c", "end"),
        called={"q": inner("w", of="q") + human("w")},
        units=["A", "B"],
        secret=1,
    )
    assert "secret" not in run.task_data(play.spec, play.state, task=play.waiting.tasks[0].id)
    play.do("w", at=1, note="2").do("w", note="1")
    assert play.data["all"] == ["A1", "B2"]
    assert "mine" not in play.data


def test_boundary_drops_the_call_that_runs_outside() -> None:
    """13.5.3."""
    content = (
        START
        + service("call")
        + boundary("late", "call", timer("PT1H"))
        + human("h")
        + END
        + chain("start", "call", "end")
        + chain("late", "h", "end")
    )
    play = Play(content)
    late = play.waiting.calls[0].id
    play.later(hours=2)
    assert play.waiting.calls == ()
    with pytest.raises(NotWaiting):
        run.finish_call(play.spec, play.state, call=late, result=1, case={}, now=play.now)


def test_no_condition_true_is_an_incident_that_can_be_mended() -> None:
    """13.4.2: and the gateway is asked again with the mended data."""
    content = (
        START + human("w") + gateway("g", "exclusive") + human("a") + END + chain("start", "w", "g")
        + flow("g", "a", "n &gt; 1", name="a") + flow("g", "end", "n &lt; 1", name="e") + flow("a", "end")
    )  # fmt: skip
    play = Play(content.replace("n &", "case.score &"), case={"score": 1}).do("w")
    (incident,) = play.waiting.incidents
    assert incident.element == "g"
    play.took(run.retry(play.spec, play.state, task=incident.id, case=play.case, now=NOW))
    (incident,) = play.waiting.incidents
    play.took(run.retry(play.spec, play.state, task=incident.id, case={"score": 2}, now=NOW))
    assert play.open == ["a"]


def test_completed_task_can_not_be_completed_again() -> None:
    """13.3.3."""
    play = Play(START + human("a") + human("b") + END + chain("start", "a", "b", "end"))
    first = play.waiting.tasks[0].id
    play.do("a")
    with pytest.raises(NotWaiting):
        run.complete(play.spec, play.state, task=first, answers={}, outcome="done", case={}, now=NOW)


def test_many_rounds_stay_small_and_never_stall() -> None:
    """A path far longer than the library's own search depth."""
    play = Play(LOOP)
    sizes = []
    for number in range(600):
        play.do("a" if number % 2 else "b").do("b" if number % 2 else "a").do("c", "more")
        sizes.append(len(play.state))
    assert max(sizes[10:]) <= sizes[10] * 1.2
    play.do("a").do("b").do("c")
    assert play.finished


def test_automatic_loop_is_no_recursion() -> None:
    content = (
        START + script("s", "{n: n + 1}") + gateway("g", "exclusive", 'default="g-end"') + END
        + chain("start", "s", "g") + flow("g", "s", "n &lt; 2000", name="m") + flow("g", "end", name="e")
    )  # fmt: skip
    play = Play(content, n=0)
    assert play.finished
    assert play.data["n"] == 2000


def test_implicit_split_and_conditions_out_of_a_task() -> None:
    """13.3.1: unconditional flows and those whose condition is true, each with a token."""
    content = (
        START + human("w") + human("a") + human("b") + human("c") + END + flow("start", "w")
        + flow("w", "a", "n &gt; 1") + flow("w", "b", "n &gt; 5") + flow("w", "c") + chain("a", "end") + chain("b", "end") + chain("c", "end")
    )  # fmt: skip
    play = Play(content).do("w", n=3)
    assert play.open == ["a", "c"]
    assert "w__split" not in play.passed
    assert play.passed.count("w") == 1


def test_scope_without_start_and_end_events() -> None:
    """13.3.4: all nodes without a flow in begin; the scope ends with the last token."""
    content = START + sub("s", human("a") + human("b")) + human("after") + END + chain("start", "s", "after", "end")
    play = Play(content)
    assert play.open == ["a", "b"]
    play.do("b").do("a")
    assert play.open == ["after"]
    assert [element for element in play.passed if element == "s"] == ["s"]


def test_inclusive_join_waits_only_while_a_token_can_come() -> None:
    """13.4.3: the branch that ends elsewhere is not waited for."""
    content = (
        START + gateway("split", "inclusive") + human("a") + human("b") + human("c") + gateway("g", "exclusive", 'default="g-join"')
        + gateway("join", "inclusive") + human("after") + END + event("endEvent", "aside")
        + flow("start", "split") + flow("split", "a", "1 = 1") + flow("split", "b", "1 = 1") + flow("split", "c", "1 = 2")
        + flow("a", "join") + flow("b", "g") + flow("g", "join", name="j") + flow("g", "aside", 'outcome = "leave"', name="l")
        + flow("c", "join") + chain("join", "after", "end")
    )  # fmt: skip
    play = Play(content).do("a")
    assert play.open == ["b"]
    play.do("b", "leave")
    assert play.open == ["after"]
    play = Play(content).do("b").do("a")
    assert play.open == ["after"]
    assert play.passed.count("join") == 1


@pytest.mark.parametrize("wrong", [float("nan"), {1: 2}, b"x", object()])
def test_values_that_can_not_be_kept_are_refused_at_once(wrong: Any) -> None:
    play = Play(START + human("a") + END + chain("start", "a", "end"))
    before = play.state
    with pytest.raises(EngineError):
        play.do("a", x=wrong)
    assert play.state == before


def test_states_are_equal_for_equal_acts() -> None:
    """No clock, no random id: the same acts give the same bytes."""

    def walked() -> Iterable[bytes]:
        play = Play(LOOP)
        for act in ("a", "b", "c"):
            yield play.do(act, "more").state

    assert list(walked()) == list(walked())
