"""Who is told, once; who reads what."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from onegrid.cases.events import NoticeRequested
from onegrid.common import clock, events
from onegrid.common.errors import NotFound
from onegrid.config.subscriptions import SUBSCRIPTIONS
from onegrid.jurisdictions.actor import SYSTEM, Actor
from onegrid.jurisdictions.models import Unit
from onegrid.notices.models import Notice
from onegrid.notices.selectors import notices_for
from onegrid.notices.services.mark_read import mark_all_read, mark_read
from onegrid.notices.services.notify import notify
from tests.factories.jurisdictions import PersonFactory, PostFactory, actor_with
from tests.jurisdictions.conftest import city, client_of, loaded_city, move_clock  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("city")


def _told() -> set[int]:
    return set(Notice.objects.values_list("person_id", flat=True))


def _notify(**changes: Any) -> list[Notice]:
    wanted: dict[str, Any] = {"case_id": 7, "kind": "late", "text_zh": "已超期", "text_en": "late", **changes}
    return notify(**wanted)


def _unit(code: str) -> int:
    return Unit.objects.get(code=code).pk


def test_persons_and_holders_of_a_role_each_once() -> None:
    person = PersonFactory()
    PostFactory(person=person, role_slug="dispatcher", unit_code="C321311")
    other = PostFactory(role_slug="dispatcher", unit_code="C321311").person
    PostFactory(role_slug="dispatcher", unit_code="C321302")
    PostFactory(role_slug="dispatcher", unit_code="C321311", ended=True)
    rows = _notify(to_person_ids=[person.pk, person.pk], to_role_unit=("dispatcher", _unit("C321311")), link="/cases/1")
    assert _told() == {person.pk, other.pk}
    assert len(rows) == 2
    assert {row.link for row in rows} == {"/cases/1"}


def test_closed_accounts_are_left_out() -> None:
    person = PersonFactory(is_active=False)
    assert _notify(to_person_ids=[person.pk, 999_999_999]) == []


def test_where_nobody_holds_the_role_the_nearest_above_does() -> None:
    above = PostFactory(role_slug="supervisor", unit_code="C321300").person
    _notify(to_role_unit=("supervisor", _unit("D-C321311-traffic")))
    assert _told() == {above.pk}
    nearer = PostFactory(role_slug="supervisor", unit_code="C321311").person
    Notice.objects.all().delete()
    _notify(to_role_unit=("supervisor", _unit("C321311002")))
    assert _told() == {nearer.pk}


def test_nobody_at_all_is_no_error() -> None:
    assert _notify(to_role_unit=("supervisor", _unit("C321311002"))) == []


def test_a_key_tells_nobody_twice_but_somebody_new() -> None:
    key, first, second = uuid.uuid4(), PersonFactory(), PersonFactory()
    _notify(to_person_ids=[first.pk], key=key)
    _notify(to_person_ids=[first.pk, second.pk], key=key)
    assert Notice.objects.filter(key=key).count() == 2


def test_the_announcement_of_cases_arrives() -> None:
    holder = PostFactory(role_slug="shift_leader", unit_code="C321311").person
    at = dt.datetime(2026, 5, 6, 7, 8, tzinfo=dt.UTC)
    event = NoticeRequested(
        case_id=41,
        at=at,
        kind="warning",
        text_zh="即将超期",
        text_en="due soon",
        key=uuid.uuid4(),
        to_role="shift_leader",
        to_unit_id=_unit("C321311"),
        link="/cases/SQ1",
    )
    assert NoticeRequested in SUBSCRIPTIONS
    events.publish(event)
    events.publish(event)
    [notice] = Notice.objects.all()
    assert (notice.person_id, notice.case_id, notice.kind, notice.at) == (holder.pk, 41, "warning", at)
    assert (notice.text_zh, notice.text_en, notice.link, notice.key) == (
        "即将超期",
        "due soon",
        "/cases/SQ1",
        event.key,
    )


def test_reading_counts_once_and_in_business_time(move_clock: Callable[[dt.date], None]) -> None:  # noqa: F811
    actor = actor_with(("dispatcher", "C321311"))
    [notice] = _notify(to_person_ids=[actor.person_id])
    move_clock(dt.date(2031, 1, 1))
    first = mark_read(actor=actor, notice_id=notice.pk).read_at
    assert first is not None
    assert first.astimezone(clock.zone()).date() == dt.date(2031, 1, 1)
    move_clock(dt.date(2031, 1, 2))
    assert mark_read(actor=actor, notice_id=notice.pk).read_at == first


def test_anothers_notice_does_not_exist_even_for_the_level_above() -> None:
    person = PersonFactory()
    [notice] = _notify(to_person_ids=[person.pk])
    mayor = actor_with(("supervisor", "C321300"))
    assert not notices_for(mayor).exists()
    for actor in (mayor, SYSTEM):
        with pytest.raises(NotFound):
            mark_read(actor=actor, notice_id=notice.pk)
    assert mark_all_read(actor=mayor) == 0
    notice.refresh_from_db()
    assert notice.read_at is None


def test_over_the_api(client_of: Callable[[Actor], APIClient]) -> None:  # noqa: F811
    actor, other = actor_with(("dispatcher", "C321311")), actor_with(("dispatcher", "C321311"))
    for kind in ("late", "warning", "late"):
        _notify(to_person_ids=[actor.person_id], kind=kind)
    [foreign] = _notify(to_person_ids=[other.person_id])
    client = client_of(actor)
    listed = client.get("/api/v1/notices/").json()["results"]
    assert [row["kind"] for row in listed] == ["late", "warning", "late"]
    assert foreign.pk not in {row["id"] for row in listed}
    assert client.get("/api/v1/notices/unread/").json() == {"unread": 3}
    assert client.post(f"/api/v1/notices/{listed[0]['id']}/read/").json()["read_at"]
    assert len(client.get("/api/v1/notices/?unread=true").json()["results"]) == 2
    assert len(client.get("/api/v1/notices/?kind=late").json()["results"]) == 2
    assert client.post(f"/api/v1/notices/{foreign.pk}/read/").status_code == 404
    assert client.post("/api/v1/notices/read-all/").json() == {"marked": 2}
    assert client.get("/api/v1/notices/unread/").json() == {"unread": 0}
    assert APIClient().get("/api/v1/notices/").status_code == 401
