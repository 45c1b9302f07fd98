"""Several pools in one file: each executable process runs for itself, message flows join them by name and key."""

import pytest

from onegrid.engine import run
from onegrid.engine.check import check
from onegrid.engine.compile import compile_sources
from onegrid.engine.problems import NotWaiting, Severity
from onegrid.engine.sources import Sources
from onegrid.engine.starts import Start, starts
from tests.engine.drawing import END, HEAD, START, chain, human
from tests.engine.events import event, extension
from tests.engine.play import Play

MESSAGE = "<bpmn:messageEventDefinition/>"
ASK = event(
    "intermediateThrowEvent", "ask", extension('<onegrid:in from="n" to="n"/><onegrid:in from="id" to="id"/>') + MESSAGE
)
HEAR = event("intermediateCatchEvent", "hear", extension('<onegrid:out from="answer" to="answer"/>') + MESSAGE)
ASKER = START + ASK + HEAR + human("read") + END + chain("start", "ask", "hear", "read", "end")
GOT = event("startEvent", "got", MESSAGE)
TELL = event(
    "endEvent", "tell", extension('<onegrid:in from="answer" to="answer"/><onegrid:in from="id" to="id"/>') + MESSAGE
)
ANSWERER = GOT + human("think") + TELL + chain("got", "think", "tell")
FLOWS = (
    '<bpmn:participant id="one" processRef="p"/><bpmn:participant id="two" processRef="q"/>'
    '<bpmn:messageFlow id="f1" name="question" sourceRef="ask" targetRef="got"/>'
    '<bpmn:messageFlow id="f2" sourceRef="tell" targetRef="hear"/>'
)
PROPERTY = (
    '<bpmn:correlationProperty id="prop" name="id">'
    '<bpmn:correlationPropertyRetrievalExpression messageRef="reply"><bpmn:messagePath>id</bpmn:messagePath>'
    "</bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>"
)
BINDING = (
    '<bpmn:correlationSubscription id="subs" correlationKeyRef="key"><bpmn:correlationPropertyBinding id="bind" '
    'correlationPropertyRef="prop"><bpmn:dataPath>my_id</bpmn:dataPath></bpmn:correlationPropertyBinding>'
    "</bpmn:correlationSubscription>"
)


def two_pools(flows: str = FLOWS, roots: str = "", binding: str = "") -> bytes:
    pools = "".join(
        f'<bpmn:process id="{name}" name="{name}" isExecutable="true">{content}</bpmn:process>\n'
        for name, content in (("p", ASKER + binding), ("q", ANSWERER))
    )
    collaboration = f'<bpmn:collaboration id="c">{flows}</bpmn:collaboration>'
    return f"{HEAD}{roots}{collaboration}{pools}</bpmn:definitions>".encode()


def test_a_message_flow_names_the_message_of_both_its_ends() -> None:
    """Clause 9: the caller starts the other process with what was thrown, and brings the answer back."""
    data = two_pools()
    asker = Play(compile_sources(Sources(data, process_id="p")), {"n": 2, "id": "A1"})
    (asked,) = asker.thrown
    assert (asked.kind, asked.name, asked.payload) == ("message", "question", {"n": 2, "id": "A1"})
    assert list(asker.subscriptions.values()) == [("message", "f2", None)]
    other = compile_sources(Sources(data, process_id="q"))
    assert starts(other) == (Start("got", "message", "question"),)
    answerer = Play(other, asked.payload)
    answerer.complete("think", answer="yes")
    (told,) = answerer.thrown
    asker.tell(told.kind, told.name, told.key, **told.payload)
    assert asker.seen_at("read")["answer"] == "yes"


def test_the_files_correlation_gives_the_keys() -> None:
    """Clause 8, correlation: the message has the property at its path, who waits in its data; no other key is taken."""
    roots = '<bpmn:message id="reply" name="reply"/>' + PROPERTY
    flows = FLOWS.replace('id="f2"', 'id="f2" messageRef="reply"')
    data = two_pools(flows, roots, BINDING)
    asker = Play(compile_sources(Sources(data, process_id="p")), {"n": 2, "id": "A1", "my_id": "A1"})
    assert list(asker.subscriptions.values()) == [("message", "reply", "A1")]
    answerer = Play(compile_sources(Sources(data, process_id="q")), {"id": "B2"})
    answerer.complete("think", answer="no")
    (told,) = answerer.thrown
    assert (told.name, told.key) == ("reply", "B2")
    with pytest.raises(NotWaiting):
        asker.tell(told.kind, told.name, told.key)
    asker.tell("message", "reply", "A1")
    assert asker.open == ["read"]


def test_a_binding_that_is_no_feel_is_named() -> None:
    for path, said in (("my_id", False), ("data[&apos;id&apos;", True)):
        data = two_pools(binding=BINDING.replace("my_id", path))
        problems = check(Sources(data, process_id="p"), {}).problems
        assert any(found.code == "drawing.not_read" for found in problems) is said


def test_each_pool_is_checked_for_itself() -> None:
    for process in ("p", "q"):
        report = check(Sources(two_pools(), process_id=process), {})
        assert "reference.missing" not in {found.code for found in report.problems}
        errors = {found.code for found in report.problems if found.severity is Severity.ERROR}
        assert errors <= {"message.no_key"}


def test_what_goes_to_a_pool_without_a_process_is_thrown_outside() -> None:
    flows = '<bpmn:participant id="one" processRef="p"/><bpmn:participant id="two" name="外部"/>' + (
        '<bpmn:messageFlow id="f1" name="question" sourceRef="ask" targetRef="two"/>'
        '<bpmn:messageFlow id="f2" name="answer" sourceRef="two" targetRef="hear"/>'
    )
    play = Play(compile_sources(Sources(two_pools(flows), process_id="p")))
    assert [thrown.name for thrown in play.thrown] == ["question"]
    play.act(run.deliver, kind="message", name="answer", key=None, payload={"answer": 1})
    assert play.open == ["read"]
