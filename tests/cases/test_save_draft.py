"""暂存."""

from decimal import Decimal
from typing import Any

import pytest

from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.save_draft import LARGEST, save_draft
from onegrid.common.errors import Conflict, Invalid, NotFound
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
