"""Human tasks opened and closed: rows, parties, log, announcements."""

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from onegrid.cases import values
from onegrid.cases.events import WorkItemClosed, WorkItemOpened
from onegrid.cases.hot_path import complete_item
from onegrid.cases.models import CaseParty, WorkItem
from onegrid.cases.placement import Placement, place
from onegrid.cases.sheet import Completion, Sheet
from onegrid.cases.ways_back import is_own_return
from onegrid.engine.definitions import Limit
from onegrid.engine.step import ClosedTask, OpenedTask


def close_tasks(sheet: Sheet, closed: tuple[ClosedTask, ...]) -> None:
    """The completed one with its outcome, all others as withdrawn."""
    completion = sheet.completion
    withdrawn = [one for one in closed if completion is None or one.task != completion.item.task]
    if completion is not None and len(withdrawn) < len(closed):
        _complete(sheet, completion)
    if withdrawn:
        _withdraw(sheet, withdrawn)


def _complete(sheet: Sheet, completion: Completion) -> None:
    item = completion.item
    complete_item(
        sheet.writes,
        item,
        outcome=completion.outcome,
        at=sheet.now,
        person_id=completion.person_id,
        submission=completion.submission,
    )
    event = WorkItemClosed(
        case_id=sheet.case.pk,
        at=sheet.now,
        work_item_id=item.pk,
        task=item.task,
        process=item.process,
        element=item.element,
        reason="completed",
        outcome=item.outcome,
        person_id=completion.person_id,
    )
    sheet.announce(lambda: event)


def _withdraw(sheet: Sheet, closed: list[ClosedTask]) -> None:
    def announce(rows: list[tuple[Any, ...]]) -> None:
        for pk, task, process, element in rows:
            event = WorkItemClosed(sheet.case.pk, sheet.now, pk, task, process, element, "withdrawn", None, None)
            sheet.announce(lambda event=event: event)  # type: ignore[misc]

    sheet.writes.add(
        "UPDATE cases_workitem SET status = 'withdrawn', done_at = %s, revision = revision + 1"
        " WHERE case_id = %s AND task = ANY(%s) AND status = 'open' RETURNING id, task, process, element",
        (sheet.now, sheet.case.pk, [one.task for one in closed]),
        announce,
    )
    for one in closed:
        sheet.book.add("task.withdrawn", element=one.element, task=one.task)


def open_tasks(sheet: Sheet, opened: tuple[OpenedTask, ...]) -> None:
    """Place each task; its unit becomes a party to the case."""
    going_back = sheet.going_back
    for one in opened:
        is_return = going_back is not None and one.definition.element == going_back.target
        excluded = _excluded(sheet, one)
        where = place(
            one,
            sheet.case,
            excluded=excluded,
            epoch=sheet.actor.epoch,
            preferred=_last_to_complete(sheet, one.definition.element) if is_return else None,
        )
        _insert(sheet, one, where, excluded, going_back.origin if is_return and going_back else "")
        sheet.book.add(
            "task.opened",
            process=one.definition.process,
            element=one.definition.element,
            task=one.task,
            target=where.unit.code,
            payload={
                "role": where.role,
                "round": one.round,
                **({"owner": where.owner_id} if where.owner_id else {}),
                **({"duty_desk_instead_of": where.wanted} if where.is_on_duty_desk else {}),
            },
        )


def _excluded(sheet: Sheet, one: OpenedTask) -> list[int]:
    """Who completed an element that the task excludes, and who has received a return from it that nobody else has
    answered since: by doing the task, or by coming to the receiving task anew."""
    opened = one.definition.element
    elements = one.definition.assignment.exclude if one.definition.assignment else ()
    found: set[int] = set()
    received: dict[str, int] = {}  # element to which the task was returned last -> who completed it then
    done = list(sheet.locked.done)
    if (now := sheet.completion) is not None:
        done.append((now.item.element, now.person_id, now.item.returned_from, now.item.name))
    for element, person_id, returned_from, _name in done:
        if element in elements:
            found.add(person_id)
        received.pop(element, None)
        if element == opened:
            received.clear()
        if returned_from == opened:
            received[element] = person_id
    for element, person_id in received.items():
        if not is_own_return(sheet.case.pk, origin=opened, target=element, person_id=person_id):
            found.add(person_id)
    return sorted(found)


def _last_to_complete(sheet: Sheet, element: str) -> int | None:
    return next((person for done, person, _, _ in reversed(sheet.locked.done) if done == element), None)


def _insert(sheet: Sheet, one: OpenedTask, where: Placement, excluded: list[int], returned_from: str) -> None:
    definition, case = one.definition, sheet.case
    item_id = sheet.locked.new_item_id()
    sheet.writes.call(
        "cases_open_item",
        *(item_id, case.pk, one.task, definition.process, definition.element, definition.name, definition.form or ""),
        *(one.round, one.instance, where.role, where.unit.pk, where.area),
        *(definition.assignment.mode if definition.assignment else "pool", excluded, where.is_on_duty_desk),
        *(where.owner_id, returned_from, _limit_text(definition.limit) if definition.limit else None, sheet.now),
        *(None, None, False),  # the deadline: hot_path.give_deadline
    )
    capacity = CaseParty.Capacity.TASKED
    if where.role == "checker":
        capacity = CaseParty.Capacity.CHECKER
    elif where.unit.code in case.co_units:
        capacity = CaseParty.Capacity.CO_ORGANISER
    add_party(sheet, where.unit.pk, capacity)
    sheet.announce(
        lambda: WorkItemOpened(
            case_id=case.pk,
            at=sheet.now,
            work_item_id=item_id,
            task=one.task,
            process=definition.process,
            element=definition.element,
            name=definition.name,
            unit_id=where.unit.pk,
            role=where.role,
            owner_id=where.owner_id,
            round=one.round,
            limit=definition.limit,
            standard=case.standard or None,
            urgency=case.urgency or None,
            is_on_duty_desk=where.is_on_duty_desk,
        )
    )


def add_party(sheet: Sheet, unit_id: int, capacity: str) -> None:
    """The unit sees the case from now on."""
    sheet.writes.call("cases_add_party", sheet.case.pk, unit_id, capacity, sheet.now)


@lru_cache(maxsize=4096)
def _limit_text(limit: Limit) -> str:
    return values.dumps(asdict(limit))


def withdraw_all(sheet: Sheet) -> None:
    """Every open task of a case that ends from outside its diagram."""
    opened = WorkItem.objects.filter(case_id=sheet.case.pk, status=WorkItem.Status.OPEN).order_by("task")
    closed = [ClosedTask(item.task, item.element, "withdrawn") for item in opened]
    if closed:
        _withdraw(sheet, closed)
