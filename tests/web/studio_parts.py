"""A small process that real cases run on, its faulty twin, and people with a browser, for tests of the studio."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onegrid.catalog.draft import Draft
from onegrid.catalog.models import WorkflowVersion
from onegrid.catalog.services.publish_version import publish_version
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import SYSTEM
from tests.factories.cases import COUNTY
from tests.factories.catalog import Step, draft

ONE, BETWEEN, TWO = Step("one", "第一步"), Step("between", "复核一下"), Step("two", "第二步")
NO_LIMIT = '<onegrid:limit value="2" unit="work_hour"/>'


def files(slug: str, *steps: Step) -> dict[str, bytes]:
    """A whole folder whose tasks go to the shift leaders of the unit that registered the case."""
    made = draft(slug, *steps)
    found = dict(made.files)
    diagram = found["process.bpmn"].decode()
    diagram = diagram.replace('role="handler"', 'role="shift_leader"').replace("case.centre", "case.registered_by")
    found["process.bpmn"] = diagram.encode()
    found["examples.yaml"] = found["examples.yaml"].replace(b"{centre: C1}", f"{{registered_by: {COUNTY}}}".encode())
    return found


def without_limit(diagram: bytes, task: str) -> bytes:
    """The same drawing, but the task says nothing of time: one fault."""
    before, after = diagram.decode().split(f'<bpmn:userTask id="{task}"')
    return f'{before}<bpmn:userTask id="{task}"{after.replace(NO_LIMIT, "", 1)}'.encode()


def publish(slug: str = "small", *steps: Step) -> WorkflowVersion:
    """Version 1, from nowhere in particular."""
    made = Draft(files=files(slug, *(steps or (ONE, TWO))), forms=draft(slug).forms)
    return publish_version(actor=SYSTEM, slug=slug, sources=made)


def browser_of(person: Person, language: str = "zh-hans") -> Client:
    """Signed in."""
    client = Client()
    client.force_login(person, backend="onegrid.jurisdictions.signed_in.PersonBackend")
    client.cookies["django_language"] = language
    return client


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A zip of the files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in contents.items():
            whole.writestr(name, content)
    return packed.getvalue()
