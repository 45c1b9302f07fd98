"""The isolation walk beside the pages and the API: the live streams, and Django's administration.

Who may follow a case and whose stream hears of it is asked here between all pairs, of the code that serves `/live/`;
over HTTP, from a real server, tests/web/test_live.py asks it between two counties.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from onegrid.cases.changes import changes_of, log_since
from onegrid.cases.models import Case
from onegrid.cases.services.claim import claim
from onegrid.common import clock
from onegrid.common.errors import NotFound
from onegrid.common.models import AuditRecord
from onegrid.intake.models import Report
from onegrid.jurisdictions.models import Person, Post, Role
from onegrid.sla.models import Clock, OfficeHours
from onegrid.web.live.entry import CASE, Entry, Topic, enter, still_enters
from onegrid.web.live.hub import hears
from tests.factories.jurisdictions import PersonFactory
from tests.isolation.calling import NEVER_WERE, browser
from tests.isolation.city import Scene, World, words_of
from tests.isolation.pairs import PAIRS, Pair

_NOWHERE = 999_999_999


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_case_moves_and_only_who_sees_it_hears(world: World, pair: Pair) -> None:
    scene, began = Scene(world, pair), clock.now()
    case = scene.filed()
    claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    changes = [one for one in changes_of(log_since(began)) if one.case_id == case.pk]
    assert changes
    for topic in (f"case/{case.number}/", "inbox/"):
        assert any(hears(_enters(scene, "owner", topic), one) for one in changes), topic

    refusals = []
    for number in (case.number, NEVER_WERE["number"]):
        with pytest.raises(NotFound) as refused:
            _enters(scene, "stranger", f"case/{number}/")
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1], "as if it never was"
    foreign = Entry(scene.actor("stranger"), _key(scene, "stranger"), Topic(CASE, case.pk))
    assert still_enters(foreign) is None, "a stream whose right has ended goes on"
    for topic in ("inbox/", "screen/"):
        try:
            entry = _enters(scene, "stranger", topic)
        except NotFound:
            assert topic == "screen/"
        else:
            assert not any(hears(entry, one) for one in changes), topic


def _key(scene: Scene, name: str) -> str:
    return str(browser(scene, name).session.session_key)


def _enters(scene: Scene, name: str, topic: str) -> Entry:
    return enter(_key(scene, name), topic)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_administration(world: World, pair: Pair) -> None:
    """A case with its task, clock and report, as owner and as stranger, both let in by an installation's mistake."""
    scene, is_first = Scene(world, pair), pair is PAIRS[0]
    _is_refused(browser(scene, "stranger"), [*_addresses()] if is_first else ["/admin/"])
    _is_refused(browser(scene, "owner"), ["/admin/"])
    # Every table and every way between the first pair, the case and its task between all.
    rows = _rows(scene)[: None if is_first else 2]
    with _LetIn(scene, "owner") as owner, _LetIn(scene, "stranger") as stranger:
        for row, words in rows:
            listed, page = _address(row, "changelist"), _address(row, "change", row.pk)
            assert any(word in _read(owner, listed) for word in words), row
            assert [word for word in words if word in _read(stranger, listed)] == [], row
            hidden = stranger.get(page)
            assert hidden.status_code == 404, row
            assert [word for word in words if word in hidden.content.decode()] == []
            if is_first:
                assert any(word in _read(owner, page) for word in words), row
                assert stranger.get(_address(row, "change", _NOWHERE)).status_code == 404
                assert ">0 行" in _read(stranger, f"{listed}?q={words[0]}"), row
                assert ">0 行" not in _read(owner, f"{listed}?q={words[0]}"), row


def test_what_no_filter_offers_can_not_be_guessed(world: World) -> None:
    scene = Scene(world, PAIRS[0])
    case = scene.filed()
    with _LetIn(scene, "owner") as owner:
        for model, column, value in (
            (Person, "password__startswith", "pbkdf2"),
            (Case, "description__contains", case.description[:2]),
            (Report, "body__contains", "1"),
        ):
            assert owner.get(_address(model, "changelist"), {column: value}).status_code == 400, column


def test_of_people_and_their_acts_only_those_of_ones_own_units(world: World) -> None:
    scene = Scene(world, PAIRS[0])
    hidden = Post.objects.create(
        person=PersonFactory(name="隐姓壬癸"),
        unit=scene.unit(),
        role=Role.objects.get(slug="intake"),
        since=dt.date(2021, 1, 1),
    )
    act = AuditRecord.objects.create(
        at=dt.datetime(2026, 5, 6, tzinfo=dt.UTC),
        post_id=hidden.pk,
        action="hidden.act",
        subject_kind="x",
        subject_id="隐",
    )
    source = scene.source("hidden-source")
    rows: tuple[tuple[Model, str], ...] = (
        (hidden, "隐姓壬癸"),
        (hidden.person, "隐姓壬癸"),
        (act, "hidden.act"),
        (source, "hidden-source"),
    )
    with _LetIn(scene, "owner") as owner, _LetIn(scene, "stranger") as stranger:
        for row, word in rows:
            assert word in _read(owner, _address(row, "change", row.pk)), row
            assert word in _read(owner, f"{_address(row, 'changelist')}?q={word}"), row
            assert word not in _read(stranger, _address(row, "changelist")), row
            assert stranger.get(_address(row, "change", row.pk)).status_code == 404, row


def test_the_citys_rules_are_written_by_the_citys_administrators(world: World) -> None:
    scene = Scene(world, PAIRS[0])
    sent = {"since": "2031-01-01", "opens": "08:30", "closes": "12:00"}
    with _LetIn(scene, "owner") as of_county, _LetIn(scene, "administrator of the city") as of_city:
        for name in ("officehours", "escalationstep"):
            assert of_county.get(reverse(f"admin:sla_{name}_changelist")).status_code == 200
            assert of_county.get(reverse(f"admin:sla_{name}_add")).status_code == 403
        assert of_county.post(reverse("admin:sla_officehours_add"), sent).status_code == 403
        assert of_city.post(reverse("admin:sla_officehours_add"), sent).status_code == 302
        assert OfficeHours.objects.filter(since="2031-01-01").count() == 1
        told = AuditRecord.objects.get(action="officehours.changed")
        assert (told.person_id, told.after["opens"]) == (scene.person("administrator of the city").pk, "08:30:00")


def _is_refused(client: Client, addresses: list[str]) -> None:
    """At every address, and in words at the door."""
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/admin/login/"), address
    door = client.get(answer.headers["Location"])
    assert door.status_code == 403
    assert "该账号不能进入管理后台" in door.content.decode()


def _addresses() -> Iterator[str]:
    yield "/admin/"
    for model in admin.site._registry:
        yield _address(model, "changelist")
        yield _address(model, "add")
        yield _address(model, "change", 1)


def _rows(scene: Scene) -> list[tuple[Model, tuple[str, ...]]]:
    case = scene.filed()
    item = claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    report = Report.objects.create(
        source=scene.source("hidden-door"),
        case=case,
        external_id=f"HIDDEN{case.pk}",
        received_at=case.registered_at,
        idempotency_key=uuid.uuid4(),
        body={},
    )
    limit = Clock.objects.filter(case=case).first()
    words = words_of(case)
    rows: list[tuple[Model, tuple[str, ...]]] = [(case, words), (item, (case.number,)), (report, (report.external_id,))]
    return rows + ([(limit, (case.number,))] if limit else [])


class _LetIn:
    """As a superuser, for as long as it lasts."""

    def __init__(self, scene: Scene, name: str) -> None:
        self._scene, self._name = scene, name

    def __enter__(self) -> Client:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()
        Person.objects.filter(pk=self._scene.person(self._name).pk).update(is_staff=True, is_superuser=True)
        return browser(self._scene, self._name)

    def __exit__(self, *raised: Any) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(*raised)


def _address(of: Model | type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:{of._meta.app_label}_{of._meta.model_name}_{name}", args=args)


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())
