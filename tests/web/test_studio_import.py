"""Diagrams of other tools brought through the page: what its report says, shows and gives back."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from onegrid.catalog import selectors
from onegrid.catalog.models import DesignDraft, DesignImport
from onegrid.jurisdictions import policy
from tests.factories.cases import CITY, City, make_city
from tests.factories.catalog import make_code_set
from tests.web.studio_parts import browser_of, upload, zipped

BROUGHT = Path(__file__).resolve().parents[1] / "browser" / "brought"
FILES = {path.name: path.read_bytes() for path in sorted(BROUGHT.iterdir())}
BROKEN = b"<definitions>\n<oops"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    for remembered in (selectors, policy):
        remembered.forget()
    yield
    for remembered in (selectors, policy):
        remembered.forget()


@pytest.fixture
def city(db: None) -> City:
    """With two designers."""
    made = make_city()
    make_code_set()
    for name in ("designer", "designer2"):
        made.hire(name, ("designer", CITY))
    return made


@pytest.fixture
def wu(city: City) -> Client:
    """The designer at the browser, in Chinese."""
    return browser_of(city.people["designer"])


def bring(client: Client, **files: bytes) -> str:
    """The report's page after the files were sent."""
    sent = {"files": [upload(name, content) for name, content in files.items()]}
    answer = client.post(reverse("studio_import"), sent, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain, "a reload sends nothing twice"
    return str(answer.content.decode())


def test_three_files_a_zip_and_a_broken_one_are_accounted_for(wu: Client, city: City) -> None:
    text = bring(wu, **{"all.zip": zipped({**FILES, "notes.txt": b"?"}), "坏.bpmn": BROKEN})
    for said in (
        "请假审批",
        "费用报销",
        "可以发布",
        "可以试跑",
        "无法打开",
        "leave_request",
        "expense_claim",
        "notes.txt",
    ):
        assert said in text, said
    assert 'data-og-element="Flow_3"' in text
    assert "flow.unconditional" in text
    places = re.findall(r"<span [^>]*>([^<]*)</span> 第 (\d+) 行", text)
    assert ("坏.bpmn", "2") in places, "what cannot be read is called as it was sent"
    assert {name for name, _ in places} > {"process.bpmn"}, "what became a draft, by the draft's file"
    slugs = {row.slug: row.files for row in DesignDraft.objects.all()}
    assert set(slugs) == {"leave_request", "expense_claim", "visitor"}
    assert slugs["leave_request"]["process.bpmn"] == FILES["leave.bpmn"].decode()
    assert "forms/leaverequest_fill_in.yaml" in slugs["leave_request"]

    english = browser_of(city.people["designer"], "en")
    report = DesignImport.objects.get()
    shown = english.get(reverse("studio_import_report", args=[report.pk]), {"file": "2"}).content.decode()
    assert "can be published" in shown
    assert 'id="file-2" data-og-diagram-scope open' in shown


def test_the_drawing_carries_the_marks_and_the_file_comes_back_unchanged(wu: Client) -> None:
    bring(wu, **FILES)
    number = DesignImport.objects.get().pk
    names = [file["name"] for file in DesignImport.objects.get().report["files"]]
    at = names.index("visitor.bpmn") + 1
    drawn = json.loads(wu.get(reverse("studio_import_diagram", args=[number, at])).content)
    assert drawn["nodes"]["Flow_3"]["sign"] == "error"
    assert "BPMNShape" in drawn["bpmn"]
    for at, name in enumerate(names, 1):
        answer = wu.get(reverse("studio_import_file", args=[number, at]))
        assert answer.content == FILES[name]
        assert name in answer.headers["Content-Disposition"]
    at = names.index("expense.bpmn20.xml") + 1
    assert b"BPMNShape" in wu.get(reverse("studio_import_file", args=[number, at]), {"drawn": "1"}).content
    assert wu.get(reverse("studio_import_file", args=[number, 9])).status_code == 404


def test_the_draft_of_a_foreign_process_has_its_own_report_and_drawing(wu: Client) -> None:
    bring(wu, **FILES)
    page = wu.get(reverse("studio_draft", args=["leave_request"]), {"check": "1"}).content.decode()
    assert "lint.process_id" not in page
    assert 'data-og-element="section_head"' in page
    assert "lint.role_unknown" in page


def test_a_report_is_its_owners_alone(wu: Client, city: City) -> None:
    bring(wu, **FILES)
    number = DesignImport.objects.get().pk
    other = browser_of(city.people["designer2"])
    for name, args in (("report", [number]), ("diagram", [number, 1]), ("file", [number, 1])):
        address = reverse(f"studio_import_{name}", args=args)
        assert (wu.get(address).status_code, other.get(address).status_code) == (200, 404)
    assert "请假" not in other.get(reverse("studio_import")).content.decode()


def test_sending_nothing_is_said_on_the_page(wu: Client) -> None:
    answer = wu.post(reverse("studio_import"), {})
    assert answer.status_code == 422
    assert "请至少选择一个文件" in answer.content.decode()


def test_discarded_drafts_are_no_longer_offered(wu: Client) -> None:
    bring(wu, **{"leave.bpmn": FILES["leave.bpmn"]})
    DesignDraft.objects.all().delete()
    report = wu.get(reverse("studio_import_report", args=[DesignImport.objects.get().pk])).content.decode()
    assert reverse("studio_draft", args=["leave_request"]) not in report
