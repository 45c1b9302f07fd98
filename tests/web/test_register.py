"""Registering for a caller and on patrol: a number at once, nothing lost on error, the same reported before."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from onegrid.cases.models import Attachment, Case, CaseSource
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.common.errors import Conflict
from onegrid.intake.models import SourceSystem
from onegrid.intake.services.receive_report import receive_report
from onegrid.intake.services.register_source import register_source
from onegrid.jurisdictions.policy import SYSTEM
from tests.factories.cases import CITY, COUNTY, FOLDER, PLACE, TOWNSHIP, City, make_city, publish
from tests.factories.catalog import make_code_set
from tests.isolation.city import picture
from tests.web.visitors import hidden, text_of, visitor

BPMN = (FOLDER / "process.bpmn").read_text().replace('id="three_tasks"', 'id="event_dispatch"')


@pytest.fixture
def city(db: None) -> City:
    """A city where reports are dispatched, with a grid worker and the patrols' source."""
    made = make_city()
    publish("event_dispatch", bpmn=BPMN)
    make_code_set()
    made.hire("grid", ("grid_staff", TOWNSHIP), grids=[PLACE])
    SourceSystem.objects.create(
        slug="patrol",
        name="网格巡查",
        channel="collector",
        unit=made.unit(COUNTY),
        is_trusted=True,
        created_at=clock.now(),
    )
    return made


def sent(client: Client, **more: Any) -> dict[str, Any]:
    page = client.get("/register/")
    assert page.status_code == 200
    return {
        "key": hidden(page, "key"),
        "title": "路面塌陷",
        "place": "幸福路 1 号",
        "place_county": "321302",
        "place_township": "321302001",
        "place_village": PLACE,
        "channel": "collector",
        **more,
    }


def test_on_patrol_with_a_photo_and_a_position(city: City) -> None:
    client = visitor(city, "grid")
    page = client.get("/register/").content.decode()
    assert page.index('name="f.photos') < page.index('name="title"')
    answer = client.post(
        "/register/",
        sent(client, **{"f.photos.new": picture(), "f.position.lon": "118.3", "f.position.lat": "33.9"}),
        follow=True,
    )
    case = Case.objects.get()
    said = text_of(answer)
    assert case.number in said
    assert "接下来" in said
    assert (case.division_id, case.trusted, str(case.longitude)) == (PLACE, True, "118.300000")
    assert Attachment.objects.get().case_id == case.pk
    assert CaseSource.objects.get().source == "patrol"


def test_for_a_caller_whose_name_others_see_masked(city: City) -> None:
    client = visitor(city, "intake")
    client.post("/register/", sent(client, channel="hotline", name="王小明", phone="13812345678"))
    source = CaseSource.objects.get()
    assert (source.channel, source.reporter_name, source.is_trusted) == ("hotline", "王小明", False)
    assert source.reporter_phone == "13812345678"
    assert source.external_id not in text_of(client.get(f"/cases/{source.case.number}/")), "a key, no number of theirs"


def test_what_is_missing_is_said_beside_the_field_and_the_rest_stays(city: City) -> None:
    client = visitor(city, "grid")
    answer = client.post("/register/", sent(client, title="", description="坑很深"))
    assert answer.status_code == 422
    assert "请用一句话说明是什么事。" in text_of(answer)
    assert "坑很深" in text_of(answer)
    assert not Case.objects.exists()


def test_a_fault_is_told_once_by_the_fields_name_and_leads_there(city: City) -> None:
    client = visitor(city, "grid")
    body = {"title": "", "place": "", "place_county": "", "place_township": "", "place_village": ""}
    page = client.post("/register/", sent(client, **body)).content.decode()
    assert '<a href="#title">什么事</a>' in page
    assert ">title<" not in page
    assert page.count("data-og-summary") == 0, "the forms of photos and position have nothing to tell"
    assert "autofocus" in page.partition("data-og-form")[0]
    page = client.post("/register/", sent(client, title="", category="没有这样的")).content.decode()
    assert '<a href="#title">什么事</a>' in page
    assert '<a href="#category">类别</a>' in page, "all that is wrong is told in one round"
    page = client.post(
        "/register/", sent(client, **{"f.position.lat": "999", "f.position.lon": "118"})
    ).content.decode()
    assert 'href="#position"' not in page
    assert page.count("data-og-summary") == 1, "told once, by the form of the position, which leads there"


def test_the_page_sent_twice_makes_one_case(city: City) -> None:
    client = visitor(city, "grid")
    form = sent(client)
    places = {client.post("/register/", form).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert Case.objects.count() == 1


def test_back_and_another_matter_is_asked_about_and_registered_anew(city: City) -> None:
    client = visitor(city, "grid")
    form = sent(client)
    client.post("/register/", form)
    first = Case.objects.get()
    other = {**form, "title": "井盖缺失"}
    asked = client.post("/register/", other)
    assert asked.status_code == 409
    assert first.number in text_of(asked)
    assert "再次点击登记" in text_of(asked)
    assert "井盖缺失" in asked.content.decode()
    assert client.post("/register/", {**other, "key": hidden(asked, "key"), "anyway": "yes"}).status_code == 302
    assert set(Case.objects.values_list("title", flat=True)) == {"路面塌陷", "井盖缺失"}


def test_a_way_that_is_not_the_posts_is_refused(city: City) -> None:
    client = visitor(city, "grid")
    answer = client.post("/register/", sent(client, channel="police"))
    assert answer.status_code == 422
    assert "您的岗位不受理该渠道的诉求。" in text_of(answer)


def test_the_same_reported_before_is_shown_within_ones_sight(city: City) -> None:
    name = catalog.categories()[0].name
    first, client = visitor(city, "intake"), visitor(city, "intake")
    first.post("/register/", sent(first, channel="hotline", category=name, title="第一次说的"))
    warned = client.post("/register/", sent(client, channel="hotline", category=name))
    assert "近 24 小时内，此地已有类似上报。" in text_of(warned)
    assert "第一次说的" in text_of(warned)
    assert Case.objects.count() == 1
    client.post("/register/", sent(client, channel="hotline", category=name, anyway="yes"))
    assert Case.objects.count() == 2
    city.hire("far", ("intake", "C321311"))
    far = visitor(city, "far")
    assert "第一次说的" not in text_of(far.post("/register/", sent(far, channel="hotline", category=name)))


def test_a_category_that_nobody_knows(city: City) -> None:
    client = visitor(city, "grid")
    answer = client.post("/register/", sent(client, category="没有这一类"))
    assert answer.status_code == 422
    assert "没有这个类别。" in text_of(answer)


def test_places_by_level(city: City) -> None:
    client = visitor(city, "grid")
    part = client.get("/register/places/?place_county=321302&place_township=321302001").content.decode()
    assert f'value="{PLACE}"' in part
    assert 'value="321302001" selected' in part
    wrong = client.get("/register/places/?place_county=321311&place_township=321302001").content.decode()
    assert "place-village" not in wrong


def test_who_may_not_register_is_told_so(city: City) -> None:
    answer = visitor(city, "handler").get("/register/")
    assert answer.status_code == 403
    assert "您的岗位没有登记权限。" in text_of(answer)


def test_the_number_is_nobody_elses(city: City) -> None:
    client = visitor(city, "grid")
    address = client.post("/register/", sent(client)).headers["Location"]
    assert visitor(city, "neighbour").get(address).status_code == 404


@pytest.mark.parametrize("key", ["", "spoilt", "94dd8c41-d073-4c2b-b963-28f59cd7fccf"])
def test_a_spoilt_key_still_registers(city: City, key: str) -> None:
    client = visitor(city, "grid")
    assert client.post("/register/", sent(client, key=key)).status_code == 302


def test_a_number_that_one_types_is_ones_own_units(city: City) -> None:
    """The source is another's: it may report its own number, and nobody learns whether it has."""
    hotline = register_source(
        actor=SYSTEM,
        slug="hotline",
        name="12345",
        channel="hotline",
        unit_code=CITY,
        secret="only-for-tests-0123456789",
        reply_connector="demo",
        reply_address="demo",
    )[0]
    body = {"title": "路面塌陷", "place": "幸福路 1 号", "division": PLACE, "external_id": "R-1"}
    first, _ = receive_report(source=hotline, key=uuid4(), body=body)
    client = visitor(city, "intake")
    for number in ("R-1", "R-2"):
        assert client.post("/register/", sent(client, channel="hotline", external_id=number)).status_code == 302
    typed = CaseSource.objects.exclude(case=first.case)
    assert {(one.external_id, one.reply_address) for one in typed} == {(f"{COUNTY}:R-1", ""), (f"{COUNTY}:R-2", "")}
    receive_report(source=hotline, key=uuid4(), body={**body, "external_id": "R-2"})
    again = client.post("/register/", sent(client, channel="hotline", external_id="R-2", anyway="yes"))
    assert again.status_code == 409
    assert typed.get(external_id=f"{COUNTY}:R-2").case.number in text_of(again)


def test_who_registers_for_the_sources_unit_speaks_for_it(city: City) -> None:
    SourceSystem.objects.filter(slug="patrol").update(channel="hotline", reply_connector="demo", reply_address="demo")
    client = visitor(city, "intake")
    assert client.post("/register/", sent(client, channel="hotline", external_id="R-1")).status_code == 302
    row = CaseSource.objects.get()
    assert (row.source, row.external_id, row.reply_address) == ("patrol", "R-1", "demo")
    body = {"title": "路面塌陷", "place": "幸福路 1 号", "division": PLACE, "external_id": "R-1"}
    with pytest.raises(Conflict) as refused:
        receive_report(source=SourceSystem.objects.get(slug="patrol"), key=uuid4(), body=body)
    assert refused.value.extra == {"case_number": row.case.number}
