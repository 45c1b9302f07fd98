"""What somebody new finds in the demo city before anybody has done anything. Runs before all that visit it."""

import os
import subprocess
import sys

import psycopg
import pytest
from recount.log import stories
from recount.openwork import open_cases, ownerless_tasks, without_task

from onegrid.config.demo_cases.stories import read_stories
from onegrid.web.demo_accounts import demo_accounts
from tests.supervisor.running_city import ROOT, RunningCity

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("ONEGRID_CITY" in os.environ, reason="of a city that nobody has used"),
]
STORIES = read_stories(ROOT / "fixtures" / "demo_cases.yaml")
ROOMS_WITHOUT_TASKS = {"designer", "operator", "administrator"}
# By their own post, with no code of the platform's that could be wrong in the same way.
_FIND_SOMETHING = """
SELECT p.username FROM jurisdictions_person p WHERE EXISTS (
    SELECT 1 FROM cases_workitem w WHERE w.status = 'open' AND (w.owner_id = p.id OR w.owner_id IS NULL AND EXISTS (
        SELECT 1 FROM jurisdictions_post o JOIN jurisdictions_role r ON r.id = o.role_id
        WHERE o.person_id = p.id AND o.unit_id = w.unit_id AND r.slug = w.role AND NOT p.id = ANY(w.excluded)
            AND (w.area = '' OR EXISTS (SELECT 1 FROM unnest(o.grids) g WHERE starts_with(g, w.area))))))
"""
_STATES = """
SELECT count(*) FILTER (WHERE c.status = 'rejected'), count(*) FILTER (WHERE c.status = 'void'),
    count(*) FILTER (WHERE c.score IS NOT NULL), count(*) FILTER (WHERE c.rework_count > 0),
    count(*) FILTER (WHERE c.return_count > 0), count(*) FILTER (WHERE c.satisfaction = 'dissatisfied'),
    count(*) FILTER (WHERE c.satisfaction = 'no_answer'), count(*) FILTER (WHERE c.co_units <> '{}')
FROM cases_case c
"""
_LIGHTS = """
SELECT count(*) FILTER (WHERE deadline_at < now()), count(*) FILTER (WHERE warn_at < now() AND deadline_at > now()),
    count(*) FILTER (WHERE owner_id IS NULL), count(*) FILTER (WHERE owner_id IS NOT NULL)
FROM cases_workitem WHERE status = 'open'
"""
_LATE = """
SELECT d.name, count(*) FROM reports_casefact f JOIN jurisdictions_division d ON d.code = f.place
WHERE f.verdict = 'late_open' GROUP BY 1 ORDER BY 2 DESC
"""
_UNTOLD = "SELECT count(*) FROM cases_case c LEFT JOIN reports_casefact f ON f.case_id = c.id AND f.log_seq = c.log_seq"


@pytest.fixture(scope="module")
def database(demo_city: RunningCity) -> str:
    """Of the demo city."""
    return str(demo_city.services()["database_url"])


def asked(database: str, question: str) -> list[tuple[object, ...]]:
    """The rows."""
    with psycopg.connect(database) as connection:
        return connection.execute(question).fetchall()


def test_every_account_with_an_inbox_finds_something(database: str) -> None:
    busy = {name for (name,) in asked(database, _FIND_SOMETHING)}
    accounts = [one for one in demo_accounts(ROOT / "fixtures") if one.role not in ROOMS_WITHOUT_TASKS]
    assert [one.username for one in accounts if one.username not in busy] == []


def test_the_cases_stand_everywhere_in_the_loop(database: str) -> None:
    assert 0 not in asked(database, _STATES)[0]
    assert 0 not in asked(database, _LIGHTS)[0]
    standing = {element for (element,) in asked(database, "SELECT element FROM cases_workitem WHERE status = 'open'")}
    assert standing >= {one.stops for one in STORIES if one.stops and one.title != "江山社区沿河护栏旁堆放旧轮胎"}


def test_one_township_is_worse_than_all_others(database: str) -> None:
    (worst, most), (second, fewer), *_ = asked(database, _LATE)
    assert (worst, second) == ("沭城街道", "豫新街道")
    assert isinstance(most, int)
    assert isinstance(fewer, int)
    assert most > fewer > 0


def test_their_logs_and_figures_are_those_of_any_case(database: str) -> None:
    told = list(stories(database))
    assert len(told) == len(STORIES)
    assert [one.case_id for one in told if one.has_gap or not one.is_registered or one.finished_times > 1] == []
    assert [one.case_id for one in told if one.finished_as == "closed" and one.missing()] == []
    assert without_task(open_cases(database)) == []
    assert ownerless_tasks(database) == []
    assert asked(database, "SELECT count(*) FROM cases_outbox WHERE state <> 'done'") == [(0,)]
    assert asked(database, "SELECT count(*) FROM cases_incident") == [(0,)]
    assert asked(database, f"{_UNTOLD} WHERE f.case_id IS NULL") == [(0,)]


def test_a_city_in_use_gets_no_more_of_them(demo_city: RunningCity, database: str) -> None:
    dev = {"DJANGO_SETTINGS_MODULE": "onegrid.config.settings.dev", "ONEGRID_DEMO": "1"}
    environment = {**os.environ, **dev, "ONEGRID_STATE": str(demo_city.state)}
    command = [sys.executable, str(ROOT / "manage.py"), "load_demo_cases"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "the city is in use" in done.stdout, done.stderr
    assert asked(database, "SELECT count(*) FROM cases_case") == [(len(STORIES),)]
