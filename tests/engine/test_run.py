"""The verbs of `run`: what they give, what they refuse, and that they are pure."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest

from onegrid.engine import run
from onegrid.engine.compile import compile_sources
from onegrid.engine.problems import EngineError, ModelError, NotWaiting
from onegrid.engine.sources import Sources
from onegrid.engine.specification import Spec
from onegrid.engine.step import Step
from tests.engine.drawing import END, START, chain, file_of, flow, human
from tests.engine.play import BEGIN, Play, compiled
from tests.engine.test_events import MESSAGE, SIGNAL, boundary, error, event
from tests.engine.test_events import ROOTS as EVENTS
from tests.engine.test_multi_instance import each, with_loop
from tests.engine.walks import ours
from tests.engine.walks.blocks import OURS, draw, sequence
from tests.engine.walks.zoo import ZOO

ROOTS = '<bpmn:error id="e1" name="gone" errorCode="GONE"/>'
CALL = (
    '<bpmn:serviceTask id="call" name="回复" onegrid:milestone="replied"><bpmn:extensionElements>'
    '<onegrid:call connector="webhook" operation="reply"><onegrid:parameter name="text" value="=note + &quot;!&quot;"/>'
    '<onegrid:parameter name="format" value="plain"/><onegrid:result from="result.id" to="reply_id"/></onegrid:call>'
    "</bpmn:extensionElements></bpmn:serviceTask>"
)
REPLY = START + END + human("a") + CALL + human("after") + chain("start", "a", "call", "after", "end")


def test_a_call_leaves_as_data_and_comes_back() -> None:
    play = Play(compiled(REPLY))
    play.complete("a", note="done")
    (call,) = play.calls.values()
    assert (call.definition.connector, call.definition.operation) == ("webhook", "reply")
    assert call.parameters == {"text": "done!", "format": "plain"}
    step = play.answer({"id": "r-1"})
    assert play.seen_at("after")["reply_id"] == "r-1"
    assert [(passed.element, passed.milestone) for passed in step.passed] == [("call", "replied")]


def test_a_failed_call_is_an_incident_that_can_be_retried_or_skipped() -> None:
    spec = compiled(REPLY)
    play = Play(spec)
    play.complete("a", note="done")
    first = min(play.calls)
    play.fail("TIMEOUT", "no answer in 30 s")
    (incident,) = play.incidents.values()
    assert (incident.element, incident.code, incident.detail) == ("call", "call.failed", "no answer in 30 s")
    with pytest.raises(NotWaiting):
        play.answer({"id": "late"}) if play.calls else run.finish_call(
            spec, play.state, call=first, result={}, case={}, now=BEGIN
        )
    step = play.retry()
    (second,) = play.calls
    assert step.tried_as == second != first
    play.fail("TIMEOUT")
    play.skip(reply_id="by hand")
    assert (play.open, play.seen_at("after")["reply_id"]) == (["after"], "by hand")


def test_a_failed_call_is_caught_at_its_boundary_by_code() -> None:
    caught = REPLY + human("h") + boundary("b", "call", error("e1")) + chain("b", "h", "end")
    spec = compiled(caught, roots=ROOTS)
    play = Play(spec)
    play.complete("a", note="x")
    play.fail("GONE")
    assert (play.open, play.incidents, play.calls) == (["h"], {}, {})
    other = Play(spec)
    other.complete("a", note="x")
    other.fail("ELSE")
    assert [incident.code for incident in other.incidents.values()] == ["call.failed"]


def test_a_completed_task_is_refused_the_second_time() -> None:
    play = Play(compiled(REPLY))
    task = play.task("a")
    before = play.state
    play.complete("a", note="x")
    with pytest.raises(NotWaiting) as refused:
        run.complete(play.spec, play.state, task=task, answers={}, outcome="done", case={}, now=BEGIN)
    assert refused.value.message_zh
    assert run.complete(
        play.spec, before, task=task, answers={"note": "x"}, outcome="done", case={}, now=BEGIN
    ) == run.complete(play.spec, before, task=task, answers={"note": "x"}, outcome="done", case={}, now=BEGIN)


def test_moments_need_a_zone() -> None:
    with pytest.raises(EngineError):
        run.start(compiled(REPLY), data={}, case={}, now=BEGIN.replace(tzinfo=None))


def test_assignment_is_told_when_the_task_opens() -> None:
    task = human("a").replace(
        'unit="case.centre"', 'unit="case.units.township" area="case.grid" mode="person" person="chosen"'
    )
    play = Play(
        compiled(START + END + task + chain("start", "a", "end")),
        {"chosen": 7},
        {"units": {"township": "C1"}, "grid": "g"},
    )
    (opened,) = play.tasks.values()
    assert (opened.unit, opened.area, opened.person) == ("C1", "g", 7)
    assert opened.definition.form == "note"


TABLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:t">
<decision id="grade" name="grade"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i"><inputExpression id="ie" typeRef="number"><text>n</text></inputExpression></input>
<output id="o1" name="level" typeRef="string"/><output id="o2" name="days" typeRef="number"/>
<rule id="low"><inputEntry id="a"><text>&lt; 5</text></inputEntry>
<outputEntry id="b"><text>"low"</text></outputEntry>
<outputEntry id="b2"><text>1</text></outputEntry></rule>
<rule id="high"><inputEntry id="c"><text>&gt;= 4</text></inputEntry>
<outputEntry id="e"><text>"high"</text></outputEntry>
<outputEntry id="e2"><text>n</text></outputEntry></rule></decisionTable></decision></definitions>"""
RULE = (
    '<bpmn:businessRuleTask id="grade_it"><bpmn:extensionElements><onegrid:binding decision="grade"/>'
    '<onegrid:in from="severity" to="n"/><onegrid:out from="result.level" to="case.level"/>'
    '<onegrid:out from="result.days" to="days"/></bpmn:extensionElements></bpmn:businessRuleTask>'
)


def test_a_decision_tells_the_rules_that_it_hit() -> None:
    spec = compiled(
        START + END + human("a") + RULE + human("b") + chain("start", "a", "grade_it", "b", "end"), grade=TABLE
    )
    play = Play(spec)
    step = play.complete("a", severity=7)
    passed = next(passed for passed in step.passed if passed.element == "grade_it")
    assert passed.decision == {"decision": "grade", "rules": ["high"], "result": {"level": "high", "days": 7}}
    assert (play.case["level"], play.seen_at("b")["days"]) == ("high", 7)
    twice = Play(spec)
    twice.complete("a", severity=4)
    (incident,) = twice.incidents.values()
    assert incident.element == "grade_it"
    assert incident.message_zh
    twice.skip(days=3)
    assert twice.seen_at("b")["days"] == 3


def test_a_loop_without_people_stops_as_an_incident() -> None:
    round_trip = '<bpmn:exclusiveGateway id="in"/><bpmn:exclusiveGateway id="out" default="out-in"/>'
    spec = compiled(START + END + round_trip + chain("start", "in", "out", "in") + flow("out", "end", "false"))
    play = Play(spec)
    assert [incident.code for incident in play.incidents.values()] == ["engine.endless"]


def test_a_thousand_rounds_leave_the_state_as_small_as_one() -> None:
    spec = compiled(
        START + END + human("a", "again", "good") + '<bpmn:exclusiveGateway id="g" default="g-end"/>'
        + chain("start", "a", "g", "end") + flow("g", "a", 'outcome = "again"')
    )  # fmt: skip
    play = Play(spec)
    play.complete("a", "again", note="n")
    after_one = len(play.state)
    for _ in range(1000):
        play.complete("a", "again", note="n")
    assert len(play.state) < after_one + 20
    assert next(iter(play.tasks.values())).round == 1002


def test_the_library_is_frozen_out_of_messages() -> None:
    """A fault of ours is told by its kind; an exception's own text reaches nobody."""
    spec = compiled(REPLY)
    spec.root.task_specs["call"].parameters = None  # a fault inside the engine
    play = Play(spec)
    play.complete("a", note="x")
    (incident,) = play.incidents.values()
    assert incident.code == "engine.fault"
    assert "NoneType" not in incident.message_en + incident.message_zh + incident.detail


def test_threads_share_one_spec() -> None:
    spec = compiled(REPLY)
    states: dict[int, bytes] = {}

    def one(number: int) -> None:
        play = Play(spec)
        for _ in range(20):
            play = Play(spec)
            play.complete("a", note=str(number))
            play.answer({"id": number})
        states[number] = play.state

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(states) == 4
    assert all(
        state == states[0].replace(b'"0"', f'"{n}"'.encode()).replace(b'id":0', f'id":{n}'.encode())
        for n, state in states.items()
    )


def test_large_processes_compile_without_recursion() -> None:
    names = [f"n{number}" for number in range(3000)]
    nodes = "".join(f'<bpmn:intermediateThrowEvent id="{name}"/>' for name in names)
    play = Play(compiled(START + END + nodes + chain("start", *names, "end")))
    assert (play.finished is not None, len(play.passed)) == (True, 3002)


def test_circles_of_calls_and_missing_processes_are_refused() -> None:
    def caller(name: str) -> str:
        return START + END + f'<bpmn:callActivity id="c" calledElement="{name}"/>' + chain("start", "c", "end")

    with pytest.raises(ModelError) as refused:
        compiled(caller("q"), callees={"q": caller("r"), "r": caller("q")})
    assert refused.value.problems[0].code == "call.circle"
    assert "q > r > q" in refused.value.problems[0].message_en
    with pytest.raises(ModelError) as refused:
        compiled(caller("nowhere"))
    assert (refused.value.problems[0].code, refused.value.problems[0].element) == ("call.unknown_process", "c")


@pytest.mark.parametrize("language", ["ruby", "text/x-lua"])
def test_scripts_in_other_languages_are_refused(language: str) -> None:
    script = f'<bpmn:scriptTask id="s" scriptFormat="{language}"><bpmn:script>x = 1</bpmn:script></bpmn:scriptTask>'
    with pytest.raises(ModelError) as refused:
        compile_sources(Sources(file_of(START + END + script + chain("start", "s", "end")), {}, "p"))
    assert (refused.value.problems[0].code, refused.value.problems[0].element) == ("script.language", "s")


def test_a_script_that_gives_no_context_is_an_incident() -> None:
    script = event("scriptTask", "s", "<bpmn:script>1 + 1</bpmn:script>")
    play = Play(compiled(START + END + script + chain("start", "s", "end")))
    assert [(incident.element, incident.code) for incident in play.incidents.values()] == [("s", "script.no_context")]


def _picture(spec: Spec) -> dict[str, str]:
    """Everything that the compiled form holds, as text."""
    return {
        f"{scope.name}.{name}.{attribute}": repr(value)
        for scope in spec.scopes
        for name, element in scope.task_specs.items()
        for attribute, value in vars(element).items()
    }


def test_running_changes_nothing_in_the_spec() -> None:
    model = draw(sequence(*ZOO.values()), OURS)
    spec = ours.parse(model)
    before = _picture(spec)
    case = ours.OurCase(spec, {name: ["u1", "u2"] for name in model.collections}, BEGIN)
    chance = random.Random(1)
    for _ in range(600):
        if case.tasks:
            key = min(case.tasks.values())
            case.complete(key, {f"d_{key[0]}": chance.randint(0, 3)})
        elif case.messages():
            case.tell(case.messages()[0])
        elif case.timers:
            case.tick(min(case.timers.values()))
        else:
            break
    assert case.finished
    assert _picture(spec) == before


MEND = (
    '<onegrid:out from="n + 1" to="n"/><onegrid:out from="n" to="case.level"/>'
    '<onegrid:out from="std" to="case.standard"/>'
)
SCRIPTED = (
    '<bpmn:scriptTask id="a" name="a"><bpmn:extensionElements>{0}</bpmn:extensionElements>'
    "<bpmn:script>{{n: n + 1}}</bpmn:script></bpmn:scriptTask>"
)


class Guarded(Play):
    """The standard is admitted only as a text."""

    def act(self, verb: Callable[..., Step], **given: Any) -> Step:
        def admit(fact: str, value: Any, element: str) -> None:
            if fact == "standard" and not isinstance(value, str):
                raise EngineError("fact.refused", "no text", "不是文本")

        return super().act(verb, admit_fact=admit, **given)


@pytest.mark.parametrize("kind", ["task", "script"])
def test_what_fails_has_written_nothing_and_another_try_counts_once(kind: str) -> None:
    work = human("a", more=MEND) if kind == "task" else human("before") + SCRIPTED.format(MEND.replace("n + 1", "n"))
    nodes = ("start", "a", "b", "end") if kind == "task" else ("start", "before", "a", "b", "end")
    play = Guarded(compiled(START + END + work + human("b") + chain(*nodes)), {"n": 0})
    play.complete(nodes[1])
    assert [(incident.element, incident.code) for incident in play.incidents.values()] == [("a", "fact.refused")]
    assert (run.variables(play.spec, play.state)["n"], play.case) == (0, {})
    play.retry(std="GB 1")
    assert (play.seen_at("b")["n"], play.case) == (1, {"level": 1, "standard": "GB 1"})


@pytest.mark.parametrize("kind", ["intermediateThrowEvent", "endEvent"])
def test_what_cannot_all_be_thrown_is_not_thrown_in_part(kind: str) -> None:
    keyed = '<bpmn:extensionElements><onegrid:message key="k"/></bpmn:extensionElements>'
    play = Play(
        compiled(START + event(kind, "tell", keyed + SIGNAL + MESSAGE) + (END + chain("start", "tell", "end")
                 if kind != "endEvent" else chain("start", "tell")), roots=EVENTS)
    )  # fmt: skip
    assert ([incident.code for incident in play.incidents.values()], play.thrown) == (["message.no_key"], [])
    play.retry(k="7")
    assert [(thrown.name, thrown.key) for thrown in play.thrown] == [("storm", None), ("answer", "7")]


def test_an_end_that_fails_behind_what_it_threw_throws_it_once() -> None:
    lost = event("endEvent", "lost", SIGNAL + error("e1"))
    inside = event("subProcess", "sub", event("startEvent", "in") + lost + chain("in", "lost"))
    play = Play(compiled(START + inside + END + chain("start", "sub", "end"), roots=EVENTS))
    assert [incident.code for incident in play.incidents.values()] == ["error.uncaught"]
    play.retry()
    assert [thrown.name for thrown in play.thrown] == ["storm"]


@pytest.mark.parametrize("kind", ["task", "subProcess"])
def test_an_instance_that_fails_at_its_last_question_does_its_work_once(kind: str) -> None:
    """The condition of the loop is asked after the work."""
    stop = each(completion="count(for i in 1..wide, j in 1..wide return 1) &gt; 0")
    inside = human("a", more='<onegrid:out from="n + 1" to="n"/><onegrid:out from="n" to="case.standard"/>')
    work = with_loop(inside, stop)
    if kind != "task":
        work = event(kind, "sub", event("startEvent", "in") + inside + chain("in", "a") + stop)
    nodes = ("start", "a" if kind == "task" else "sub", "b", "end")
    play = Play(compiled(START + work + human("b") + END + chain(*nodes)), {"units": ["x"], "wide": 2000, "n": 0})
    assert [fact.value for fact in play.complete("a").facts] == [1]
    assert [incident.code for incident in play.incidents.values()] == ["feel.budget"]
    assert play.retry(wide=1).facts == ()
    assert (play.open, play.passed.count("a")) == (["b"], 1)
