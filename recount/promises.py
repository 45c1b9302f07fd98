"""What a day of the city must show, each with its figure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from recount.log import CaseStory

OPEN_WORK = "each case still open has an open task with an owner or a pool"
_DISSATISFIED = frozenset({"dissatisfied", "very_dissatisfied"})


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure, its bound, and whether it holds."""

    name: str
    figure: str
    bound: str
    holds: bool


def marks(story: CaseStory) -> set[str]:
    """The words under which a case is counted."""
    found = {"registered"} if story.is_registered else set()
    found.update(
        name
        for name in ("filed", "dispatched", "handled", "checked", "replied", "evaluated")
        if name in story.milestones
    )
    found.add(story.finished_as or "open")
    if "rework" in story.outcome_kinds:
        found.add("reworked")
    if "return" in story.outcome_kinds or "task.returned" in story.kinds:
        found.add("returned")
    if "joint_handling" in story.processes:
        found.add("joint")
    if "task.transferred" in story.kinds:
        found.add("transferred")
    if "clock.late" in story.kinds:
        found.add("late")
    if story.satisfaction & _DISSATISFIED:
        found.add("dissatisfied")
    return found


def shares(total: Counter[str]) -> list[Promise]:
    """The shares of registered cases that a real day has, and the closing rate."""
    registered = total["registered"]
    wanted = {
        "rejected or void": (total["rejected"] + total["void"], 3),
        "reworked": (total["reworked"], 5),
        "returned": (total["returned"], 3),
        "joint": (total["joint"], 2),
        "transferred": (total["transferred"], 2),
        "late": (total["late"], 3),
        "dissatisfied": (total["dissatisfied"], 5),
    }
    found = [
        Promise(name, f"{_percent(count, registered)} % ({count})", f">= {least} %", 100 * count >= least * registered)
        for name, (count, least) in wanted.items()
    ]
    closed, filed = total["closed"], total["filed"]
    rate = Promise("closed / filed", f"{_percent(closed, filed)} %", ">= 99.2 %", 1000 * closed >= 992 * filed > 0)
    return [rate, *found]


def faultless(name: str, faults: Iterable[object], rule: str = "") -> Promise:
    """Nothing of this kind may be found; the first few are shown. `rule`: the promise in its own words."""
    listed = [str(one) for one in faults]
    figure = "none" if not listed else f"{len(listed)}: {', '.join(listed[:5])}"
    return Promise(name, figure, f"none: {rule}" if rule else "none", not listed)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}" if whole else "-"
