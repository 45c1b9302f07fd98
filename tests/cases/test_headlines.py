"""onegrid:title and onegrid:summary: what a process calls its cases; button labels; a notice's title."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from onegrid.cases import selectors
from onegrid.cases.events import NoticeRequested
from onegrid.cases.models import EventRecord
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.common import events
from tests.cases.models import NOTICE, flow, human, process
from tests.factories.cases import City, new_case, open_item, publish

RULE = """<bpmn:scriptTask id="rule" name="定类"><bpmn:extensionElements>
  <onegrid:out from="&quot;urgent&quot;" to="case.urgency"/></bpmn:extensionElements>
  <bpmn:script>{ a: 1 }</bpmn:script></bpmn:scriptTask>"""


def named(slug: str, attributes: str) -> str:
    text = process(slug, human("first") + RULE + human("last") + flow("start", "first", "rule", "last", "end"))
    return text.replace('onegrid:kind="case"', f'onegrid:kind="case" {attributes}')


def test_the_declared_title_is_that_of_a_new_case(city: City) -> None:
    publish("titled", bpmn=named("titled", 'onegrid:title="case.place + &quot;：&quot; + case.title"'))
    case = new_case(city, slug="titled")
    assert case.title == "幸福路 1 号：井盖缺失"
    case.refresh_from_db()
    assert case.title == "幸福路 1 号：井盖缺失"


@pytest.mark.parametrize("text", ["case.nothing", "7", "null", "&quot; &quot;"])
def test_a_title_that_gives_nothing_leaves_the_reporters_and_says_why(city: City, text: str) -> None:
    publish("titled", bpmn=named("titled", f'onegrid:title="{text}"'))
    case = new_case(city, slug="titled")
    assert case.title == "井盖缺失"
    told = EventRecord.objects.get(case_id=case.pk, kind="case.registered").payload["title_kept"]
    assert told["zh"] and told["en"]


def test_the_summary_follows_the_facts_and_lists_show_it(city: City) -> None:
    line = "case.place + (if case.urgency = null then &quot;&quot; else &quot; · &quot; + case.urgency)"
    publish("summed", bpmn=named("summed", f'onegrid:summary="{line}"'))
    case = new_case(city, slug="summed")
    assert case.summary == "幸福路 1 号"
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    client = APIClient()
    client.force_authenticate(city.people["leader"])
    one: Any = client.get(f"/api/v1/cases/{case.number}/").json()
    (listed,) = client.get("/api/v1/cases/").json()["results"]
    (item,) = client.get("/api/v1/work-items/?box=pool").json()["results"]
    assert one["summary"] == listed["summary"] == item["case"]["summary"] == "幸福路 1 号 · urgent"


def test_a_summary_that_fails_stops_nothing(city: City) -> None:
    publish("summed", bpmn=named("summed", 'onegrid:summary="count(for i in 1..1000000 return i) + case.title"'))
    case = new_case(city, slug="summed")
    complete_work_item(actor=city.actor("leader"), work_item_id=open_item(case, "first").pk)
    case.refresh_from_db()
    assert (case.summary, case.urgency) == ("", "urgent")


def test_a_task_shows_its_button_labels_and_the_acts_on_its_case(city: City) -> None:
    more = (
        '<onegrid:operations allowed="claim copy_to withdraw">'
        '<onegrid:label operation="claim" text="接单" textEn="Take"/></onegrid:operations>'
    )
    publish("labelled", bpmn=process("labelled", human("first", more=more) + flow("start", "first", "end")))
    case = new_case(city, slug="labelled")
    item = open_item(case, "first")
    client = APIClient()
    client.force_authenticate(city.people["leader"])
    shown: Any = client.get(f"/api/v1/work-items/{item.pk}/").json()
    assert shown["labels"] == [{"operation": "claim", "text": "接单", "text_en": "Take"}]
    assert "comment" not in shown["operations"]
    assert {"complete", "claim", "copy_to"} <= set(shown["operations"])
    may = "withdraw" in selectors.work_item_for(city.actor("intake"), item.pk).operations
    assert may == bool(city.actor("intake").posts_with("withdraw_case", case.registered_by.pk))  # type: ignore[arg-type]
    assert may


def test_the_title_of_a_notice_stands_before_its_text(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[NoticeRequested] = []
    monkeypatch.setitem(events._table, NoticeRequested, (heard.append,))
    title = '<onegrid:parameter name="title" value="汛情"/><onegrid:parameter name="text_en" value="look"/>'
    publish("telling", bpmn=NOTICE.replace("</onegrid:call>", f"{title}</onegrid:call>"))
    new_case(city, slug="telling")
    (notice,) = [one for one in heard if one.kind == "process"]
    assert (notice.text_zh, notice.text_en) == ("汛情：请关注", "汛情: look")
