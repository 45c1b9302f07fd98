"""Calls that the process asks for: outbox rows, notices, and those that are answered at once."""

import uuid
from typing import Any

from onegrid.cases import values
from onegrid.cases.directory import unit_of
from onegrid.cases.events import NoticeRequested
from onegrid.cases.models import CaseSource, Outbox
from onegrid.cases.sheet import Sheet
from onegrid.common import clock
from onegrid.common.prepared import prepared
from onegrid.engine.step import ServiceCall

RUN = "onegrid.cases.tasks.run_service_call"
_SOURCES = """
SELECT id, source, external_id, reply_connector, reply_address FROM cases_casesource WHERE case_id = $1 ORDER BY id
"""


def request_calls(sheet: Sheet, calls: tuple[ServiceCall, ...]) -> None:
    """Write what is to be sent. The call of a stopped element that is tried again keeps its keys and its successes."""
    for call in calls:
        definition = call.definition
        if definition.notice:
            _notice(sheet, call)
        elif call.call == sheet.tried_as and _reissued(sheet, call):
            sheet.book.add("call.requested", element=definition.element, payload={"call": call.call, "again": True})
        elif definition.once_per_source:
            _to_each_source(sheet, call)
        else:
            _insert(sheet, call, part=0, connector=definition.connector, parameters=dict(call.parameters))
            _log(sheet, call, definition.connector)


def try_calls_again(sheet: Sheet, *, task: int, tried_as: int) -> None:
    """What the stopped task has sent belongs to its next try from now on, whether or not that gets as far as a call."""
    sheet.tried_as = tried_as
    Outbox.objects.filter(case_id=sheet.case.pk, call=task).update(call=tried_as)


def drop_calls(sheet: Sheet, ended: tuple[int, ...], *, settled: int | None) -> None:
    """The process no longer waits for them; one already under way is answered into nothing.

    `settled`: the call that this very act has answered; it has ended too, but nobody dropped it.
    """
    calls = [call for call in ended if call != settled]
    if calls:
        sheet.writes.add(
            "UPDATE cases_outbox SET state = 'dropped', lease = NULL WHERE case_id = %s AND call = ANY(%s)"
            " AND state IN ('pending', 'leased')",
            (sheet.case.pk, calls),
        )
        for call in calls:
            sheet.book.add("call.dropped", payload={"call": call})


def _notice(sheet: Sheet, call: ServiceCall) -> None:
    given = call.parameters
    unit = unit_of(given.get("unit"), sheet.actor.epoch)
    text, text_en = _words(call)
    event = NoticeRequested(
        case_id=sheet.case.pk,
        at=sheet.now,
        kind="process",
        text_zh=text,
        text_en=text_en,
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"notice:{sheet.case.pk}:{call.call}"),
        to_role=str(given["role"]) if given.get("role") else None,
        to_unit_id=unit.pk if unit else None,
        link=f"/cases/{sheet.case.number}",
    )
    sheet.announce(lambda: event)
    sheet.book.add(
        "notice.requested",
        process=call.definition.process,
        element=call.definition.element,
        target=unit.code if unit else "",
        payload={"role": event.to_role, "text": text},
    )
    sheet.answered.append((call.call, None))


def _words(call: ServiceCall) -> tuple[str, str]:
    """Chinese and English, each with its title before it; what is not given in English stands as it is."""
    given = call.parameters
    text = str(given.get("text") or call.definition.name)
    text_en = str(given.get("text_en") or text)
    title = str(given.get("title") or "")
    title_en = str(given.get("title_en") or title)
    return (f"{title}：{text}" if title else text), (f"{title_en}: {text_en}" if title_en else text_en)


def _to_each_source(sheet: Sheet, call: ServiceCall) -> None:
    sources = prepared(_SOURCES, (sheet.case.pk,))
    reachable = [source for source in sources if source[-1]]
    for part, (pk, source_slug, external_id, connector, address) in enumerate(reachable):
        parameters = {**call.parameters, "source": source_slug, "external_id": external_id, "address": address}
        connector = connector or call.definition.connector
        _insert(sheet, call, part=part, connector=connector, parameters=parameters, source_id=pk)
    _set_reply(sheet, [pk for pk, *_ in reachable], CaseSource.Reply.PENDING)
    _set_reply(sheet, [pk for pk, *_, address in sources if not address], CaseSource.Reply.IMPOSSIBLE)
    _log(sheet, call, call.definition.connector, parts=len(reachable), without_address=len(sources) - len(reachable))
    if not reachable:
        sheet.answered.append((call.call, []))


def _set_reply(sheet: Sheet, ids: list[int], state: str) -> None:
    if ids:
        sheet.writes.call("cases_set_reply_state", ids, str(state))


def _reissued(sheet: Sheet, call: ServiceCall) -> bool:
    if not Outbox.objects.filter(case_id=sheet.case.pk, call=call.call, state=Outbox.State.FAILED).exists():
        return False
    sheet.writes.add(
        "UPDATE cases_outbox SET state = 'pending', attempts = 0, next_attempt_at = %s, error = '', error_code = '',"
        " parameters = parameters || %s::jsonb WHERE case_id = %s AND call = %s AND state = 'failed' RETURNING id",
        (clock.real_now(), values.dumps(call.parameters), sheet.case.pk, call.call),
        lambda rows: _ring(sheet, rows),
    )
    return True


def _insert(
    sheet: Sheet,
    call: ServiceCall,
    *,
    part: int,
    connector: str,
    parameters: dict[str, Any],
    source_id: int | None = None,
) -> None:
    definition = call.definition
    sheet.writes.call(
        "cases_request_call",
        *(sheet.case.pk, call.call, part, source_id, uuid.uuid4(), definition.process, definition.element),
        *(definition.name, connector, definition.operation, values.dumps(parameters), definition.retries),
        *(clock.real_now(), sheet.now),
        take=lambda row_id: sheet.doorbells.append((RUN, row_id)),
    )


def _ring(sheet: Sheet, rows: list[tuple[Any, ...]]) -> None:
    sheet.doorbells.extend((RUN, row[0]) for row in rows)


def _log(sheet: Sheet, call: ServiceCall, connector: str, **more: Any) -> None:
    sheet.book.add(
        "call.requested",
        process=call.definition.process,
        element=call.definition.element,
        target=connector,
        payload={"call": call.call, "operation": call.definition.operation, **more},
    )
