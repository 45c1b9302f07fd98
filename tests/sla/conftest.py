"""A small city on a published calendar, business time held still and moved by the test."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from onegrid.cases.models import Case, EventRecord
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.jurisdictions import policy, tokens
from onegrid.jurisdictions.policy import SYSTEM
from onegrid.sla import rules
from onegrid.sla.models import OfficeHours
from onegrid.sla.published_days import days_of
from onegrid.sla.services.change_calendar import change_calendar
from onegrid.sla.services.renew_edition import renew_edition
from tests.factories.cases import DEPARTMENT, City, make_city, open_item, publish

CN = dt.timezone(dt.timedelta(hours=8))


def at(text: str) -> dt.datetime:
    """A moment of the city, e.g. 2026-03-02T09:00."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=CN)


MONDAY = at("2026-03-02T09:00")


@dataclass
class Time:
    """Stands still until it is moved."""

    now: dt.datetime = MONDAY

    def to(self, text: str) -> None:
        """Forward, to a moment of the city."""
        assert at(text) >= self.now
        self.now = at(text)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Business and real time alike."""
    held = Time()
    monkeypatch.setattr(clock, "real_now", lambda: held.now.astimezone(dt.UTC))
    return held


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    from onegrid.cases import directory

    for forget in (catalog.forget, policy.forget, directory.forget, rules.forget, cache.clear):
        forget()
    yield
    clock._set(dt.timedelta(0))
    rules.forget()


@pytest.fixture
def city(db: None) -> City:
    """With a calendar, and `three_tasks` published: file 1 work hour, handle 2 work days, check 4 work hours."""
    return _made()


@pytest.fixture
def committed_city(transactional_db: None) -> City:
    """The same, visible to other connections."""
    return _made()


def _made() -> City:
    made = make_city()
    made.hire("lead", ("department_lead", DEPARTMENT))
    made.hire("county supervisor", ("supervisor", "C321302"))
    publish()
    # As `load_calendar` does, but only the years that these tests live in: eight years take longer than most tests.
    change_calendar(actor=SYSTEM, days=days_of(2026, 2027), source="chinesecalendar")
    for opens, closes in ((8, 12), (14, 18)):
        OfficeHours.objects.create(since=dt.date(2020, 1, 1), opens=dt.time(opens), closes=dt.time(closes))
    renew_edition()
    rules.forget()
    return made


def client_of(city: City, name: str) -> APIClient:
    """By the person's token."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people[name].pk, 0)[0]}")
    return client


def do(city: City, case: Case, element: str, by: str, outcome: str | None = None, **answers: Any) -> None:
    """Complete the open work item of an element."""
    complete_work_item(
        actor=city.actor(by),
        work_item_id=open_item(case, element).pk,
        outcome=outcome,
        answers=answers,
        opinion="属实",
        reason="依据现场",
    )


def file(city: City, case: Case) -> None:
    """To the handler."""
    do(city, case, "file", "leader", "file", lead=DEPARTMENT)


def handle(city: City, case: Case, by: str = "handler") -> None:
    """To the check."""
    do(city, case, "handle", by, handling_result="已补")


def kinds(case: Case, prefix: str) -> list[str]:
    """Kinds of the case's log rows that begin so, in order."""
    rows = EventRecord.objects.filter(case_id=case.pk, kind__startswith=prefix).order_by("seq")
    return [str(row.kind) for row in rows]
