"""A post of another sector gives no right on a case, by whatever else its holder sees it (decision 9)."""

from collections.abc import Callable

import pytest

from onegrid.cases.acting import acted_on
from onegrid.cases.models import Case
from onegrid.cases.possible import acts_on
from onegrid.cases.reach import operated_cases
from onegrid.cases.selectors import work_item_for
from onegrid.cases.services.comment import comment
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.unmask_reporters import unmask_reporters
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common.errors import Refused
from onegrid.jurisdictions.policy import Actor, Permission
from tests.factories.cases import CITY, COUNTY, City, new_case, open_item

SECTOR = "urban_management"
ACTS: dict[str, Callable[[Actor, Case], object]] = {
    "unmask": lambda actor, case: unmask_reporters(actor=actor, case_id=case.pk, reason="回访"),
    "instruct": lambda actor, case: comment(actor=actor, case_id=case.pk, text="速办", is_instruction=True),
    "comment": lambda actor, case: comment(actor=actor, case_id=case.pk, text="速办"),
    "withdraw": lambda actor, case: withdraw_case(actor=actor, case_id=case.pk, reason="误报"),
    "copy": lambda actor, case: copy_to(actor=actor, case_id=case.pk, person_ids=[actor.person_id or 0, 1]),
}


@pytest.fixture
def case(city: City) -> Case:
    """Of urban management, shown by a copy to people of all roles in another sector and in its own."""
    found = new_case(city, sector=SECTOR)
    for name, sector in (("other", "traffic"), ("own", SECTOR)):
        posts = (("supervisor", COUNTY), ("intake", COUNTY), ("operator", CITY))
        city.hire(name, *posts, sectors=[sector])
        copy_to(actor=city.actor("leader"), case_id=found.pk, person_ids=[city.people[name].pk])
    return found


@pytest.mark.parametrize("act", ACTS)
def test_another_sectors_post_does_nothing(city: City, case: Case, act: str) -> None:
    with pytest.raises(Refused):
        ACTS[act](city.actor("other"), case)


@pytest.mark.parametrize("act", [one for one in ACTS if one != "copy"])
def test_the_same_post_of_its_own_sector_does(city: City, case: Case, act: str) -> None:
    ACTS[act](city.actor("own"), case)


def test_nothing_of_it_is_offered(city: City, case: Case) -> None:
    county = [city.unit(COUNTY).pk]
    assert acts_on(city.actor("other"), case, county) == set()
    assert acts_on(city.actor("own"), case, county) >= {"unmask", "instruct", "comment", "withdraw", "copy", "operate"}
    item = open_item(case, "file").pk
    assert "copy_to" not in work_item_for(city.actor("other"), item).operations
    assert "withdraw" not in work_item_for(city.actor("other"), item).operations


def test_messages_reach_the_cases_of_ones_sector(city: City, case: Case) -> None:
    assert not operated_cases(city.actor("other")).exists()
    assert operated_cases(city.actor("own")).get() == case
    unsorted = new_case(city)
    assert Case.objects.filter(acted_on(city.actor("other"), Permission.OPERATE)).get() == unsorted
