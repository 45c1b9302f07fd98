"""A designer changes a process in the studio: sends it with a fault, reads the report, mends it, publishes it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import claim, fill, find_task, send
from tests.browser.cases import STEPS, Cases
from tests.browser.visitor import People, Visitor
from tests.catalog.test_change_by_files import ROOT, follow_the_howto

FLOW, TITLE = "event_dispatch", "永安路新流程首案"
_RIGHT, _FAULTY = 'role="shift_leader" exclude="file"', 'role="shift_chief" exclude="file"'


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The shipped folders with the change that the how-to describes."""
    for name in ("workflows", "forms"):
        shutil.copytree(ROOT / name, tmp_path / name)
    follow_the_howto(tmp_path)
    return tmp_path


@pytest.fixture
def afterwards(people: People) -> Iterator[None]:
    """Other tests of this city play the process as it ships."""
    yield
    with people.visitor("city.designer") as designer:
        _open_draft(designer)
        if designer.page.locator("#draft-discard").count():
            designer.page.locator("#draft-discard").click()
            designer.page.locator("main form button.btn-primary, main form button.btn-danger").click()
            designer.page.wait_for_load_state()
            _open_draft(designer)
        folder = ROOT / "workflows" / FLOW
        _send(designer, folder / "process.bpmn", folder / "examples.yaml")
        if designer.page.locator("#draft-publish").count():
            _publish(designer, "恢复原流程")


def test_a_fault_is_told_mended_and_the_next_case_takes_the_new_step(
    people: People, cases: Cases, changed: Path, afterwards: None
) -> None:
    diagram, examples = (changed / "workflows" / FLOW / name for name in ("process.bpmn", "examples.yaml"))
    form, right = changed / "forms" / "filing_review.yaml", diagram.read_text(encoding="utf-8")
    assert _RIGHT in right
    before = cases.waiting_at("dispatch", title="永安路旧流程末案")
    with people.visitor("city.designer") as designer:
        page = designer.page
        designer.open("/")
        page.locator("main").get_by_role("link", name="流程工作室").click()
        page.locator("#workflow-list").get_by_role("link", name="事件分拨").first.click()
        page.locator("#studio-change").click()
        diagram.write_text(right.replace(_RIGHT, _FAULTY), encoding="utf-8")
        _send(designer, diagram, examples, form)
        report = page.locator("#report-body")
        expect(report.locator(".og-verdict-bad")).to_be_visible(timeout=60_000)
        expect(report.get_by_text("shift_chief").first).to_be_visible()
        expect(report.get_by_text("review_filing").first).to_be_attached()
        designer.open(f"/studio/{FLOW}/draft/publish/")
        expect(page.locator("#cannot-publish")).to_be_visible()
        diagram.write_text(right, encoding="utf-8")
        _open_draft(designer)
        _send(designer, diagram)
        expect(report.locator(".og-verdict-good")).to_be_visible(timeout=60_000)
        _publish(designer, "立案须复核")
    number = cases.reported(title=TITLE)
    for step in STEPS[:2]:
        cases.do(number, step)
    with people.visitor("suyu.shift") as leader:
        find_task(leader, TITLE)
        expect(leader.page.locator(".og-task-name")).to_contain_text("立案复核")
        claim(leader)
        fill(leader.page, "", {"复核意见": "同意立案"})
        send(leader, button=leader.page.locator(".og-main-act button.btn-primary").inner_text().strip())
    for one in (number, before):
        assert cases.task(one, "dispatch", "suyu.dispatch"), "the new case comes to dispatch, the old one stayed there"


def _open_draft(designer: Visitor) -> None:
    designer.open(f"/studio/{FLOW}/draft/")


def _send(designer: Visitor, *files: Path) -> None:
    designer.page.locator("#upload-files").set_input_files(files)
    designer.page.locator("#upload-send").click()
    designer.page.wait_for_load_state()


def _publish(designer: Visitor, note: str) -> None:
    page = designer.page
    page.locator("#draft-publish").click()
    page.locator("#publish-note").fill(note)
    page.locator("#publish-send").click()
    page.wait_for_url(f"**/studio/{FLOW}/", timeout=60_000)
