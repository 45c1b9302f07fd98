"""Acts beside doing a task: each with what it changes, why, and what happened."""

import pytest

from onegrid.cases.models import Case, Comment, Copy, WorkItem
from onegrid.cases.services.claim import claim
from tests.cases.test_complete_work_item import handled
from tests.factories.cases import City, new_case, open_item
from tests.web.test_workspace import taken
from tests.web.visitors import hidden, text_of, visitor


def test_returned_after_a_preview_with_a_reason(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    preview = client.get(f"/work/{item.pk}/return/")
    assert "本任务关闭，案件退回到： 立案" in text_of(preview), "one step alone is not asked for"
    assert "退回到哪个环节" not in text_of(preview)
    sent = {"target": "file", "revision": hidden(preview, "revision"), "reason": ""}
    assert client.post(f"/work/{item.pk}/return/", sent).status_code == 422
    done = client.post(f"/work/{item.pk}/return/", sent | {"reason": "不归我们"}, follow=True)
    assert "案件已退回。" in text_of(done)
    again = WorkItem.objects.get(case=item.case, element="file", status="open")
    assert "不归我们" in text_of(visitor(city, "leader").get(f"/work/{again.pk}/"))


def test_of_several_steps_one_is_chosen_first(city: City) -> None:
    item, client = open_item(handled(city), "check"), visitor(city, "checker")
    claim(actor=city.actor("checker"), work_item_id=item.pk)
    choice = text_of(client.get(f"/work/{item.pk}/return/"))
    assert "退回到哪个环节 处置" in choice
    assert "本任务关闭" not in choice
    assert "本任务关闭，案件退回到： 立案" in text_of(client.get(f"/work/{item.pk}/return/?target=file"))


def test_transferred_to_one_of_those_who_may(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    page = client.get(f"/work/{item.pk}/transfer/")
    assert "handler2" in text_of(page)
    assert "stranger" not in text_of(page)
    sent = {"person": city.people["stranger"].pk, "revision": item.revision}
    assert client.post(f"/work/{item.pk}/transfer/", sent).status_code == 422
    sent |= {"person": city.people["handler2"].pk, "reason": "出差"}
    assert "任务已转给 handler2 。" in text_of(client.post(f"/work/{item.pk}/transfer/", sent, follow=True))
    item.refresh_from_db()
    assert item.owner_id == city.people["handler2"].pk


def test_released_into_the_pool(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    client.post(f"/work/{item.pk}/release/", {"revision": item.revision})
    item.refresh_from_db()
    assert item.owner_id is None


def test_a_comment_sent_twice_is_written_once(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    key = hidden(client.get(f"/work/{item.pk}/"), "key")
    for _ in range(2):
        client.post(f"/work/{item.pk}/comment/", {"text": "已联系物业", "key": key})
    assert Comment.objects.filter(case=item.case).count() == 1
    assert "已联系物业" in text_of(client.get(f"/work/{item.pk}/"))


def test_an_empty_comment_comes_back_with_words(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    answer = client.post(f"/work/{item.pk}/comment/", {"text": " "})
    assert answer.status_code == 422
    assert "内容应为 1 到" in text_of(answer)


def test_copied_to_colleagues_of_the_case_alone(city: City) -> None:
    item, client = taken(city), visitor(city, "handler")
    page = text_of(client.get(f"/work/{item.pk}/copy/"))
    assert "checker" in page
    assert "neighbour" not in page
    outside = client.post(f"/work/{item.pk}/copy/", {"person": city.people["neighbour"].pk})
    assert outside.status_code == 422
    client.post(f"/work/{item.pk}/copy/", {"person": city.people["checker"].pk, "reason": "请知悉"})
    assert [one.person_id for one in Copy.objects.filter(case=item.case)] == [city.people["checker"].pk]
    client.get(f"/work/{item.pk}/")  # says that it was copied
    assert "checker" not in text_of(client.get(f"/work/{item.pk}/copy/"))


def test_who_was_slower_is_told_who_has_it(city: City) -> None:
    item = open_item(new_case(city), "file")
    claim(actor=city.actor("leader2"), work_item_id=item.pk)
    answer = visitor(city, "leader").post(f"/work/{item.pk}/claim/", {"revision": item.revision})
    assert answer.status_code == 409
    assert "该任务已由leader2认领" in text_of(answer)


def test_what_the_process_does_not_offer_is_no_page(city: City) -> None:
    item = taken(city)
    client = visitor(city, "handler")
    assert client.get(f"/work/{item.pk}/withdraw/").status_code == 404
    assert "撤销案件" not in text_of(client.get(f"/work/{item.pk}/"))


@pytest.mark.parametrize("kind", ["done", "withdrawn"])
def test_a_closed_task_can_only_be_read(city: City, kind: str) -> None:
    item = taken(city)
    WorkItem.objects.filter(pk=item.pk).update(status=kind)
    page = visitor(city, "handler").get(f"/work/{item.pk}/")
    assert page.status_code == 200
    assert "data-og-form" not in page.content.decode()
    assert Case.objects.filter(pk=item.case_id).exists()


def test_several_of_the_pool_are_claimed_at_once_and_what_others_took_is_said(city: City) -> None:
    items = [open_item(new_case(city), "file") for _ in range(3)]
    client = visitor(city, "leader")
    page = client.get("/work/?box=pool").content.decode()
    assert all(f'name="item" value="{one.pk}"' in page for one in items)
    assert 'name="item"' not in client.get("/work/?box=mine").content.decode()
    claim(actor=city.actor("leader2"), work_item_id=items[2].pk)
    sent = {"item": [*(one.pk for one in items), items[0].pk, "x", 10**30]}
    said = text_of(client.post("/work/claim/", sent, follow=True))
    assert "2 项任务已归您办理。" in said
    assert "1 项任务已不可认领" in said
    owners = list(
        WorkItem.objects.filter(pk__in=[one.pk for one in items]).order_by("pk").values_list("owner_id", flat=True)
    )
    assert owners == [city.people["leader"].pk] * 2 + [city.people["leader2"].pk]
    assert "请勾选" in text_of(client.post("/work/claim/", {}, follow=True))
    assert client.get("/work/claim/").status_code == 405
