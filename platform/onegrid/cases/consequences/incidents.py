"""Elements that could not go on."""

import uuid

from onegrid.cases.directory import unit_of
from onegrid.cases.events import IncidentRaised, NoticeRequested
from onegrid.cases.sheet import Sheet
from onegrid.engine.step import Incident


def raise_incidents(
    sheet: Sheet, incidents: tuple[Incident, ...], *, held: tuple[str, int | None] = ("", None)
) -> None:
    """One row each, seen by operators; the operators of the centre that runs the case are told.

    `held`: kind and id of the row that waits with it, where the platform itself has failed.
    """
    for one in incidents:
        row: list[int] = []
        sheet.writes.add(
            "INSERT INTO cases_incident (case_id, task, element, code, message_en, message_zh, detail, state,"
            " raised_at, reason, held, held_id) VALUES (%s, %s, %s, %s, %s, %s, %s, 'open', %s, '', %s, %s)"
            " RETURNING id",
            (
                *(sheet.case.pk, one.task, one.element, one.code, one.message_en, one.message_zh, one.detail),
                *(sheet.now, *held),
            ),
            lambda rows, row=row: row.append(rows[0][0]),  # type: ignore[misc]
        )
        sheet.book.add(
            "incident.raised", element=one.element, task=one.task, reason=one.message_zh, payload={"code": one.code}
        )
        _announce(sheet, one, row)


def _announce(sheet: Sheet, one: Incident, row: list[int]) -> None:
    case = sheet.case
    unit = unit_of(case.centre_id or case.registered_by_id, sheet.actor.epoch)
    sheet.announce(lambda: IncidentRaised(case.pk, sheet.now, row[0], one.element, one.code))
    sheet.announce(
        lambda: NoticeRequested(
            case_id=case.pk,
            at=sheet.now,
            kind="incident",
            text_zh=f"案件 {case.number} 的「{one.element}」需要处理：{one.message_zh}",
            text_en=f"Case {case.number} needs you at {one.element}: {one.message_en}",
            key=uuid.uuid5(uuid.NAMESPACE_OID, f"incident:{row[0]}"),
            to_role="operator",
            to_unit_id=unit.pk if unit else None,
            link=f"/cases/{case.number}",
        )
    )


def clear_incidents(sheet: Sheet, tasks: tuple[int, ...]) -> None:
    """The engine is past them; what an operator settled by hand keeps its own state."""
    if tasks:
        sheet.writes.add(
            "UPDATE cases_incident SET state = 'cleared', settled_at = %s"
            " WHERE case_id = %s AND task = ANY(%s) AND state = 'open'",
            (sheet.now, sheet.case.pk, list(tasks)),
        )
