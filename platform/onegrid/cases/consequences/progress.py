"""Nodes passed: milestones to the log and to listeners, and the facts that follow from them."""

from typing import Any

from onegrid.cases.events import MilestoneReached
from onegrid.cases.sheet import Sheet
from onegrid.engine.definitions import Milestone
from onegrid.engine.step import Passed


def path_of(passed: tuple[Passed, ...]) -> list[dict[str, Any]]:
    """The nodes as the act's own log row keeps them; decisions with the rules that were hit."""
    return [
        {"element": one.element, "process": one.process, **({"decision": one.decision} if one.decision else {})}
        for one in passed
    ]


def reach_milestones(sheet: Sheet, passed: tuple[Passed, ...]) -> None:
    """One row and one announcement for each, in order."""
    for one in passed:
        if not one.milestone:
            continue
        if one.milestone == Milestone.FILED and sheet.case.filed_at is None:
            sheet.set_column("filed_at", sheet.now)
        sheet.book.add("milestone", process=one.process, element=one.element, milestone=one.milestone)
        event = MilestoneReached(
            case_id=sheet.case.pk,
            at=sheet.now,
            milestone=one.milestone,
            element=one.element,
            standard=sheet.case.standard or None,
        )
        sheet.announce(lambda event=event: event)  # type: ignore[misc]
