"""A designer drops diagrams of three other tools, reads what was found, and sees the element marked on the canvas."""

import re

from playwright.sync_api import expect

from tests.browser.foreign import EXPENSE, FILES, ODD_IDS, RECORD, bring
from tests.browser.visitor import PHONE, People

_DROP = """([box, files]) => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name));
  for (const kind of ['dragover', 'drop']) box.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""  # noqa: E501


def test_three_foreign_files_are_dropped_and_a_problem_is_seen_on_the_canvas(people: People) -> None:
    with people.visitor("city.designer") as designer:
        page = designer.page
        designer.open("/studio/")
        page.locator("#studio-import").click()
        box = page.locator("[data-og-drop]").element_handle()
        page.evaluate(_DROP, [box, [[one.name, one.read_text(encoding="utf-8")] for one in FILES]])
        expect(page.locator(".og-drop-list li")).to_have_count(3)
        page.locator("#import-send").click()
        page.wait_for_url("**/studio/import-files/*/", timeout=60_000)

        rows = page.locator("#import-list tbody tr")
        expect(rows).to_have_count(3)
        expect(rows.filter(has_text="请假审批").locator(".light")).to_have_text(re.compile("可以发布"))
        expect(rows.filter(has_text="visitor.bpmn").locator(".light")).to_have_text(re.compile("可以试跑"))

        opened = page.locator("details.og-import[open]")
        expect(opened).to_have_count(1)
        expect(opened.locator("summary h2")).to_have_text("visitor.bpmn")
        opened.locator(".djs-container").wait_for(timeout=60_000)
        opened.locator('.og-findings a[data-og-element="Flow_3"]').first.click()
        panel = opened.locator("[data-part=panel]")
        expect(panel).to_be_visible()
        expect(panel).to_contain_text("没有条件，也不是默认流")
        marked = opened.locator('.djs-element[data-element-id="Flow_3"]')
        expect(marked).to_be_focused()
        expect(marked).to_be_in_viewport()

        page.locator("#import-list").get_by_role("link", name=EXPENSE.name).click()
        expense = page.locator("details.og-import[open]")
        expect(expense.locator("summary h2")).to_have_text(EXPENSE.name)
        expense.locator(".djs-shape[data-element-id=countersign]").wait_for(timeout=60_000)
        expense.locator("a.btn-primary").first.click()
        page.wait_for_url("**/draft/")
        expect(page.locator("#draft-files")).to_contain_text("process.bpmn")


def test_what_belongs_to_the_process_itself_is_shown_and_a_blank_canvas_says_why(people: People) -> None:
    with people.visitor("city.designer") as designer:
        page = designer.page
        bring(designer, RECORD)
        opened = page.locator("details.og-import[open]")
        opened.locator(".djs-container").wait_for(timeout=60_000)
        opened.locator('.og-findings a[data-og-element="f1"]').first.click()
        expect(opened.locator("[data-part=panel]")).to_contain_text("监听器")
        expect(opened.locator("[data-part=said]")).to_contain_text("整个流程")
        expect(opened.locator("[data-part=canvas].og-diagram-whole")).to_be_focused()

        bring(designer, ODD_IDS)
        expect(page.locator("details.og-import[open] [data-part=said]")).to_contain_text("XML", timeout=60_000)


def test_by_phone_the_report_is_read_without_scrolling_sideways(people: People) -> None:
    with people.visitor("city.designer", width=PHONE) as designer:
        page = designer.page
        designer.open("/studio/import-files/")
        page.locator("#import-files").set_input_files([EXPENSE])
        page.locator("#import-send").click()
        page.wait_for_url("**/studio/import-files/*/", timeout=60_000)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
