"""Rows of work items and attachments."""

import uuid

from onegrid.cases.models import Case
from onegrid.cases.services.claim import claim
from tests.isolation.city import Scene, picture, words_of
from tests.isolation.rows_cases import SEES
from tests.isolation.shapes import Call, Query, Row, Stranger

OWNER = "the task's owner; while it lies in the pool, whoever holds its role at its unit"
LEAD = f"{OWNER}; or who may reassign tasks of the unit"


def _boxes(case: Case, box: str, element: str) -> tuple[Query, ...]:
    """A box, narrowed by everything by which this case could be guessed at."""
    found: list[Query] = [
        {},
        {"case": case.number},
        *({"search": word} for word in (case.number, case.title, case.place[:4])),
        *({name: getattr(case, name)} for name in ("sector", "urgency", "category")),
        {"element": element},
        {"process": "three_tasks"},
        {"late": "false"},
        {"page_size": 200},
    ]
    return tuple({"box": box, **one} for one in found)


def _pool(scene: Scene) -> Call:
    case = scene.filed()
    more: tuple[Query, ...] = ({"box": "pool", "role": "handler"}, {"box": "pool", "unit": scene.pair.lead})
    return Call(queries=(*_boxes(case, "pool", "handle"), *more), shows=(case.number,), hides=words_of(case))


def _filing_pool(scene: Scene) -> Call:
    case = scene.registered()
    return Call(queries=_boxes(case, "pool", "file"), shows=(case.number,), hides=words_of(case))


def _mine(scene: Scene) -> Call:
    case = scene.filed()
    claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    return Call(queries=_boxes(case, "mine", "handle"), shows=(case.number,), hides=words_of(case))


def _done(scene: Scene) -> Call:
    case = scene.filed()
    return Call(queries=_boxes(case, "done", "file"), shows=(case.number,), hides=words_of(case))


def _unit(scene: Scene) -> Call:
    case = scene.filed()
    claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    return Call(queries=_boxes(case, "unit", "handle"), owner="colleague", shows=(case.number,), hides=words_of(case))


def _read(scene: Scene) -> Call:
    case = scene.filed()
    return Call(path={"work_item_id": scene.item(case).pk}, shows=(case.number, "complete"), hides=words_of(case))


def _claim(scene: Scene) -> Call:
    case = scene.filed()
    return Call(path={"work_item_id": scene.item(case).pk}, body={}, shows=(case.number,), hides=words_of(case))


def _release(scene: Scene) -> Call:
    case = scene.filed()
    item = claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    return Call(path={"work_item_id": item.pk}, body={"reason": "他用"}, shows=(case.number,), hides=words_of(case))


def _draft(scene: Scene) -> Call:
    case = scene.filed()
    body = {"draft": {"handling_result": "午未申酉"}}
    return Call(path={"work_item_id": scene.item(case).pk}, body=body, shows=("午未申酉",), hides=words_of(case))


def _complete(scene: Scene) -> Call:
    case = scene.filed()
    body = {"answers": {"handling_result": "已补"}, "opinion": "属实", "key": str(uuid.uuid4())}
    return Call(path={"work_item_id": scene.item(case).pk}, body=body, shows=(case.number,), hides=words_of(case))


def _complete_wrongly(scene: Scene) -> Call:
    """What does not hold is not told either: no outcome, no field, no form."""
    case = scene.filed()
    return Call(
        path={"work_item_id": scene.item(case).pk},
        body={"outcome": "无此结果", "answers": {"handling_result": ""}},
        status=422,
        shows=("work_item.outcome_undeclared", "handle"),
        hides=(*words_of(case), "handle"),
    )


def _complete_again(scene: Scene) -> Call:
    """The same submission again is answered to who sent it first, and to nobody else."""
    case = scene.filed()
    item, key = scene.item(case), str(uuid.uuid4())
    body = {"answers": {"handling_result": "已补"}, "opinion": "属实", "key": key}
    answer = scene.client("owner").post(f"/api/v1/work-items/{item.pk}/complete/", body, format="json")
    assert answer.status_code == 200, answer.content
    return Call(path={"work_item_id": item.pk}, body=body, shows=(case.number,), hides=words_of(case))


def _transfer(scene: Scene) -> Call:
    case = scene.filed()
    item = claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    body = {"to_person": scene.person("colleague").pk}
    return Call(path={"work_item_id": item.pk}, body=body, shows=(case.number,), hides=words_of(case))


def _take_over(scene: Scene) -> Call:
    case = scene.filed()
    item = claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    return Call(
        path={"work_item_id": item.pk},
        body={"to_person": scene.person("stranger").pk},
        # Nobody from elsewhere may be given the task.
        status=422,
        shows=("work_item.transfer_unable",),
        hides=words_of(case),
    )


def _candidates(scene: Scene) -> Call:
    case = scene.filed()
    item = claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    name = scene.person("colleague").name
    return Call(path={"work_item_id": item.pk}, shows=(name,), hides=(*words_of(case), name))


def _preview(scene: Scene) -> Call:
    case = scene.filed()
    return Call(
        path={"work_item_id": scene.item(case).pk},
        queries=({}, {"target": "file"}),
        shows=('"file"',),
        hides=(*words_of(case), "file"),
    )


def _return(scene: Scene) -> Call:
    case = scene.filed()
    body = {"target": "file", "reason": "不属本单位"}
    return Call(path={"work_item_id": scene.item(case).pk}, body=body, shows=(case.number,), hides=words_of(case))


def _upload(scene: Scene) -> Call:
    return Call(body=lambda: {"file": picture()}, format="multipart", shows=("image/png",))


def _unbound(scene: Scene) -> Call:
    row = scene.upload()
    return Call(path={"key": str(row.key)}, shows=(row.sha256,), hides=(str(row.key), row.name, row.sha256))


def _bound(scene: Scene) -> Call:
    row = scene.attached()
    return Call(path={"key": str(row.key)}, shows=(row.sha256,), hides=(str(row.key), row.name, row.sha256))


def _unbound_bytes(scene: Scene) -> Call:
    return Call(path={"key": str(scene.upload().key)}, shows=("IHDR",), hides=("IHDR", "隐匿"))


def _bound_bytes(scene: Scene) -> Call:
    return Call(path={"key": str(scene.attached().key)}, owner="colleague", shows=("IHDR",), hides=("IHDR", "隐匿"))


N, W = Stranger.NOTHING, Stranger.WITHOUT
FILE = "the uploader while it is unbound, then whoever sees the case"

ROWS = (
    Row("work_items_list", W, "mine, done: their own; pool: who may take it; unit: who may reassign there", _pool),
    Row("work_items_list", W, "", _filing_pool, name="pool, before filing"),
    Row("work_items_list", W, "", _mine, name="mine"),
    Row("work_items_list", W, "", _done, name="done"),
    Row("work_items_list", W, "", _unit, name="unit"),
    Row("work_items_read", N, f"{SEES}; who may take it from the pool", _read),
    Row("work_items_claim", N, "whoever holds the task's role at its unit, in the case's sector and area", _claim),
    Row("work_items_release", N, "the task's owner, or who may reassign tasks of the unit", _release),
    Row("work_items_save_draft", N, OWNER, _draft),
    Row("work_items_complete", N, OWNER, _complete),
    Row("work_items_complete", N, "", _complete_wrongly, name="wrongly"),
    Row("work_items_complete", N, "", _complete_again, name="again"),
    Row("work_items_transfer", N, LEAD, _transfer),
    Row("work_items_transfer", N, "", _take_over, name="to oneself"),
    Row("work_items_transfer_candidates", N, LEAD, _candidates),
    Row("work_items_return_preview", N, OWNER, _preview),
    Row("work_items_return", N, OWNER, _return),
    Row("attachments_upload", Stranger.OWN, "everybody; the file is the uploader's until an act names it", _upload),
    Row("attachments_read", N, FILE, _unbound, name="unbound", where="persons"),
    Row("attachments_read", N, "", _bound),
    Row("attachments_download", N, FILE, _unbound_bytes, name="unbound", where="persons"),
    Row("attachments_download", N, "", _bound_bytes),
)
