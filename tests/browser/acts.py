"""What people do on pages, told as they would tell it."""

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, expect
from simulation.pictures import photo

from tests.browser.visitor import Visitor

CATEGORY = "event-03-02"
_NUMBER = re.compile(r"SQ\d{14}")


def photo_file(folder: Path, number: int) -> Path:
    """A picture as a camera would leave it."""
    file = folder / f"现场{number}.png"
    file.write_bytes(photo(number))
    return file


def report_by_phone(visitor: Visitor, *, title: str, description: str, township: str, village: str) -> str:
    """The desk writes down what a caller tells; the number that the case got."""
    page = visitor.page
    visitor.open("/register/")
    page.get_by_label("什么事").fill(title)
    page.get_by_label("详细情况").fill(description)
    page.get_by_label("类别").fill(CATEGORY)
    page.get_by_label("详细地点").fill("永安路北侧工地")
    for level, place in (("县（区）", "宿豫区"), ("乡镇（街道）", township), ("村（社区）", village)):
        choice = page.get_by_label(level, exact=True)
        if choice.locator("option:checked").inner_text() != place:
            with page.expect_response(lambda answer: "/register/places/" in answer.url):
                choice.select_option(label=place)
    page.get_by_label("热线来电").check()
    page.get_by_label("来电人姓名").fill("王女士")
    page.get_by_label("联系电话").fill("13900000000")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_load_state()
    if page.get_by_text("近 24 小时内").count():  # somebody told of something like it; this is another
        page.get_by_role("button", name="继续登记").click()
        page.wait_for_load_state()
    found = _NUMBER.search(page.locator("main").inner_text())
    assert found, page.locator("main").inner_text()
    return found[0]


def find_task(visitor: Visitor, title: str, *, box: str = "pool") -> None:
    """Opens the task of the case with this title, out of one's list."""
    page = visitor.page
    visitor.open("/")
    page.locator("main").get_by_role("link", name="可认领" if box == "pool" else "我的待办").first.click()
    page.wait_for_load_state()
    page.locator("a", has_text=title).first.click()
    expect(page.locator(".og-task-title")).to_have_text(title)


def claim(visitor: Visitor) -> None:
    """Takes the open task."""
    visitor.page.get_by_role("button", name="认领并办理").click()
    expect(visitor.page.locator("form.og-do")).to_be_visible()


def fill(page: Page, outcome: str, answers: Mapping[str, object]) -> None:
    """Result first, then the fields by their labels: text, a choice, a tick, a photo."""
    form = page.locator("form.og-do")
    if outcome:
        form.locator("fieldset.og-outcomes").get_by_text(outcome, exact=True).click()
    for label, value in answers.items():
        if isinstance(value, Path):
            group = form.get_by_role("group", name=label)
            group.locator("input[type=file]").set_input_files(value)
            expect(group.locator("[data-og-held] img")).to_be_visible()
            continue
        field = form.get_by_label(label).first
        if field.get_attribute("role") == "group":
            field = field.locator("select").first
        kind = field.evaluate("(one) => one.tagName === 'SELECT' ? 'select' : one.type")
        if kind == "select":
            field.select_option(field.locator("option", has_text=str(value)).first.get_attribute("value"))
        elif kind in ("radio", "checkbox"):
            field.check()
        else:
            field.fill(str(value))


def send(visitor: Visitor, *, button: str = "提交") -> None:
    """Sends the form; the page says that it is done."""
    visitor.page.locator(".og-main-act").get_by_role("button", name=button, exact=True).click()
    expect(visitor.page.get_by_text("已办理：").first).to_be_visible()
