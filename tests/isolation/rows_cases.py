"""Rows of cases: every address below cases/, copies/, counts/ and incidents/."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from onegrid.cases.models import Case
from onegrid.cases.services.comment import comment
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.send_message import send_message
from tests.isolation.city import Scene, words_of
from tests.isolation.shapes import Call, Query, Row, Stranger

SEES = "whoever sees the case: posts of its parties and of units above them, the owner of an open task, who has a copy"
WRITES = "whoever holds a post with the right to comment at a unit that takes part, or the owner of an open task"


def narrowings(case: Case, prefix: str = "") -> tuple[Query, ...]:
    """Every filter of a case list by which this case could be guessed at."""
    found: list[Query] = [
        {},
        *({"search": word} for word in (case.number, case.number[:-1], case.title, case.place[:4])),
        *({name: str(getattr(case, name))} for name in ("status", "sector", "urgency", "level", "category")),
        {"centre": case.centre_id},
        {"within": str(case.division_id)[:6]},
        {"source": "hidden-hotline"},
        {"channel": "hotline"},
        {"workflow": case.version.workflow.slug},
        {"reworked": "false"},
        {"registered_from": "2020-01-01T00:00:00Z"},
        {"registered_to": "2099-01-01T00:00:00Z"},
        {"page_size": 200},
    ]
    if case.lead_unit_id:
        found.append({"lead_unit": case.lead_unit_id})
    return tuple(found)


def _list(scene: Scene) -> Call:
    case = scene.filed()
    return Call(queries=narrowings(case), shows=(case.number, case.title), hides=words_of(case))


def _facets(scene: Scene) -> Call:
    case = scene.filed()

    def counted(body: Any) -> bool:
        return bool(body["lead_unit"].get(scene.pair.lead, 0) >= 1 and body["centre"].get(scene.pair.unit, 0) >= 1)

    return Call(queries=narrowings(case), shows=counted, hides=words_of(case))


def _one(scene: Scene) -> Call:
    case = scene.filed()
    return Call(path={"number": case.number}, shows=(case.number, case.title), hides=words_of(case))


def _events(scene: Scene) -> Call:
    case = scene.filed()
    return Call(path={"number": case.number}, shows=("case.registered", "task.completed"), hides=words_of(case))


def _tasks(scene: Scene) -> Call:
    case = scene.filed()
    return Call(path={"number": case.number}, shows=(case.number, "处置"), hides=words_of(case))


def _clocks(scene: Scene) -> Call:
    case = scene.filed()
    return Call(path={"number": case.number}, shows=("three_tasks/handle",), hides=words_of(case))


def _comments(scene: Scene) -> Call:
    case = scene.filed()
    row = comment(actor=scene.actor("owner"), case_id=case.pk, text="请速办辛壬")
    return Call(path={"number": case.number}, shows=(row.text,), hides=(*words_of(case), row.text))


def _comment(scene: Scene) -> Call:
    case = scene.filed()
    return Call(path={"number": case.number}, body={"text": "子丑寅卯"}, shows=("子丑寅卯",), hides=words_of(case))


def _instruct(scene: Scene) -> Call:
    case = scene.filed()
    body = {"text": "子丑寅卯", "is_instruction": True}
    return Call(path={"number": case.number}, body=body, shows=("子丑寅卯",), hides=words_of(case))


def _copies(scene: Scene) -> Call:
    case = scene.filed()
    copy_to(actor=scene.actor("owner"), case_id=case.pk, person_ids=[scene.person("colleague").pk], note="癸")
    name = scene.person("colleague").name
    return Call(path={"number": case.number}, shows=(name,), hides=(*words_of(case), name))


def _copy(scene: Scene) -> Call:
    case = scene.filed()
    body = {"persons": [scene.person("colleague").pk], "note": "辰"}
    return Call(path={"number": case.number}, body=body, shows=(scene.person("colleague").name,), hides=words_of(case))


def _copy_to_oneself(scene: Scene) -> Call:
    case = scene.filed()
    body = {"persons": [scene.person("stranger").pk, scene.person("colleague").pk]}
    call = Call(path={"number": case.number}, body=body, owner="mayor", hides=words_of(case), is_lasting=False)
    # Only somebody above both can show it to the stranger, and nobody to an account without a post.
    has_post = bool(scene.actor("stranger").posts)
    return replace(call, **({"shows": ("sender",)} if has_post else {"status": 422, "shows": ("case.copy_person",)}))


def _withdraw(scene: Scene) -> Call:
    case = scene.registered()
    return Call(path={"number": case.number}, body={"reason": "误报"}, shows=("withdrawn",), hides=words_of(case))


def _unmask(scene: Scene) -> Call:
    case = scene.filed()
    name = case.sources.get().reporter_name
    return Call(path={"number": case.number}, body={"reason": "回访"}, shows=(name,), hides=words_of(case))


def _copied(scene: Scene) -> Call:
    case = scene.filed()
    copy_to(actor=scene.actor("owner"), case_id=case.pk, person_ids=[scene.person("colleague").pk])
    return Call(owner="colleague", shows=(case.number, case.title), hides=words_of(case))


def _counts(scene: Scene) -> Call:
    case = scene.filed()
    copy_to(actor=scene.actor("owner"), case_id=case.pk, person_ids=[scene.person("colleague").pk])
    scene.stopped()
    return Call(
        owner="colleague", shows=lambda body: bool(body["pool"] and body["copied_unread"]), hides=(case.number,)
    )


def _counted_incidents(scene: Scene) -> Call:
    scene.stopped()
    return Call(owner="operator", shows=lambda body: bool(body["incidents"]))


def _incidents(scene: Scene) -> Call:
    found = scene.stopped()
    queries: tuple[Query, ...] = ({}, {"case": found.case.number}, {"state": "open"}, {"code": found.code})
    return Call(queries=queries, owner="operator", shows=(found.case.number,), hides=words_of(found.case))


def _retry(scene: Scene) -> Call:
    found = scene.stopped()
    body = {"data": {"note": "go"}}
    return Call(
        path={"incident_id": found.pk}, body=body, owner="operator", shows=("retried",), hides=words_of(found.case)
    )


def _skip(scene: Scene) -> Call:
    found = scene.stopped()
    # A gateway has no way on of its own: the operator is told so, and a stranger nothing.
    return Call(
        path={"incident_id": found.pk},
        body={"reason": "人工放行"},
        owner="operator",
        status=409,
        shows=("gateway.no_skip",),
        hides=words_of(found.case),
    )


def _message(scene: Scene) -> Call:
    return Call(
        body={"name": "hidden-message", "key": "hidden-key", "payload": {"text": "午未"}},
        headers={"Idempotency-Key": str(uuid4())},
        owner="operator",
        shows=("hidden-key", "waiting"),
        hides=("hidden-message", "hidden-key"),
    )


def _sent_message(scene: Scene) -> Call:
    row, _ = send_message(
        actor=scene.actor("operator"), name="hidden-message", correlation="hidden-key", payload={}, key=uuid4()
    )
    return Call(
        path={"message_id": row.pk}, owner="operator", shows=("hidden-key",), hides=("hidden-message", "hidden-key")
    )


N, W = Stranger.NOTHING, Stranger.WITHOUT
OPERATES = "an operator of a unit that takes part in the case, or of a unit above"
WORKS = "whoever sees the case and may act on tasks, or supervises, at a unit that takes part"

ROWS = (
    Row("cases_list", W, SEES, _list),
    Row("cases_facets", W, "counts of the cases that the caller sees", _facets),
    Row("cases_read", N, SEES, _one),
    Row("cases_events", N, SEES, _events),
    Row("cases_work_items", N, SEES, _tasks),
    Row("case_clocks", N, SEES, _clocks),
    Row("cases_comments", N, SEES, _comments),
    Row("cases_comment", N, f"{WRITES}; an instruction: who supervises a unit that takes part", _comment),
    Row("cases_comment", N, "", _instruct, name="instruction"),
    Row("cases_copies", N, SEES, _copies),
    Row(
        "cases_copy",
        N,
        f"{WORKS}; only to people of these units, of the own one by which one may, and of those above and below that",
        _copy,
    ),
    Row("cases_copy", N, "", _copy_to_oneself, name="to oneself"),
    Row("cases_withdraw", N, "who may withdraw cases of the unit that registered it, before dispatch", _withdraw),
    Row("cases_unmask", N, "who may see personal data at a unit that takes part; each look is in the log", _unmask),
    Row("copies_list", W, "the person to whom the case was copied", _copied),
    Row("counts_read", W, "each person's own numbers", _counts),
    Row("counts_read", W, "", _counted_incidents, name="incidents"),
    Row("incidents_list", W, OPERATES, _incidents),
    Row("incidents_retry", N, OPERATES, _retry),
    Row("incidents_skip", N, OPERATES, _skip),
    Row(
        "messages_send",
        Stranger.REFUSED,
        "an operator; it reaches only cases of units that they operate, others are as if none waited",
        _message,
    ),
    Row("messages_read", N, "the operator who sent it", _sent_message),
)
