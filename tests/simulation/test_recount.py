"""The recount judges the log alone: each promise can be broken, and each break is seen."""

import ast
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from recount.log import ORDER, CaseStory
from recount.openwork import OpenCase, waits, without_task
from recount.promises import OPEN_WORK, faultless, marks, shares
from recount.rules import shipped_rules

ROOT = Path(__file__).resolve().parents[2]


def told(*rows: tuple[str, dict[str, Any]], skip: int = 0) -> CaseStory:
    """A story from (kind, more) rows; `skip` leaves a gap after the first row."""
    story = CaseStory(7)
    for at, (kind, more) in enumerate(rows):
        seq = at + 1 + (skip if at else 0)
        payload = more.get("payload", {})
        row = (7, seq, kind, more.get("milestone", ""), more.get("target", ""), "", more.get("after"), payload)
        story.take(row)
    return story


def passed(*names: str) -> list[tuple[str, dict[str, Any]]]:
    return [("milestone", {"milestone": name}) for name in names]


def test_the_whole_loop_misses_nothing() -> None:
    story = told(("case.registered", {}), *passed(*ORDER), ("case.finished", {"target": "closed"}))
    assert story.missing() == []
    assert not story.has_gap
    assert marks(story) >= {"registered", "filed", "dispatched", "handled", "checked", "replied", "closed"}


@pytest.mark.parametrize("lost", ORDER)
def test_a_closed_case_without_one_milestone_is_named(lost: str) -> None:
    story = told(*passed(*(name for name in ORDER if name != lost)))
    assert story.missing() == [lost]


def test_milestones_in_another_order_are_a_fault() -> None:
    assert told(*passed("filed", "dispatched", "checked", "handled", "closed", "replied")).missing() == ["order"]


def test_rework_repeats_milestones_without_fault() -> None:
    again = ("filed", "dispatched", "handled", "handled", "checked", "closed", "replied", "handled", "checked")
    assert told(*passed(*again)).missing() == []


def test_a_gap_in_the_log_is_seen() -> None:
    assert told(("case.registered", {}), ("milestone", {"milestone": "filed"}), skip=1).has_gap


def test_what_happened_is_read_from_rows() -> None:
    story = told(
        ("case.registered", {}),
        ("task.completed", {"payload": {"kind": "rework", "path": [{"element": "x", "process": "joint_handling"}]}}),
        ("task.completed", {"payload": {"kind": "return"}}),
        ("task.transferred", {}),
        ("clock.late", {}),
        ("fact.changed", {"target": "satisfaction", "after": "dissatisfied"}),
    )
    expected = {"registered", "open", "reworked", "returned", "joint", "transferred", "late", "dissatisfied"}
    assert marks(story) == expected


def test_rules_hit_are_collected_from_decisions() -> None:
    decision = {"rules": ["r1", "r2"]}
    story = told(("task.completed", {"payload": {"path": [{"element": "d", "process": "p", "decision": decision}]}}))
    assert story.rules == {"r1", "r2"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], "C-took"),
        ([("fact.changed", {"target": "centre", "after": "C-ran"})], "C-ran"),
        ([("fact.changed", {"target": "centre", "after": "C-ran"}), *passed("filed"),
          ("fact.changed", {"target": "centre", "after": "C-later"}), *passed("filed")], "C-ran"),
        ([("fact.changed", {"target": "level", "after": "county"}), *passed("filed")], "C-took"),
        ([("fact.changed", {"target": "centre", "after": "C-ran"}),
          ("fact.changed", {"target": "centre", "after": None})], "C-took"),
    ],
)  # fmt: skip
def test_a_case_belongs_to_the_centre_that_filed_it(rows: list[tuple[str, dict[str, Any]]], expected: str) -> None:
    """Not to whichever of its parties comes first in the alphabet."""
    assert told(("case.registered", {"target": "C-took"}), *rows).run_by == expected


def test_a_case_without_a_task_is_named_with_what_it_waits_for() -> None:
    found = [
        OpenCase("A", has_task=True, has_call=True, has_timer=True),
        OpenCase("B", has_task=False, has_call=True, has_timer=True),
        OpenCase("C", has_task=False, has_timer=True),
        OpenCase("D", has_task=False, has_subscription=True, has_incident=True),
        OpenCase("E", has_task=False, has_incident=True),
        OpenCase("F", has_task=False),
    ]
    assert without_task(found) == [
        "B (only a call)", "C (only a timer)", "D (only a message or signal)", "E (only an incident's operator)",
        "F (nothing at all)",
    ]  # fmt: skip
    assert waits(found)["a task"] == waits(found)["only a call"] == 1
    promise = faultless("open cases without an open task", without_task(found), OPEN_WORK)
    assert not promise.holds
    assert promise.bound == "none: each case still open has an open task with an owner or a pool"


def test_shares_break_below_their_bound_and_the_closing_rate_needs_filed_cases() -> None:
    good = Counter(
        registered=1000, filed=1000, closed=992, rejected=20, void=10, reworked=50, returned=30, joint=20,
        transferred=20, late=30, dissatisfied=50,
    )  # fmt: skip
    assert all(one.holds for one in shares(good))
    for name in ("closed", "void", "reworked", "returned", "joint", "transferred", "late", "dissatisfied"):
        worse = Counter(good)
        worse[name] -= 1
        assert [one.name for one in shares(worse) if not one.holds], name
    assert not shares(Counter(registered=5))[0].holds


def test_faults_are_counted_and_shown() -> None:
    assert faultless("gaps", []).holds
    broken = faultless("gaps", [1, 2])
    assert (broken.holds, broken.figure) == (False, "2: 1, 2")


def test_every_shipped_rule_is_known_once() -> None:
    rules = shipped_rules(ROOT / "workflows")
    assert len(rules) >= 30
    assert "None" not in rules


@pytest.mark.parametrize(
    ("package", "forbidden"), [("recount", {"onegrid", "simulation"}), ("simulation", {"onegrid", "django"})]
)
def test_it_shares_no_code_with_what_it_judges(package: str, forbidden: set[str]) -> None:
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & forbidden, file
