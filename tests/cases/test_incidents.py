"""An element that cannot go on."""

import pytest

from onegrid.cases import selectors
from onegrid.cases.events import IncidentRaised
from onegrid.cases.models import EventRecord, Incident
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.retry_incident import retry_incident
from onegrid.cases.services.skip_incident import skip_incident
from onegrid.common import events
from onegrid.common.errors import Conflict
from tests.cases.models import BROKEN
from tests.factories.cases import City, new_case, open_item, publish


def test_it_is_told_and_retried_until_the_data_is_mended(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[IncidentRaised] = []
    monkeypatch.setitem(events._table, IncidentRaised, (heard.append,))
    publish("stopping", bpmn=BROKEN)
    case = new_case(city, slug="stopping")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk, answers={"note": "no"})
    incident = Incident.objects.get(case=case)
    assert (incident.element, heard[0].incident_id) == ("choose", incident.pk)
    assert incident.message_zh and incident.message_en
    assert [one.pk for one in selectors.incidents_for(city.actor("operator"))] == [incident.pk]
    assert not selectors.incidents_for(city.actor("leader"))

    retry_incident(actor=city.actor("operator"), incident_id=incident.pk)
    again = Incident.objects.get(case=case, state=Incident.State.OPEN)
    assert again.pk != incident.pk
    with pytest.raises(Conflict) as refused:
        skip_incident(actor=city.actor("operator"), incident_id=again.pk, reason="人工放行")
    assert refused.value.code == "gateway.no_skip"
    retry_incident(actor=city.actor("operator"), incident_id=again.pk, data={"note": "go"})
    open_item(case, "last")
    kinds = EventRecord.objects.filter(case_id=case.pk, kind__startswith="incident").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == [
        *("incident.raised", "incident.retried", "incident.raised", "incident.retried"),
    ]
    assert not Incident.objects.filter(case=case, state=Incident.State.OPEN).exists()
