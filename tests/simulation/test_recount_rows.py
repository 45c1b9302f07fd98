"""The recount over real rows: what it takes for open work, and where it sees a case."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from recount.log import counties, stories
from recount.openwork import lost_cases, open_cases, ownerless_tasks, without_task

from onegrid.cases import directory
from onegrid.cases.models import CaseParty, Due, WorkItem
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.jurisdictions import policy
from tests.factories.cases import COUNTY, DEPARTMENT, OTHER_COUNTY, TOWNSHIP, City, make_city, new_case, publish

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def committed_city(transactional_db: None) -> City:
    for remembered in (catalog, policy, directory):
        remembered.forget()
    made = make_city()
    publish()
    return made


@pytest.fixture
def database(committed_city: City) -> str:
    from django.db import connection

    where = connection.settings_dict
    host = quote(where["HOST"], safe="")
    return f"postgresql://{where['USER']}:{where['PASSWORD']}@{host}:{where['PORT']}/{where['NAME']}"


def test_a_case_that_waits_only_for_a_timer_is_no_promise_kept(committed_city: City, database: str) -> None:
    """It is not lost, and while parts are killed that is enough; at the end of a day it is not."""
    case = new_case(committed_city)
    assert without_task(open_cases(database)) == []
    WorkItem.objects.filter(case=case).update(status="done")
    assert without_task(open_cases(database)) == [f"{case.number} (nothing at all)"]
    assert lost_cases(database) == [case.number]
    Due.objects.create(case=case, kind=Due.Kind.CLOCK, subject=1, at=clock.now())
    assert lost_cases(database) == [case.number]
    Due.objects.create(case=case, kind=Due.Kind.FLOW, subject=1, at=clock.now())
    assert without_task(open_cases(database)) == [f"{case.number} (only a timer)"]
    assert lost_cases(database) == []


def test_an_open_task_needs_an_owner_or_people_in_its_pool(committed_city: City, database: str) -> None:
    case = new_case(committed_city)
    assert ownerless_tasks(database) == []
    WorkItem.objects.filter(case=case, status="open").update(owner=None, role="nobody-has-it")
    assert ownerless_tasks(database) == [case.number]


def test_the_county_comes_from_the_log_not_from_the_parties(committed_city: City, database: str) -> None:
    case = new_case(committed_city)
    other = committed_city.unit(OTHER_COUNTY)
    type(other).objects.filter(pk=other.pk).update(name="A first in every order")
    CaseParty.objects.create(case=case, unit=other, capacity=CaseParty.Capacity.REGISTERED, since=clock.now())
    (story,) = stories(database)
    place = counties(database)
    assert place[story.run_by] == committed_city.unit(COUNTY).name
    assert place[TOWNSHIP] == place[DEPARTMENT] == place[COUNTY]
    assert "C321300" not in place


def test_the_command_prints_what_open_cases_wait_for(committed_city: City, database: str) -> None:
    case = new_case(committed_city)
    WorkItem.objects.filter(case=case).update(status="done")
    run = subprocess.run(
        [sys.executable, "-m", "recount", "--database", database], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert run.returncode == 1, run.stderr
    assert "1 wait for nothing at all" in run.stdout
    rule = "(wanted none: each case still open has an open task with an owner or a pool)"
    assert f"FAIL open cases without an open task: 1: {case.number} (nothing at all) {rule}" in run.stdout
    assert f"ok   open tasks without owner or pool: none {rule}" in run.stdout
