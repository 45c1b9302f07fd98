"""The file of the demo's cases says only what the city knows; how they are played is seen in the demo city."""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from onegrid.common import clock
from onegrid.config.demo_cases.drawings import drawing
from onegrid.config.demo_cases.stories import Story, length, read_stories

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
STORIES = read_stories(FIXTURES / "demo_cases.yaml")


def column(file: str, *names: str) -> set[tuple[str, ...]]:
    """What stands there in these columns."""
    with (FIXTURES / file).open(encoding="utf-8") as rows:
        return {tuple(row[name] for name in names) for row in csv.DictReader(rows)}


def test_it_speaks_of_what_the_city_has() -> None:
    standards = column("standards-limits.csv", "code", "category")
    places = {code for (code,) in column("divisions.csv", "code")}
    sources = yaml.safe_load((FIXTURES / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    each = {row["slug"] for row in sources if "each" in row}
    known = {row["slug"] for row in sources} - each
    for one in STORIES:
        assert (one.standard, one.what) in standards, one.title
        assert not one.where or one.where[:12] in places, one.title
        assert one.by in known or one.by.partition("-")[0] in each, one.title


def test_it_names_tasks_and_outcomes_that_there_are() -> None:
    diagrams = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "workflows").glob("*/process.bpmn"))
    tasks = set(re.findall(r'<bpmn:userTask id="(\w+)"', diagrams))
    outcomes = set(re.findall(r'<onegrid:outcome id="(\w+)"', diagrams))
    for one in STORIES:
        assert {*one.waits, *one.turns, *([one.stops] if one.stops else [])} <= tasks, one.title
        assert {turn.outcome for turns in one.turns.values() for turn in turns} <= outcomes, one.title


def test_nobody_in_it_exists() -> None:
    assert [one.title for one in STORIES if one.who and not re.fullmatch(r".(先生|女士)", one.who)] == []
    assert not re.search(r"\d{7,}", "".join(one.title + one.told + one.place for one in STORIES))


def test_all_of_it_lies_in_the_week_behind_whatever_the_hour() -> None:
    for now in (
        dt.datetime(2026, 10, 1, 0, 0, tzinfo=clock.zone()),
        dt.datetime(2027, 1, 3, 23, 59, tzinfo=clock.zone()),
    ):
        ages = [now - one.reported(now) for one in STORIES]
        assert min(ages) > dt.timedelta(0)
        assert max(ages) < dt.timedelta(days=7)


def test_the_walk_prints_the_number_that_comes_after_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    printed = re.search(r"^registered: SQ\d{8}(\d{6})$", readme, re.MULTILINE)
    assert printed is not None
    assert int(printed[1]) == len(STORIES) + 1
    assert f"{len(STORIES)} made-up cases" in readme
    assert f"{len(STORIES)} 件虚构案件" in readme


def test_moments_and_lengths() -> None:
    story = Story(0, "", "", "-2 09:30", "", "", "", waits={"handle": "2h10m", "call_back": "next 10:00"})
    noon = dt.datetime(2026, 3, 10, 12, 0, tzinfo=clock.zone())
    assert story.reported(noon) == dt.datetime(2026, 3, 8, 9, 30, tzinfo=clock.zone())
    assert story.after("handle", noon) - noon == dt.timedelta(hours=2, minutes=10)
    assert story.after("call_back", noon) == dt.datetime(2026, 3, 11, 10, 0, tzinfo=clock.zone())
    for wrong in ("", "2 hours", "90"):
        with pytest.raises(ValueError, match="no length"):
            length(wrong)


def test_no_two_pictures_are_alike() -> None:
    assert len({drawing(number, is_done=is_done) for number in range(150) for is_done in (False, True)}) == 300


@pytest.fixture
def moments() -> Iterator[list[dt.datetime]]:
    """Where the clock was put, and what it said then."""
    yield []
    assert clock.offset() == dt.timedelta(0)


def test_the_past_is_played_forward_and_left_behind(moments: list[dt.datetime]) -> None:
    then = clock.real_now() - dt.timedelta(days=3)
    with pytest.raises(LookupError), clock.past() as stand_at:
        for hours in (0, 5, *[4] * 500):
            stand_at(then + dt.timedelta(hours=hours))
            moments.append(clock.now())
        raise LookupError
    assert moments == sorted(moments)
    assert moments[1] - then < dt.timedelta(hours=5, seconds=30)
