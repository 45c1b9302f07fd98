"""The list of cases: filters in the address, pages by cursor, counts that stay cheap, and why it is empty."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onegrid.cases.models import Case, WorkItem
from onegrid.common import clock
from onegrid.web.case import listing
from tests.factories.cases import DEPARTMENT, OTHER_DEPARTMENT, City, new_case
from tests.web.cases.conftest import signed_in


def numbers(text: str) -> list[str]:
    """Of the cases in the list, in its order."""
    return re.findall(r'data-og-item href="/cases/([^/]+)/"', text)


def test_each_filter_leaves_what_it_says(city: City) -> None:
    plain = new_case(city)
    other = new_case(city, sector="traffic", urgency="critical", category="event-01-02", title="信号灯不亮")
    old = new_case(city, division="321302001")
    Case.objects.filter(pk=old.pk).update(
        registered_at=clock.now() - dt.timedelta(days=40), rework_count=1, lead_unit_id=DEPARTMENT
    )
    now = clock.now()
    WorkItem.objects.filter(case=old).update(
        deadline_at=now - dt.timedelta(hours=1), warn_at=now - dt.timedelta(hours=2)
    )
    WorkItem.objects.filter(case=other).update(
        deadline_at=now + dt.timedelta(hours=1), warn_at=now - dt.timedelta(hours=1)
    )
    WorkItem.objects.filter(case=plain).update(
        deadline_at=now + dt.timedelta(days=9), warn_at=now + dt.timedelta(days=8)
    )
    client = signed_in(city, "mayor")
    today = now.astimezone(clock.zone()).date()
    wanted = {
        "": [old, other, plain],
        "sort=oldest": [plain, other, old],
        "sector=traffic": [other],
        "urgency=critical": [other],
        "category=event-01": [other],
        "search=信号灯": [other],
        f"search={plain.number}": [plain],
        f"search={plain.number.lower()}": [plain],
        f"search=ＳＱ{plain.number[2:]}": [plain],
        f"search={plain.number[-6:]}": [plain],
        f"search={plain.number[-3:]}": [],
        "light=late": [old],
        "light=pressed": [other],
        "reworked=true": [old],
        "reworked=false": [other, plain],
        f"unit={DEPARTMENT}": [old],
        f"unit={OTHER_DEPARTMENT}": [],
        "channel=hotline": [old, other, plain],
        "channel=police": [],
        "source=12345": [old, other, plain],
        "within=321302": [old, other, plain],
        "within=321311": [],
        f"from={today}": [other, plain],
        f"from={today - dt.timedelta(days=41)}&to={today - dt.timedelta(days=39)}": [old],
        f"to={today}": [old, other, plain],
        "status=closed": [],
        "status=open&sector=traffic&light=pressed": [other],
    }
    for query, cases in wanted.items():
        assert numbers(client.get(f"/cases/?{query}").content.decode()) == [one.number for one in cases], query


def test_a_value_that_no_filter_knows_is_told_not_left_out(city: City) -> None:
    client = signed_in(city, "leader")
    for query in ("status=never", "from=yesterday", "light=blue", "reworked=perhaps"):
        assert client.get(f"/cases/?{query}").status_code == 400, query
    assert client.get("/cases/?cursor=abc").status_code == 200


def test_pages_follow_one_another_without_gap_or_repeat(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing, "COUNTED", 3)
    made = [new_case(city).number for _ in range(5)]
    client = signed_in(city, "leader")
    for sort, expected in (("newest", made[::-1]), ("oldest", made)):
        seen: list[str] = []
        query = f"?sort={sort}"
        while query:
            text = client.get(f"/cases/{query}").content.decode()
            seen += numbers(text)
            more = re.search(r'href="(\?[^"]*)" rel="next"', text)
            query = more[1].replace("&amp;", "&") if more else ""
        assert seen == expected
    assert "超过 3 件" in client.get("/cases/").content.decode()


def test_the_list_takes_the_same_statements_for_one_case_as_for_many(city: City) -> None:
    client = signed_in(city, "mayor")
    new_case(city)
    client.get("/cases/")
    with CaptureQueriesContext(connection) as few:
        client.get("/cases/")
    for _ in range(5):
        new_case(city)
    with CaptureQueriesContext(connection) as many:
        client.get("/cases/")
    assert len(many) == len(few) <= 12, "\n".join(one["sql"][:150] for one in many.captured_queries)


def test_an_empty_list_says_why(city: City) -> None:
    client = signed_in(city, "leader")
    assert "暂无可见案件" in client.get("/cases/").content.decode()
    new_case(city)
    assert "没有符合筛选条件的案件" in client.get("/cases/?sector=traffic").content.decode()


def test_figures_are_counted_over_ones_own_cases(city: City) -> None:
    for sector in ("traffic", "traffic", ""):
        new_case(city, **({"sector": sector} if sector else {}))
    text = signed_in(city, "leader").get("/cases/figures/").content.decode()
    assert re.search(r"大交通</th><td[^>]*>2</td>", text)
    assert "3" in text
    assert not re.search(r"大交通</th>", signed_in(city, "neighbour").get("/cases/figures/").content.decode())
