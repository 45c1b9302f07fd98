"""Rows of the whole city: reference data that everybody sees, and acts that need a right on the city's centre."""

import datetime as dt
from io import BytesIO
from typing import Any

from onegrid.catalog.services.import_files import import_files
from onegrid.common import clock
from onegrid.jurisdictions.policy import actor_of
from onegrid.sla.models import CalendarDay
from tests.factories.catalog import NOTE_FORM, draft
from tests.isolation.city import Scene
from tests.isolation.shapes import Call, Row, Stranger

PLACES = "the map of the city and who serves what is public knowledge; no person and no case is named"
RULES = "the rules by which everybody works are known to everybody; nothing of a case is in them"


def _plain(*shows: str, **path: Any) -> Any:
    return lambda _scene: Call(path=path, shows=shows)


def _version(*shows: str, **path: Any) -> Any:
    return lambda scene: Call(path={"version_id": scene.world.published.pk, **path}, shows=shows)


def _decision(scene: Scene) -> Call:
    version = scene.world.with_decision
    assert version is not None
    return Call(path={"version_id": version.pk, "name": "routing.dmn"}, shows=("<definitions/>",))


def _calendar(scene: Scene) -> Call:
    CalendarDay.objects.create(date=dt.date(2026, 5, 6), is_working=True, name="调休", source="test")
    return Call(queries=({"year": 2026},), shows=("2026-05-06",))


def _change_calendar(scene: Scene) -> Call:
    body = {"days": [{"date": "2026-05-06", "is_working": False, "name": "停工"}], "reason": "通知"}
    return Call(body=body, owner="administrator of the city", shows=lambda found: found["changed"] == 1)


def _deadline(scene: Scene) -> Call:
    body = {"start": "2026-05-06T08:00:00+08:00", "value": 2, "unit": "natural_day"}
    return Call(body=body, shows=("2026-05-08",))


def _move_clock(scene: Scene) -> Call:
    body = {"to": (clock.now() + dt.timedelta(seconds=5)).isoformat()}
    return Call(body=body, owner="operator", shows=("fired",))


def _draft() -> dict[str, Any]:
    made = draft("hidden_draft")
    return {
        "files": {name: content.decode() for name, content in made.files.items()},
        "forms": {name: content.decode() for name, content in made.forms.items()},
    }


def _check(scene: Scene) -> Call:
    return Call(path={"slug": "hidden_draft"}, body=_draft(), owner="designer", shows=("publishable",))


def _publish(scene: Scene) -> Call:
    return Call(path={"slug": "hidden_draft"}, body=_draft(), owner="designer", shows=("checksum",))


def _publish_form(scene: Scene) -> Call:
    body = {"yaml": NOTE_FORM, "note": "新表"}
    return Call(path={"slug": "note"}, body=body, owner="designer", shows=("note",))


def _diagram() -> dict[str, Any]:
    file = BytesIO(draft("hidden_import").bpmn)
    file.name = "hidden.bpmn"
    return {"files": [file]}


def _import(scene: Scene) -> Call:
    return Call(body=_diagram, format="multipart", owner="designer", shows=("hidden_import",))


def imported(scene: Scene) -> int:
    """An import of the designer, whose words are found nowhere else."""
    designer = actor_of(scene.person("designer").pk)
    return import_files(actor=designer, files={"隐图.bpmn": draft("hidden_import").bpmn}).pk


def _one_import(scene: Scene) -> Call:
    return Call(path={"import_id": imported(scene)}, owner="designer", shows=("隐图",), hides=("隐图", "hidden_import"))


ALL, REFUSED = Stranger.ALL, Stranger.REFUSED
EVERYBODY = "everybody who is signed in"
DESIGNS, PUBLISHES = "who may design workflows of the city", "who may publish workflows of the city"


def _all(operation: str, why: str, make: Any) -> Row:
    return Row(operation, ALL, EVERYBODY, make, where="city", why=why)


ROWS = (
    _all("list_divisions", PLACES, _plain("321300")),
    _all("get_division", PLACES, _plain("321311", code="321311")),
    _all("list_units", PLACES, _plain("C321300")),
    _all("get_unit", PLACES, _plain("C321311", code="C321311")),
    _all("list_roles", "roles and what each may do are the same for everybody", _plain("dispatcher")),
    _all("list_categories", RULES, _plain("event-01-02")),
    _all("get_category", RULES, _plain("event-01-02", code="event-01-02")),
    _all("list_stages", RULES, _plain("handling")),
    _all("list_standards", RULES, _plain("t-01-02-1")),
    _all("list_workflows", RULES, _plain("three_tasks")),
    _all("get_workflow", RULES, _plain("three_tasks", slug="three_tasks")),
    _all("list_versions", RULES, _plain("checksum", slug="three_tasks")),
    _all("get_version", RULES, _version("three_tasks")),
    _all("get_version_bpmn", RULES, _version("bpmn:definitions")),
    _all("get_version_decision", RULES, _decision),
    _all("get_version_form", RULES, _version("t_check", form="t_check")),
    _all("list_forms", RULES, _plain("t_check")),
    _all("get_form", RULES, _plain("t_check", slug="t_check")),
    _all("calendar", RULES, _calendar),
    _all("count_deadline", "arithmetic over the public calendar; changes nothing", _deadline),
    _all("demo_clock", "what time it is in the demo; elsewhere the address does not exist", _plain("now")),
    Row("change_calendar", REFUSED, "an administrator of the city", _change_calendar, where="city"),
    Row("move_demo_clock", REFUSED, "an operator of the city, in a demo installation", _move_clock, where="city"),
    Row("check_workflow", REFUSED, DESIGNS, _check, where="city"),
    Row("import_workflows", REFUSED, DESIGNS, _import, where="city"),
    Row("get_workflow_import", Stranger.NOTHING, "who brought the files", _one_import, where="city"),
    Row("publish_workflow", REFUSED, PUBLISHES, _publish, where="city"),
    Row("publish_form", REFUSED, PUBLISHES, _publish_form, where="city"),
)
