"""Sight between units, told as sets: who of the city sees which case, over HTTP; and what ends with a post."""

import datetime as dt

import pytest
from rest_framework.test import APIClient

from onegrid.cases.models import Case, WorkItem
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.copy_to import copy_to
from onegrid.jurisdictions.models import Post, Role
from tests.isolation.city import Scene, World, hire, picture, words_of
from tests.isolation.pairs import CITY, PAIRS, SUCHENG, SUYU, TOWNSHIP, YANGHE, YUXIN, Pair, Posts, staff, urban

BETWEEN = {pair.name: pair for pair in PAIRS}
TRAFFIC = Posts(f"D-{SUYU}-traffic", ("department_lead", "handler"))
_UNITS = {
    "city": staff(CITY),
    "county": staff(SUYU),
    "county's department": (Posts(urban(SUYU), ("handler",)),),
    "other department": (TRAFFIC,),
    "township": (Posts(YUXIN, TOWNSHIP),),
    "neighbouring county": staff(SUCHENG),
    "zone": staff(YANGHE),
    "zone's township": (Posts("C321302150", TOWNSHIP),),
}


@pytest.fixture
def everybody(world: World) -> World:
    """One person at each kind of unit."""
    for name, posts in _UNITS.items():
        hire(world, "city", name, *posts)
    return world


def _scene(world: World, pair: str) -> Scene:
    return Scene(world, BETWEEN[pair])


def _seers(scene: Scene, case: Case) -> set[str]:
    """Who gets the case by its address, and exactly those in their list."""
    found = set()
    for name in _UNITS:
        client = scene.client(name)
        status = client.get(f"/api/v1/cases/{case.number}/").status_code
        listed = [one["number"] for one in client.get("/api/v1/cases/", {"search": case.number}).json()["results"]]
        assert (status, listed) in ((200, [case.number]), (404, [])), name
        if listed:
            found.add(name)
    return found


def test_each_level_sees_what_lies_below_and_nothing_beside(everybody: World) -> None:
    scene = _scene(everybody, "two counties")
    case = scene.registered()
    assert _seers(scene, case) == {"city", "county"}
    handed = scene.filed()
    assert _seers(scene, handed) == {"city", "county", "county's department"}


def test_what_is_still_with_the_city_is_the_citys(everybody: World) -> None:
    scene = _scene(everybody, "a place's county, and what is still with the city")
    case = scene.registered()
    assert case.division_id is not None and case.division_id.startswith("321311")
    assert _seers(scene, case) == {"city"}


def test_a_zone_and_the_county_around_it(everybody: World) -> None:
    zone = _scene(everybody, "the county around a zone")
    assert _seers(zone, zone.registered()) == {"city", "zone"}
    county = _scene(everybody, "a zone, and the county around it")
    assert _seers(county, county.registered()) == {"city", "neighbouring county"}


def test_a_townships_case_is_seen_upwards(everybody: World) -> None:
    scene = _scene(everybody, "two townships")
    assert _seers(scene, scene.registered()) == {"city", "county", "township"}


def test_two_posts_are_one_inbox(everybody: World) -> None:
    """Tasks of both units in one list, and of no third."""
    hire(everybody, "city", "two hats", Posts(SUYU, ("shift_leader",)), Posts(YUXIN, ("shift_leader",)))
    scenes = [_scene(everybody, name) for name in ("two counties", "two townships", "a zone, and the county around it")]
    client = scenes[0].client("two hats")
    before = client.get("/api/v1/counts/").json()["pool"]
    cases = [scene.registered() for scene in scenes]
    listed = client.get("/api/v1/work-items/", {"box": "pool", "search": "暗渠"}).json()["results"]
    assert {one["case"]["number"] for one in listed} == {case.number for case in cases[:2]}
    assert client.get("/api/v1/counts/").json()["pool"] == before + 2
    # Saying by which post one acts narrows nothing and widens nothing.
    for post in scenes[0].person("two hats").posts.all():
        header = {"X-OneGrid-Post": str(post.pk)}
        chosen = client.get("/api/v1/cases/", {"search": "暗渠"}, headers=header).json()["results"]
        assert {one["number"] for one in chosen} == {case.number for case in cases[:2]}
    other = scenes[2].person("owner").posts.first()
    assert other is not None
    refused = client.get("/api/v1/cases/", headers={"X-OneGrid-Post": str(other.pk)})
    assert refused.status_code == 403
    assert str(other.pk) not in refused.content.decode()


def _everything_of(client: APIClient, case: Case, item: WorkItem) -> list[int]:
    """Statuses of every way to a case; numbers of rows in every list that could hold it."""
    found = [client.get(f"/api/v1/cases/{case.number}/{part}").status_code for part in ("", "events/", "work-items/")]
    found.append(client.get(f"/api/v1/work-items/{item.pk}/").status_code)
    found.append(client.post(f"/api/v1/work-items/{item.pk}/claim/", {}, format="json").status_code)
    for box in ("mine", "pool", "done", "unit"):
        answer = client.get("/api/v1/work-items/", {"box": box})
        assert not any(word in answer.content.decode() for word in words_of(case))
        found.append(len(answer.json()["results"]))
    found.append(len(client.get("/api/v1/copies/").json()["results"]))
    return found


def test_a_post_that_ended_takes_tasks_copies_and_past_work_along(world: World) -> None:
    """Who did the work, owns a task and was sent a copy knows nothing of it once the post is over."""
    scene = _scene(world, "two counties")
    person, actor = scene.person("colleague"), scene.actor("colleague")
    case = scene.registered()
    item = scene.item(case)
    claim(actor=actor, work_item_id=item.pk)
    complete_work_item(actor=actor, work_item_id=item.pk, outcome="file", answers={"lead": scene.pair.lead})
    owned = scene.item(case)
    claim(actor=actor, work_item_id=owned.pk)
    copy_to(actor=scene.actor("owner"), case_id=case.pk, person_ids=[person.pk])
    client = scene.client("colleague")
    assert client.get(f"/api/v1/cases/{case.number}/").status_code == 200
    assert len(client.get("/api/v1/work-items/", {"box": "done"}).json()["results"]) == 1
    Post.objects.filter(person=person).update(until=dt.date(2024, 1, 1))
    assert _everything_of(client, case, owned) == [404] * 5 + [0] * 5
    assert client.get("/api/v1/counts/").json() == {
        **{"mine": 0, "mine_late": 0, "mine_pressed": 0, "pool": 0, "copied_unread": 0, "incidents": 0},
    }


def test_who_moves_to_another_unit_leaves_the_work_behind(world: World) -> None:
    scene = _scene(world, "two counties")
    person, actor = scene.person("colleague"), scene.actor("colleague")
    case = scene.filed()
    owned = scene.item(case)
    claim(actor=actor, work_item_id=owned.pk)
    Post.objects.filter(person=person).update(until=dt.date(2024, 1, 1))
    elsewhere = scene.unit("D-C321302-urban_management")
    Post.objects.create(person=person, unit=elsewhere, role=_role("handler"), since=dt.date(2024, 1, 1))
    assert _everything_of(scene.client("colleague"), case, owned) == [404] * 5 + [0] * 5


def test_a_copy_lets_read_and_nothing_more(world: World) -> None:
    scene = _scene(world, "two counties")
    case = scene.filed()
    item = scene.item(case)
    copy_to(actor=scene.actor("mayor"), case_id=case.pk, person_ids=[scene.person("stranger").pk])
    client = scene.client("stranger")
    assert client.get(f"/api/v1/cases/{case.number}/").status_code == 200
    for path, body in (
        (f"work-items/{item.pk}/claim/", {}),
        (f"work-items/{item.pk}/complete/", {"answers": {"handling_result": "x"}, "opinion": "y"}),
        (f"work-items/{item.pk}/transfer/", {"to_person": scene.person("stranger").pk}),
        (f"cases/{case.number}/copies/", {"persons": [scene.person("colleague").pk]}),
        (f"cases/{case.number}/unmask/", {"reason": "好奇"}),
        (f"cases/{case.number}/withdraw/", {"reason": "x"}),
    ):
        answer = client.post(f"/api/v1/{path}", body, format="json")
        assert answer.status_code in (403, 404), (path, answer.content)
    item.refresh_from_db()
    assert (item.owner_id, item.status) == (None, WorkItem.Status.OPEN)


def test_a_file_of_somebody_else_can_not_be_made_ones_own(world: World) -> None:
    """Naming another's upload, or a file of a hidden case, in one's own answers tells nothing and binds nothing."""
    scene = _scene(world, "two counties")
    hidden = (scene.upload(), scene.attached())
    stranger = Scene(world, Pair("two counties", SUCHENG, urban(SUCHENG), "321302001"))
    case = stranger.registered(by="stranger")
    client = stranger.client("stranger")
    filing = {"outcome": "file", "answers": {"lead": urban(SUCHENG)}}
    item = stranger.item(case)
    assert client.post(f"/api/v1/work-items/{item.pk}/complete/", filing, format="json").status_code == 200
    item = stranger.item(case)
    answers = []
    for key in (*(str(one.key) for one in hidden), "00000000-0000-4000-8000-000000000000"):
        body = {"answers": {"handling_result": "x", "photos": [key]}, "opinion": "y"}
        answer = client.post(f"/api/v1/work-items/{item.pk}/complete/", body, format="json")
        assert answer.status_code == 422
        assert key not in answer.content.decode()
        answers.append(answer.content)
    assert len(set(answers)) == 1, "what exists and what does not is told alike"
    for one in hidden:
        before = one.case_id
        one.refresh_from_db()
        assert one.case_id == before


def test_the_same_bytes_of_two_people_are_two_files(world: World) -> None:
    scene = _scene(world, "two counties")
    upload = picture()
    keys = set()
    for name in ("owner", "stranger"):
        upload.seek(0)
        answer = scene.client(name).post("/api/v1/attachments/", {"file": upload}, format="multipart")
        keys.add(answer.json()["key"])
    assert len(keys) == 2


def _role(slug: str) -> Role:
    return Role.objects.get(slug=slug)
