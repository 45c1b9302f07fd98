"""The big screen: the figures of its reader's sight, the map, what is newest; and that it says when it is old."""

import dataclasses
import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from onegrid.cases.models import Case
from onegrid.common import clock
from onegrid.jurisdictions.policy import forget
from onegrid.reports.closings import closed_by_day
from onegrid.reports.models import FigureState
from onegrid.reports.services.refresh_figures import refresh_figures
from onegrid.web.place_map import place_map
from onegrid.web.screen import STEPS, newest, scene, step_of
from tests.factories.cases import COUNTY, OTHER_COUNTY, PLACE, City, make_city, new_case, publish


@pytest.fixture
def city(db: None) -> City:
    from onegrid.cases import directory
    from onegrid.catalog import selectors as catalog

    catalog.forget()
    directory.forget()
    forget()
    made = make_city()
    made.hire("near", ("supervisor", COUNTY))
    made.hire("far", ("supervisor", OTHER_COUNTY))
    publish()
    return made


def signed_in(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name], backend="onegrid.jurisdictions.signed_in.PersonBackend")
    return client


def value(shown: dict[str, Any], name: str) -> str:
    return next(one["value"] for one in shown["figures"] if one["id"] == name)


def test_six_figures_of_what_one_supervises(city: City) -> None:
    for n in range(3):
        new_case(city, title=f"第 {n} 件")
    refresh_figures()
    for name, count in (("mayor", "3"), ("near", "3"), ("far", "0")):
        shown = scene(city.actor(name))
        assert len(shown["figures"]) == 6
        assert (value(shown, "open"), value(shown, "registered"), value(shown, "late")) == (count, count, "0")
        assert len(shown["events"]) == int(count)
        assert shown["trends"][0]["today"] == int(count)
        assert sum(one["open"] for one in shown["counties"]) == int(count)
        towns = {one.area.code: one.open for one in shown["map"]["townships"]}
        assert towns == {"321302001": int(count)}


def test_who_supervises_another_county_reads_no_word_of_it(city: City) -> None:
    new_case(city, title="井盖缺失甲", place="幸福路 77 号")
    refresh_figures()
    for address in ("/screen/", "/screen/?part"):
        assert "井盖缺失甲" in signed_in(city, "near").get(address).content.decode()
        page = signed_in(city, "far").get(address).content.decode()
        assert "井盖缺失甲" not in page
        assert "幸福路 77 号" not in page


def test_only_for_who_supervises(city: City) -> None:
    assert signed_in(city, "handler").get("/screen/").status_code == 404
    assert signed_in(city, "mayor").get("/screen/").status_code == 200
    assert Client().get("/screen/")["Location"] == "/sign-in/?next=%2Fscreen%2F"


def test_closings_are_counted_on_their_own_day(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from onegrid.cases import log
    from onegrid.jurisdictions.policy import SYSTEM

    first, second = new_case(city), new_case(city)
    refresh_figures()
    today = clock.now().astimezone(clock.zone()).date()
    real = clock.now()
    for days, case in ((2, first), (0, second), (0, second)):
        monkeypatch.setattr(clock, "now", lambda days=days: real - dt.timedelta(days=days))
        log.append(Case.objects.select_for_update().get(pk=case.pk), actor=SYSTEM, kind="milestone", milestone="closed")
    monkeypatch.setattr(clock, "now", lambda: real)
    since = today - dt.timedelta(days=13)
    assert closed_by_day(city.actor("mayor"), since) == {today - dt.timedelta(days=2): 1, today: 1}
    assert closed_by_day(city.actor("far"), since) == {}
    assert value(scene(city.actor("mayor")), "closed") == "1"


def test_the_newest_come_first_with_their_light(city: City) -> None:
    for n in range(9):
        new_case(city, title=f"第 {n} 件")
    shown = newest(city.actor("mayor"))
    assert [one["title"] for one in shown] == [f"第 {n} 件" for n in range(8, 3, -1)]
    case = Case.objects.get(title="第 8 件")
    now = clock.now()
    for due, warn, light in ((-1, -2, "late"), (1, -1, "pressed"), (2, 1, "green")):
        case.work_items.update(deadline_at=now + dt.timedelta(hours=due), warn_at=now + dt.timedelta(hours=warn))
        assert newest(city.actor("mayor"))[0]["light"] == light


@pytest.mark.parametrize(
    ("open_", "late", "step"), [(0, 0, 0), (5, 0, 1), (100, 9, 2), (100, 10, 3), (100, 24, 3), (100, 25, 4), (1, 1, 4)]
)
def test_worse_areas_are_drawn_worse(open_: int, late: int, step: int) -> None:
    assert STEPS == (0, 10, 25)
    assert step_of(open_, late) == step


def test_late_is_told_by_pattern_and_number_and_not_by_colour_alone(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"open": 4, "late_open": 3, "registered": 4, "on_time": 0, "due": 3, "closed": 0, "filed": 4}
    new_case(city)
    refresh_figures()
    monkeypatch.setattr("onegrid.web.screen._sums", lambda _rows: {"321302": Counter(counts)})
    from onegrid.web import screen

    real = screen._shown
    monkeypatch.setattr(screen, "_shown", lambda area, _counts: real(area, counts))
    page = signed_in(city, "mayor").get("/screen/").content.decode()
    assert 'fill="url(#og-late-4)"' in page
    assert ">3</text>" in page
    assert "在办 4 件，超期 3 件" in page
    assert "示意图" in page


def test_what_lies_on_no_place_is_told_beside_the_map(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the counties' late cases do not add up to the headline."""
    new_case(city)
    refresh_figures()
    page = signed_in(city, "mayor").get("/screen/").content.decode()
    assert "件在办案件没有已知地点" not in page
    from onegrid.reports import selectors

    real = selectors.figures

    def unplaced(*args: Any) -> Any:
        found = real(*args)
        rows = {"-": {**next(iter(found.rows.values())), "open": 4, "late_open": 3}}
        return dataclasses.replace(found, rows=rows)

    monkeypatch.setattr(selectors, "figures", unplaced)
    page = signed_in(city, "mayor").get("/screen/").content.decode()
    assert "4 件" in page.split("示意图")[1]
    assert "其中 3 件已超期。" in page


def test_it_says_of_when_its_data_are_and_when_they_are_old(city: City) -> None:
    client = signed_in(city, "mayor")
    assert "正在首次统计数据" in client.get("/screen/").content.decode()
    refresh_figures()
    page = client.get("/screen/").content.decode()
    assert "数据时间" in page
    assert "数据未更新" not in page
    FigureState.objects.update(as_of=clock.now() - dt.timedelta(minutes=3))
    assert "数据未更新" in client.get("/screen/?part").content.decode()


def test_page_and_part(city: City) -> None:
    new_case(city)
    refresh_figures()
    client = signed_in(city, "mayor")
    page, part = client.get("/screen/"), client.get("/screen/?part")
    assert 'data-og-live="screen"' in page.content.decode()
    assert "<html" not in part.content.decode()
    assert part.content.decode().count('data-keep="figure-') == 6
    for answer in (page, part):
        assert "style=" not in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]
    client.cookies["django_language"] = "en"
    assert "Schematic map" in client.get("/screen/").content.decode()


def test_a_case_on_the_map_of_its_county(city: City) -> None:
    drawn = place_map(PLACE, 33.95, 118.3)
    assert drawn.count("og-place-here") == 1
    assert "og-place-pin" in drawn
    assert "示意图" in drawn
    assert "style=" not in drawn
    assert "og-place-here" not in place_map("321311")
    assert place_map("3213") == ""
    assert place_map("999999") == ""


def test_finished_work_has_no_light(city: City) -> None:
    case = new_case(city)
    Case.objects.filter(pk=case.pk).update(status="withdrawn", state=None)
    (shown,) = newest(city.actor("mayor"))
    assert (shown["light"], shown["status"]) == ("", "withdrawn")
