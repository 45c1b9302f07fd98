"""Where an opened task goes: to its pool, to a person, or to the duty desk where nobody could act."""

from collections.abc import Iterator
from dataclasses import dataclass

from onegrid.cases.candidates import persons_to_take
from onegrid.cases.directory import unit_above, unit_of
from onegrid.cases.models import Case
from onegrid.engine.step import OpenedTask
from onegrid.jurisdictions.models import Unit

DUTY_ROLES = ("dispatcher", "intake")


@dataclass(frozen=True, slots=True)
class Placement:
    """`wanted` says what the process asked for where that could not be had."""

    unit: Unit
    role: str
    area: str
    owner_id: int | None
    is_on_duty_desk: bool
    wanted: str = ""


def place(opened: OpenedTask, case: Case, *, excluded: list[int], preferred: int | None, epoch: int) -> Placement:
    """Pool or owner of a task. `preferred`: who did it before and gets it back if they still may.

    Nobody to act: the dispatchers of the unit, its intake, then the units above. Is there
    nobody at all, the task stays in the pool that the process named; it is never passed by itself.
    """
    assignment = opened.definition.assignment
    role = assignment.role if assignment else ""
    unit = unit_of(opened.unit, epoch)
    if unit is not None and role:
        found, area = _candidates(
            role, unit.pk, area=_text(opened.area), sector=case.sector, excluded=excluded, epoch=epoch
        )
        if found:
            mode_person = assignment is not None and assignment.mode == "person"
            wished = _person(opened.person) if mode_person else preferred
            if wished in found:
                return Placement(unit, role, area, wished, is_on_duty_desk=False)
            if not mode_person:
                return Placement(unit, role, area, None, is_on_duty_desk=False)
    wanted = f"{role}@{opened.unit}" + (f"#{opened.person}" if opened.person is not None else "")
    start = unit or unit_of(case.centre_id, epoch) or unit_of(case.registered_by_id, epoch)
    if start is None:
        raise RuntimeError(f"case {case.number}: no unit to give task {opened.task} to")
    for above in _upwards(start, epoch):
        for duty in DUTY_ROLES:
            if _candidates(duty, above.pk, area="", sector=case.sector, excluded=excluded, epoch=epoch)[0]:
                return Placement(above, duty, "", None, is_on_duty_desk=True, wanted=wanted)
    return Placement(start, role, "", None, is_on_duty_desk=True, wanted=wanted)


def _candidates(
    role: str, unit_id: int, *, area: str, sector: str, excluded: list[int], epoch: int
) -> tuple[dict[int, int], str]:
    """Who may take it, and the area if somebody's grids cover it; where nobody's do, the whole unit may."""
    for narrowed in [area, ""] if area else [""]:
        found = persons_to_take(
            role=role, unit_id=unit_id, area=narrowed, sector=sector, excluded=excluded, epoch=epoch
        )
        if found:
            return found, narrowed
    return {}, ""


def _upwards(unit: Unit, epoch: int) -> Iterator[Unit]:
    here: Unit | None = unit
    while here is not None:
        yield here
        here = unit_above(here.pk, epoch)


def _person(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
