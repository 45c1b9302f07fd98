"""Files of other tools become drafts of who brings them; nothing that is there already changes."""

import io
import zipfile

import pytest

from onegrid.catalog import drafts, selectors
from onegrid.catalog.draft import thaw
from onegrid.catalog.examine import examine
from onegrid.catalog.models import DesignDraft, DesignImport, DesignKind, FormVersion
from onegrid.catalog.services import import_files as service
from onegrid.catalog.services.import_files import import_files
from onegrid.catalog.services.save_draft import save_draft
from onegrid.common.errors import Invalid, NotFound, Refused
from onegrid.common.models import AuditRecord
from onegrid.engine.check import State
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import SYSTEM, Actor
from tests.engine.drawing import END, START, chain
from tests.engine.hostile.payloads import crowded
from tests.engine.imports.drawn import extended, foreign, straight, user
from tests.factories import catalog as make

pytestmark = pytest.mark.django_db

LEAVE = straight(user('camunda:formKey="leaveForm" camunda:candidateGroups="hr"'))
FORM = b'{"id": "leaveForm", "type": "default", "components": [{"type": "textfield", "key": "why", "label": "Why"}]}'
RULE = (
    START
    + '<bpmn:businessRuleTask id="x" name="x" camunda:decisionRef="rate" camunda:resultVariable="r"/>'
    + END
    + chain("start", "x", "end")
)
TABLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rates" name="rates" namespace="urn:rates">
<decision id="rate" name="rate"><variable name="rate"/><literalExpression><text>1</text></literalExpression></decision>
</definitions>"""


def renamed(data: bytes, process: str, label: str = "") -> bytes:
    """The process under another id."""
    named = f'<bpmn:process id="{process}" name="{label or "流程"}"'
    return data.replace('<bpmn:process id="p" name="流程"'.encode(), named.encode(), 1)


def whole(actor: Actor, slug: str) -> dict[str, bytes]:
    """The files of the draft, forms among them."""
    found = drafts.draft_for(actor, DesignKind.WORKFLOW, slug)
    assert found is not None
    return {name: content for name, content in drafts.changes_of(found).items() if content is not None}


def said(made: DesignImport) -> list[tuple[str, str]]:
    """(slug, what became of it) of every process."""
    return [(one["slug"], one["became"]) for file in made.report["files"] for one in file["processes"]]


def zipped(**contents: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("_", "."), content)
    return packed.getvalue()


def test_a_process_becomes_a_draft_with_what_it_names(designer: Actor) -> None:
    data = renamed(LEAVE, "LeaveRequest", "请假")
    files = {"leave.bpmn": data, "leave.form": FORM, "rates.dmn": TABLE}
    made = import_files(actor=designer, files=files)
    assert said(made) == [("leave_request", "new")]
    found = whole(designer, "leave_request")
    assert set(found) == {"process.bpmn", "workflow.yaml", "forms/leaveform.yaml"}
    assert found["process.bpmn"] == data, "byte for byte"
    city = Unit.objects.get(code="C1").name
    manifest = found["workflow.yaml"].decode()
    assert "process: LeaveRequest\n" in manifest
    assert "title: 请假\n" in manifest
    assert f"owner: {city}\n" in manifest
    assert b"id: leaveform\n" in found["forms/leaveform.yaml"]
    assert made.report["unused"] == ["rates.dmn"], "what no diagram names is told"
    assert thaw(made.files) == {"leave.bpmn": data}
    (file,) = made.report["files"]
    assert {one["code"] for one in file["problems"]} >= {"vendor.form"}
    assert all(one["message"]["zh"] and one["message"]["en"] for one in file["problems"])
    assert AuditRecord.objects.get(action="catalog.files_imported").after["drafts"] == ["leave_request"]

    examined = examine("leave_request", drafts.content_of(DesignDraft.objects.get(), "leave_request"))
    assert examined.gathered.model is not None
    assert examined.gathered.model.process_id == "LeaveRequest"
    codes = {one.code for one in examined.errors}
    assert "lint.process_id" not in codes
    assert {one for one in codes if one.startswith(("manifest.", "folder."))} == set()
    assert "lint.role_unknown" in codes, "whom the city does not know is still to be chosen"


def test_tables_come_along_and_later_files_complete_the_draft(designer: Actor) -> None:
    data = renamed(foreign(RULE), "rating")
    assert said(import_files(actor=designer, files={"a.bpmn": data})) == [("rating", "new")]
    assert set(whole(designer, "rating")) == {"process.bpmn", "workflow.yaml"}
    made = import_files(actor=designer, files={"a.bpmn": data, "the rates.dmn": TABLE})
    assert said(made) == [("rating", "completed")]
    assert whole(designer, "rating")["decisions/the_rates.dmn"] == TABLE
    before = DesignDraft.objects.get().revision
    assert said(import_files(actor=designer, files={"a.bpmn": data, "the rates.dmn": TABLE})) == [("rating", "same")]
    assert DesignDraft.objects.get().revision == before


def test_nothing_that_is_there_is_overwritten(designer: Actor) -> None:
    make.published(designer, "leave")
    version = selectors.current_version("leave")
    save_draft(actor=designer, kind=DesignKind.WORKFLOW, slug="leave_2", changes={"README.md": b"mine"})
    made = import_files(actor=designer, files={"x.bpmn": renamed(LEAVE, "leave")})
    assert said(made) == [("leave_3", "new")]
    assert made.report["files"][0]["processes"][0]["wanted"] == "leave"
    assert selectors.current_version("leave") == version
    assert whole(designer, "leave_2") == {"README.md": b"mine"}
    assert b"process: leave\n" in whole(designer, "leave_3")["workflow.yaml"]


def test_a_form_of_the_city_keeps_its_name(designer: Actor) -> None:
    make.published(designer, "small")
    data = renamed(straight(user('camunda:formKey="note"')), "noted")
    brought = b'{"id": "note", "components": [{"type": "number", "key": "n", "label": "N"}]}'
    made = import_files(actor=designer, files={"x.bpmn": data, "note.json": brought})
    assert made.report["files"][0]["processes"][0]["renamed"] == {"note": "note_2"}
    assert set(whole(designer, "noted")) == {"process.bpmn", "workflow.yaml", "forms/note_2.yaml"}
    assert FormVersion.objects.count() == 1


def test_the_running_version_itself_needs_no_draft(designer: Actor) -> None:
    diagram = make.published(designer, "leave").sources["process.bpmn"].encode()
    assert said(import_files(actor=designer, files={"x.bpmn": diagram})) == [("leave", "published")]
    assert not DesignDraft.objects.exists()


def test_several_processes_of_a_file_and_a_zip_with_a_broken_one(designer: Actor) -> None:
    two = renamed(LEAVE, "first").replace(
        b"</bpmn:definitions>",
        LEAVE[LEAVE.index(b"<bpmn:process") : LEAVE.index(b"</bpmn:process>")]
        .replace(b'id="p"', b'id="Process_1"', 1)
        .replace(b'id="', b'id="b_')
        .replace(b'Ref="', b'Ref="b_')
        .replace(b'"b_Process_1"', b'"Process_1"')
        + b"</bpmn:process></bpmn:definitions>",
    )
    broken = b"<?xml version='1.0'?>\n<definitions>\n<oops></definitions>"
    packed = zipped(two_bpmn=two, broken_bpmn=broken, readme_txt=b"hello")
    made = import_files(actor=designer, files={"all.zip": packed})
    assert said(made) == [("first", "new"), ("process_1", "new")]
    assert whole(designer, "first")["process.bpmn"] == whole(designer, "process_1")["process.bpmn"] == two
    states = {file["name"]: file["state"] for file in made.report["files"]}
    assert states["broken.bpmn"] == "unreadable"
    faults = next(file["problems"] for file in made.report["files"] if file["name"] == "broken.bpmn")
    assert [one["line"] for one in faults] == [3]
    (left,) = made.report["problems"]
    assert left["code"] == "import.unknown"
    assert "readme.txt" in left["message"]["zh"]
    assert made.report["totals"]["unreadable"] == 1


def test_files_that_call_their_process_alike_are_kept_apart(designer: Actor) -> None:
    drawn = '<camunda:formData><camunda:formField id="{0}" label="{0}" type="string"/></camunda:formData>'
    one, two = (straight(user("", extended(drawn.format(key)))) for key in ("first", "second"))
    made = import_files(actor=designer, files={"one.bpmn": one, "two.bpmn": two, "rule.bpmn": foreign(RULE)})
    assert said(made) == [("p", "new"), ("p_2", "new"), ("p_3", "new")]
    assert made.report["files"][2]["processes"][0]["absent"] == ["rate"]
    assert made.report["files"][0]["processes"][0]["absent"] == []
    for slug, key in (("p", b"first"), ("p_2", b"second")):
        (form,) = (content for name, content in whole(designer, slug).items() if name.startswith("forms/"))
        assert b"key: " + key in form


@pytest.mark.parametrize(
    ("process", "file", "slug"),
    [
        ("Process_0ab12cd", "leave request.bpmn20.xml", "leave_request"),
        ("sid-6A5B-11", "请假.bpmn", "sid_6_a5_b_11"),
        ("请假", "Leave.bpmn", "leave"),
        ("请假", "假.bpmn", "imported_process"),
        ("invoiceProcess", "x.bpmn", "invoice_process"),
    ],
)
def test_names(designer: Actor, process: str, file: str, slug: str) -> None:
    data = LEAVE.replace(b'"p"', f'"{process}"'.encode())
    assert said(import_files(actor=designer, files={file: data})) == [(slug, "new")]


def test_only_the_newest_reports_are_kept(designer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onegrid.catalog.services.import_files.KEPT", 2)
    made = [import_files(actor=designer, files={"x.bpmn": LEAVE}).pk for _ in range(3)]
    assert list(DesignImport.objects.order_by("pk").values_list("pk", flat=True)) == made[1:]


def test_only_designers_and_only_people_bring_files(designer: Actor, handler: Actor) -> None:
    for actor in (handler, SYSTEM):
        with pytest.raises((Refused, NotFound)):
            import_files(actor=actor, files={"x.bpmn": LEAVE})
    assert not DesignImport.objects.exists()


def test_nothing_and_too_much_are_refused(designer: Actor) -> None:
    with pytest.raises(Invalid) as nothing:
        import_files(actor=designer, files={})
    assert nothing.value.code == "catalog.upload_empty"
    with pytest.raises(Invalid) as much:
        import_files(actor=designer, files={f"{n}.bpmn": LEAVE for n in range(61)})
    assert much.value.code == "catalog.import_too_large"


def test_a_file_of_too_many_processes_is_drawn_and_told(designer: Actor) -> None:
    made = import_files(actor=designer, files={"many.bpmn": crowded(3_000), "x.bpmn": LEAVE})
    many, other = made.report["files"]
    assert (many["processes"], many["is_drawn"]) == ([], True)
    assert [(one["code"], one["element"]) for one in many["problems"]] == [("import.too_many_processes", "p200")]
    assert [one["became"] for one in other["processes"]] == ["new"]


def test_copies_of_a_large_file_end_before_they_fill_the_database(
    designer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = crowded(4)
    monkeypatch.setattr(service, "MOST_BYTES", 2 * len(large))
    made = import_files(actor=designer, files={"large.bpmn": large})
    assert [became for _, became in said(made)] == ["new", "new", "drawn", "drawn"]


def test_what_the_database_cannot_hold_is_no_fault(designer: Actor) -> None:
    made = import_files(actor=designer, files={"a\0\ud800.bpmn": b"\0\xff", "b.bpmn": LEAVE.decode().encode("utf-16")})
    assert next(file["state"] for file in made.report["files"]) == "unreadable"


def test_a_draft_of_a_foreign_id_is_published_called_and_drawn(designer: Actor) -> None:
    from onegrid.catalog.drawings import drawing_of
    from onegrid.catalog.services.publish_version import publish_version

    made = make.draft("inner")
    files = dict(made.files)
    files["process.bpmn"] = files["process.bpmn"].replace(b'id="inner"', b'id="InnerOne"')
    files["workflow.yaml"] += b"process: InnerOne\n"
    inner = publish_version(actor=designer, slug="inner", sources=make.Draft(files=files, forms=made.forms))
    assert (inner.process, inner.process_id) == ("InnerOne", "InnerOne")
    call = make.Step("call", call="InnerOne")
    walk = make.examples(call, inner=("one", "two"))
    outer = make.published(designer, "outer", call, examples_yaml=walk)
    assert outer.callees == {"inner": inner.pk}
    assert {scope.process_id for scope in selectors.spec_of(outer.pk).scopes} == {"outer", "InnerOne"}
    assert drawing_of(inner).nodes
    assert [one.slug for one in selectors.users_of("inner")] == ["outer"]
    assert examine("inner", make.Draft(files=files, forms=made.forms)).state is State.PUBLISHABLE
