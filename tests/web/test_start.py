"""The start page says what waits, and no more than one may know."""

from django.test import Client

from onegrid.jurisdictions.models import Person
from tests.factories.cases import CITY, City, new_case
from tests.web.test_workspace import taken
from tests.web.visitors import text_of, visitor


def test_what_waits_and_the_most_pressing(city: City) -> None:
    item = taken(city)
    said = text_of(visitor(city, "handler").get("/"))
    assert "1 我的待办" in said
    assert item.case.title in said


def test_calm_with_work_in_the_pool(city: City) -> None:
    new_case(city)
    said = text_of(visitor(city, "leader").get("/"))
    assert "1 可认领" in said
    assert "有任务等待认领。" in said


def test_designers_see_doors_and_no_counts(city: City) -> None:
    city.hire("designer", ("designer", CITY))
    said = text_of(visitor(city, "designer").get("/"))
    assert "可认领" not in said
    assert Person.objects.filter(name="designer").exists()


def test_another_countys_work_is_not_counted(city: City) -> None:
    taken(city)
    new_case(city)
    said = text_of(visitor(city, "neighbour").get("/"))
    assert "0 我的待办" in said
    assert "0 可认领" in said
    assert "0 本单位在办" in said


def test_strangers_are_told_whether_cases_are_there(city: City, client: Client) -> None:
    assert "演示城市起初没有案件" in text_of(client.get("/"))
    new_case(city)
    said = text_of(client.get("/"))
    assert "演示城市已有若干天的案件" in said
    assert "起初没有案件" not in said
