"""A reply goes out through a real broker and a real worker, and the case goes on."""

import time
from collections.abc import Callable

import pytest

from onegrid.cases.models import Case, CaseSource, EventRecord, Outbox
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.catalog import selectors as catalog
from tests.cases.models import REPLY
from tests.cases.outside import receiver
from tests.factories.cases import City, make_city, new_case, open_item, publish

pytestmark = pytest.mark.slow


def _until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that in time"
        time.sleep(0.1)


def _replying(city: City, address: str) -> Case:
    case = new_case(city, slug="replying", sources=2)
    CaseSource.objects.filter(case=case).update(reply_address=address)
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    return case


def test_the_doorbell_wakes_the_worker_and_the_case_goes_on(celery_worker_process: object) -> None:
    catalog.forget()
    city = make_city()
    publish()
    publish("replying", bpmn=REPLY)
    with receiver() as outside:
        outside.answers = [200, 503]
        case = _replying(city, outside.address)
        _until(lambda: Outbox.objects.filter(case=case, state=Outbox.State.DONE).count() >= 1)
        late = Outbox.objects.exclude(state=Outbox.State.DONE).get(case=case)
        _until(lambda: len(outside.calls) >= 2)
        # The refused one waits for its next try; the sweep of beat would ring again, here the test does.
        from onegrid.cases.tasks import drain_outbox

        def swept() -> bool:
            drain_outbox.delay()
            time.sleep(0.5)
            return not Outbox.objects.filter(pk=late.pk).exclude(state=Outbox.State.DONE).exists()

        _until(swept)
        assert len(set(outside.keys)) == 2
    open_item(case, "last")
    assert set(CaseSource.objects.filter(case=case).values_list("reply_state", flat=True)) == {"sent"}
    case.refresh_from_db()
    log = list(EventRecord.objects.filter(case_id=case.pk).order_by("seq").values_list("seq", flat=True))
    assert log == list(range(1, case.log_seq + 1))
