"""A task lay with the grid's staff, and their post ends: the whole pool of the unit sees it and may take it."""

import datetime as dt
from typing import Any

import pytest

from onegrid.cases import directory, selectors
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.release import release
from onegrid.cases.services.transfer import able_to_receive, transfer
from onegrid.common.errors import OneGridError
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.models import Post
from tests.cases.models import AREA
from tests.factories.cases import PLACE, TOWNSHIP, City, new_case, open_item, publish


def pool(city: City, name: str) -> list[int]:
    return [one.pk for one in selectors.inbox(city.actor(name), "pool")]


@pytest.fixture
def item(city: City) -> Any:
    city.hire("near", ("grid_staff", TOWNSHIP), grids=[PLACE])
    city.hire("far", ("grid_staff", TOWNSHIP), grids=["321302001002"])
    city.hire("roaming", ("grid_staff", TOWNSHIP))
    publish("areas", bpmn=AREA)
    return open_item(new_case(city, slug="areas"), "first")


def test_covered_it_is_theirs_alone(city: City, item: Any) -> None:
    assert item.area == PLACE
    assert pool(city, "near") == [item.pk]
    assert pool(city, "far") == pool(city, "roaming") == []
    with pytest.raises(OneGridError):
        claim(actor=city.actor("far"), work_item_id=item.pk)


@pytest.mark.parametrize("taker", ["far", "roaming"])
def test_the_post_has_ended(city: City, item: Any, taker: str) -> None:
    Post.objects.filter(person=city.people["near"]).update(until=dt.date(2020, 2, 1))
    policy.forget()
    directory.forget()
    assert pool(city, "near") == []
    assert pool(city, "far") == pool(city, "roaming") == [item.pk]
    assert selectors.work_item_for(city.actor(taker), item.pk).operations[0] == "complete"
    assert claim(actor=city.actor(taker), work_item_id=item.pk).owner_id == city.people[taker].pk


def test_who_is_named_does_it_wherever_their_grids_lie(city: City, item: Any) -> None:
    near, far = city.actor("near"), city.people["far"]
    assert far.pk in able_to_receive(actor=near, work_item_id=item.pk)
    transfer(actor=near, work_item_id=item.pk, to_person_id=far.pk)
    assert "complete" in selectors.work_item_for(city.actor("far"), item.pk).operations
    assert complete_work_item(actor=city.actor("far"), work_item_id=item.pk).done_by_id == far.pk


def test_given_back_it_lies_with_the_grids_people_again(city: City, item: Any) -> None:
    transfer(actor=city.actor("near"), work_item_id=item.pk, to_person_id=city.people["far"].pk)
    release(actor=city.actor("far"), work_item_id=item.pk)
    assert pool(city, "near") == [item.pk]
    assert pool(city, "far") == []
