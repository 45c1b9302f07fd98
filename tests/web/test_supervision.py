"""The supervision room: each number opens its cases, nobody counts what they may not see, sheets hold no formula."""

import dataclasses
import datetime as dt
import html
import io
import random
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from onegrid.cases.models import Case
from onegrid.common import clock
from onegrid.common.models import AuditRecord
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.models import Role, UnitPermission
from onegrid.reports.indicators import COUNTERS, RATES
from onegrid.reports.models import FigureState
from onegrid.reports.services.refresh_figures import refresh_figures
from tests.factories.cases import OTHER_COUNTY, TOWNSHIP
from tests.reports.city import SUPERVISORS, Play
from tests.reports.conftest import new_play
from tests.sla.conftest import Time, _nothing_remembered, time  # noqa: F401 - fixtures

DAYS = "period=custom&since=2026-01-01&until=2026-12-31"
ADDRESSES = ("/supervision/", "/supervision/cases/", "/supervision/export/", "/supervision/cases/export/")
_LINK = re.compile(r'<a href="(/supervision/cases/[^"]*)"[^>]*>([^<]*)')


def client_of(play: Play, name: str) -> Client:
    client = Client()
    client.force_login(play.city.people[name])
    return client


def get(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return html.unescape(answer.content.decode())


def sheet_of(answer: Any) -> Any:
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content)).active


@pytest.fixture(scope="module")
def _weeks(django_db_setup: None, django_db_blocker: Any) -> Iterator[Play]:
    """Some weeks of casework, counted: once a module, in a transaction that no test outlives."""
    held = Time()
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "real_now", lambda: held.now.astimezone(dt.UTC))
        play = new_play(1, held)
        for _ in range(4):
            for _ in range(4):
                play.register()
            for case in list(play.cases):
                play.step(case)
            play.wait(9)
        for _ in range(6):
            play.register(sector="traffic")
        refresh_figures()
        connection.check_constraints()
        yield play
        transaction.set_rollback(True)


@pytest.fixture
def busy(_weeks: Play, db: None, time: Time) -> Play:  # noqa: F811
    """What the test does to it is gone with the test."""
    time.now = _weeks.time.now
    dice = random.Random()
    dice.setstate(_weeks.dice.getstate())
    return dataclasses.replace(_weeks, time=time, dice=dice, cases=list(_weeks.cases))


@pytest.mark.parametrize("name", SUPERVISORS)
def test_every_number_opens_exactly_so_many_cases(busy: Play, name: str) -> None:
    client = client_of(busy, name)
    links: set[tuple[str, str]] = set()
    for by in ("county", "township", "unit", "category", "sector", "source"):
        links |= set(_LINK.findall(get(client, f"/supervision/?{DAYS}&by={by}")))
    numbers = {(address, text) for address, text in links if text.isdigit()}
    assert len(numbers) > 4
    for address, text in numbers:
        page = get(client, address)
        assert f'<span class="sv-count">{text}</span>' in page, address
        assert page.count('<th scope="row"><a href="/cases/') == int(text), address


def test_each_figure_has_its_formula_and_the_time_of_the_data(busy: Play) -> None:
    page = get(client_of(busy, "mayor"), f"/supervision/?{DAYS}")
    for one in (*COUNTERS.values(), *RATES.values()):
        assert one.zh in page
        assert one.formula_zh in page
    assert f"数据截至 {busy.time.now.astimezone(dt.timezone(dt.timedelta(hours=8))):%H:%M:%S}" in page
    assert "style=" not in page
    english = client_of(busy, "mayor")
    english.cookies["django_language"] = "en"
    page = get(english, f"/supervision/?{DAYS}")
    for one in (*COUNTERS.values(), *RATES.values()):
        assert one.formula_en in page
        assert one.formula_zh not in page


def test_down_from_the_city_to_a_township(busy: Play) -> None:
    client = client_of(busy, "mayor")
    page = get(client, f"/supervision/?{DAYS}")
    down = re.search(r'<a href="(/supervision/\?[^"]*place=321302[^"]*)#compared"', page)
    assert down and "by=township" in down[1]
    page = get(client, down[1])
    township = re.search(r'<a href="(/supervision/\?[^"]*place=321302001(?:&[^"]*)?)#compared"', page)
    assert township
    assert "by=unit" in get(client, township[1]) or "by=unit" in township[1]
    cases = re.search(r'<a href="(/supervision/cases/[^"]*place=321302001(?:&[^"]*)?)"', page)
    assert cases
    numbers = re.findall(r'<a href="/cases/(\w+)/"', get(client, cases[1]))
    assert numbers
    assert {case.division_id[:9] for case in Case.objects.filter(number__in=numbers) if case.division_id} == {
        "321302001"
    }


def test_what_is_counted_beforehand_is_not_counted_again(busy: Play) -> None:
    client = client_of(busy, "mayor")
    for query in ("by=county", "by=township&place=321302", "by=unit", "by=category&sector=urban_management"):
        with CaptureQueriesContext(
            connection,
        ) as sent:
            get(client, f"/supervision/?{DAYS}&{query}")
        told = [str(one["sql"]) for one in sent]
        assert not [sql for sql in told if "reports_casefact" in sql or "cases_case" in sql]
        assert len(sent) < 24


def test_who_supervises_nothing_finds_no_room(busy: Play) -> None:
    for name in ("leader", "handler", "operator", "intake"):
        client = client_of(busy, name)
        assert 'href="/supervision/"' not in get(client, "/")
        assert [client.get(one).status_code for one in ADDRESSES[:2]] == [404, 404]
        assert [client.post(one, {"figure": "due"}).status_code for one in ADDRESSES[2:]] == [404, 404]
    stranger = Client()
    for one in ADDRESSES[:2]:
        answer = stranger.get(one)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")
    assert stranger.post(ADDRESSES[2]).status_code == 302


def test_nothing_of_another_county_is_counted_listed_or_exported(busy: Play) -> None:
    hidden = busy.register(title="隐匿的案件", division="321302001001")
    hidden.refresh_from_db()
    while hidden.registered_by_id == OTHER_COUNTY:
        hidden = busy.register(title="隐匿的案件", division="321302001001")
        hidden.refresh_from_db()
    Case.objects.filter(title="隐匿的案件").exclude(pk=hidden.pk).update(title="自己的")
    refresh_figures()
    client = client_of(busy, "supervisor of the other county")
    before = {}
    for query in (
        DAYS,
        f"{DAYS}&place=321302",
        f"{DAYS}&place=321302001&by=unit",
        f"{DAYS}&unit={TOWNSHIP}&source=12345",
    ):
        page = get(client, f"/supervision/?{query}")
        behind = get(client, f"/supervision/cases/?{query}&figure=registered")
        fields = dict(one.split("=") for one in query.split("&"))
        table = client.post("/supervision/export/", fields)
        listed = client.post("/supervision/cases/export/", {**fields, "figure": "registered"})
        for text in (page, behind, str(list(sheet_of(table).values)), str(list(sheet_of(listed).values))):
            assert hidden.title not in text
            assert hidden.number not in text
        before[query] = re.sub(r"name=\"csrfmiddlewaretoken\" value=\"\w+\"|hx-headers='[^']*'", "", page)
    Case.objects.filter(pk=hidden.pk).update(log_seq=hidden.log_seq + 1)  # as if it had moved on
    for query, page in before.items():
        again = get(client, f"/supervision/?{query}")
        assert re.sub(r"name=\"csrfmiddlewaretoken\" value=\"\w+\"|hx-headers='[^']*'", "", again) == page


def test_a_bulletin(busy: Play) -> None:
    client = client_of(busy, "mayor")
    answer = client.post("/supervision/export/", {"period": "custom", "since": "2026-01-01", "until": "2026-12-31"})
    assert "attachment" in answer["Content-Disposition"]
    rows = [[cell for cell in row if cell is not None] for row in sheet_of(answer).values]
    text = str(rows)
    assert "案件办理情况通报" in text and "统计期：2026-01-01 – 2026-12-31" in text
    assert "按期结案率 = 按期结案数 ÷ 应结案数" in text and "制表：" in text
    head = next(row for row in rows if row and row[0] == "名次")
    total = next(row for row in rows if "合计" in row)
    assert len(total) == len(head)
    assert total[total.index("合计") + 1] == len(busy.cases)
    audit = AuditRecord.objects.get(action="reports.figures_exported")
    assert (audit.person_id, audit.after["cases"]) == (busy.city.people["mayor"].pk, len(busy.cases))
    assert audit.post_id is not None


HOSTILE = ("=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "http://evil.example/", "{=1}")


def test_a_list_of_cases_holds_texts_and_no_formula(busy: Play) -> None:
    for title in HOSTILE:
        busy.register(title=title, place=title)
    refresh_figures()
    client = client_of(busy, "mayor")
    asked = {"period": "custom", "since": "2026-01-01", "until": "2026-12-31", "figure": "registered"}
    page = sheet_of(client.post("/supervision/cases/export/", asked))
    cells = [cell for row in page.iter_rows() for cell in row]
    assert {cell.value for cell in cells} >= {title.strip() if title != "\t=1" else title for title in HOSTILE}
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink or cell.data_type == "f"]
    assert len([row for row in page.values if row[0] and str(row[0]).startswith("SQ")]) == len(busy.cases)
    audit = AuditRecord.objects.get(action="cases.exported")
    assert (audit.after["rows"], audit.after["filters"]["figure"]) == (len(busy.cases), "registered")


def test_a_long_list_is_cut_with_a_word(busy: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["onegrid.cases.services.export_cases"], "MOST", 3)
    client = client_of(busy, "mayor")
    asked = {"period": "custom", "since": "2026-01-01", "until": "2026-12-31", "figure": "registered"}
    text = str(list(sheet_of(client.post("/supervision/cases/export/", asked)).values))
    assert "超过 3 件的部分未导出" in text
    assert text.count("'SQ2026") == 3


def test_without_the_right_to_export_there_is_no_sheet(busy: Play) -> None:
    UnitPermission.objects.filter(permission__codename="export").delete()
    role = Role.objects.get(slug="supervisor")
    role.permissions = [one for one in role.permissions if one != "export"]
    role.save()
    policy.forget()
    client = client_of(busy, "mayor")
    assert "导出" not in get(client, f"/supervision/?{DAYS}")
    assert [client.post(one, {"figure": "due"}).status_code for one in ADDRESSES[2:]] == [403, 403]
    assert not AuditRecord.objects.filter(action__in=["reports.figures_exported", "cases.exported"]).exists()


def test_days_that_make_no_sense_are_told_and_kept(busy: Play) -> None:
    client = client_of(busy, "mayor")
    for since, until, said in (
        ("2026-03-09", "2026-03-01", "结束日期早于开始日期"),
        ("2026-02-30", "2026-03-01", "请按“年-月-日”填写"),
        ("1990-01-01", "2026-03-01", "一次最多统计十年"),
    ):
        page = get(client, f"/supervision/?period=custom&since={since}&until={until}")
        assert said in page
        assert f'value="{since}"' in page


@pytest.mark.parametrize(
    "query",
    ["by=nothing", "period=never", "sort=evil", "unit=%01", "place=x%27%20OR%201=1", "figure=all", "page=0", "page=99"],
)
def test_what_no_page_of_ours_asks_is_no_page(busy: Play, query: str) -> None:
    assert client_of(busy, "mayor").get(f"/supervision/cases/?{query}").status_code == 404


def test_before_the_first_count_the_page_says_so(busy: Play) -> None:
    FigureState.objects.all().delete()
    assert "正在首次统计" in get(client_of(busy, "mayor"), "/supervision/")
