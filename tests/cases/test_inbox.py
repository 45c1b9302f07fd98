"""The inbox over HTTP."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from onegrid.cases.models import Case, WorkItem
from onegrid.cases.selectors import work_item_for
from onegrid.cases.serializers.work_items import (
    CompletedOutput,
    WorkItemDetailOutput,
    WorkItemOutput,
    completed_json,
)
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.save_draft import save_draft
from onegrid.common import clock
from onegrid.jurisdictions import tokens
from tests.cases.test_complete_work_item import FILED, filed, handled
from tests.factories.cases import COUNTY, City, new_case, open_item


def get(city: City, name: str, path: str, **query: Any) -> Any:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people[name].pk, 0)[0]}")
    answer = client.get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize("box", ["pool", "mine", "done", "unit"])
def test_rows_are_those_of_the_schema(city: City, box: str) -> None:
    handled(city)
    for _ in range(2):
        new_case(city)
    claim(actor=city.actor("leader"), work_item_id=WorkItem.objects.filter(element="file").latest("id").pk)
    rows = get(city, "leader", "work-items/", box=box)["results"]
    assert rows
    items = WorkItem.objects.filter(pk__in=[row["id"] for row in rows]).order_by("id")
    assert rows == [dict(row) for row in WorkItemOutput(items, many=True).data]


def test_a_task_and_its_completion_are_those_of_the_schema(city: City) -> None:
    item = open_item(filed(city), "handle")
    save_draft(actor=city.actor("handler"), work_item_id=item.pk, draft={"handling_result": "…"})
    shown = get(city, "handler", f"work-items/{item.pk}/")
    assert shown == json.loads(json.dumps(WorkItemDetailOutput(work_item_for(city.actor("handler"), item.pk)).data))
    done = complete_work_item(
        actor=city.actor("handler"), work_item_id=item.pk, answers={"handling_result": "x"}, opinion="x"
    )
    assert completed_json(done, clock.zone()) == CompletedOutput(done).data


def test_one_inbox_over_several_posts(city: City) -> None:
    city.hire("leader", ("checker", "C321302"))
    new_case(city)
    handled(city)
    assert {row["element"] for row in get(city, "leader", "work-items/", box="pool")["results"]} == {"file", "check"}


def test_narrowed_and_paged(city: City) -> None:
    cases = [new_case(city, title=f"井盖 {n}", urgency="urgent" if n else "normal") for n in range(5)]
    assert len(get(city, "leader", "work-items/", box="pool", urgency="urgent")["results"]) == 4
    assert len(get(city, "leader", "work-items/", box="pool", search="井盖 3")["results"]) == 1
    assert len(get(city, "leader", "work-items/", box="pool", search=cases[2].number[-6:])["results"]) == 1
    assert len(get(city, "leader", "work-items/", box="pool", case=cases[0].number)["results"]) == 1
    assert not get(city, "leader", "work-items/", box="pool", element="check")["results"]
    seen: list[int] = []
    page = get(city, "leader", "work-items/", box="pool", page_size=2)
    while True:
        seen += [row["id"] for row in page["results"]]
        if not page["next"]:
            break
        page = get(city, "leader", page["next"].split("/api/v1/")[1])
    assert seen == sorted(seen)
    assert len(seen) == 5


def test_the_sector_of_a_task_is_always_its_cases(city: City) -> None:
    """A box is narrowed by it, and a post's rights too, without asking the case."""
    handled(city)  # the act that files gives the case its sector and opens the next task
    case = Case.objects.latest("pk")
    assert set(case.work_items.values_list("status", "sector")) == {
        ("done", "urban_management"),
        ("open", "urban_management"),
    }
    stale = open_item(case, "check")
    Case.objects.filter(pk=case.pk).update(sector="traffic")
    assert set(case.work_items.values_list("sector", flat=True)) == {"traffic"}
    stale.save()
    assert set(case.work_items.values_list("sector", flat=True)) == {"traffic"}
    city.hire("police", ("checker", COUNTY), sectors=["traffic"])
    city.hire("wardens", ("checker", COUNTY), sectors=["urban_management"])
    assert [row["id"] for row in get(city, "police", "work-items/", box="pool", sector="traffic")["results"]]
    assert not get(city, "police", "work-items/", box="pool", sector="urban_management")["results"]
    assert not get(city, "wardens", "work-items/", box="pool")["results"]


def test_lights_and_counts(city: City) -> None:
    items = [open_item(new_case(city), "file") for _ in range(3)]
    now = clock.now()
    for item, warn, deadline in (
        (items[0], now + timedelta(hours=1), now + timedelta(hours=2)),
        (items[1], now - timedelta(hours=1), now + timedelta(hours=1)),
        (items[2], now - timedelta(hours=2), now - timedelta(hours=1)),
    ):
        claim(actor=city.actor("leader"), work_item_id=item.pk)
        WorkItem.objects.filter(pk=item.pk).update(warn_at=warn, deadline_at=deadline)
    rows = get(city, "leader", "work-items/")["results"]
    assert [row["light"] for row in rows] == ["green", "pressed", "late"]
    assert [row["id"] for row in get(city, "leader", "work-items/", late=True)["results"]] == [items[2].pk]
    counts = get(city, "leader", "counts/")
    assert (counts["mine"], counts["mine_pressed"], counts["mine_late"], counts["pool"]) == (3, 1, 1, 0)


def test_the_light_of_done_work_is_that_of_its_end(city: City) -> None:
    items = [open_item(new_case(city), "file") for _ in range(2)]
    done, now = clock.now() - timedelta(days=2), clock.now()
    for item, warn, deadline in (
        (items[0], now - timedelta(days=1), now - timedelta(hours=1)),
        (items[1], now - timedelta(days=4), now - timedelta(days=3)),
    ):
        complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers=FILED)
        WorkItem.objects.filter(pk=item.pk).update(warn_at=warn, deadline_at=deadline, done_at=done)
    rows = {row["id"]: row["light"] for row in get(city, "leader", "work-items/", box="done")["results"]}
    assert rows == {items[0].pk: "green", items[1].pk: "late"}
    assert get(city, "leader", f"work-items/{items[0].pk}/")["item"]["light"] == "green"


def test_copied_to_me(city: City) -> None:
    case = filed(city)
    copy_to(actor=city.actor("leader"), case_id=case.pk, person_ids=[city.people["stranger"].pk], note="请阅")
    (row,) = get(city, "stranger", "copies/")["results"]
    assert (row["number"], row["note"], row["opened_at"]) == (case.number, "请阅", None)
    assert get(city, "stranger", "counts/")["copied_unread"] == 1
    get(city, "stranger", f"cases/{case.number}/")
    assert get(city, "stranger", "counts/")["copied_unread"] == 0


@override_settings(DEBUG=True)
def test_the_inbox_is_one_query(city: City, django_assert_max_num_queries: Any) -> None:
    for _ in range(20):
        new_case(city)
    get(city, "leader", "work-items/", box="pool")
    with django_assert_max_num_queries(3):  # demo clock, epoch, rows
        assert len(get(city, "leader", "work-items/", box="pool")["results"]) == 20


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ({"box": "zzz"}, "invalid_choice"),
        ({"box": ""}, "invalid_choice"),
        ({"page_size": "abc"}, "invalid"),
        ({"page_size": "0"}, "min_value"),
        ({"page_size": "-5"}, "min_value"),
        ({"late": "perhaps"}, "invalid"),
        ({"cursor": "abc"}, "cursor"),
        ({"cursor": "cD1hYmM="}, "cursor"),
    ],
)
def test_a_query_that_means_nothing_is_refused(city: City, query: dict[str, str], kind: str) -> None:
    """It was answered as if nothing had been asked."""
    client = APIClient()
    client.force_authenticate(city.people["leader"])
    answer = client.get("/api/v1/work-items/", query)
    assert answer.status_code == 400, answer.content
    error = answer.json()["error"]
    (found,) = error["details"]
    (name,) = query
    assert (error["code"], error["field"], found["code"]) == ("common.query", name, f"common.field.{kind}")
    assert found["mend"]["en"].isascii() and not found["mend"]["zh"].isascii()


def test_a_page_larger_than_the_largest_is_the_largest(city: City) -> None:
    assert get(city, "leader", "work-items/", page_size="5000")["results"] == []


def test_facets_refuse_what_the_list_refuses(city: City) -> None:
    client = APIClient()
    client.force_authenticate(city.people["leader"])
    answers = [client.get(f"/api/v1/cases/{one}", {"status": "zzz"}) for one in ("", "facets/")]
    assert [one.status_code for one in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()
