"""Decision 9 as a matrix: who sees a case by which party. The case itself is no concern of this app."""

import datetime as dt
from collections.abc import Callable

import pytest

from onegrid.jurisdictions.actor import SYSTEM, Actor
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import actor_of
from tests.factories.jurisdictions import PersonFactory, PostFactory, actor_with

pytestmark = pytest.mark.usefixtures("city")

CITY, SUYU, SUCHENG, YUXIN = "C321300", "C321311", "C321302", "C321311002"
YANGHE_ZONE, YANGHE_TOWN = "Z-yanghe", "C321302150"
SUYU_URBAN, SUYU_TRAFFIC, CITY_URBAN = (
    "D-C321311-urban_management",
    "D-C321311-traffic",
    "D-C321300-urban_management",
)


def sees(actor: Actor, party: str, sector: str = "urban_management") -> bool:
    """What `cases` asks: is one of the case's parties in one of the actor's sights?"""
    unit = Unit.objects.get(code=party)
    return any(unit.pk in one.unit_ids and (not one.sectors or sector in one.sectors) for one in actor.sight())


@pytest.mark.parametrize(
    ("role", "unit", "party", "expected"),
    [
        # parent and child
        ("supervisor", CITY, CITY, True),
        ("supervisor", CITY, SUYU, True),
        ("supervisor", CITY, YUXIN, True),
        ("supervisor", CITY, SUYU_URBAN, True),
        ("dispatcher", SUYU, YUXIN, True),
        ("dispatcher", SUYU, SUYU_URBAN, True),
        ("dispatcher", SUYU, CITY, False),
        ("grid_staff", YUXIN, YUXIN, True),
        ("grid_staff", YUXIN, SUYU, False),
        ("dispatcher", YUXIN, CITY, False),
        # two counties
        ("dispatcher", SUYU, SUCHENG, False),
        ("supervisor", SUCHENG, YUXIN, False),
        # two departments of one county, and two levels of one line
        ("department_lead", SUYU_URBAN, SUYU_URBAN, True),
        ("department_lead", SUYU_URBAN, SUYU_TRAFFIC, False),
        ("department_lead", SUYU_URBAN, SUYU, False),
        ("department_lead", CITY_URBAN, SUYU_URBAN, False),
        ("handler", SUYU_TRAFFIC, SUYU_TRAFFIC, True),
        # a zone inside a county: the county does not see it
        ("supervisor", SUCHENG, YANGHE_ZONE, False),
        ("supervisor", SUCHENG, YANGHE_TOWN, False),
        ("dispatcher", YANGHE_ZONE, YANGHE_TOWN, True),
        ("dispatcher", YANGHE_ZONE, SUCHENG, False),
        ("supervisor", CITY, YANGHE_TOWN, True),
        # roles that do no casework see no case
        ("designer", CITY, CITY, False),
        ("administrator", CITY, SUYU, False),
        ("operator", CITY, SUYU, True),
    ],
)
def test_matrix(role: str, unit: str, party: str, expected: bool) -> None:
    assert sees(actor_with((role, unit)), party) is expected


def test_sectors_limit_a_post_that_has_any() -> None:
    actor = actor_with(("dispatcher", SUYU), sectors=["traffic"])
    assert sees(actor, SUYU, "traffic")
    assert not sees(actor, SUYU, "emergency")


def test_the_limit_of_one_post_does_not_reach_another() -> None:
    person = PersonFactory()
    PostFactory(person=person, unit_code=SUYU, sectors=["traffic"])
    PostFactory(person=person, unit_code=SUCHENG)
    actor = actor_of(person.pk)
    assert sees(actor, SUCHENG, "emergency")
    assert not sees(actor, SUYU, "emergency")
    assert len(actor.sight()) == 2


def test_equal_posts_are_one_sight() -> None:
    actor = actor_with(("intake", YUXIN), ("dispatcher", YUXIN), ("checker", YUXIN))
    assert len(actor.sight()) == 1


def test_no_post_no_sight() -> None:
    assert actor_of(PersonFactory().pk).sight() == ()


def test_ended_and_planned_posts_give_nothing() -> None:
    person = PersonFactory()
    PostFactory(person=person, unit_code=SUYU, ended=True)
    PostFactory(person=person, unit_code=SUCHENG, planned=True)
    assert actor_of(person.pk).posts == ()


def test_a_post_begins_and_ends_on_its_days(move_clock: Callable[[dt.date], None]) -> None:
    since, until = dt.date(2031, 3, 1), dt.date(2031, 3, 5)
    person = PersonFactory()
    PostFactory(person=person, unit_code=SUYU, since=since, until=until)
    seen = {}
    for day in (since - dt.timedelta(days=1), since, until - dt.timedelta(days=1), until):
        move_clock(day)
        seen[day] = sees(actor_of(person.pk), YUXIN)  # nothing is written in between: no epoch helps here
    assert list(seen.values()) == [False, True, True, False]


def test_a_closed_unit_gives_nothing() -> None:
    actor = actor_with(("dispatcher", SUYU))
    Unit.objects.filter(code=SUYU).update(is_active=False)
    assert not sees(actor_of(actor.person_id or 0), YUXIN)


def test_the_system_has_no_sight_to_ask_for() -> None:
    with pytest.raises(ValueError, match="is_system"):
        SYSTEM.sight()
    with pytest.raises(ValueError, match="is_system"):
        SYSTEM.unit_ids_with("view_case")  # type: ignore[arg-type]
