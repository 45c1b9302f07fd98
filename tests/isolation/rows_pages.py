"""Rows of the pages: operation = method and name of the address, as `get work_task`. A room adds its own here."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from onegrid.cases.models import Case
from onegrid.cases.services.claim import claim
from onegrid.cases.services.comment import comment
from onegrid.catalog.models import DesignKind
from onegrid.catalog.services.save_draft import save_draft
from onegrid.jurisdictions.policy import actor_of
from onegrid.reports.services.refresh_figures import refresh_figures
from onegrid.web.forms.pickers import asked
from tests.isolation.city import Scene, point_of, words_of
from tests.isolation.rows_city import imported
from tests.isolation.rows_people import _notice
from tests.isolation.shapes import Call, Query, Row, Stranger

OWN_ROWS, ANYBODY = "oneself", "anybody"
SEES = "whoever sees the case"
TASK = "the task's owner; while it lies in the pool, whoever holds its role at its unit"
DESIGNS = "who designs the city's processes"
N, W, OWN, OPEN = Stranger.NOTHING, Stranger.WITHOUT, Stranger.OWN, Stranger.OPEN
Make = Callable[[Scene], Call]


def _nothing(_scene: Scene) -> Call:
    return Call()


def _posted(body: Mapping[str, Any], status: int | None = None) -> Make:
    return lambda _scene: Call(body=dict(body), status=status)


# --- oneself ------------------------------------------------------------------------------------------------------
def _waiting(scene: Scene) -> Call:
    case = _owned(scene)
    return Call(shows=(case.title,), hides=words_of(case))


def _me(scene: Scene) -> Call:
    person = scene.person("owner")
    return Call(shows=(person.name, person.username), hides=(person.name, person.username))


def _notices(scene: Scene) -> Call:
    _notice(scene)
    return Call(queries=({}, {"unread": "1"}), shows=("密报超期",), hides=("密报超期", "secret late"))


def _open_notice(scene: Scene) -> Call:
    return Call(path={"notice": _notice(scene).pk}, body={}, hides=("密报超期", "secret late", "SECRET"))


def _read_all(scene: Scene) -> Call:
    _notice(scene)
    return Call(body={}, hides=("密报超期",))


# --- tasks --------------------------------------------------------------------------------------------------------
def _owned(scene: Scene) -> Case:
    case = scene.filed()
    claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    return case


def _boxes(case: Case, box: str) -> tuple[Query, ...]:
    found: list[Query] = [{}, *({"search": word} for word in (case.number, case.title, case.place[:4]))]
    found += [{"sector": case.sector}, {"light": "soon"}, {"urgency": case.urgency}, {"sort": "new"}]
    return tuple({"box": box, **one} for one in found)


def _box(box: str) -> Make:
    def make(scene: Scene) -> Call:
        case = scene.filed() if box in ("pool", "done") else _owned(scene)
        owner = "colleague" if box == "unit" else "owner"
        seen = case.number if box == "none" else case.title
        queries = _boxes(case, box)[:4]
        return Call(queries=queries, owner=owner, shows=(seen,), hides=words_of(case))

    return make


def _task(*, owned: bool = True, body: Mapping[str, Any] | None = None, shows: tuple[str, ...] = ()) -> Make:
    def make(scene: Scene) -> Call:
        case = _owned(scene) if owned else scene.filed()
        queries = ({},) if body is not None else ({}, {"box": "pool"})
        return Call(
            path={"work_item_id": scene.item(case).pk},
            queries=queries,
            body=body,
            shows=shows or ((case.title,) if body is None else ()),
            hides=words_of(case),
        )

    return make


def _ticked(scene: Scene) -> Call:
    case = scene.filed()
    return Call(body={"item": [scene.item(case).pk]}, hides=words_of(case))


def _act(body: Mapping[str, Any] | None = None) -> Make:
    """A page that asks before an act, or the act; what it shows of the case varies."""

    def make(scene: Scene) -> Call:
        case = _owned(scene)
        return Call(path={"work_item_id": scene.item(case).pk}, body=body, hides=words_of(case))

    return make


def _taken_back(body: Mapping[str, Any] | None = None) -> Make:
    """A task that offers to withdraw its case."""

    def make(scene: Scene) -> Call:
        case = scene.registered(slug="taken_back")
        shows = () if body else (case.title,)
        return Call(path={"work_item_id": scene.item(case).pk}, body=body, shows=shows, hides=words_of(case))

    return make


def _transfer(scene: Scene) -> Call:
    body = {"person": scene.person("colleague").pk, "reason": "请代办"}
    case = _owned(scene)
    names = (*words_of(case), scene.person("colleague").name)
    return Call(path={"work_item_id": scene.item(case).pk}, body=body, hides=names)


def _copy_task(scene: Scene) -> Call:
    case = _owned(scene)
    body = {"person": scene.person("colleague").pk}
    return Call(path={"work_item_id": scene.item(case).pk}, body=body, hides=words_of(case))


def _similar(scene: Scene) -> Call:
    """Somebody who reports something like it hears of the case only where they see it."""
    case = scene.registered()
    body = {
        **{"title": "井盖缺失", "category": case.category, "place": "路口", "channel": "resident"},
        **{"place_county": scene.pair.division[:6], "place_township": scene.pair.division},
    }
    return Call(body=body, status=200, shows=(case.title,), hides=words_of(case))


def _registered(scene: Scene) -> Call:
    case = scene.registered()
    return Call(path={"number": case.number}, shows=(case.number,), hides=words_of(case))


def _options(scene: Scene) -> Call:
    wanted = asked.Asked("person", {"unit": scene.pair.lead, "role": "handler"})
    token = asked.address(wanted, scene.actor("owner")).rstrip("/").rpartition("/")[2]
    return Call(path={"token": token}, shows=("options",))


# --- cases --------------------------------------------------------------------------------------------------------
def _case(*, body: Mapping[str, Any] | None = None, shows: bool = True) -> Make:
    def make(scene: Scene) -> Call:
        case = scene.filed()
        return Call(
            path={"number": case.number},
            body=body,
            shows=(case.title,) if shows and body is None else (),
            hides=words_of(case),
        )

    return make


def _cases(scene: Scene) -> Call:
    case = scene.filed()
    found: list[Query] = [{}, *({"search": word} for word in (case.number, case.title, case.place[:4]))]
    found += [{"status": case.status}, {"sector": case.sector}, {"category": case.category}, {"sort": "due"}]
    return Call(queries=tuple(found), shows=(case.title,), hides=words_of(case))


def _exported(scene: Scene) -> Call:
    case = scene.filed()
    return Call(queries=({}, {"search": case.number}), shows=(case.number,), hides=words_of(case), status=200)


def _figures(scene: Scene) -> Call:
    return Call(queries=({}, {"sector": "urban_management"}), hides=words_of(scene.filed()))


def _file(scene: Scene) -> Call:
    return Call(path={"key": str(scene.attached().key)}, shows=("IHDR",), hides=("IHDR", "隐匿"))


def _talk(scene: Scene) -> Call:
    case = scene.filed()
    said = comment(actor=scene.actor("owner"), case_id=case.pk, text="请速办辛壬").text
    shown = (said, *point_of(case), "og-place-pin")
    return Call(path={"number": case.number}, shows=shown, hides=(*words_of(case), *shown))


def _copy(scene: Scene) -> Call:
    case = scene.filed()
    return Call(path={"number": case.number}, body={"person": scene.person("colleague").pk}, hides=words_of(case))


def _withdraw(scene: Scene) -> Call:
    case = scene.registered()
    return Call(path={"number": case.number}, body={"reason": "重复"}, hides=words_of(case))


def _unmask(scene: Scene) -> Call:
    case = scene.filed()
    name = case.sources.get().reporter_name
    return Call(path={"number": case.number}, body={"reason": "回访"}, shows=(name,), hides=words_of(case))


def _incident(status: int | None = None) -> Make:
    def make(scene: Scene) -> Call:
        found = scene.stopped()
        return Call(
            path={"number": found.case.number, "incident": found.pk},
            body={"reason": "重试", "data": '{"note": "yes"}'},
            owner="operator",
            status=status,
            hides=words_of(found.case),
        )

    return make


def _changes(kind: str) -> Make:
    def make(scene: Scene) -> Call:
        case = _owned(scene)
        topic = f"case/{case.number}" if kind == "case" else kind
        return Call(path={"topic": topic}, shows=("mark",), hides=words_of(case))

    return make


# --- supervision --------------------------------------------------------------------------------------------------
def _supervised(scene: Scene) -> Call:
    case = scene.filed()
    refresh_figures()
    queries = ({}, {"by": "category"}, {"by": "unit"}, {"by": "source"})
    return Call(queries=queries, hides=words_of(case), status=200)


def _behind(scene: Scene) -> Call:
    case = scene.filed()
    refresh_figures()
    queries = ({}, {"figure": "open"}, {"figure": "filed", "by": "category"}, {"category": case.category})
    return Call(queries=queries, shows=(case.title,), hides=words_of(case), status=200)


def _bulletin(scene: Scene) -> Call:
    case = scene.filed()
    refresh_figures()
    return Call(body={"by": "category"}, hides=words_of(case), status=200)


def _sheet(scene: Scene) -> Call:
    case = scene.filed()
    refresh_figures()
    return Call(body={"figure": "registered"}, shows=(case.title,), hides=words_of(case), status=200)


def _screen(scene: Scene) -> Call:
    case = scene.filed()
    return Call(queries=({}, {"part": "1"}), owner="mayor", shows=(case.title,), hides=words_of(case), status=200)


# --- studio -------------------------------------------------------------------------------------------------------
def _studio(
    body: Mapping[str, Any] | None = None, *, drafted: bool = False, status: int | None = None, **path: Any
) -> Make:
    def make(scene: Scene) -> Call:
        if drafted:
            _drafts(scene)
        return Call(path=path, body=body, owner="designer", status=status)

    return make


def _drafts(scene: Scene) -> None:
    """Of the process and of a shared form, as the designer."""
    designer = actor_of(scene.person("designer").pk)
    save_draft(actor=designer, kind=DesignKind.WORKFLOW, slug=FLOW, changes={"README.md": "隐匿".encode()})
    form = f"id: {FORM}\ntitle: 隐匿\nowner: 测试\nschemaVersion: 1\ncomponents: []\n"
    save_draft(actor=designer, kind=DesignKind.FORM, slug=FORM, changes={f"forms/{FORM}.yaml": form.encode()})


FLOW, FORM, BPMN = "three_tasks", "t_check", "process.bpmn"
_EDIT = {"text": "隐匿", "revision": 1}


def _sent() -> dict[str, Any]:
    file = BytesIO(b"hidden")
    file.name = "README.md"
    return {"files": file}


def _upload(**path: Any) -> Make:
    return lambda _scene: Call(path=path, body=_sent, owner="designer", status=302)


def _brought(**path: Any) -> Make:
    """A report is its owner's alone."""
    return lambda scene: Call(
        path={"number": imported(scene), **path}, owner="designer", hides=("隐图", "hidden_import")
    )


def _layer(scene: Scene) -> Call:
    """How many cases stand at each node: of those that the reader sees."""
    return Call(path={"slug": FLOW, "number": 1}, hides=words_of(scene.filed()))


def _page_of_designer(name: str, make: Make, label: str = "") -> Row:
    return Row(name, Stranger.REFUSED, DESIGNS, make, name=label, where="city")


R = _page_of_designer
ROWS: tuple[Row, ...] = (
    Row("get start", OPEN, ANYBODY, _nothing, where="city"),
    Row("get start", W, OWN_ROWS, _waiting, name="what waits"),
    Row("get sign_in", OPEN, ANYBODY, _nothing, where="city"),
    Row("post sign_in", OPEN, ANYBODY, _posted({"username": "nobody", "password": "wrong"}, 401), where="city"),
    Row("get sign_in_code", OPEN, ANYBODY, _nothing, where="city"),
    Row("post sign_in_code", OPEN, ANYBODY, _posted({"otp": "123456"}), where="city"),
    Row("post sign_out", OPEN, ANYBODY, _nothing, where="city"),
    Row("post language", OPEN, ANYBODY, _posted({"language": "en", "next": "/"}, 302), where="city"),
    Row("get browser", OPEN, ANYBODY, _nothing, where="city"),
    Row("get me", OWN, OWN_ROWS, _me, where="persons"),
    Row("get me_password", OWN, OWN_ROWS, _nothing, where="city"),
    Row("post me_password", OWN, OWN_ROWS, _posted({"old": "x", "new": "y", "again": "z"}, 422), where="city"),
    Row("get me_second_factor", OWN, OWN_ROWS, _nothing, where="city"),
    Row("post me_second_factor", OWN, OWN_ROWS, _posted({}), where="city"),
    Row("post me_sign_out_everywhere", OWN, OWN_ROWS, _posted({}), where="city"),
    Row("get notices", W, OWN_ROWS, _notices, where="persons"),
    Row("post notices_open", N, OWN_ROWS, _open_notice, where="persons"),
    Row("post notices_read_all", OWN, OWN_ROWS, _read_all, where="persons"),
    # Tasks
    Row("get work", W, TASK, _box("mine"), name="mine"),
    Row("get work", W, TASK, _box("pool"), name="pool"),
    Row("get work", W, TASK, _box("done"), name="done"),
    Row("get work", W, "who may reassign tasks of the unit", _box("unit"), name="unit"),
    Row("get work_task", N, TASK, _task()),
    Row("get work_task", N, TASK, _task(owned=False), name="pool"),
    Row("post work_task", N, TASK, _task(body={"outcome": "done", "f.handling_result": "已补", "opinion": "属实"})),
    Row("post work_draft", N, TASK, _task(body={"f.handling_result": "午未", "keep": "yes"})),
    Row("post work_claim", N, TASK, _task(owned=False, body={})),
    Row("post work_claim_ticked", W, TASK, _ticked),
    Row("get work_release", N, TASK, _act()),
    Row("post work_release", N, TASK, _act({"reason": "他用"})),
    Row("get work_transfer", N, TASK, _act()),
    Row("post work_transfer", N, TASK, _transfer),
    Row("get work_return", N, TASK, _act()),
    Row("post work_return", N, TASK, _act({"target": "file", "reason": "不属本单位"})),
    Row("post work_comment", N, TASK, _act({"text": "子丑寅卯"})),
    Row("get work_copy", N, TASK, _act()),
    Row("post work_copy", N, TASK, _copy_task),
    Row("get work_withdraw", N, "who registered the case", _taken_back()),
    Row("post work_withdraw", N, "who registered the case", _taken_back({"reason": "x"})),
    Row("get register", OWN, "whoever registers reports", _nothing, where="city"),
    Row("post register", OWN, "whoever registers reports", _similar, where="city"),
    Row("get register_places", Stranger.ALL, "places are public", _nothing, where="city"),
    Row("get register_done", N, SEES, _registered),
    Row("get forms_options", N, "for whom the form was shown", _options, where="city"),
    # Cases
    Row("get cases", W, SEES, _cases),
    Row("get cases_figures", W, SEES, _figures),
    Row("get cases_export", OWN, SEES, _exported),
    Row("get cases_case", N, SEES, _talk),
    Row("get cases_file", N, SEES, _file),
    Row("post cases_comment", N, SEES, _case(body={"text": "子丑寅卯"})),
    Row("get cases_copy", N, SEES, _case(shows=False)),
    Row("post cases_copy", N, SEES, _copy),
    Row("post cases_withdraw", N, "who registered it", _withdraw),
    Row("post cases_unmask", N, "who may see personal data of the case", _unmask),
    Row("post cases_retry", N, "operators", _incident()),
    Row("post cases_skip", N, "operators", _incident(409)),
    Row("get cases_diagram_page", N, SEES, _case(shows=False)),
    Row("get cases_diagram", N, SEES, _case(shows=False)),
    Row("get changes", N, SEES, _changes("case"), name="case"),
    Row("get changes", W, OWN_ROWS, _changes("inbox"), name="inbox"),
    # Supervision
    Row("get supervision", W, "who supervises the unit", _supervised, where="units"),
    Row("get supervision_cases", W, "who supervises the unit", _behind, where="units"),
    Row("post supervision_export", OWN, "who supervises the unit", _bulletin, where="units"),
    Row("post supervision_cases_export", OWN, "who supervises the unit", _sheet, where="units"),
    Row("get screen", OWN, "who supervises the unit", _screen, where="units"),
    # Studio
    # Designers count all cases of the city and see none: only the others are walked.
    Row("get studio_diagram", W, "figures: who sees the cases; designers: of all", _layer, where="units"),
    R("get studio", _studio()),
    R("get studio_new", _studio()),
    R("post studio_new", _studio({}, status=422)),
    R("get studio_import", _studio()),
    R("post studio_import", _studio({}, status=422)),
    R("get studio_import_report", _brought()),
    R("get studio_import_diagram", _brought(at=1)),
    R("get studio_import_file", _brought(at=1)),
    R("get studio_workflow", _studio(slug=FLOW)),
    R("get studio_version", _studio(slug=FLOW, number=1)),
    R("get studio_archive", _studio(slug=FLOW, number=1)),
    R("get studio_file", _studio(slug=FLOW, number=1, name=BPMN)),
    R("get studio_draft", _studio(drafted=True, slug=FLOW)),
    R("get studio_check", _studio(drafted=True, slug=FLOW)),
    R("post studio_upload", _upload(slug=FLOW)),
    R("post studio_put_back", _studio({"name": "README.md"}, drafted=True, slug=FLOW)),
    R("get studio_draft_archive", _studio(drafted=True, slug=FLOW)),
    R("get studio_discard", _studio(drafted=True, slug=FLOW)),
    R("post studio_discard", _studio({}, drafted=True, slug=FLOW)),
    R("post studio_rebase", _studio({}, drafted=True, slug=FLOW)),
    R("get studio_publish", _studio(drafted=True, slug=FLOW)),
    R("post studio_publish", _studio({}, drafted=True, slug=FLOW, status=409)),
    R("get studio_edit", _studio(drafted=True, slug=FLOW, name=BPMN)),
    R("post studio_edit", _studio(_EDIT, drafted=True, slug=FLOW, name="README.md")),
    R("get studio_draft_file", _studio(drafted=True, slug=FLOW, name="README.md")),
    R("get studio_form", _studio(slug=FORM)),
    R("get studio_form_version", _studio(slug=FORM, number=1)),
    R("get studio_form_file", _studio(slug=FORM, number=1)),
    R("get studio_form_draft", _studio(drafted=True, slug=FORM)),
    R("post studio_form_draft", _studio(_EDIT, drafted=True, slug=FORM)),
    R("post studio_form_upload", _studio({}, slug=FORM, status=422)),
    R("get studio_form_publish", _studio(drafted=True, slug=FORM)),
    R("post studio_form_publish", _studio({}, drafted=True, slug=FORM, status=409)),
    R("get studio_form_discard", _studio(drafted=True, slug=FORM)),
    R("post studio_form_discard", _studio({}, drafted=True, slug=FORM)),
    R("post studio_form_rebase", _studio({}, drafted=True, slug=FORM)),
)
