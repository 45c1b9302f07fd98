"""Python scripts of a process: off unless an administrator turns them on; designers cannot."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from onegrid.catalog import selectors
from onegrid.catalog.draft import Draft
from onegrid.catalog.examine import examine
from onegrid.catalog.services.allow_python_scripts import allow_python_scripts
from onegrid.catalog.services.publish_version import publish_version
from onegrid.common.errors import Invalid, NotFound, Refused
from onegrid.common.models import AuditRecord
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import Actor
from tests.factories.catalog import Step, draft, examples, hire, published, straight

SCRIPT = (
    b'<bpmn:scriptTask id="between" name="x" scriptFormat="python"><bpmn:script>total = 1 + 1</bpmn:script>'
    b"</bpmn:scriptTask>"
)


@pytest.fixture
def administrator(people: tuple[Actor, Actor]) -> Actor:
    """Gives posts, and turns scripts on."""
    return hire("yan", "administrator", Unit.objects.get(code="C1"))


def with_script(element: bytes = SCRIPT) -> Draft:
    """Three steps, the second of which is that element."""
    steps = (Step("one"), Step("between"), Step("two"))
    diagram = straight("small", *steps).replace(steps[1].xml().strip().encode(), element)
    walked = examples(steps[0], steps[2], path="start, one, between, two, end")
    return draft("small", *steps, process_bpmn=diagram, examples_yaml=walked)


def test_off_until_an_administrator_turns_them_on(designer: Actor, administrator: Actor) -> None:
    published(designer)
    with pytest.raises(Invalid) as refused:
        publish_version(actor=designer, slug="small", sources=with_script())
    assert "script.python_off" in str(vars(refused.value))
    allow_python_scripts(actor=administrator, slug="small", allowed=True, reason="旧系统的脚本")
    assert selectors.runs_python("small")
    assert publish_version(actor=designer, slug="small", sources=with_script()).number == 2
    row = AuditRecord.objects.get(action="catalog.python_scripts")
    assert (row.subject_id, row.after, row.reason) == ("small", {"allowed": True}, "旧系统的脚本")


def test_a_designer_cannot(designer: Actor) -> None:
    published(designer)
    with pytest.raises(Refused):
        allow_python_scripts(actor=designer, slug="small", allowed=True)
    assert not selectors.runs_python("small")


def test_the_same_again_changes_nothing(designer: Actor, administrator: Actor) -> None:
    published(designer)
    allow_python_scripts(actor=administrator, slug="small", allowed=False)
    assert not AuditRecord.objects.filter(action="catalog.python_scripts").exists()
    with pytest.raises(NotFound):
        allow_python_scripts(actor=administrator, slug="gone", allowed=True)


def test_no_process_may_name_the_sandbox_as_a_connector(designer: Actor) -> None:
    call = (
        b'<bpmn:serviceTask id="between" name="x"><bpmn:extensionElements>'
        b'<onegrid:call connector="python" operation="run"/></bpmn:extensionElements></bpmn:serviceTask>'
    )
    found = examine("small", with_script(call))
    assert "lint.connector_unknown" in [one.code for one in found.errors]


def test_command(designer: Actor) -> None:
    published(designer)
    said = StringIO()
    call_command("python_scripts", "small", "on", stdout=said)
    assert "on" in said.getvalue()
    assert selectors.runs_python("small")
    with pytest.raises(CommandError, match="gone"):
        call_command("python_scripts", "gone", "on")
