"""What the repository ships can be published as it stands, by the command, on reference data as shipped."""

from io import StringIO

import pytest
from django.core.management import call_command

from onegrid.catalog import folders, selectors
from onegrid.catalog.models import CodeSet, Workflow
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import SYSTEM
from onegrid.jurisdictions.services.load_roles import load_roles
from tests.factories.catalog import ROOT


@pytest.fixture
def shipped(db: None) -> str:
    """Roles, standards and the six processes, loaded as on a fresh installation; what the commands said."""
    Unit.objects.create(code="C321300", kind="centre", level="city", name="市", name_key="s", path="C321300")
    load_roles(actor=SYSTEM, path=ROOT / "fixtures" / "roles.yaml")
    said = StringIO()
    call_command("load_standards", stdout=said)
    call_command("publish_workflows", stdout=said)
    return said.getvalue()


def test_all_six_are_published(shipped: str) -> None:
    assert set(Workflow.objects.exclude(current_version=None).values_list("slug", flat=True)) == set(folders.slugs())
    assert shipped.count("published, v1") == len(folders.slugs()) == 6


def test_the_main_process_freezes_what_it_calls(shipped: str) -> None:
    version = selectors.current_version("event_dispatch")
    assert set(version.callees) == set(folders.slugs()) - {"event_dispatch"}
    assert selectors.form_of(version.pk, "filing").keys() >= {"standard", "urgency"}
    assert "site_check" in version.forms, "callees' forms are frozen with the caller"
    assert selectors.spec_of(version.pk) is selectors.spec_of(version.pk)


def test_publishing_again_changes_nothing(shipped: str) -> None:
    again = StringIO()
    call_command("publish_workflows", stdout=again)
    assert again.getvalue().count("unchanged, v1") == 6
    call_command("publish_workflows", "--if-empty", stdout=again)
    assert "already published" in again.getvalue()


def test_standards_are_loaded_once(shipped: str) -> None:
    said = StringIO()
    call_command("load_standards", "--if-empty", stdout=said)
    call_command("load_standards", stdout=said)
    assert CodeSet.objects.count() == 1
    assert "28 real" in said.getvalue()
