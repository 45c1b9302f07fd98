"""暂存."""

from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.release import release
from onegrid.cases.services.save_draft import LARGEST, save_draft
from onegrid.common.errors import Conflict, Invalid, NotFound
from onegrid.jurisdictions import tokens
from tests.cases.together import together
from tests.factories.cases import DEPARTMENT, City, new_case, open_item


def test_kept_as_it_stands_and_the_task_is_mine(city: City) -> None:
    item = open_item(new_case(city), "file")
    saved = save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"amount": "not yet a number"})
    saved.refresh_from_db()
    assert saved.draft == {"amount": "not yet a number"}
    assert saved.owner_id == city.people["leader"].pk
    assert saved.drafted_at is not None


def test_gone_when_the_task_is_done(city: City) -> None:
    item = open_item(new_case(city), "file")
    save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"amount": 1})
    complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers={"lead": DEPARTMENT})
    item.refresh_from_db()
    assert item.draft is None


def test_shown_to_who_may_do_the_task_and_not_to_all_who_see_the_case(city: City) -> None:
    case = new_case(city)
    item = open_item(case, "file")
    save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"note": "not sent yet"})
    copy_to(actor=city.actor("leader"), case_id=case.pk, person_ids=[city.people["stranger"].pk])
    shown = {}
    for name in ("leader", "leader2", "checker", "mayor", "stranger"):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people[name].pk, 0)[0]}")
        shown[name] = client.get(f"/api/v1/work-items/{item.pk}/").json()["draft"]
    assert shown == {"leader": {"note": "not sent yet"}, **dict.fromkeys(("leader2", "checker", "mayor", "stranger"))}
    release(actor=city.actor("leader"), work_item_id=item.pk)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people['leader2'].pk, 0)[0]}")
    assert client.get(f"/api/v1/work-items/{item.pk}/").json()["draft"] == {"note": "not sent yet"}


def test_refused_for_others_and_for_what_is_too_large(city: City) -> None:
    item = open_item(new_case(city), "file")
    with pytest.raises(NotFound):
        save_draft(actor=city.actor("neighbour"), work_item_id=item.pk, draft={})
    with pytest.raises(Invalid):
        save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"note": "x" * (LARGEST + 1)})
    save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={})
    with pytest.raises(Conflict) as refused:
        save_draft(actor=city.actor("leader2"), work_item_id=item.pk, draft={})
    assert refused.value.code == "work_item.taken"


@pytest.mark.parametrize(
    "value", ["a\x00b", "\ud800", Decimal("1e9999999"), Decimal("1e-9999999"), {"k\x00": 1}], ids=repr
)
def test_what_no_database_keeps_is_refused_in_words(city: City, value: Any) -> None:
    item = open_item(new_case(city), "file")
    with pytest.raises(Invalid) as refused:
        save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"note": [value]})
    assert refused.value.code == "work_item.draft_unkept"
    assert refused.value.field == "draft.note[0]"
    item.refresh_from_db()
    assert item.draft is None


def test_again_keeps_the_last_one_with_the_present_revision(city: City) -> None:
    item = open_item(new_case(city), "file")
    first = save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"amount": 1}, revision=1)
    with pytest.raises(Conflict):
        save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"amount": 2}, revision=1)
    second = save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"amount": 2}, revision=first.revision)
    assert second.draft == {"amount": 2}


def test_two_devices_at_once_with_one_revision(committed_city: City) -> None:
    city = committed_city
    item = open_item(new_case(city), "file")
    actor = city.actor("leader")
    answers = together(
        *(lambda n=n: save_draft(actor=actor, work_item_id=item.pk, draft={"amount": n}, revision=1) for n in (1, 2))
    )
    assert len([one for one in answers if isinstance(one, Conflict)]) == 1
