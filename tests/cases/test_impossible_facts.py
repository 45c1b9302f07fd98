"""A process sets a fact that a case cannot have: the element stops with an incident, its act and other cases go on."""

from datetime import timedelta
from uuid import uuid4

import pytest

from onegrid.cases.models import Case, Due, Incident, Outbox
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.retry_incident import retry_incident
from onegrid.cases.services.run_service_call import run_service_call
from onegrid.cases.services.send_event import send_event
from onegrid.cases.services.skip_incident import skip_incident
from onegrid.cases.services.wake_case import wake_case
from onegrid.common.errors import Invalid
from onegrid.jurisdictions.policy import SYSTEM
from tests.cases.conftest import MoveClock
from tests.cases.models import CALL, MESSAGE, TIMER, flow, human, process
from tests.cases.outside import receiver
from tests.factories.cases import City, new_case, open_item, publish


def script(element: str, fact: str = "case.level", value: str = "level") -> str:
    return f"""<bpmn:scriptTask id="{element}" name="{element}"><bpmn:extensionElements>
      <onegrid:out from="{value}" to="{fact}"/></bpmn:extensionElements>
      <bpmn:script>{{ seen: true }}</bpmn:script></bpmn:scriptTask>"""


def stopped(case: Case) -> Incident:
    """The one open incident, told in both languages."""
    found = Incident.objects.get(case=case, state=Incident.State.OPEN)
    assert found.code == "case.fact_invalid"
    assert "galaxy" in found.message_zh and "galaxy" in found.message_en
    return found


def test_a_calls_answer_stops_at_the_call_and_asks_nobody_twice(city: City) -> None:
    with receiver() as outside:
        bpmn = CALL.replace("http://127.0.0.1:9/x", outside.address)
        bpmn = bpmn.replace('to="answer"/>', 'to="answer"/><onegrid:result from="&quot;galaxy&quot;" to="case.level"/>')
        publish("calling", bpmn=bpmn)
        case = new_case(city, slug="calling")
        row = Outbox.objects.get(case=case)
        run_service_call(outbox_id=row.pk)
        incident = stopped(case)
        assert incident.element == "ask"
        row.refresh_from_db()
        assert row.state == Outbox.State.DONE
        retry_incident(actor=city.actor("operator"), incident_id=incident.pk)
        again = stopped(case)
        skip_incident(actor=city.actor("operator"), incident_id=again.pk, reason="先走", data={"answer": 200})
        open_item(case, "last")
        assert len(outside.calls) == 1


def test_a_timers_way_stops_at_the_element_and_goes_on_when_mended(city: City, move_clock: MoveClock) -> None:
    bpmn = TIMER.replace('sourceRef="late" targetRef="other"', 'sourceRef="late" targetRef="set"')
    added = script("set", value="if mended = null then &quot;galaxy&quot; else &quot;city&quot;")
    bpmn = bpmn.replace("</bpmn:process>", added + flow("set", "other") + "</bpmn:process>")
    publish("waiting", bpmn=bpmn)
    case, other = new_case(city, slug="waiting"), new_case(city)
    due = Due.objects.get(case=case, kind=Due.Kind.FLOW)
    move_clock(due.at + timedelta(minutes=1))
    wake_case(case_id=case.pk)
    incident = stopped(case)
    assert incident.element == "set"
    assert not Due.objects.filter(case=case, kind=Due.Kind.FLOW).exists()
    retry_incident(actor=city.actor("operator"), incident_id=incident.pk, data={"mended": True})
    open_item(case, "other")
    case.refresh_from_db()
    assert case.level == "city"
    open_item(other, "file")


def test_a_messages_payload_stops_at_the_receiver(city: City) -> None:
    more = '<onegrid:out from="result.level" to="case.level"/>'
    publish("listening", bpmn=MESSAGE.replace('to="answer"/>', f'to="answer"/>{more}'))
    case = new_case(city, slug="listening")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    payload = {"text": "好", "level": "galaxy"}
    (message,) = send_event(
        actor=SYSTEM, kind="message", name="部门答复", correlation=case.number, payload=payload, key=uuid4()
    )
    assert (message.state, stopped(case).element) == ("delivered", "wait")


def test_behind_a_persons_task_it_is_the_operators_at_it_the_persons(city: City) -> None:
    body = human("first") + script("set", value="&quot;galaxy&quot;") + human("last")
    publish("behind", bpmn=process("behind", body + flow("start", "first", "set", "last", "end")))
    case = new_case(city, slug="behind")
    done = complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    assert (done.status, stopped(case).element) == ("done", "set")

    own = human("first", more='<onegrid:out from="&quot;galaxy&quot;" to="case.level"/>')
    publish("own", bpmn=process("own", own + flow("start", "first", "end")))
    case = new_case(city, slug="own")
    with pytest.raises(Invalid) as refused:
        complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    assert (refused.value.code, refused.value.element) == ("case.fact_invalid", "first")
    assert open_item(case, "first").status == "open"


def test_a_report_is_taken_in_whatever_its_process_does(city: City) -> None:
    body = script("set", fact="case.lead_unit", value="&quot;galaxy&quot;") + human("last")
    publish("early", bpmn=process("early", body + flow("start", "set", "last", "end")))
    case = new_case(city, slug="early")
    assert (case.status, stopped(case).element) == ("open", "set")
