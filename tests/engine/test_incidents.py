"""A fault leaves its token where it is: from every such place the case comes to its end, by retry and by skip."""

from collections.abc import Callable

import pytest

from onegrid.engine import scope
from onegrid.engine.elements.exclusive_gateway import Exclusive
from onegrid.engine.elements.timer import TimerEvent
from onegrid.engine.problems import EngineError
from tests.engine.drawing import END, START, chain, flow, human
from tests.engine.events import MESSAGE, ROOTS, SIGNAL, SPLIT, boundary, catch, end, event, extension, inside, timer
from tests.engine.play import Play, compiled

DEAR = "count(for i in 1..n return for j in 1..n return i) &gt; 0"  # true, and too dear where n is large
CHEAP, TOO_MUCH = 1, 300

GoOn = Callable[[Play], object]


def mended(play: Play) -> object:
    return play.retry(n=CHEAP, k=1)


def skipped(play: Play) -> object:
    return play.skip()


both = pytest.mark.parametrize("go_on", [mended, skipped])


@pytest.fixture(autouse=True)
def little_to_spend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "BUDGET", 20_000)


def told(play: Play) -> list[tuple[str, str]]:
    return [(incident.element, incident.code) for incident in play.incidents.values()]


def several(inner: str, attributes: str = "", *, sequential: bool = False) -> str:
    """A human task `a` of two instances."""
    opened = f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}" {attributes}>'
    each = f"{opened}<bpmn:loopCardinality>2</bpmn:loopCardinality>{inner}</bpmn:multiInstanceLoopCharacteristics>"
    return human("a", more='<onegrid:message key="k"/>').replace("</bpmn:userTask>", each + "</bpmn:userTask>")


THROWN = {
    "its condition": (
        'behavior="Complex"',
        f"<bpmn:complexBehaviorDefinition><bpmn:condition>{DEAR}</bpmn:condition>"
        '<bpmn:event id="thrown"><bpmn:signalEventDefinition signalRef="s"/></bpmn:event>'
        "</bpmn:complexBehaviorDefinition>",
        "feel.budget",
        "storm",
    ),
    "its key": ('behavior="None" noneBehaviorEventRef="def_m"', "", "message.no_key", "answer"),
}


@both
@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("what", THROWN)
def test_an_instance_waits_with_what_its_completion_cannot_throw(what: str, sequential: bool, go_on: GoOn) -> None:
    attributes, inner, code, name = THROWN[what]
    each = several(inner, f'onegrid:outputCollection="all" onegrid:outputElement="made" {attributes}',
                   sequential=sequential)  # fmt: skip
    play = Play(
        compiled(START + each + human("after") + END + chain("start", "a", "after", "end"),
                 roots=ROOTS + '<bpmn:messageEventDefinition id="def_m" messageRef="m"/>'),
        {"n": TOO_MUCH},
    )  # fmt: skip
    play.complete("a", made=1)
    assert (told(play), play.thrown) == ([("a", code)], [])
    go_on(play)
    assert [thrown.name for thrown in play.thrown] == ([name] if go_on is mended else [])
    play.complete("a", made=2, n=CHEAP, k=1)
    assert (play.open, play.seen_at("after")["all"]) == (["after"], [1, 2])
    assert play.thrown[-1].name == name


@both
def test_nothing_is_thrown_before_all_of_it_is_worked_out(go_on: GoOn) -> None:
    inner = "".join(
        "<bpmn:complexBehaviorDefinition><bpmn:condition>true</bpmn:condition>"
        f'<bpmn:event id="thrown_{reference}">{thrown}</bpmn:event></bpmn:complexBehaviorDefinition>'
        for reference, thrown in (("s", '<bpmn:signalEventDefinition signalRef="s"/>'), ("m", MESSAGE))
    )
    each = several(inner.replace('id="thrown_m">', 'id="thrown_m">' + extension('<onegrid:message key="k"/>')),
                   'behavior="Complex"')  # fmt: skip
    play = Play(compiled(START + each + END + chain("start", "a", "end"), roots=ROOTS))
    play.complete("a")
    assert (told(play), play.thrown) == ([("a", "message.no_key")], [])
    go_on(play)
    assert [thrown.name for thrown in play.thrown] == (["storm", "answer"] if go_on is mended else [])


@both
@pytest.mark.parametrize("asked", ["completionCondition", "output"])
def test_a_completed_instance_of_a_sub_process_is_not_begun_again(asked: str, go_on: GoOn) -> None:
    if asked == "output":
        loop = f'<bpmn:multiInstanceLoopCharacteristics onegrid:outputCollection="all" onegrid:outputElement="{DEAR}">'
        condition = ""
    else:
        loop = "<bpmn:multiInstanceLoopCharacteristics>"
        condition = f"<bpmn:completionCondition>{DEAR}</bpmn:completionCondition>"
    each = f"{loop}<bpmn:loopCardinality>2</bpmn:loopCardinality>{condition}</bpmn:multiInstanceLoopCharacteristics>"
    sub = inside("sub", event("startEvent", "s2") + human("a") + end("e2") + chain("s2", "a", "e2") + each)
    play = Play(compiled(START + sub + END + chain("start", "sub", "end")), {"n": TOO_MUCH})
    play.complete("a")
    assert (told(play), play.open) == ([("sub", "feel.budget")], ["a"])
    go_on(play)
    if asked == "completionCondition" and go_on is mended:
        assert play.finished is not None  # the condition is true: one is enough
        return
    assert play.open == ["a"]
    play.complete("a", n=CHEAP)
    assert play.finished is not None


@both
def test_an_activity_waits_with_the_condition_of_its_ad_hoc_sub_process(go_on: GoOn) -> None:
    """What it had done before is not repeated."""
    more = '<onegrid:out from="made + 1" to="made"/>'
    hoc = event("adHocSubProcess", "hoc",
                human("a", more=more) + f"<bpmn:completionCondition>{DEAR}</bpmn:completionCondition>")  # fmt: skip
    play = Play(compiled(START + hoc + human("after") + END + chain("start", "hoc", "after", "end")),
                {"n": TOO_MUCH, "made": 0})  # fmt: skip
    play.complete("a")
    assert (told(play), play.open) == ([("a", "feel.budget")], [])
    play.retry()
    assert (told(play), play.open) == ([("a", "feel.budget")], [])
    go_on(play)
    if go_on is skipped:  # a condition that cannot be asked is not met: the task is offered again
        assert play.open == ["a"]
        play.complete("a", n=CHEAP)
    assert play.open == ["after"]
    assert play.seen_at("after")["made"] == (1 if go_on is mended else 2)


def test_a_round_waits_with_the_condition_of_its_loop() -> None:
    """Skipped with mended data the loop goes on as its condition says; skipped without, it is over."""
    loop = f'<bpmn:standardLoopCharacteristics loopMaximum="3"><bpmn:loopCondition>{DEAR}</bpmn:loopCondition>'
    each = human("a").replace("</bpmn:userTask>", loop + "</bpmn:standardLoopCharacteristics></bpmn:userTask>")
    play = Play(compiled(START + each + human("after") + END + chain("start", "a", "after", "end")), {"n": TOO_MUCH})
    for go_on in (mended, lambda play: play.skip(n=CHEAP)):
        play.complete("a", n=TOO_MUCH)
        assert (told(play), play.open) == ([("a", "feel.budget")], [])
        go_on(play)
        assert (told(play), play.open) == ([], ["a"])
    play.complete("a")
    assert play.open == ["after"]
    given_up = Play(play.spec, {"n": TOO_MUCH})
    given_up.complete("a")
    given_up.skip()
    assert (given_up.open, given_up.incidents) == (["after"], {})


def complex_join(condition: str) -> Play:
    join = event("complexGateway", "join", f"<bpmn:activationCondition>{condition}</bpmn:activationCondition>")
    flows = chain("start", "split") + "".join(chain("split", name, "join") for name in "abc")
    content = START + SPLIT + human("a") + human("b") + human("c") + human("d") + join + human("next") + END
    return Play(compiled(content + flows + chain("split", "d") + chain("join", "next", "end")), {"n": CHEAP})


@both
@pytest.mark.parametrize("dear_at", ["arrival", "another act"])
def test_a_complex_gateway_that_cannot_be_asked_keeps_its_tokens(dear_at: str, go_on: GoOn) -> None:
    """Retried, they wait for the condition; skipped, those that have come go on, as if it were met."""
    play = complex_join(f"{DEAR} and activationCount &gt;= 3")
    play.complete("a")
    play.complete("b", n=TOO_MUCH if dear_at == "arrival" else CHEAP)
    if dear_at == "another act":
        play.complete("d", n=TOO_MUCH)
    assert told(play) == [("join", "feel.budget")]
    go_on(play)
    assert play.incidents == {}
    assert ("next" in play.open) is (go_on is skipped)
    play.complete("c", n=CHEAP)
    if dear_at == "arrival":
        play.complete("d")
    assert play.open == ["next"]
    play.complete("next")
    assert play.finished is not None
    assert play.passed.count("join") == 1


def test_while_a_complex_gateway_cannot_be_asked_nothing_goes_through() -> None:
    play = complex_join(f"{DEAR} and activationCount &gt;= 2")
    play.complete("a", n=TOO_MUCH)
    play.complete("b")
    assert (told(play), play.open) == ([("join", "feel.budget")], ["c", "d"])
    play.retry()
    assert told(play) == [("join", "feel.budget")]
    play.retry(n=CHEAP)
    assert (told(play), play.open) == ([], ["c", "d", "next"])


def test_a_complex_gateway_has_a_budget_of_its_own() -> None:
    """What the last element before it has left is not what it may spend."""
    wait = "count(for i in 1..200 return i) &gt; 250"
    join = event("complexGateway", "join", f"<bpmn:activationCondition>{wait}</bpmn:activationCondition>")
    script = event("scriptTask", "work", "<bpmn:script>{k: count(for i in 1..n return i)}</bpmn:script>")
    content = START + SPLIT + human("a") + human("b") + human("d") + join + script + END + chain("start", "split")
    flows = chain("split", "a", "join", "end") + chain("split", "b", "join") + chain("split", "d", "work")
    for spent in range(19_000, 20_000, 100):
        play = Play(compiled(content + flows))
        play.complete("a")
        play.complete("d", n=spent)
        assert {element for element, _ in told(play)} <= {"work"}


@pytest.fixture
def mend_timers(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """No timer can say when it is due again, until the returned function is called."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    sound = TimerEvent.next_after
    monkeypatch.setattr(TimerEvent, "next_after", fail)
    return lambda: monkeypatch.setattr(TimerEvent, "next_after", sound)


def test_a_timer_that_cannot_go_off_waits_as_an_incident(mend_timers: Callable[[], None]) -> None:
    """It stops no other timer; retried, it goes off with as many repetitions as were left."""
    cycle = boundary("often", "a", timer("Cycle", "R2/PT1H"), interrupting=False)
    content = (
        START + human("a") + cycle + END + human("late") + chain("start", "a", "end") + chain("often", "late")
        + boundary("once", "a", timer("Duration", "PT3H")) + human("over") + chain("once", "over")
    )  # fmt: skip
    play = Play(compiled(content))
    play.pass_time(hours=1)
    assert (told(play), play.open) == ([("often", "engine.fault")], ["a"])
    mend_timers()
    play.retry()
    assert (play.incidents, len(play.timers)) == ({}, 2)
    play.pass_time(minutes=1)
    assert play.open == ["a", "late"]
    play.pass_time(minutes=58)
    assert play.open == ["a", "late"]
    play.pass_time(minutes=1)
    assert play.open == ["a", "late", "late"]
    play.pass_time(hours=1)
    assert play.open == ["late", "late", "over"]


@pytest.mark.usefixtures("mend_timers")
def test_a_timer_that_cannot_go_off_may_be_given_up() -> None:
    cycle = boundary("often", "a", timer("Cycle", "R2/PT1H"), interrupting=False)
    play = Play(compiled(START + human("a") + cycle + END + end("gone") + chain("start", "a", "end")
                         + chain("often", "gone")))  # fmt: skip
    play.pass_time(hours=1)
    play.skip()
    assert (play.incidents, play.timers, play.open) == ({}, {}, ["a"])
    play.complete("a")
    assert play.finished is not None


def test_an_event_that_cannot_be_armed_again_is_an_incident_again() -> None:
    key = extension('<onegrid:message key="k"/>')
    play = Play(compiled(START + catch("wait", key + MESSAGE) + END + chain("start", "wait", "end"), roots=ROOTS))
    (first,) = play.incidents
    play.retry()
    assert told(play) == [("wait", "message.no_key")]
    assert first not in play.incidents
    play.retry(k=1)
    play.tell("message", "answer", "1")
    assert play.finished is not None


@pytest.mark.parametrize("all_of_them", [True, False])
def test_the_last_trigger_that_is_given_up_takes_its_event_along(all_of_them: bool) -> None:
    """What has occurred is enough then; where nothing has, the token goes on as behind any event that is skipped."""
    triggers = extension('<onegrid:message key="k"/>') + MESSAGE + (SIGNAL if all_of_them else MESSAGE)
    attributes = f'parallelMultiple="{str(all_of_them).lower()}"'
    play = Play(compiled(START + catch("wait", triggers, attributes) + human("after")
                         + chain("start", "wait", "after"), roots=ROOTS))  # fmt: skip
    if all_of_them:
        play.tell("signal", "storm")
    else:
        play.skip()
    assert play.open == []
    play.skip()
    assert (play.open, play.incidents) == (["after"], {})


def test_a_boundary_whose_last_trigger_is_given_up_is_gone() -> None:
    triggers = extension('<onegrid:message key="k"/>') + MESSAGE + MESSAGE
    play = Play(compiled(START + human("a") + boundary("out", "a", triggers) + human("late") + chain("start", "a")
                         + chain("out", "late"), roots=ROOTS))  # fmt: skip
    play.skip()
    play.skip()
    play.complete("a")
    assert play.finished is not None


def test_a_fault_behind_a_completion_brings_the_token_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails while a token is sent on: it is not lost."""
    content = START + human("a") + event("exclusiveGateway", "x", "", 'default="x-end"') + END + end("other")
    spec = compiled(content + chain("start", "a", "x", "end") + flow("x", "other", "false"))
    with monkeypatch.context() as broken:
        broken.setattr(Exclusive, "send_on", lambda *_: 1 / 0)
        play = Play(spec)
        play.complete("a")
    assert told(play) == [("x", "engine.fault")]
    play.retry()
    assert play.finished is not None


def test_a_fault_of_a_token_that_took_itself_away_fails_the_act(monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = end("stop", "<bpmn:cancelEventDefinition/>")
    tx = event("transaction", "tx", event("startEvent", "s2") + human("a") + cancel + chain("s2", "a", "stop"))
    out = boundary("out", "tx", "<bpmn:cancelEventDefinition/>") + human("b") + chain("out", "b")
    play = Play(compiled(START + tx + END + out + chain("start", "tx", "end")))
    with monkeypatch.context() as broken:
        broken.setattr("onegrid.engine.elements.transaction.undo_next", lambda *_: 1 / 0)
        with pytest.raises(EngineError, match="unexpectedly"):
            play.complete("a")
    play.complete("a")
    assert play.open == ["b"]


def test_a_fault_behind_a_token_that_has_gone_fails_the_act(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the case stands as before."""
    play = Play(compiled(START + human("a") + human("b") + chain("start", "a", "b")))
    with monkeypatch.context() as broken:
        broken.setattr("onegrid.engine.scope.Scope._task_completed_notify", lambda *_: 1 / 0)
        with pytest.raises(EngineError, match="unexpectedly"):
            play.complete("a")
    play.complete("a")
    assert play.open == ["b"]
