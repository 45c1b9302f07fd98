"""Django's admin: opens for who administers the installation, shows real rows, changes nothing that services own."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from onegrid.common.look_only import LookOnly
from onegrid.jurisdictions.models import Person
from tests.factories.cases import CITY, City, make_city, new_case, publish

pytestmark = pytest.mark.django_db
OURS = sorted(
    (model for model in admin.site._registry if model.__module__.startswith("onegrid.")), key=lambda one: one.__name__
)


@pytest.fixture
def city() -> City:
    made = make_city()
    publish()
    return made


@pytest.fixture
def inside(client: Client, city: City) -> Client:
    """Who administers and also supervises the city."""
    city.people["root"] = Person.objects.create_superuser("root", "a long password", name="管理员")
    city.hire("root", ("supervisor", CITY), ("administrator", CITY))
    client.force_login(city.people["root"])
    return client


def address(model: Any, name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_page_opens_with_a_chinese_name(model: Any, inside: Client, city: City) -> None:
    new_case(city)
    listed = inside.get(address(model, "changelist"))
    assert listed.status_code == 200
    assert any("\u4e00" <= letter <= "\u9fff" for letter in str(model._meta.verbose_name_plural)), (
        "needs a Chinese name"
    )
    filters = listed.content.decode().partition('id="changelist-filter"')[2]
    for query in re.findall(r'<a href="(\?[^"]+)"', filters)[:6]:
        assert inside.get(address(model, "changelist") + unescape(query)).status_code == 200, query
    row = model._default_manager.first()
    if row is not None:
        assert inside.get(address(model, "change", row.pk)).status_code == 200
        search = inside.get(address(model, "changelist"), {"q": "x"})
        assert search.status_code == 200


@pytest.mark.parametrize(
    "model", [one for one in OURS if isinstance(admin.site._registry[one], LookOnly)], ids=lambda model: model.__name__
)
def test_what_services_own_cannot_be_written_here(model: Any, inside: Client, city: City) -> None:
    new_case(city)
    assert inside.get(address(model, "add")).status_code == 403
    row = model._default_manager.first()
    if row is not None:
        assert inside.post(address(model, "change", row.pk), {}).status_code == 403
        assert inside.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_a_case_shows_its_tasks_and_its_log_and_no_reporter(inside: Client, city: City) -> None:
    case = new_case(city)
    case.sources.update(reporter_name="王女士", reporter_phone="13900000000")
    assert "这里没有您的岗位" not in inside.get(address(type(case), "changelist")).content.decode()
    page = inside.get(address(type(case), "change", case.pk)).content.decode()
    assert case.number in page
    assert "case.started" in page or "case.registered" in page
    assert all(item.name in page for item in case.work_items.all())
    assert "王女士" not in page
    assert "13900000000" not in page


def test_who_sees_no_case_sees_none_here(client: Client, city: City) -> None:
    case = new_case(city)
    client.force_login(Person.objects.create_superuser("technician", "a long password", name="技术员"))
    page = client.get(address(type(case), "changelist")).content.decode()
    assert case.number not in page
    assert "这里没有您的岗位可以查看的内容。" in page
    assert client.get(address(type(case), "change", case.pk)).status_code == 404
    item = case.work_items.get()
    assert case.number not in client.get(address(type(item), "changelist")).content.decode()
    assert client.get(address(type(item), "change", item.pk)).status_code == 404


def test_a_stranger_and_a_plain_person_stay_outside(client: Client, city: City) -> None:
    assert client.get("/admin/").status_code == 302
    client.force_login(Person.objects.create_user("somebody", None, name="某人"))
    assert client.get("/admin/").status_code == 302
