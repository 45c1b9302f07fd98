"""`manage.py register_source`: the key that it prints lets a system report, and nothing else does."""

import re
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from onegrid.common.models import AuditRecord
from onegrid.intake.models import SourceSystem
from onegrid.jurisdictions.models import Unit

pytestmark = pytest.mark.django_db


def register(slug: str = "water-hotline", **more: object) -> str:
    """What it prints."""
    said = StringIO()
    options = {"name": "水务热线", "channel": "hotline", "unit": "C321300", **more}
    call_command("register_source", slug, stdout=said, **options)
    return said.getvalue()


def status_with(header: str) -> int:
    """How an empty report is answered: 401 for a stranger, 422 for one who may report."""
    client = Client()
    return client.post(
        "/api/v1/reports/",
        data={},
        content_type="application/json",
        headers={"Authorization": header, "Idempotency-Key": str(uuid.uuid4())},
    ).status_code


def header_in(said: str) -> str:
    found = re.search(r"^Authorization: (Source water-hotline\.\S+)$", said, re.MULTILINE)
    assert found, said
    return found[1]


@pytest.fixture(autouse=True)
def centre(db: None) -> None:
    Unit.objects.create(code="C321300", name="市指挥中心", kind="centre", level="city", path="C321300")


def test_the_key_is_shown_once_and_kept_as_a_hash() -> None:
    header = header_in(register())
    row = SourceSystem.objects.get()
    assert header.rpartition(".")[2] not in (row.key_hash, row.name)
    assert status_with(header) != 401
    assert status_with(header + "x") == 401
    assert AuditRecord.objects.get().action == "source.registered"


def test_again_it_gives_a_new_key_and_ends_the_old_one() -> None:
    first = header_in(register())
    second = header_in(register(name="水务"))
    assert SourceSystem.objects.get().name == "水务"
    assert (status_with(first), status_with(second) != 401) == (401, True)


def test_closed_it_takes_no_key() -> None:
    header = header_in(register())
    assert "closed" in register(closed=True)
    assert status_with(header) == 401


def test_an_unknown_unit_or_connector_is_said() -> None:
    with pytest.raises(CommandError):
        register(unit="C999999")
    with pytest.raises(CommandError, match="pigeon"):
        register(reply_connector="pigeon")
    assert not SourceSystem.objects.exists()
