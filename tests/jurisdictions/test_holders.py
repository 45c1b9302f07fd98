"""Who holds a role at a unit today, and who covers an area."""

import datetime as dt
from collections.abc import Callable

import pytest

from onegrid.jurisdictions import selectors
from onegrid.jurisdictions.models import Person, Unit
from tests.factories.jurisdictions import PersonFactory, PostFactory

pytestmark = pytest.mark.usefixtures("city")

YUXIN = "C321311002"


@pytest.fixture
def unit_id() -> int:
    return Unit.objects.get(code=YUXIN).pk


def _staff(name: str, *grids: str) -> Person:
    person: Person = PersonFactory(name=name, name_key=name)
    PostFactory(person=person, role_slug="grid_staff", unit_code=YUXIN, grids=list(grids))
    return person


def test_by_name_and_only_those_in_force(unit_id: int, move_clock: Callable[[dt.date], None]) -> None:
    second, first = _staff("b"), _staff("a")
    PostFactory(role_slug="grid_staff", unit_code=YUXIN, ended=True)
    PostFactory(role_slug="grid_staff", unit_code=YUXIN, planned=True)
    PostFactory(role_slug="checker", unit_code=YUXIN)
    PostFactory(role_slug="grid_staff", unit_code="C321311001")
    Person.objects.filter(pk=_staff("closed").pk).update(is_active=False)
    assert selectors.holders_of("grid_staff", unit_id) == [first, second]
    move_clock(dt.date(2099, 6, 1))
    assert len(selectors.holders_of("grid_staff", unit_id)) == 3


def test_the_area_narrows_where_somebody_covers_it(unit_id: int) -> None:
    near, _far = _staff("near", "321311002002001"), _staff("far", "321311002001001")
    assert selectors.holders_of("grid_staff", unit_id, area="321311002002001") == [near]
    assert selectors.holders_of("grid_staff", unit_id, area="321311002002") == [near]
    assert selectors.covered("grid_staff", unit_id, "321311002002001")


def test_nobody_covers_so_everybody_may(unit_id: int) -> None:
    everybody = [_staff("a", "321311002002001"), _staff("b", "321311002001001")]
    assert selectors.holders_of("grid_staff", unit_id, area="321311002003001") == everybody
    assert not selectors.covered("grid_staff", unit_id, "321311002003001")


def test_two_posts_of_one_person_count_once(unit_id: int) -> None:
    person = PersonFactory()
    PostFactory(person=person, role_slug="grid_staff", unit_code=YUXIN, until=dt.date(2021, 1, 1))
    PostFactory(person=person, role_slug="grid_staff", unit_code=YUXIN, since=dt.date(2022, 1, 1))
    assert selectors.holders_of("grid_staff", unit_id) == [person]
