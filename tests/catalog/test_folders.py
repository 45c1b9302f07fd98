"""Folder and database: published once, never overwritten in silence, written back byte for byte."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from onegrid.catalog import selectors
from onegrid.catalog.draft import Draft
from onegrid.catalog.models import Origin, WorkflowVersion
from onegrid.catalog.services.publish_version import publish_version
from onegrid.jurisdictions.policy import Actor
from tests.factories.catalog import NOTE_FORM, Step, draft, examples, straight

THREE = (Step("one", "第一步"), Step("between", "中间一步"), Step("two", "第二步"))


@pytest.fixture
def repository(tmp_path: Path, settings: object, designer: Actor) -> Path:
    """A repository with `small`, `inner` and `caller`, which calls inner."""
    settings.ONEGRID_WORKFLOWS, settings.ONEGRID_FORMS = tmp_path / "workflows", tmp_path / "forms"  # type: ignore[attr-defined]
    put(tmp_path, "small", draft())
    steps = (Step("ask", "询问", call="inner"),)
    put(tmp_path, "caller", draft("caller", *steps, examples_yaml=examples(*steps, inner=("deep",))))
    put(tmp_path, "inner", draft("inner", Step("deep", "里面")))
    return tmp_path


def put(root: Path, slug: str, made: Draft) -> None:
    """Write a draft as a folder."""
    for name, content in made.files.items():
        path = root / "workflows" / slug / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, content in made.forms.items():
        path = root / "forms" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def run(*arguments: str) -> str:
    """The command's words."""
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def warnings() -> list[str]:
    """What the system check says of catalog."""
    return [one.msg for one in run_checks(databases=["default"]) if one.id == "catalog.W001"]


def test_callees_go_first(repository: Path) -> None:
    said = run("publish_workflows")
    assert said.index("inner: published") < said.index("caller: published")
    assert run("publish_workflows").count("unchanged") == 3
    assert not warnings()


def test_if_empty(repository: Path) -> None:
    run("publish_workflows", "small")
    run("publish_workflows", "--if-empty")
    assert WorkflowVersion.objects.count() == 1


def test_a_changed_folder_is_published_and_warned_of_before(repository: Path) -> None:
    run("publish_workflows")
    put(repository, "small", draft("small", *THREE))
    assert any("small" in one for one in warnings())
    assert "small: published, v2" in run("publish_workflows", "--note", "一步不够")
    assert selectors.current_version("small").note == "一步不够"
    assert not warnings()


def test_a_changed_callee_takes_its_caller_along_when_all_are_published(repository: Path) -> None:
    run("publish_workflows")
    put(repository, "inner", draft("inner", Step("deep", "里面深处")))
    assert "caller: still calls an older version of inner" in run("publish_workflows", "inner")
    assert "caller: published, v2" in run("publish_workflows")


def test_dependents_on_request(repository: Path) -> None:
    run("publish_workflows")
    put(repository, "inner", draft("inner", Step("deep", "里面深处")))
    assert "caller: published anew, v2" in run("publish_workflows", "inner", "--dependents")


def test_a_changed_form_publishes_all_who_show_it(repository: Path) -> None:
    run("publish_workflows")
    (repository / "forms" / "note.yaml").write_text(NOTE_FORM.replace("情况", "经过"), encoding="utf-8")
    assert run("publish_workflows").count("published, v2") == 3


def test_what_the_studio_made_is_not_overwritten(repository: Path, designer: Actor) -> None:
    run("publish_workflows")
    publish_version(actor=designer, slug="small", sources=draft("small", *THREE), origin=Origin.STUDIO)
    put(repository, "small", draft("small", Step("alone", "只此一步")))
    said = StringIO()
    with pytest.raises(CommandError, match="--take"):
        call_command("publish_workflows", "small", stdout=said)
    assert "came from studio" in said.getvalue()
    assert '-    <bpmn:userTask id="between"' in said.getvalue(), "the difference is printed"
    assert '+    <bpmn:userTask id="alone"' in said.getvalue()
    assert selectors.current_version("small").number == 2


def test_take_folder(repository: Path, designer: Actor) -> None:
    run("publish_workflows")
    publish_version(actor=designer, slug="small", sources=draft("small", *THREE), origin=Origin.STUDIO)
    put(repository, "small", draft("small", Step("alone", "只此一步")))
    assert "small: published, v3" in run("publish_workflows", "small", "--take", "folder")


def test_take_database(repository: Path, designer: Actor) -> None:
    run("publish_workflows")
    publish_version(actor=designer, slug="small", sources=draft("small", *THREE), origin=Origin.STUDIO)
    put(repository, "small", draft("small", Step("alone", "只此一步")))
    assert "small: written, v2" in run("publish_workflows", "small", "--take", "database")
    assert (repository / "workflows/small/process.bpmn").read_bytes() == straight("small", *THREE)
    assert "small: unchanged, v2" in run("publish_workflows", "small")


def test_an_old_folder_does_not_undo_a_newer_version(repository: Path, designer: Actor) -> None:
    run("publish_workflows")
    publish_version(actor=designer, slug="small", sources=draft("small", *THREE), origin=Origin.FOLDER)
    said = StringIO()
    with pytest.raises(CommandError, match="left alone"):
        call_command("publish_workflows", "small", stdout=said)
    assert "the folder is v1; v2 replaced it" in said.getvalue()
    assert "small: published, v1" in run("publish_workflows", "small", "--take", "folder")
    assert WorkflowVersion.objects.filter(workflow__slug="small").count() == 2


def test_a_faulty_folder_is_told_by_file_and_line(repository: Path) -> None:
    put(repository, "small", draft("small", Step("one", role="wizard"), Step("two")))
    with pytest.raises(CommandError) as refused:
        call_command("publish_workflows", "small", stdout=StringIO())
    assert "lint.role_unknown process.bpmn" in str(refused.value)
    with pytest.raises(CommandError, match="small"):
        call_command("publish_workflows", "--check", "small", stdout=StringIO())


def test_export_round_trip_keeps_every_byte(repository: Path, designer: Actor, tmp_path: Path) -> None:
    gbk = straight("small", Step("one", "第一步"), Step("two", "第二步")).decode().replace("UTF-8", "GBK").encode("gbk")
    made = draft(process_bpmn=gbk)
    version = publish_version(actor=designer, slug="small", sources=made, origin=Origin.STUDIO)
    (repository / "workflows/small/decisions").mkdir()
    (repository / "workflows/small/decisions/left.dmn").write_text("old")
    assert "changed" in run("export_workflow", "small")
    folder = repository / "workflows" / "small"
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == made.files
    assert not (folder / "decisions/left.dmn").exists()
    assert "small: unchanged, v1" in run("publish_workflows", "small")
    assert selectors.draft_of(version).files == made.files
    run("export_workflow", "small", "--to", str(tmp_path / "there"), "--forms", str(tmp_path / "there/forms"))
    assert (tmp_path / "there/forms/note.yaml").read_text(encoding="utf-8") == NOTE_FORM


def test_export_of_what_is_not_there(repository: Path) -> None:
    with pytest.raises(CommandError, match="no such published version"):
        call_command("export_workflow", "small")
