"""The workspace as its people use it: boxes, filters, a task done with an error and then right, drafts, strangers."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onegrid.cases.models import WorkItem
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.transfer import transfer
from onegrid.common import clock
from tests.cases.test_complete_work_item import filed
from tests.factories.cases import City, new_case, open_item
from tests.web.visitors import hidden, text_of, visitor


def taken(city: City, name: str = "handler") -> WorkItem:
    item = open_item(filed(city), "handle")
    claim(actor=city.actor(name), work_item_id=item.pk)
    item.refresh_from_db()
    return item


def filled(client: Client, item: WorkItem, **more: Any) -> dict[str, Any]:
    """What the browser sends from the page as it stands now."""
    page = client.get(f"/work/{item.pk}/")
    return {
        "revision": hidden(page, "revision"),
        "key": hidden(page, "key"),
        "outcome": "done",
        "f.handling_result": "井盖已补装",
        "opinion": "已处置",
        **more,
    }


def test_the_boxes_count_what_they_hold(city: City) -> None:
    item = taken(city)
    new_case(city)
    mine = visitor(city, "handler").get("/work/")
    assert mine.status_code == 200
    assert item.case.number in text_of(mine)
    assert "我的待办 1" in text_of(mine)
    pool = visitor(city, "leader").get("/work/?box=pool")
    assert "可认领 1" in text_of(pool)
    unit = visitor(city, "leader").get("/work/?box=unit")
    assert unit.status_code == 200
    assert "未认领" in text_of(unit)


def test_an_empty_box_says_why_and_what_to_do(city: City) -> None:
    said = text_of(visitor(city, "handler").get("/work/"))
    assert "您当前没有待办。" in said
    filed(city)
    assert "查看可认领的任务" in text_of(visitor(city, "handler").get("/work/"))
    assert "没有符合筛选条件的任务。" in text_of(visitor(city, "handler").get("/work/?box=pool&search=没有这个"))


def test_filters_live_in_the_address(city: City) -> None:
    names = (("甲", "urgent"), ("乙", "normal"), ("丙", "normal"))
    late, soon, calm = (open_item(new_case(city, title=f"标题{n}", urgency=u), "file") for n, u in names)
    now, hour = clock.now(), timedelta(hours=1)
    WorkItem.objects.filter(pk=late.pk).update(warn_at=now - 2 * hour, deadline_at=now - hour)
    WorkItem.objects.filter(pk=soon.pk).update(warn_at=now - hour, deadline_at=now + hour)
    WorkItem.objects.filter(pk=calm.pk).update(warn_at=now + hour, deadline_at=now + 2 * hour)
    client = visitor(city, "leader")

    def listed(query: str) -> list[str]:
        said = text_of(client.get(f"/work/?box=pool&{query}"))
        return sorted((one for one in ("标题甲", "标题乙", "标题丙") if one in said), key=said.index)

    assert listed("") == ["标题甲", "标题乙", "标题丙"]
    assert listed("light=late") == ["标题甲"]
    assert listed("light=soon") == ["标题乙"]
    assert listed("urgency=urgent") == ["标题甲"]
    assert listed("search=标题丙") == ["标题丙"]
    assert listed("sort=newest") == ["标题丙", "标题乙", "标题甲"]
    assert listed("urgency=nonsense&light=x") == ["标题甲", "标题乙", "标题丙"]


def test_pages_follow_one_another_without_gap_or_repetition(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from onegrid.cases import queue

    numbers = [new_case(city).number for _ in range(5)]
    first = open_item(WorkItem.objects.get(case__number=numbers[0]).case, "file")
    WorkItem.objects.filter(pk=first.pk).update(deadline_at=None)
    actor = city.actor("leader")
    for sort in ("due", "newest", "oldest"):
        seen, after = [], ""
        while True:
            page = queue.page_of(actor, "pool", queue.Narrowing(), sort=sort, after=after, size=2)
            seen += [row["case__number"] for row in page.rows]
            if not (after := page.after):
                break
        assert sorted(seen) == sorted(numbers)
        assert sort != "due" or seen[-1] == numbers[0]
    assert queue.page_of(actor, "pool", queue.Narrowing(), sort="due", after="nonsense", size=2).rows


def test_a_list_asks_the_database_the_same_whatever_its_length(city: City) -> None:
    from django.db import connection

    client = visitor(city, "leader")
    for _ in range(2):
        new_case(city)
    client.get("/work/?box=pool")
    with CaptureQueriesContext(connection) as few:
        client.get("/work/?box=pool")
    for _ in range(6):
        new_case(city)
    with CaptureQueriesContext(connection) as many:
        client.get("/work/?box=pool")
    assert len(many) == len(few)


def test_claimed_done_with_an_error_then_right(city: City) -> None:
    item = open_item(filed(city), "handle")
    client = visitor(city, "handler")
    assert "认领并办理" in text_of(client.get(f"/work/{item.pk}/"))
    claimed = client.post(f"/work/{item.pk}/claim/", {"revision": item.revision}, follow=True)
    assert "认领成功" in text_of(claimed)
    wrong = client.post(f"/work/{item.pk}/", filled(client, item, opinion=""))
    assert wrong.status_code == 422
    assert "此处必须填写办理意见" in text_of(wrong)
    assert "井盖已补装" in text_of(wrong)
    both = client.post(f"/work/{item.pk}/", filled(client, item, opinion="", **{"f.handling_result": ""}))
    assert 'id="opinion-wrong">此处必须填写办理意见' in both.content.decode(), "beside its field, also among others"
    sent = filled(client, item) | {"key": hidden(both, "key"), "revision": hidden(both, "revision")}
    done = client.post(f"/work/{item.pk}/", sent, follow=True)
    assert "已办理" in text_of(done)
    item.refresh_from_db()
    assert (item.status, item.outcome, item.done_by_id) == ("done", "done", city.people["handler"].pk)


def test_a_field_of_the_form_that_does_not_hold_is_marked_and_nothing_is_lost(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    wrong = client.post(f"/work/{item.pk}/", filled(client, item, **{"f.handling_result": ""}))
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.content.decode()
    assert "已处置" in text_of(wrong)


def test_sent_twice_is_done_once(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    sent = filled(client, item)
    first = client.post(f"/work/{item.pk}/", sent)
    again = client.post(f"/work/{item.pk}/", sent)
    assert (first.status_code, again.status_code) == (302, 302)
    assert WorkItem.objects.filter(case=item.case, element="check").count() == 1


def test_done_by_somebody_else_meanwhile(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    sent = filled(client, item)
    transfer(actor=city.actor("handler"), work_item_id=item.pk, to_person_id=city.people["handler2"].pk)
    complete_work_item(
        actor=city.actor("handler2"), work_item_id=item.pk, answers={"handling_result": "别人办的"}, opinion="好"
    )
    late = client.post(f"/work/{item.pk}/", sent)
    said = text_of(late)
    assert late.status_code == 409
    assert "该任务已办结。" in said
    assert "handler2" in said
    assert "井盖已补装" in said
    assert "您已填写的内容" in said


def test_changed_meanwhile_keeps_what_was_typed_and_may_be_sent_again(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    sent = filled(client, item)
    WorkItem.objects.filter(pk=item.pk).update(revision=item.revision + 5)
    stale = client.post(f"/work/{item.pk}/", sent)
    assert stale.status_code == 409
    assert "该任务在您打开后已有变化" in text_of(stale)
    assert "井盖已补装" in text_of(stale)
    again = client.post(f"/work/{item.pk}/", sent | {"revision": hidden(stale, "revision")})
    assert again.status_code == 302


def test_a_draft_keeps_itself_and_is_no_change_by_somebody_else(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    sent = filled(client, item)
    for text in ("一半", "大半"):
        kept = client.post(f"/work/{item.pk}/draft/", sent | {"f.handling_result": text})
        item.refresh_from_db()
        assert (kept.status_code, kept.headers["X-Revision"]) == (200, str(item.revision))
        assert item.drafted_at
        assert kept.json()["time"] == f"{item.drafted_at.astimezone(clock.zone()):%H:%M}", "as the page says it later"
    restored = client.get(f"/work/{item.pk}/")
    assert "大半" in text_of(restored)
    assert "已处置" in text_of(restored)
    assert "已恢复草稿" in text_of(restored)
    assert client.post(f"/work/{item.pk}/", sent).status_code == 302


def test_a_draft_of_another_page_is_a_change(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    mine = filled(client, item)
    client.post(f"/work/{item.pk}/draft/", mine | {"key": str(uuid.uuid4()), "f.handling_result": "另一页"})
    assert client.post(f"/work/{item.pk}/", mine).status_code == 409


def test_after_one_comes_the_next(city: City) -> None:
    first, second = taken(city), taken(city)
    client = visitor(city, "handler")
    answer = client.post(f"/work/{first.pk}/?box=mine", filled(client, first))
    assert answer.headers["Location"] == f"/work/{second.pk}/?box=mine"
    last = client.post(f"/work/{second.pk}/?box=mine", filled(client, second), follow=True)
    assert "本列表已办完" in text_of(last)


def test_the_right_half_alone_for_htmx(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    part = client.get(f"/work/{item.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "data-og-form" in part.content.decode()
    whole = client.get(f"/work/{item.pk}/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in whole.content.decode()


@pytest.mark.parametrize("name", ["neighbour", "stranger"])
def test_strangers_find_nothing(city: City, name: str) -> None:
    item = taken(city)
    client = visitor(city, name)
    pages = ("", "draft/", "claim/", "release/", "transfer/", "return/", "comment/", "copy/", "withdraw/")
    for page in pages:
        for answer in (client.get(f"/work/{item.pk}/{page}"), client.post(f"/work/{item.pk}/{page}", {"reason": "x"})):
            assert answer.status_code in (404, 405), page
            assert item.case.title not in text_of(answer)
    for box in ("mine", "pool", "unit", "done", "copied"):
        said = text_of(client.get(f"/work/?box={box}&unit=all&search={item.case.number}"))
        assert item.case.title not in said


def test_copies_are_listed_for_reading(city: City) -> None:
    item = taken(city)
    copy_to(actor=city.actor("handler"), case_id=item.case_id, person_ids=[city.people["checker"].pk], note="请知悉")
    said = text_of(visitor(city, "checker").get("/work/?box=copied"))
    assert "请知悉" in said
    assert "抄送我的 1" in said


def test_what_stands_out_in_a_row(city: City) -> None:
    case = new_case(city, urgency="critical")
    type(case).objects.filter(pk=case.pk).update(rework_count=2)
    page = visitor(city, "leader").get("/work/?box=pool")
    assert "特急" in text_of(page)
    assert "返工 ×2" in text_of(page)
    assert "&lt;span" not in page.content.decode()
