"""Tried as somebody new, with only the address: sign in from the start page, and do the main job of three rooms."""

import re
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.acts import claim, fill, photo_file, send
from tests.browser.cases import Cases
from tests.browser.visitor import DESK, PHONE, People, Visitor


def come_in(visitor: Visitor, account: str) -> None:
    """By the list of accounts and the password that the start page itself shows."""
    page = visitor.page
    visitor.open("/")
    password = page.locator("p", has_text="密码").locator("code").inner_text()
    link = page.locator(f'a[href$="?name={account}"]').first
    if not link.is_visible():
        page.locator("main summary").first.click()
    link.click()
    expect(page.locator("#username")).to_have_value(account)
    page.locator("#password").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{visitor.city}/")


def test_grid_staff_finds_a_task_and_does_it_with_a_photo(people: People, cases: Cases, tmp_path: Path) -> None:
    """Nobody has registered anything for them: the city lives."""
    with people.visitor(width=PHONE) as visitor:
        page = visitor.page
        come_in(visitor, "yuxin.grid")
        page.locator("main").get_by_role("link", name="可认领").first.click()
        page.locator("main a", has_text="现场核实").first.click()
        claim(visitor)
        found = re.search(r"SQ\d{14}", page.locator("main").inner_text())
        fill(page, "属实", {"现场照片": photo_file(tmp_path, 901), "现场情况": "情况属实"})
        send(visitor)
    assert found is not None
    log = cases.api("city.supervisor").get(f"cases/{found[0]}/events/", page_size=200)["results"]
    assert "verified" in {one["milestone"] for one in log}


def test_a_designer_changes_a_label_and_publishes_it(people: People, cases: Cases) -> None:
    label = f"派遣要求（{int(time.time())}）"
    with people.visitor(width=DESK) as visitor:
        page = visitor.page
        come_in(visitor, "city.designer")
        page.locator("main").get_by_role("link", name="流程工作室").click()
        page.locator("#form-list").get_by_role("link", name="派遣", exact=True).click()
        page.locator("#studio-change").click()
        text = page.locator("#form-text")
        lines = text.input_value().splitlines()
        at = next(n for n, line in enumerate(lines) if line.strip().startswith("label: 派遣要求"))
        lines[at] = f"{lines[at].partition('label:')[0]}label: {label}"
        text.fill("\n".join(lines) + "\n")
        page.locator("#form-save").click()
        expect(page.locator("section", has=page.locator("#preview")).get_by_text(label).first).to_be_visible()
        page.locator("#draft-publish").click()
        page.locator("#publish-note").fill("写明要求")
        page.locator("#publish-send").click()
        expect(page.get_by_role("status").first).to_be_visible()
    number = cases.waiting_at("dispatch", title="永安路新表单首案")
    task = cases.task(number, "dispatch", "suyu.dispatch")
    with people.visitor("suyu.dispatch") as dispatcher:
        dispatcher.open(f"/work/{task}/")
        claim(dispatcher)
        expect(dispatcher.page.get_by_text(label).first).to_be_visible()


def test_a_supervisor_finds_the_worst_township_and_its_late_cases(people: People) -> None:
    with people.visitor(width=DESK) as visitor:
        page = visitor.page
        come_in(visitor, "city.supervisor")
        page.locator("main").get_by_role("link", name="督导").first.click()
        page.get_by_role("link", name="近 7 天").click()
        page.get_by_role("link", name="乡镇街道").click()
        expect(page.get_by_text("差的在前").first).to_be_visible()
        names = page.locator(".sv-table tbody tr th")
        assert names.all_inner_texts()[:2] == ["沭城街道", "豫新街道"]
        late = page.locator(".sv-table tbody tr").first.locator("td a").first
        count = late.inner_text().strip()
        late.click()
        expect(page.locator("h1 .sv-count")).to_have_text(count)
        expect(page.get_by_text("建陵社区雨水箅子破损").first).to_be_visible()
