"""Python scripts of a living case: through the outbox to the sandbox and back; off means off at once."""

import pytest

from onegrid.cases.models import Case, EventRecord, Incident, Outbox
from onegrid.cases.services.retry_incident import retry_incident
from onegrid.cases.services.run_service_call import run_service_call
from onegrid.catalog.services.allow_python_scripts import allow_python_scripts
from onegrid.jurisdictions.policy import SYSTEM
from tests.cases.models import flow, human, process
from tests.factories.cases import City, new_case, open_item, publish

SCRIPT = """<bpmn:scriptTask id="count" name="count" scriptFormat="python"><bpmn:script>
    total = sum([0.5, 1])
    title = case["title"]
</bpmn:script></bpmn:scriptTask>"""
COUNTING = process("counting", SCRIPT + human("last") + flow("start", "count", "last", "end"))


def counting(city: City, *, allowed: bool) -> tuple[Case, Outbox]:
    """A case that has just asked for its script."""
    publish("counting", bpmn=COUNTING)
    allow_python_scripts(actor=SYSTEM, slug="counting", allowed=allowed)
    case = new_case(city, slug="counting", title="路灯不亮")
    return case, Outbox.objects.get(case=case)


def test_a_script_runs_outside_the_transaction_and_the_case_goes_on(city: City) -> None:
    case, row = counting(city, allowed=True)
    assert (row.connector, row.operation, row.process, row.element) == ("python", "run", "counting", "count")
    run_service_call(outbox_id=row.pk)
    open_item(case, "last")
    row.refresh_from_db()
    assert row.state == Outbox.State.DONE
    assert row.result["variables"]["title"] == "路灯不亮"
    assert EventRecord.objects.filter(case_id=case.pk, element="count").exists()


def test_off_is_refused_with_an_incident_that_goes_on_when_it_is_on(city: City) -> None:
    case, row = counting(city, allowed=False)
    run_service_call(outbox_id=row.pk)
    incident = Incident.objects.get(case=case)
    assert incident.element == "count"
    row.refresh_from_db()
    assert row.error_code == "script.python_off"
    allow_python_scripts(actor=SYSTEM, slug="counting", allowed=True)
    retry_incident(actor=city.actor("operator"), incident_id=incident.pk)
    for waiting in Outbox.objects.filter(case=case, state=Outbox.State.PENDING):
        run_service_call(outbox_id=waiting.pk)
    open_item(case, "last")


@pytest.mark.parametrize("text", ["while True:\n    pass", "x = 'x' * 10 ** 10"], ids=["time", "memory"])
def test_limits_end_in_an_incident(city: City, text: str) -> None:
    script = f'<bpmn:scriptTask id="count" scriptFormat="python"><bpmn:script>{text}</bpmn:script></bpmn:scriptTask>'
    publish("counting", bpmn=process("counting", script + human("last") + flow("start", "count", "last", "end")))
    allow_python_scripts(actor=SYSTEM, slug="counting", allowed=True)
    case = new_case(city, slug="counting")
    row = Outbox.objects.get(case=case)
    run_service_call(outbox_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.error_code) == (Outbox.State.FAILED, "script.limit")
    assert Incident.objects.filter(case=case, element="count").exists()
